"""Logs in Spark, in local mode."""

from __future__ import annotations

import gzip
import random
from collections import Counter

import pyarrow
import pytest

import logs
import ucwa_codec

pyspark = pytest.importorskip("pyspark")


@pytest.fixture(scope="module")
def spark(tmp_path_factory):
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master("local[2]").appName("ucwa").config("spark.ui.enabled", False)
    builder = builder.config("spark.sql.session.timeZone", "UTC").config("spark.sql.shuffle.partitions", 2)
    builder = builder.config("spark.sql.warehouse.dir", str(tmp_path_factory.mktemp("warehouse")))
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Two logs, one compressed, and what is none."""
    folder = tmp_path_factory.mktemp("spark")
    (folder / "inside").mkdir()
    (folder / "a.log").write_text(logs.make(11, 400), encoding="utf-8", newline="")
    (folder / "inside" / "b.log.gz").write_bytes(gzip.compress(logs.make(12, 200).encode()))
    (folder / "notes.txt").write_text("no log")
    return folder


def paths(folder) -> list[str]:
    return [str(folder / "a.log"), str(folder / "inside" / "b.log.gz")]


def expected(folder, table: str = "message") -> Counter:
    rows = ((path, row) for path in paths(folder) for row in ucwa_codec.events(path, table))
    return Counter((path, row["offset"], row.get("event_index")) for path, row in rows)


def keys(frame) -> Counter:
    index = "event_index" if "event_index" in frame.columns else "null AS event_index"
    return Counter(tuple(row) for row in frame.selectExpr("file", "offset", index).collect())


def test_every_table_has_the_schema_of_its_batches(spark, folder):
    from pyspark.sql.pandas.types import from_arrow_schema

    for table in ucwa_codec.tables():
        found = spark.read.format("ucwa").option("table", table).load(str(folder)).schema
        schema = pyarrow.schema(ucwa_codec.events(b"", table)).insert(0, pyarrow.field("file", pyarrow.string()))
        assert found == from_arrow_schema(schema), table


@pytest.mark.parametrize("table", ["responses", "events", "message"])
def test_rows_are_all_there_however_files_are_split(spark, folder, table):
    dice = random.Random(4)
    for size in ("128m", "1m", *(str(dice.randint(10_000, 300_000)) for _ in range(3))):
        frame = spark.read.format("ucwa").option("table", table).option("splitSize", size).load(str(folder))
        assert keys(frame) == expected(folder, table)
    assert frame.rdd.getNumPartitions() > 2


def test_one_question_in_sql(spark, whole_log):
    spark.sql(f"CREATE OR REPLACE TEMPORARY VIEW messages USING ucwa OPTIONS (path '{whole_log}', table 'message', splitSize '50k')")
    question = """SELECT sender_href, unix_millis(timeStamp) div 3600000, length(plainMessage), count(*) FROM messages GROUP BY 1, 2, 3"""
    found = Counter({(sender, hour, length): count for sender, hour, length, count in spark.sql(question).collect()})
    assert found == logs.plain(whole_log.read_text(encoding="utf-8"))


def test_filters(spark, folder):
    frame = spark.read.format("ucwa").option("type", "completed, started").option("sender", "conversation").load(str(folder))
    kinds = {row[0] for row in frame.where("error_code IS NULL").select("event_type").distinct().collect()}
    assert kinds == {"completed"}
    path = str(folder / "a.log")
    assert spark.read.format("ucwa").load("file://" + path).count() == sum(1 for _ in ucwa_codec.events(path))


def test_only_some_columns(spark, folder):
    frame = spark.read.format("ucwa").option("columns", "event_type, offset").load(str(folder))
    assert frame.columns == ["file", "event_type", "offset"]
    assert keys(frame.selectExpr("file", "offset", "event_type AS event_index")) == Counter(
        (path, row["offset"], row["event_type"]) for path in paths(folder) for row in ucwa_codec.events(path)
    )


def test_mistakes_are_told(spark, folder, tmp_path):
    def error(path, **options) -> str:
        with pytest.raises(Exception) as raised:
            spark.read.format("ucwa").options(**options).load(path)
        return str(raised.value)

    assert "but found `massage`" in error(str(folder), table="massage")
    for much in ("much", "0", "1.5m", "1_000", "\u0661", "9" * 19, "9" * 99):
        assert "splitSize" in error(str(folder), splitSize=much)
    assert "expected a column" in error(str(folder), columns="tme")
    assert "but found sendr" in error(str(folder), sendr="people")
    assert "expected true or false" in error(str(folder), failOnDataLoss="no")
    assert "expected a path of this machine" in error("hdfs://cluster/logs")
    for path, told in ((tmp_path / "none", "found nothing at"), (tmp_path, "expected a log, but found none in")):
        with pytest.raises(Exception, match=told):
            spark.read.format("ucwa").load(str(path)).count()
    with pytest.raises(Exception, match="expected the table's own schema"):
        spark.read.format("ucwa").schema("offset bigint").load(str(folder)).count()


def test_several_paths(spark, folder, tmp_path, monkeypatch):
    everything = sum(expected(folder).values())
    monkeypatch.chdir(folder)
    (tmp_path / "a#1 %41.log").write_bytes((folder / "a.log").read_bytes())
    both = [str(folder / "a.log"), str(folder / "inside")]
    for load in (both, [*both, *both], str(folder / "**" / "*.log*"), [str(folder), str(folder / "[a-c].log")]):
        assert spark.read.format("ucwa").option("table", "message").load(load).count() == everything
    messages = sum(1 for _ in ucwa_codec.events(folder / "a.log", "message"))
    for path in (tmp_path / "a#1 %41.log", f"file://{tmp_path}/a#1%20%2541.log", f"file:{tmp_path}/a#1%20%2541.log"):
        frame = spark.read.format("ucwa").option("table", "message").option("columns", "file").load(str(path))
        assert (frame.columns, frame.count()) == (["file"], messages)


def test_a_failing_part_is_told(spark, tmp_path):
    path = tmp_path / "cut.log.gz"
    path.write_bytes(gzip.compress(logs.make(5, 50).encode())[:-30])
    with pytest.raises(Exception, match=f"expected to read {path} from byte 0 to {path.stat().st_size}, but found"):
        spark.read.format("ucwa").load(str(tmp_path)).count()


def test_a_stream_loses_and_doubles_nothing(spark, tmp_path):
    """Two logs that grow by any number of bytes, read by a stream that is stopped and started again twenty times."""
    source, checkpoints, output = tmp_path / "logs", tmp_path / "checkpoints", tmp_path / "output"
    source.mkdir()
    contents = {"a.log": logs.make(21, 120).encode(), "b.log": logs.make(22, 120).encode()}
    dice, written = random.Random(9), dict.fromkeys(contents, 0)
    for restart in range(21):
        for name, content in contents.items():
            if restart == 20:
                written[name] = len(content)
            elif dice.random() < 0.8:
                written[name] = min(len(content), written[name] + dice.randint(1, len(content) // 10))
            (source / name).write_bytes(content[: written[name]])
        stream = spark.readStream.format("ucwa").option("table", "message").option("splitSize", "20k").load(str(source))
        query = stream.writeStream.format("parquet").option("checkpointLocation", str(checkpoints))
        query = query.trigger(processingTime="0 seconds").start(str(output))
        query.processAllAvailable()
        query.stop()
    found = Counter((row.file, row.offset, row.event_index) for row in spark.read.parquet(str(output)).collect())
    ends = {str(source / name): ucwa_codec.checkpoint(source / name) for name in contents}
    rows = ((path, row) for path, end in ends.items() for row in ucwa_codec.events(path, "message", start=0, end=end, exact=True))
    assert found == Counter((path, row["offset"], row["event_index"]) for path, row in rows)
    assert len(found) > 300
