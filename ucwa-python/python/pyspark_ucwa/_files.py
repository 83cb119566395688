"""Which files there are, and how they are divided."""

from __future__ import annotations

import os
from collections.abc import Iterator
from urllib.parse import unquote, urlparse

import ucwa_codec

#: Endings of logs in a folder; by gzip, with ``.gz`` behind.
ENDINGS = (".log", ".json", ".jsonl", ".ndjson", ".xml")


def local(path: str) -> str:
    """A path of this machine: Spark may hand over ``file:`` URLs."""
    url = urlparse(path)
    return unquote(url.path) if url.scheme == "file" else path


def files(path: str) -> list[str]:
    """The logs of a file or a folder, those of folders inside too, in order."""
    path = local(path)
    if not os.path.isdir(path):
        if not os.path.exists(path):
            raise FileNotFoundError(f"expected a file or a folder, but found nothing at {path}")
        return [path]
    found = []
    for folder, folders, names in os.walk(path):
        folders[:] = sorted(name for name in folders if not name.startswith((".", "_")))
        found += [os.path.join(folder, name) for name in sorted(names) if is_log(name)]
    return found


def is_log(name: str) -> bool:
    return not name.startswith((".", "_")) and name.lower().removesuffix(".gz").endswith(ENDINGS)


def finished(path: str, start: int) -> int:
    """Up to where a log can be read that has been read up to a place before. One that has lost bytes, or that nobody can go on with, is an
    error: what it holds now would be taken for what follows."""
    place = ucwa_codec.checkpoint(path, start)
    if place < start:
        raise truncated(path, start, place)
    if 0 < start < place and is_compressed(path):
        raise ValueError(f"expected no more than {start} bytes in {path}, because it is compressed, but found {place}")
    return place


def truncated(path: str, start: int, place: int) -> ValueError:
    return ValueError(f"expected at least {start} bytes in {path}, which have been read, but found {place}")


def is_compressed(path: str) -> bool:
    with open(path, "rb") as file:
        return file.read(2) == b"\x1f\x8b"


def size(text: str) -> int:
    """A number of bytes, as ``67108864`` or ``64m``.

    >>> size("64m"), size("100")
    (67108864, 100)
    """
    units = {"k": 1 << 10, "m": 1 << 20, "g": 1 << 30}
    unit = units.get(text[-1:].lower())
    try:
        count = int(text[:-1] if unit else text) * (unit or 1)
    except ValueError:
        count = 0
    if count <= 0:
        raise ValueError(f"expected a number of bytes in the option splitSize, as 64m, but found {text!r}")
    return count


def parts(path: str, size: int, start: int = 0, end: int | None = None) -> Iterator[tuple[str, int, int]]:
    for start, end in ucwa_codec.splits(path, size, start=start, end=end):
        yield path, start, end
