"""Logs as tables, in all that reads them."""

from __future__ import annotations

import gzip
import io
import random
import threading
import time
from collections import Counter
from datetime import datetime

import duckdb
import polars
import pyarrow
import pyarrow.parquet
import pytest

import logs
import ucwa_codec

SQL = """SELECT sender_href, epoch_ms(timeStamp) // 3600000 AS hour, length(plainMessage) AS length, count(*) AS n
FROM log GROUP BY ALL"""


def arrow(events) -> pyarrow.Table:
    return pyarrow.RecordBatchReader.from_stream(events).read_all()


def hours(rows) -> Counter:
    return Counter({(sender, int(hour), length): count for sender, hour, length, count in rows})


@pytest.mark.parametrize("table", ucwa_codec.tables())
def test_every_batch_is_valid(log, table):
    events = ucwa_codec.events(log, table, batch_rows=100)
    rows, schema = 0, pyarrow.schema(events)
    for batch in pyarrow.RecordBatchReader.from_stream(events):
        batch.validate(full=True)
        assert batch.schema == schema and 0 < batch.num_rows <= 100
        rows += batch.num_rows
    assert events.columns == schema.names
    assert rows == sum(1 for _ in events)
    assert rows > 0 or table not in ("responses", "events", "message")


@pytest.mark.parametrize("table", ["responses", "events", "message"])
def test_columns_are_those_of_the_whole(log, table):
    whole, dice = arrow(ucwa_codec.events(log, table)), random.Random(6)
    for _ in range(10):
        names = dice.sample(whole.column_names, dice.randint(1, 6))
        some = ucwa_codec.events(log, table, columns=iter(names), batch_rows=dice.randint(1, 500))
        assert some.columns == names and arrow(some) == whole.select(names)
    assert sum(batch.num_rows for batch in pyarrow.RecordBatchReader.from_stream(ucwa_codec.events(log, table, columns=[]))) == whole.num_rows
    with pytest.raises(ValueError, match=f"expected a column of the table `{table}`, but found `tme`"):
        ucwa_codec.events(log, table, columns=["tme"])


def test_polars_asks_only_for_what_it_needs(log):
    whole = polars.DataFrame(ucwa_codec.events(log))
    lazy = ucwa_codec.scan_polars(log)
    assert lazy.collect().equals(whole)
    assert lazy.collect_schema() == whole.schema
    completed = polars.col("event_type") == "completed"
    assert lazy.filter(completed).select("href", "offset").collect().equals(whole.filter(completed).select("href", "offset"))
    assert lazy.select(polars.len()).collect().item() == whole.height
    assert lazy.head(7).collect().equals(whole.head(7))
    assert lazy.head(700).filter(completed).collect().equals(whole.head(700).filter(completed))
    assert lazy.filter(completed).head(3).collect().equals(whole.filter(completed).head(3))
    people = ucwa_codec.scan_polars(log, senders="conversation").collect()
    assert people.equals(polars.DataFrame(ucwa_codec.events(log, senders="conversation")))


def test_plain_python_finds_the_same(whole_log):
    log = ucwa_codec.events(whole_log, "message")  # duckdb finds it by its name
    expected = logs.plain(whole_log.read_text(encoding="utf-8"))
    assert sum(expected.values()) > 1000
    assert hours(duckdb.sql(SQL).fetchall()) == expected


