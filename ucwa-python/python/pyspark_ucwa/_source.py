"""The data source: a batch reader over all files, and a stream over those that come and grow."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass

from pyspark.sql.datasource import DataSource, DataSourceReader, DataSourceStreamReader, InputPartition

import ucwa_codec
from ucwa_codec import _native

from ._files import files, finished, parts, size, truncated


@dataclass
class Part(InputPartition):
    """A part of a file, which begins and ends where documents do."""

    path: str
    start: int
    end: int


@dataclass(frozen=True)
class Options:
    """What was asked for. It travels to the executors."""

    path: str
    table: str
    senders: list[str]
    types: list[str]
    columns: list[str] | None
    split_size: int

    @staticmethod
    def of(options: dict[str, str]) -> Options:
        known = {"path", "table", "sender", "type", "columns", "splitsize"}
        unknown = sorted(name for name in options if name.lower() not in known)
        if unknown:
            raise ValueError(f"expected the options path, table, sender, type, columns and splitSize, but found {', '.join(unknown)}")
        if not options.get("path"):
            raise ValueError("expected a path, as in load('logs/'), but found none")

        split_size = size(options.get("splitSize", "128m"))
        lists = names(options, "sender"), names(options, "type"), names(options, "columns") or None
        return Options(options["path"], options.get("table", "events"), *lists, split_size)

    def read(self, part: Part) -> Iterator[object]:
        """The record batches of a part, with the file in front."""
        import pyarrow

        rows = ucwa_codec.events(
            part.path,
            self.table,
            columns=self.columns,
            start=part.start,
            end=part.end,
            exact=True,
            senders=self.senders,
            types=self.types,
        )
        field = pyarrow.field("file", pyarrow.string())
        for batch in pyarrow.RecordBatchReader.from_stream(rows):
            file = pyarrow.repeat(pyarrow.scalar(part.path, pyarrow.string()), batch.num_rows)
            yield pyarrow.RecordBatch.from_arrays([file, *batch.columns], schema=batch.schema.insert(0, field))


def names(options: dict[str, str], option: str) -> list[str]:
    return [name.strip() for name in options.get(option, "").split(",") if name.strip()]


class DefaultSource(DataSource):
    """The source that Spark finds for ``format("ucwa")``."""

    @classmethod
    def name(cls) -> str:
        return "ucwa"

    def schema(self) -> str:
        columns = [("file", "string"), *_native.columns(self.options.get("table", "events"), names(self.options, "columns") or None)]
        return ", ".join(f"`{name}` {of}" for name, of in columns)

    def reader(self, schema: object) -> Reader:
        return Reader(Options.of(self.options))

    def streamReader(self, schema: object) -> StreamReader:  # noqa: N802, Spark's name
        return StreamReader(Options.of(self.options))


class Reader(DataSourceReader):
    """All that the files hold."""

    def __init__(self, options: Options):
        self.options = options

    def partitions(self) -> list[Part]:
        found = [Part(*part) for path in files(self.options.path) for part in parts(path, self.options.split_size)]
        return found or [Part(os.devnull, 0, 0)]  # without a partition, Spark would ask for all at once

    def read(self, partition: Part) -> Iterator[object]:
        return self.options.read(partition)


class StreamReader(DataSourceStreamReader):
    """What comes: an offset is how far each file has been read, up to where nothing can change any more. Spark keeps the offsets of each
    batch before it runs it, and the bytes of a log stay as they are, so that a batch that is run again is the same."""

    def __init__(self, options: Options):
        self.options = options
        self.known: dict[str, int] = {}  # for Spark before 4.2, which does not say where to start

    def initialOffset(self) -> dict:  # noqa: N802, Spark's name
        return {"files": {}}

    def latestOffset(self, start: dict | None = None, limit: object = None) -> dict:  # noqa: N802, Spark's name
        found = dict(self.known if start is None else start["files"])
        for path in files(self.options.path):
            with contextlib.suppress(FileNotFoundError):  # it was there when the folder was listed
                found[path] = finished(path, found.get(path, 0))
        return {"files": dict(sorted(found.items()))}

    def partitions(self, start: dict, end: dict) -> list[Part]:
        before, found = start["files"], []
        for path, place in end["files"].items():
            if before.get(path, 0) > place:
                raise truncated(path, before[path], place)
            if before.get(path, 0) < place:
                found += [Part(*part) for part in parts(path, self.options.split_size, before.get(path, 0), place)]
        self.known = {**before, **end["files"]}
        return found

    def read(self, partition: Part) -> Iterator[object]:
        return self.options.read(partition)

    def commit(self, end: dict) -> None:
        """Nothing is kept elsewhere."""
