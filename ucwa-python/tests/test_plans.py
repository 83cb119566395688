"""What the reader and the stream of Spark plan: which logs, from where to where. Spark itself does not run here."""

from __future__ import annotations

import gzip
import os
from collections import Counter

import pytest

import logs
import ucwa_codec

pytest.importorskip("pyspark")


def test_a_file_that_shrank_after_it_was_divided_is_an_error(tmp_path):
    from pyspark_ucwa._source import Options, Reader

    path, content = tmp_path / "a.log", logs.make(5, 50).encode()
    path.write_bytes(content)
    reader = Reader(Options.of({"path": str(tmp_path)}))
    [part] = reader.partitions()
    path.write_bytes(content[:100])
    with pytest.raises(RuntimeError, match=f"from byte 0 to {len(content)}, but found: .* but found 100"):
        list(reader.read(part))


def test_which_files_of_a_folder_are_logs(tmp_path, monkeypatch):
    from pyspark_ucwa import _files

    (tmp_path / "in" / "_not").mkdir(parents=True)
    names = ["a.log", "a.log.1", "a.log.12.gz", "b.JSON", "c.jsonl.gz", "in/d.ndjson", "in/e.xml"]
    for name in [*names, "f.txt", "a.log.old", "a.log.1.2", "log", "a.logs", "a.log.gz.1", ".g.log", "_h.log", "in/_not/i.log"]:
        (tmp_path / name).write_bytes(b"")
    (tmp_path / "z.log").symlink_to(tmp_path / "a.log")
    (tmp_path / "round").symlink_to(tmp_path)
    assert _files.files([str(tmp_path)]) == [str(tmp_path / name) for name in names]

    def refused(path, **options):
        options["onerror"](PermissionError(13, "Permission denied", f"{path}/in"))
        return iter([])

    monkeypatch.setattr(_files.os, "walk", refused)  # permissions do not stop who runs as root
    with pytest.raises(PermissionError, match="/in"):
        _files.files([str(tmp_path)])


def stream(folder, **options):
    from pyspark_ucwa._source import Options, StreamReader

    return StreamReader(Options.of({"path": str(folder), **options}))


def place(offset, path) -> int:
    return offset["files"][str(path)][0]


def test_a_stream_goes_on_from_the_offset_that_it_is_given(tmp_path):
    path, content = tmp_path / "a.log", logs.make(31, 20).encode()
    path.write_bytes(content[: len(content) // 2])
    reader = stream(tmp_path)
    first = reader.latestOffset(reader.initialOffset(), None)
    path.write_bytes(content)
    second = reader.latestOffset(first, None)
    assert 0 < place(first, path) < place(second, path) <= len(content)
    for other in (reader, stream(tmp_path)):  # after a restart too
        assert other.latestOffset(first, None) == second
        planned = other.partitions(first, second)
        assert (planned[0].start, planned[-1].end) == (place(first, path), place(second, path))
        assert other.partitions(second, second) == []
        assert other.latestOffset() == second  # as Spark 4.0 asks


def test_a_stream_knows_a_log_however_its_path_is_written(tmp_path, monkeypatch):
    (tmp_path / "logs").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "logs")
    (tmp_path / "logs" / "a.log").write_bytes(logs.make(31, 20).encode())
    monkeypatch.chdir(tmp_path)
    offsets = [stream(path).latestOffset({"files": {}}) for path in ("logs", "./logs", "link/", tmp_path / "logs", f"file:{tmp_path}/logs")]
    assert list(offsets[0]["files"]) == [str(tmp_path / "logs" / "a.log")]
    assert all(offset == offsets[0] for offset in offsets)


FIRST, SECOND = logs.make(31, 20).encode(), logs.make(32, 90).encode()


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (FIRST, SECOND[:500], "which have been read"),
        (FIRST, SECOND, "it was replaced"),
        (FIRST, FIRST[:4000] + SECOND, "it was replaced"),
        (FIRST, gzip.compress(SECOND * 20), "it was replaced"),
        (gzip.compress(FIRST), gzip.compress(FIRST) + gzip.compress(SECOND), "because it is compressed"),
    ],
    ids=["shorter", "longer", "longer, with the same begin", "compressed", "more compressed"],
)
def test_a_log_that_was_replaced(tmp_path, before, after, told):
    path, other = tmp_path / "a.log", tmp_path / "b.log"
    path.write_bytes(before)
    other.write_bytes(FIRST)
    first = stream(tmp_path).latestOffset({"files": {}}, None)
    path.write_bytes(after)
    with pytest.raises(ValueError, match=told) as error:
        stream(tmp_path).latestOffset(first, None)
    assert str(path) in str(error.value) and "failOnDataLoss" in str(error.value)
    fresh = stream(tmp_path)  # of a Spark that does not say where to start
    with pytest.raises(ValueError, match=told):
        fresh.partitions(first, fresh.latestOffset())

    reader = stream(tmp_path, failOnDataLoss="false")
    second = reader.latestOffset(first, None)
    assert place(second, path) == ucwa_codec.checkpoint(path) and place(second, other) == place(first, other)
    for reader in (reader, stream(tmp_path, failOnDataLoss="false")):
        assert [(part.path, part.start, part.end) for part in reader.partitions(first, second)] == [(str(path), 0, place(second, path))]


