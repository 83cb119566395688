"""What the native half gives out and takes in, as plain Python."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


@dataclass(frozen=True)
class Violation:
    """Something that does not fit the schema: which rule, which member, and where."""

    message: str
    code: str
    path: str
    line: int | None
    column: int | None
    offset: int | None

    def __str__(self) -> str:
        place = "" if self.line is None else f"{self.line}:{self.column}: "
        path = f"{self.path}: " if self.path else ""
        return f"{place}{path}{self.message}"


class UcwaError(ValueError):
    """A message cannot be read or written: which rule it breaks (``code``), which member (``path``), and where (``line`` and ``column``, from 1,
    and the byte ``offset``)."""

    __module__ = "ucwa_codec"

    def __init__(self, message: str, code: str, path: str, line: int | None, column: int | None, offset: int | None):
        super().__init__(message, code, path, line, column, offset)
        self.message, self.code, self.path = message, code, path
        self.line, self.column, self.offset = line, column, offset

    def __str__(self) -> str:
        return str(Violation(*self.args))


@dataclass(frozen=True)
class DataUrl:
    """The content of a data URL. ``text`` is None where the bytes are no text of the charset."""

    media_type: str
    parameters: dict[str, str]
    charset: str | None
    encoding: str
    bytes: bytes
    text: str | None


def _datetime(microseconds: int, offset: int) -> datetime | None:
    try:
        made = _EPOCH + timedelta(microseconds=microseconds)
        return made.astimezone(timezone(timedelta(seconds=offset))) if offset else made
    except OverflowError:
        return None


def _dumps(value: dict) -> str:
    return json.dumps(value, default=_written, ensure_ascii=False, allow_nan=False)


def _written(value: object) -> str:
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise ValueError(f"expected a datetime with a time zone, but found {value!r}")
        return value.isoformat()
    if isinstance(value, date):
        raise TypeError(f"expected a datetime, but found {value!r}")
    raise TypeError(f"expected what JSON can hold, or a datetime, but found {type(value).__name__}")
