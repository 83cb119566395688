"""What is told of mistakes, and of what cannot be read."""

from __future__ import annotations

import errno
import gzip
import io
import os
import subprocess
import sys
from pathlib import Path

import polars
import pyarrow
import pytest

import logs
import ucwa_codec


def arrow(events) -> pyarrow.Table:
    return pyarrow.RecordBatchReader.from_stream(events).read_all()


@pytest.mark.parametrize(
    "read",
    [lambda path: list(ucwa_codec.events(path)), ucwa_codec.decode, ucwa_codec.validate, ucwa_codec.splits, ucwa_codec.checkpoint],
    ids=["events", "decode", "validate", "splits", "checkpoint"],
)
def test_errors_of_files_name_them(tmp_path, read):
    for path, number, kind in ((tmp_path / "none", errno.ENOENT, FileNotFoundError), (tmp_path, errno.EISDIR, IsADirectoryError)):
        with pytest.raises(kind) as error:
            read(path)
        assert (error.value.errno, error.value.strerror, error.value.filename) == (number, os.strerror(number), str(path))


def test_damaged_compression_names_the_file(tmp_path):
    path = tmp_path / "cut.log.gz"
    path.write_bytes(gzip.compress(logs.make(1, 20).encode())[:-30])
    for read in (ucwa_codec.decode, lambda path: list(ucwa_codec.events(path))):
        with pytest.raises(OSError) as error:
            read(path)
        assert (error.value.errno, error.value.filename) == (errno.EIO, str(path)) and error.value.strerror
    with pytest.raises(OSError, match="cut.log.gz"):
        arrow(ucwa_codec.events(path))


def test_errors_of_file_objects():
    class Broken:
        def read(self, size):
            raise RuntimeError("gone")

    with pytest.raises(RuntimeError, match="gone"):
        list(ucwa_codec.events(Broken()))
    with pytest.raises(RuntimeError, match="gone"):
        ucwa_codec.decode(Broken())
    with pytest.raises(OSError, match="gone"):
        arrow(ucwa_codec.events(Broken()))


def test_names(log):
    with pytest.raises(ValueError, match="expected `responses`, `events` or the rel of a resource, but found `massage`"):
        ucwa_codec.events(log, "massage")
    with pytest.raises(ValueError, match="expected each column once, but found `offset` twice"):
        ucwa_codec.events(log, columns=["offset", "rel", "offset"])
    assert ucwa_codec.events(log, columns="offset").columns == ["offset"]
    assert arrow(ucwa_codec.events(log, senders=None, types=None)) == arrow(ucwa_codec.events(log))


def test_numbers(log):
    for numbers in ({"start": -1}, {"end": -5}, {"batch_rows": 0}, {"batch_rows": -1}, {"start": 1 << 64}):
        with pytest.raises(ValueError, match=f"expected {next(iter(numbers))} to be at least"):
            ucwa_codec.events(log, **numbers)
    for numbers in ({"size": 0}, {"size": -1}, {"start": -1}, {"end": -1}):
        with pytest.raises(ValueError, match=f"expected {next(iter(numbers))} to be at least"):
            ucwa_codec.splits(log, **numbers)
    with pytest.raises(ValueError, match="expected start to be at least 0"):
        ucwa_codec.checkpoint(log, -1)


def test_a_range_needs_a_path(log):
    for source in (log.read_bytes(), io.BytesIO(log.read_bytes())):
        for part in ({"start": 0}, {"end": 5}):
            with pytest.raises(ValueError, match="expected a path where start or end is given"):
                ucwa_codec.events(source, **part)


def test_a_file_object_is_read_once(log):
    table = ucwa_codec.events(log.open("rb"))
    first, second = iter(table), iter(table)
    assert next(first)["offset"] == 0
    for again in (second, iter(table)):
        with pytest.raises(ValueError, match="expected to read a file object once"):
            next(again)
    assert sum(1 for _ in first) == arrow(ucwa_codec.events(log)).num_rows - 1
    with pytest.raises(OSError, match="expected to read a file object once"):
        arrow(table)

    lazy = ucwa_codec.scan_polars(log.open("rb"))
    assert lazy.select(polars.len()).collect().item() > 0
    with pytest.raises(Exception, match="expected to read a file object once"):
        lazy.collect()


def test_polars_is_told_at_once(log):
    for options, kind in (({"starts": 5}, TypeError), ({"start": -5}, ValueError), ({"columns": ["offset"]}, TypeError), ({"batch_rows": 5}, TypeError)):
        with pytest.raises(kind):
            ucwa_codec.scan_polars(log, **options)


def test_types_are_those_of_the_module(tmp_path):
    checked = subprocess.run(
        [sys.executable, "-m", "mypy.stubtest", "ucwa_codec"],
        cwd=tmp_path,
        env={**os.environ, "MYPY_CACHE_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr
    package = Path(ucwa_codec.__file__).parent
    assert (package / "py.typed").exists()
