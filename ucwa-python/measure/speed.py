"""How many times faster than Python's ``json`` and ``lxml`` a log is read: CPU time of one process on one core, by turns, because a
machine that is shared is never as fast twice.

    cargo run --release -p ucwa-arrow --example log -- 100 json > json.log
    cargo run --release -p ucwa-arrow --example log -- 100 xml > xml.log
    python measure/speed.py json.log xml.log [ROUNDS]
"""

from __future__ import annotations

import os
import statistics
import sys
import time

os.environ["POLARS_MAX_THREADS"] = "1"

import duckdb
import plain
import polars
import pyarrow

import ucwa_codec

COLUMNS = ["sender_href", "timeStamp", "plainMessage"]
QUESTION = """SELECT sender_href, epoch_ms(timeStamp) // 3600000, length(plainMessage), count(*) FROM log
WHERE plainMessage IS NOT NULL GROUP BY ALL"""


def table(path: str, name: str) -> int:
    return sum(batch.num_rows for batch in pyarrow.RecordBatchReader.from_stream(ucwa_codec.events(path, name)))


def by_duckdb(path: str) -> dict:
    log = pyarrow.RecordBatchReader.from_stream(ucwa_codec.events(path, "message", columns=COLUMNS))  # noqa: F841, found by its name
    return {tuple(row[:3]): row[3] for row in duckdb.sql(QUESTION).fetchall()}


def by_polars(path: str) -> dict:
    log = ucwa_codec.scan_polars(path, "message").filter(polars.col("plainMessage").is_not_null())
    hours = polars.col("timeStamp").dt.epoch("ms") // 3_600_000
    log = log.group_by("sender_href", hours.alias("hour"), polars.col("plainMessage").str.len_chars().alias("length")).len()
    return {tuple(row[:3]): row[3] for row in log.collect(engine="streaming").rows()}


def rows(path: str) -> int:
    return sum(1 for _ in ucwa_codec.events(path, "message"))


OURS = {
    "decode": {"responses": lambda path: table(path, "responses")},
    "responses": {"responses": lambda path: table(path, "responses")},
    "events": {"events": lambda path: table(path, "events")},
    "message": {"message": lambda path: table(path, "message"), "rows": rows},
    "question": {"duckdb": by_duckdb, "polars": by_polars},
}


def timed(run, path: str) -> tuple[float, object]:
    began = time.process_time()
    found = run(path)
    return time.process_time() - began, found


def main(json: str, xml: str, rounds: str = "5") -> None:
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    duckdb.sql("SET threads = 1")
    print("| log | task | by | s | s, plain Python | times faster | MB/s |\n| --- | --- | --- | --- | --- | --- | --- |")
    for of, path in (("json", json), ("xml", xml)):
        size = os.path.getsize(path) / 1e6
        for task, ours in OURS.items():
            times = {name: [] for name in ("plain", *ours)}
            for _ in range(int(rounds)):
                spent, expected = timed(plain.TASKS[of][task], path)
                times["plain"].append(spent)
                for name, run in ours.items():
                    spent, found = timed(run, path)
                    times[name].append(spent)
                    assert found == expected, f"{task} by {name}: {found} and {expected}"[:1000]
            for name in ours:
                ratio = statistics.median(theirs / own for own, theirs in zip(times[name], times["plain"]))
                own, theirs = min(times[name]), min(times["plain"])
                print(f"| {of} | {task} | {name} | {own:.2f} | {theirs:.2f} | {ratio:.1f} | {size / own:.0f} |", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
