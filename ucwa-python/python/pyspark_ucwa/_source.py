"""The data source: a batch reader over all files, and a stream over those that come and grow."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pyspark.sql.datasource import DataSource, DataSourceReader, DataSourceStreamReader, InputPartition

import ucwa_codec
from ucwa_codec import _native

from ._files import files, local, parts, size
from ._marks import DataLossError, Mark, fits, follow, further

#: The options, and those that Spark adds for several paths.
KNOWN = ("path", "table", "sender", "type", "columns", "splitSize", "failOnDataLoss")


@dataclass
class Part(InputPartition):
    """A part of a file, which begins and ends where documents do."""

    path: str
    start: int
    end: int


@dataclass(frozen=True)
class Options:
    """What was asked for. It travels to the executors."""

    paths: list[str]
    table: str
    senders: list[str]
    types: list[str]
    columns: list[str] | None
    split_size: int
    fail_on_data_loss: bool

    @staticmethod
    def of(options: Mapping[str, str]) -> Options:
        options = {name.lower(): value for name, value in options.items()}
        unknown = sorted(options.keys() - {name.lower() for name in KNOWN} - {"paths"})
        if unknown:
            raise ValueError(f"expected the options {', '.join(KNOWN)}, but found {', '.join(unknown)}")
        paths = [options["path"]] if options.get("path") else json.loads(options.get("paths", "[]"))
        if not paths:
            raise ValueError("expected a path, as in load('logs/'), but found none")

        return Options(
            [local(path) for path in paths],
            options.get("table", "events"),
            names(options, "sender"),
            names(options, "type"),
            # the file comes in any case
            [name for name in names(options, "columns") if name != "file"] if names(options, "columns") else None,
            size(options.get("splitsize", "128m")),
            flag(options, "failOnDataLoss", True),
        )

    def schema(self) -> list[tuple[str, str]]:
        """The names of the columns, and their types in Spark."""
        return [("file", "string"), *_native.columns(self.table, self.columns)]

    def read(self, part: Part) -> Iterator[object]:
        """The record batches of a part, with the file in front. What goes wrong is said with the file."""
        import pyarrow

        field = pyarrow.field("file", pyarrow.string())
        try:
            for batch in pyarrow.RecordBatchReader.from_stream(self.rows(part)):
                file = pyarrow.repeat(pyarrow.scalar(part.path, pyarrow.string()), batch.num_rows)
                yield pyarrow.RecordBatch.from_arrays([file, *batch.columns], schema=batch.schema.insert(0, field))
        except Exception as error:
            raise RuntimeError(f"expected to read {part.path} from byte {part.start} to {part.end}, but found: {error}") from error

    def rows(self, part: Part) -> ucwa_codec.Events:
        choice = {"columns": self.columns, "senders": self.senders, "types": self.types}
        return ucwa_codec.events(part.path, self.table, start=part.start, end=part.end, exact=True, **choice)


def names(options: Mapping[str, str], option: str) -> list[str]:
    return [name.strip() for name in options.get(option, "").split(",") if name.strip()]


def flag(options: Mapping[str, str], option: str, unless_said: bool) -> bool:
    text = options.get(option.lower(), str(unless_said))
    if text.lower() not in ("true", "false"):
        raise ValueError(f"expected true or false in the option {option}, but found {text!r}")
    return text.lower() == "true"


class DefaultSource(DataSource):
    """The source that Spark finds for ``format("ucwa")``."""

    @classmethod
    def name(cls) -> str:
        return "ucwa"

    def schema(self) -> str:
        return ", ".join(f"`{name}` {of}" for name, of in Options.of(self.options).schema())

    def reader(self, schema: object) -> Reader:
        return Reader(self.checked(schema))

    def streamReader(self, schema: object) -> StreamReader:  # noqa: N802, Spark's name
        return StreamReader(self.checked(schema))

    def checked(self, schema: object) -> Options:
        """The options. A schema that somebody made differs from that of the table, and would be filled with what it does not mean."""
        options = Options.of(self.options)
        found = [(field.name, field.dataType.simpleString()) for field in schema]
        if found != options.schema():
            raise ValueError("expected the table's own schema, of which the option columns chooses, but found one by schema()")
        return options


class Reader(DataSourceReader):
    """All that the files hold."""

    def __init__(self, options: Options):
        self.options = options

    def partitions(self) -> list[Part]:
        paths = files(self.options.paths)
        if not paths:
            raise FileNotFoundError(f"expected a log, but found none in {', '.join(self.options.paths)}")
        found = [Part(*part) for path in paths for part in parts(path, self.options.split_size)]
        return found or [Part(os.devnull, 0, 0)]  # without a partition, Spark would ask for all at once

    def read(self, partition: Part) -> Iterator[object]:
        return self.options.read(partition)


class StreamReader(DataSourceStreamReader):
    """What comes: an offset is how far each file has been read, up to where nothing can change any more. Spark keeps the offsets of each
    batch before it runs it, and the bytes of a log stay as they are, so that a batch that is run again is the same. An offset has a mark
    of each log, by which it is known that its name does not stand for another log by now."""

    def __init__(self, options: Options):
        self.options = options
        self.known: dict[str, Mark] = {}  # for Spark before 4.2, which does not say where to start

    def initialOffset(self) -> dict:  # noqa: N802, Spark's name
        return {"files": {}}

    def latestOffset(self, start: dict | None = None, limit: object = None) -> dict:  # noqa: N802, Spark's name
        before = self.known if start is None else marks(start)
        followed = follow(before, self.listed())
        if followed.lost:  # a log may have been renamed between the look at the folder and that at the file
            followed = follow(before, self.listed())
        self.tell(followed.lost)
        found = followed.left if self.options.fail_on_data_loss else {}
        for path, begin in followed.begins.items():
            with contextlib.suppress(FileNotFoundError):
                found[path] = further(path, begin)
        return {"files": dict(sorted(found.items()))}

    def listed(self) -> dict[str, str]:
        return {path: path for path in files(self.options.paths, must_exist=self.options.fail_on_data_loss)}

    def partitions(self, start: dict, end: dict) -> list[Part]:
        before, after = marks(start), marks(end)
        read = {path: mark for path, mark in before.items() if after.get(path) != mark}
        found = self.where({path: mark for path, mark in after.items() if before.get(path) != mark})
        followed = follow(read, found)
        self.tell(followed.lost)
        self.known = {**before, **after} if self.options.fail_on_data_loss else after
        size = self.options.split_size
        return [Part(*part) for name, path in found.items() for part in parts(path, size, followed.begins[name].end, after[name].end)]

    def where(self, wanted: dict[str, Mark]) -> dict[str, str]:
        """The files in which marks have been set, however they are called by now."""
        found: dict[str, str] = {}
        listed: dict[str, str] | None = None
        for name, mark in wanted.items():
            if fits(name, mark):
                found[name] = name
                continue
            listed = self.listed() if listed is None else listed
            path = next((path for path in listed if fits(path, mark)), None)
            if path is None:
                self.tell({name: DataLossError(f"expected {name} up to byte {mark.end}, but found that it has vanished or was replaced")})
            else:
                found[name] = path
        return found

    def tell(self, lost: dict[str, DataLossError]) -> None:
        for error in lost.values():
            if self.options.fail_on_data_loss:
                raise DataLossError(f"{error} (with the option failOnDataLoss=false, the stream goes on with what is there)") from error

    def read(self, partition: Part) -> Iterator[object]:
        return self.options.read(partition)

    def commit(self, end: dict) -> None:
        """Nothing is kept elsewhere."""


def marks(offset: dict) -> dict[str, Mark]:
    return {path: Mark(*mark) for path, mark in offset["files"].items()}
