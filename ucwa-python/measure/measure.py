"""What reading a log costs: CPU time of one process each, beside Python's own json and lxml, and Spark.

    cargo run --release -p ucwa-arrow --example log -- 200 > mixed.log
    python measure/measure.py mixed.log [JSON.log XML.log]

JSON.log and XML.log are logs of one format, as the example writes them when it is asked for one.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import resource
import subprocess
import sys
import time
from collections import Counter

import plain

SQL = """SELECT sender_href, epoch_ms(timeStamp) // 3600000, length(plainMessage), count(*) FROM log
WHERE plainMessage IS NOT NULL GROUP BY ALL"""
COLUMNS = ["sender_href", "timeStamp", "plainMessage"]


def batches(path: str, table: str, **options) -> int:
    import pyarrow

    import ucwa_codec

    return sum(batch.num_rows for batch in pyarrow.RecordBatchReader.from_stream(ucwa_codec.events(path, table, **options)))


def counted(rows) -> Counter:
    return Counter({(sender, int(hour), length): count for sender, hour, length, count in rows})


def by_duckdb(path: str) -> Counter:
    import duckdb

    import ucwa_codec

    log = ucwa_codec.events(path, "message", columns=COLUMNS)  # noqa: F841, duckdb finds it by its name
    return counted(duckdb.sql(SQL).fetchall())


def by_polars(path: str) -> Counter:
    import polars

    import ucwa_codec

    log = ucwa_codec.scan_polars(path, "message").filter(polars.col("plainMessage").is_not_null())
    hours = polars.col("timeStamp").dt.epoch("ms") // 3_600_000
    log = log.group_by("sender_href", hours.alias("hour"), polars.col("plainMessage").str.len_chars().alias("length")).len()
    return counted(log.collect(engine="streaming").rows())


def by_parquet(path: str) -> Counter:
    """A folder that `ucwa-tables message --to parquet` has made, read by pyarrow."""
    import pyarrow.compute as compute
    import pyarrow.parquet

    table = pyarrow.parquet.read_table(path, columns=COLUMNS)
    table = table.filter(compute.is_valid(table["plainMessage"]))
    hours = compute.divide(compute.cast(table["timeStamp"], "int64"), 3_600_000_000)
    lengths = compute.utf8_length(table["plainMessage"])
    table = pyarrow.table({"sender": table["sender_href"], "hour": hours, "length": lengths})
    rows = table.group_by(["sender", "hour", "length"]).aggregate([([], "count_all")]).to_pylist()
    return counted(tuple(row.values()) for row in rows)


def by_spark(path: str) -> Counter:
    size = str(random.Random(5).randint(5_000_000, 40_000_000))
    frame = spark().read.format("ucwa").option("table", "message").option("columns", ",".join(COLUMNS))
    frame = frame.option("splitSize", size).load(path)
    frame.createOrReplaceTempView("log")
    question = "SELECT sender_href, unix_millis(timeStamp) div 3600000, length(plainMessage), count(*) FROM log"
    return counted(spark().sql(question + " WHERE plainMessage IS NOT NULL GROUP BY 1, 2, 3").collect())


def spark():
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    from pyspark.sql import SparkSession

    session = SparkSession.builder.master("local[2]").config("spark.ui.enabled", False).config("spark.driver.memory", "4g").getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    return session


def spark_json(path: str) -> int:
    return spark().read.json(path).count()


TASKS = {
    "responses": lambda path: batches(path, "responses"),
    "events": lambda path: batches(path, "events"),
    "message": lambda path: batches(path, "message"),
    "filtered": lambda path: batches(path, "events", senders=["conversation"], types=["completed"]),
    "duckdb": by_duckdb,
    "polars": by_polars,
    "parquet": by_parquet,
    "spark": by_spark,
    "spark.read.json": spark_json,
    "json": plain.json_question,
    "lxml": plain.xml_question,
}


def run(task: str, path: str) -> dict:
    """A task in a process of its own; CPU seconds and peak memory are those of that process and its children."""
    output = subprocess.run([sys.executable, __file__, "--task", task, path], check=True, capture_output=True, text=True).stdout
    return json.loads(output.splitlines()[-1])


def task(name: str, path: str) -> None:
    if name not in ("parquet", "spark", "spark.read.json"):
        TASKS[name](os.devnull)  # imports do not count
    began, cpu = time.monotonic(), time.process_time()
    found = TASKS[name](path)
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = time.process_time() - cpu + children.ru_utime + children.ru_stime
    answer = sorted(map(list, found.items())) if isinstance(found, Counter) else found
    print(json.dumps({
        "cpu": seconds,
        "wall": time.monotonic() - began,
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "rows": sum(found.values()) if isinstance(found, Counter) else found,
        "answer": hashlib.sha256(json.dumps(answer).encode()).hexdigest(),
    }))


def main(mixed: str, *rest: str) -> None:
    rows, answers = [], {}
    logs = {"mixed": mixed, **dict(zip(("json", "xml", "parquet"), rest))}
    tasks = [("mixed", name) for name in ("responses", "events", "message", "filtered", "duckdb", "polars", "spark")]
    tasks += [(log, name) for log in ("json", "xml") if log in logs for name in ("responses", "events", "message", "duckdb")]
    tasks += [("json", "json"), ("json", "spark.read.json")] if "json" in logs else []
    tasks += [("xml", "lxml")] if "xml" in logs else []
    tasks += [("parquet", "parquet")] if "parquet" in logs else []
    for log, name in tasks:
        found = run(name, logs[log])
        size = os.path.getsize(logs[log]) / 1e6 if os.path.isfile(logs[log]) else None
        speed = f"{size / found['cpu']:.0f}" if size else "-"
        rows.append(f"| {log} | {name} | {found['cpu']:.1f} | {found['wall']:.1f} | {speed} | {found['memory']:.0f} | {found['rows']} |")
        if name in ("duckdb", "polars", "spark", "json", "lxml", "parquet"):
            answers.setdefault("mixed" if log == "parquet" else log, {})[name] = found["answer"]
    print("| log | task | CPU s | s | MB/s of CPU | peak MB | rows |\n| --- | --- | --- | --- | --- | --- | --- |")
    print("\n".join(rows))
    for log, found in answers.items():
        print(f"{log}: {'all answers are equal' if len(set(found.values())) == 1 else f'ANSWERS DIFFER: {found}'}: {', '.join(found)}")


if __name__ == "__main__":
    if sys.argv[1] == "--task":
        task(*sys.argv[2:])
    else:
        main(*sys.argv[1:])
