"""Tables and their rows as objects of Python: pickled, collected, interrupted, shared by threads."""

from __future__ import annotations

import copy
import gc
import io
import os
import pickle
import signal
import threading
import time
import weakref

import pyarrow
import pytest

import logs
import ucwa_codec


def arrow(events) -> pyarrow.Table:
    return pyarrow.RecordBatchReader.from_stream(events).read_all()


def test_a_table_travels(log):
    choices = [{}, {"columns": ["rel", "offset"]}, {"start": 1000, "end": 50_000}, {"start": 0, "exact": True, "growing": True}]
    choices += [{"senders": "conversation", "types": ["completed"], "batch_rows": 7}]
    for choice in choices:
        for table in (ucwa_codec.events(log, **choice), ucwa_codec.events(str(log), **choice)):
            for again in (pickle.loads(pickle.dumps(table)), copy.copy(table), copy.deepcopy(table)):
                assert arrow(again) == arrow(table)
    table = ucwa_codec.events(log.read_bytes(), "message")
    assert list(pickle.loads(pickle.dumps(table))) == list(table)
    with pytest.raises(TypeError, match="expected a table of a path or of bytes"):
        pickle.dumps(ucwa_codec.events(io.BytesIO()))


class Source:
    """A file object that holds what reads it."""

    def __init__(self, content: bytes):
        self.file = io.BytesIO(content)

    def read(self, size: int) -> bytes:
        return self.file.read(size)


@pytest.mark.parametrize("begun", [False, True])
@pytest.mark.parametrize("make", [lambda table: table, iter, lambda table: table._batches(), lambda table: (table, iter(table), iter(table))])
def test_a_circle_is_collected(log, make, begun):
    source = Source(log.read_bytes())
    source.held = make(ucwa_codec.events(source))
    if begun:
        next(iter(source.held if not isinstance(source.held, tuple) else source.held[1]))
    known = weakref.ref(source)
    del source
    gc.collect()
    assert known() is None


def test_what_is_used_is_not_collected(log):
    rows = iter(ucwa_codec.events(Source(log.read_bytes())))
    gc.collect()
    assert sum(1 for _ in rows) == arrow(ucwa_codec.events(log)).num_rows


def test_rows_are_for_one_thread_at_a_time():
    told, begun, go_on = [], threading.Event(), threading.Event()

    class Slow(Source):
        def read(self, size):
            begun.set()
            go_on.wait()
            return super().read(size)

    rows = iter(ucwa_codec.events(Slow(logs.make(1, 5).encode())))
    thread = threading.Thread(target=lambda: told.append(sum(1 for _ in rows)))
    thread.start()
    begun.wait()
    with pytest.raises(RuntimeError, match="expected one thread at a time to ask for rows"):
        next(rows)
    go_on.set()
    thread.join()
    assert told == [sum(1 for _ in ucwa_codec.events(logs.make(1, 5).encode()))]


def test_a_long_read_can_be_interrupted(tmp_path):
    """A quarter of a gigabyte in which nothing is found."""
    path = tmp_path / "long.log"
    with path.open("wb") as file:
        for _ in range(300):
            file.write(b'{"sender":[]}\n' * (1 << 16))
    interrupt = threading.Timer(0.02, lambda: os.kill(os.getpid(), signal.SIGINT))
    began = time.monotonic()
    interrupt.start()
    with pytest.raises(KeyboardInterrupt):
        list(ucwa_codec.events(path, "message"))
        interrupt.join()
        time.sleep(1)  # it comes here at the latest, and not to whoever runs the tests
    stopped = time.monotonic() - began
    began = time.monotonic()
    assert list(ucwa_codec.events(path, "message")) == []
    assert stopped < (time.monotonic() - began) / 2
