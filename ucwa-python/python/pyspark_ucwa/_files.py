"""Which files there are, and how they are divided."""

from __future__ import annotations

import glob
import os
import re
from collections.abc import Iterable, Iterator
from urllib.parse import unquote

import ucwa_codec

#: How the name of a log in a folder ends; there is a number behind where logs are rotated.
LOG = re.compile(r"\.(log|json|jsonl|ndjson|xml)(\.[0-9]+)?(\.gz)?$", re.IGNORECASE | re.ASCII)


def local(path: str) -> str:
    """A path of this machine, from the root on and without links, so that a log has one name however it is asked for. Spark may hand over
    ``file:`` URLs.

    >>> local("file:///logs/2026%231.log"), local("file:/logs/a#1.log")
    ('/logs/2026#1.log', '/logs/a#1.log')
    """
    scheme, colon, rest = path.partition(":")
    if colon and scheme.lower() == "file":
        path = unquote(re.sub("^//(localhost)?(?=/)", "", rest))
    elif rest.startswith("//"):
        raise ValueError(f"expected a path of this machine, or one that begins with file:, but found {path}")
    return os.path.realpath(path)


def files(paths: Iterable[str], must_exist: bool = True) -> list[str]:
    """The logs of files, folders and patterns, those of folders inside too, in order, each once."""
    found = set()
    for path in paths:
        if os.path.isdir(path):
            found |= set(inside(path))
        elif os.path.exists(path):
            found.add(path)
        elif glob.has_magic(path):
            found |= set(files(glob.glob(path, recursive=True)))
        elif must_exist:
            raise FileNotFoundError(f"expected a file or a folder, but found nothing at {path}")
    return sorted(set(map(os.path.realpath, found)))


def inside(path: str) -> Iterator[str]:
    """The logs of a folder. Links to folders are not followed: they may lead round in circles."""

    def refuse(error: OSError) -> None:
        raise error

    for folder, folders, names in os.walk(path, onerror=refuse):
        folders[:] = [name for name in folders if not name.startswith((".", "_"))]
        yield from (os.path.join(folder, name) for name in names if is_log(name))


def is_log(name: str) -> bool:
    return not name.startswith((".", "_")) and LOG.search(name) is not None


def size(text: str) -> int:
    """A number of bytes, as ``67108864`` or ``64m``.

    >>> size("64m"), size("1GB"), size("100")
    (67108864, 1073741824, 100)
    """
    found = re.fullmatch("([0-9]+)([kmg]?)b?", text.strip().lower())
    count = int(found[1]) << {"": 0, "k": 10, "m": 20, "g": 30}[found[2]] if found and len(found[1]) < 20 else 0
    if not 0 < count < 1 << 63:
        raise ValueError(f"expected a number of bytes in the option splitSize, as 64m, but found {text!r}")
    return count


def parts(path: str, size: int, start: int = 0, end: int | None = None) -> Iterator[tuple[str, int, int]]:
    for start, end in ucwa_codec.splits(path, size, start=start, end=end):
        yield path, start, end
