"""How far a log has been read, and whether it is still that log."""

from __future__ import annotations

import gzip
import hashlib
import os
import time
import zlib
from collections.abc import Mapping
from typing import BinaryIO, NamedTuple

import ucwa_codec

#: Bytes at the begin and before the end of what has been read that tell a log from another.
LOOK = 1024

#: Seconds after which nobody is taken to be still writing a compressed file.
SETTLED = 600


class Mark(NamedTuple):
    """Up to which byte a log has been read, and a checksum of the first and the last of these bytes: they stay as they are."""

    end: int
    sum: str


class DataLossError(ValueError):
    """What has been read of a log, or was to be, is not there any more."""


#: Of a log that is new.
NOTHING = Mark(0, hashlib.blake2b(digest_size=8).hexdigest())


def checksum(file: BinaryIO, end: int) -> str:
    found = hashlib.blake2b(digest_size=8)
    for start in (0, max(LOOK, end - LOOK)):
        file.seek(start)
        found.update(file.read(max(0, min(LOOK, end - start))))
    return found.hexdigest()


def check(path: str, mark: Mark) -> None:
    """Refuses a file that is not the log in which a mark was set."""
    with open(path, "rb") as file:
        length = os.fstat(file.fileno()).st_size
        if length < mark.end:
            raise DataLossError(f"expected at least {mark.end} bytes in {path}, which have been read, but found {length}")
        if checksum(file, mark.end) != mark.sum:
            raise DataLossError(f"expected the log that has been read before at {path}, but found another: it was replaced")
        if 0 < mark.end < length and is_compressed(file):
            raise DataLossError(f"expected no more than {mark.end} bytes in {path}, because it is compressed, but found {length}")


def fits(path: str, mark: Mark) -> bool:
    try:
        check(path, mark)
    except (DataLossError, FileNotFoundError):
        return False
    return True


class Followed(NamedTuple):
    """Where logs go on."""

    #: For each file: at its mark, at that of a log that has been renamed to it, or at its begin.
    begins: dict[str, Mark]
    #: Marks of which there is no file.
    left: dict[str, Mark]
    #: Why, where another log has the name.
    lost: dict[str, DataLossError]


def follow(marks: Mapping[str, Mark], found: Mapping[str, str]) -> Followed:
    """Finds where to go on with logs, of which the files are given by name."""
    begins, lost = {}, {}
    for name in marks.keys() & found.keys():
        try:
            check(found[name], marks[name])
            begins[name] = marks[name]
        except DataLossError as error:
            lost[name] = error
        except FileNotFoundError:  # it was there when the folder was listed
            pass
    left = {name: mark for name, mark in marks.items() if name not in begins}
    for name in sorted(found.keys() - begins.keys()):
        renamed = max((old for old, mark in left.items() if fits(found[name], mark)), key=lambda old: left[old].end, default=None)
        begins[name] = NOTHING if renamed is None else left.pop(renamed)
    # where a log has been renamed to that name, the one before it has vanished, as the oldest does when logs are rotated
    return Followed(begins, left, {name: error for name, error in lost.items() if name in left and begins[name] == NOTHING})


def further(path: str, mark: Mark) -> Mark:
    """Up to where a log can be read now, from a mark on. A compressed one is read once it is whole."""
    with open(path, "rb") as file:
        if not mark.end and is_compressed(file) and not is_whole(file):
            return mark
        end = ucwa_codec.checkpoint(path, mark.end)
        return Mark(end, checksum(file, end))


def is_compressed(file: BinaryIO) -> bool:
    file.seek(0)
    return file.read(2) == b"\x1f\x8b"


def is_whole(file: BinaryIO) -> bool:
    """Whether a compressed file can be decompressed to its end, or is not being written any more: then an error shall say what is wrong."""
    if time.time() - os.fstat(file.fileno()).st_mtime > SETTLED:
        return True
    file.seek(0)
    try:
        with gzip.open(file) as plain:
            while plain.read(1 << 20):
                pass
    except (EOFError, OSError, zlib.error):
        return False
    return True