@pytest.mark.parametrize("fail", ["true", "false"])
def test_logs_that_are_rotated(tmp_path, fail):
    """Each is read on under its new name, whenever they are renamed, and whatever restarts; the oldest go."""
    contents = [logs.make(seed, 30).encode() for seed in range(40, 45)]
    paths = [tmp_path / name for name in ("a.log", "a.log.1", "a.log.2", "a.log.3")]

    def rotate():
        for old, new in reversed(list(zip(paths, paths[1:]))):
            if old.exists():
                old.rename(new)

    offset, read, reader = {"files": {}}, Counter(), stream(tmp_path, failOnDataLoss=fail)

    def look():
        nonlocal offset
        before, offset = offset, reader.latestOffset(offset)
        return before, offset

    def plan(before, after):
        for other in (stream(tmp_path, failOnDataLoss=fail), reader):  # after a restart too
            planned = other.partitions(before, after)
        for part in planned:
            rows = ucwa_codec.events(part.path, "message", start=part.start, end=part.end, exact=True)
            read.update((row["self_href"], row["sender_href"], row["timeStamp"]) for row in rows)

    for content in contents:
        paths[0].write_bytes(content[: len(content) // 2])
        plan(*look())
        paths[0].write_bytes(content)
        if content is contents[2]:  # renamed after the look, and before it is planned
            late = look()
            rotate()
            plan(*late)
        else:
            rotate()
            plan(*look())
    rows = [row for content in contents for row in ucwa_codec.events(content, "message", growing=True)]
    assert len(rows) > 200 and not paths[0].exists()
    assert read == Counter((row["self_href"], row["sender_href"], row["timeStamp"]) for row in rows)


def test_a_log_that_is_replaced_before_a_batch_is_read_again(tmp_path):
    path = tmp_path / "a.log"
    path.write_bytes(FIRST)
    first = stream(tmp_path).latestOffset({"files": {}}, None)
    path.write_bytes(SECOND)
    with pytest.raises(ValueError, match="has vanished or was replaced"):
        stream(tmp_path).partitions({"files": {}}, first)
    assert stream(tmp_path, failOnDataLoss="false").partitions({"files": {}}, first) == []
    path.unlink()
    with pytest.raises(ValueError, match="has vanished or was replaced"):
        stream(tmp_path).partitions({"files": {}}, first)
    assert stream(tmp_path, failOnDataLoss="false").partitions({"files": {}}, first) == []


def test_a_compressed_log_waits_until_it_is_whole(tmp_path):
    path, packed = tmp_path / "a.log.gz", gzip.compress(SECOND)
    offset = {"files": {}}
    for length in (0, 1, 2, 20, len(packed) // 2, len(packed) - 1):
        path.write_bytes(packed[:length])
        offset = stream(tmp_path).latestOffset(offset)
        assert place(offset, path) == 0
    os.utime(path, (0, 0))  # nobody writes it any more: reading it shall say that it is cut
    assert place(stream(tmp_path).latestOffset(offset), path) == len(packed) - 1
    path.write_bytes(packed)
    whole = stream(tmp_path).latestOffset(offset)
    assert [(part.start, part.end) for part in stream(tmp_path).partitions(offset, whole)] == [(0, len(packed))]


def test_a_log_that_vanishes_does_not_end_a_stream(tmp_path, monkeypatch):
    from pyspark_ucwa import _source

    path, gone = tmp_path / "a.log", str(tmp_path / "b.log")
    path.write_bytes(logs.make(31, 20).encode())
    monkeypatch.setattr(_source, "files", lambda *_, **__: [str(path), gone])
    assert list(stream(tmp_path).latestOffset({"files": {}}, None)["files"]) == [str(path)]
    assert stream(tmp_path).latestOffset({"files": {gone: (7, "")}}, None)["files"][gone] == (7, "")
    assert gone not in stream(tmp_path, failOnDataLoss="false").latestOffset({"files": {gone: (7, "")}}, None)["files"]
