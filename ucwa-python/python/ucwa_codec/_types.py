"""What the native half gives out and takes in, as plain Python."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

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


def _number(text: str) -> float | Decimal:
    """A number with a fraction or an exponent, exactly."""
    number = float(text)
    try:
        exact = Decimal(text)
    except ArithmeticError:  # more digits of an exponent than even a Decimal has
        return number
    return number if Decimal(repr(number)) == exact else exact


def _first(members: list[tuple[str, Any]]) -> dict[str, Any]:
    """The members of an object. Of those of one name the first holds, as it does in tables and for the schema."""
    found = dict(members)
    if len(found) < len(members):
        found.update(reversed(members))
    return found


_PLAIN = json.JSONDecoder()
_EXACT = json.JSONDecoder(object_pairs_hook=_first, parse_float=_number)
_LONG = json.JSONDecoder(object_pairs_hook=_first, parse_float=_number, parse_int=Decimal)


def _load_plain(text: str) -> Any:
    return _PLAIN.decode(text)


def _load_exact(text: str) -> Any:
    try:
        return _EXACT.decode(text)
    except ValueError:  # an integer of more digits than Python wants to turn into one
        return _LONG.decode(text)