def test_all_libraries_find_the_same(log, tmp_path):
    messages = ucwa_codec.events(log, "message")
    table = arrow(messages)
    expected = hours(duckdb.sql(SQL.replace("log", "messages")).fetchall())
    frame = polars.DataFrame(messages)
    frame = frame.group_by("sender_href", frame["timeStamp"].dt.epoch("ms") // 3_600_000, polars.col("plainMessage").str.len_chars().alias("length"))
    assert hours(frame.len().rows()) == expected
    pyarrow.parquet.write_table(table, tmp_path / "log.parquet")
    assert pyarrow.parquet.read_table(tmp_path / "log.parquet") == table
    pandas = table.to_pandas()
    assert len(pandas) == table.num_rows and str(pandas["timeStamp"].dtype.tz) == "UTC"
    rows = Counter((row["sender_href"], int(row["timeStamp"].timestamp() // 3600), len(row["plainMessage"])) for row in messages)
    assert rows == expected


def test_rows_have_types(whole_log):
    row = next(iter(ucwa_codec.events(whole_log, "message")))
    assert isinstance(row["timeStamp"], datetime) and row["timeStamp"].utcoffset().total_seconds() == 0
    assert row["failedDeliveryParticipant_href"] == ["/p/1", "/p/2"]
    assert row["title"] is None and isinstance(row["offset"], int)


def test_resources_are_valid(log):
    resources = [row["resource"] for row in ucwa_codec.events(log) if row["resource"]]
    assert len(resources) > 500
    for resource in resources:
        assert ucwa_codec.validate(resource.encode()) == []


def test_parts_are_the_whole(log):
    dice, size = random.Random(3), log.stat().st_size
    for table in ("responses", "events", "message"):
        whole = arrow(ucwa_codec.events(log, table))
        for _ in range(30):
            ends = sorted([0, size, *(dice.randint(0, size) for _ in range(dice.randint(1, 6)))])
            parts = [arrow(ucwa_codec.events(log, table, start=start, end=end)) for start, end in zip(ends, ends[1:])]
            assert pyarrow.concat_tables(parts) == whole
            splits = ucwa_codec.splits(log, dice.randint(1, size))
            parts = [arrow(ucwa_codec.events(log, table, start=start, end=end, exact=True)) for start, end in splits]
            assert pyarrow.concat_tables(parts) == whole


def test_sources(log, tmp_path):
    whole = arrow(ucwa_codec.events(log))
    content = log.read_bytes()
    packed = tmp_path / "log.gz"
    packed.write_bytes(gzip.compress(content))
    for source in (str(log), packed, content, memoryview(content), io.BytesIO(content), io.StringIO(content.decode()), log.open("rb")):
        assert arrow(ucwa_codec.events(source)) == whole
    with gzip.open(packed) as file:
        assert arrow(ucwa_codec.events(file)) == whole
    assert ucwa_codec.splits(packed, 100) == [(0, packed.stat().st_size)]


def test_filters(log):
    messages = [row for row in ucwa_codec.events(log) if row["event_type"] == "completed"]
    filtered = [row for row in ucwa_codec.events(log, types="completed") if not row["error_code"]]
    assert filtered == messages
    assert [row for row in ucwa_codec.events(log, senders=["people"]) if not row["error_code"]] == []


def test_a_log_that_grows(tmp_path):
    path, content, place, rows = tmp_path / "growing.log", logs.make(5, 40).encode(), 0, []
    for length in range(0, len(content), 700):
        path.write_bytes(content[:length])
        end = ucwa_codec.checkpoint(path, place)
        rows += ucwa_codec.events(path, start=place, end=end, exact=True)
        place = end
    path.write_bytes(content)
    rows += ucwa_codec.events(path, start=place, exact=True)
    assert rows == list(ucwa_codec.events(path))


def test_times_beyond_the_years_of_python_are_text():
    resource = '{"rel":"message","direction":"Incoming","timeStamp":"/Date(-62167219200001)/"}'
    log = f'{{"sender":[{{"rel":"c","href":"/c","events":[{{"type":"added","_embedded":{{"message":{resource}}}}}]}}]}}'.encode()
    [row] = ucwa_codec.events(log, "message")
    assert row["timeStamp"] == ucwa_codec.decode(resource.encode())["timeStamp"] == "-0001-12-31T23:59:59.9990000+00:00"


def test_python_goes_on_meanwhile():
    content, done, ticks = logs.make(7, 400, damage=False).encode() * 20, threading.Event(), 0

    def read():
        list(pyarrow.RecordBatchReader.from_stream(ucwa_codec.events(content)))
        done.set()

    thread = threading.Thread(target=read)
    thread.start()
    began = time.monotonic()
    while not done.is_set():
        ticks += 1
        time.sleep(0.001)
    thread.join()
    assert ticks > (time.monotonic() - began) * 50
