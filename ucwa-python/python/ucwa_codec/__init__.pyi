from collections.abc import Iterable, Iterator
from os import PathLike
from typing import TYPE_CHECKING, Any, BinaryIO, Literal, TextIO, TypeAlias, final

from typing_extensions import Self

from ._types import DataUrl as DataUrl
from ._types import UcwaError as UcwaError
from ._types import Violation as Violation

if TYPE_CHECKING:
    import polars

__all__ = [
    "DataUrl",
    "Events",
    "Rows",
    "UcwaError",
    "Violation",
    "checkpoint",
    "convert",
    "data_url",
    "decode",
    "encode",
    "encode_data_url",
    "events",
    "scan_polars",
    "schema",
    "splits",
    "tables",
    "validate",
]

_Source: TypeAlias = str | PathLike[str] | bytes | bytearray | memoryview | BinaryIO | TextIO
_Format: TypeAlias = Literal["json", "xml"]

@final
class Events:
    def __new__(
        cls,
        source: _Source,
        table: str,
        columns: list[str] | None,
        start: int | None,
        end: int | None,
        exact: bool,
        senders: list[str],
        types: list[str],
        batch_rows: int,
        growing: bool,
    ) -> Self: ...
    def __getnewargs__(self) -> tuple[Any, ...]: ...
    @property
    def table(self) -> str: ...
    @property
    def columns(self) -> list[str]: ...
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...
    def __arrow_c_schema__(self) -> object: ...
    def __iter__(self) -> Rows: ...

@final
class Rows(Iterator[dict[str, Any]]):
    def __iter__(self) -> Rows: ...
    def __next__(self) -> dict[str, Any]: ...

def convert(
    source: _Source,
    to: _Format,
    *,
    from_: _Format | None = None,
    as_: str | None = None,
    strict: bool = False,
    pretty: bool = True,
) -> str: ...
def validate(
    source: _Source, *, from_: _Format | None = None, as_: str | None = None, data: bool = False
) -> list[Violation]: ...
def decode(
    source: _Source, *, from_: _Format | None = None, as_: str | None = None, strict: bool = False
) -> dict[str, Any]: ...
def encode(
    value: dict[str, Any],
    to: _Format = "json",
    *,
    as_: str | None = None,
    strict: bool = True,
    pretty: bool = False,
) -> str: ...
def data_url(url: str) -> DataUrl: ...
def encode_data_url(
    content: bytes | bytearray | memoryview | str,
    media_type: str = "text/plain;charset=utf-8",
    *,
    base64: bool = False,
) -> str: ...
def schema(name: str | None = None) -> Any: ...
def events(
    source: _Source,
    table: str = "events",
    *,
    columns: str | Iterable[str] | None = None,
    start: int | None = None,
    end: int | None = None,
    exact: bool = False,
    senders: str | Iterable[str] | None = (),
    types: str | Iterable[str] | None = (),
    batch_rows: int = 8192,
    growing: bool = False,
) -> Events: ...
def scan_polars(
    source: _Source,
    table: str = "events",
    *,
    start: int | None = None,
    end: int | None = None,
    exact: bool = False,
    senders: str | Iterable[str] | None = (),
    types: str | Iterable[str] | None = (),
    growing: bool = False,
) -> polars.LazyFrame: ...
def splits(
    path: str | PathLike[str], size: int = 134217728, *, start: int = 0, end: int | None = None
) -> list[tuple[int, int]]: ...
def checkpoint(path: str | PathLike[str], start: int = 0) -> int: ...
def tables() -> list[str]: ...
