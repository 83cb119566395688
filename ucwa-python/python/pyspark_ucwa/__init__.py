"""Logs of UCWA as a data source of Spark 4.

Spark finds it by its name; nothing has to be registered:

    spark.read.format("ucwa").option("table", "message").load("logs/")

    CREATE TEMPORARY VIEW messages USING ucwa OPTIONS (path 'logs/', table 'message')

    spark.readStream.format("ucwa").option("table", "events").load("logs/")

Files are divided at places where that is safe, and decoded by the executors. ``load`` takes a file, a folder, a pattern, or a list of
these. Of a folder, and of those inside, files are read whose names end in ``.log``, ``.json``, ``.jsonl``, ``.ndjson`` or ``.xml``, where a
number may stand behind, and ``.gz`` behind that, and do not begin with ``.`` or ``_``; links to folders are not followed. Options:

============== ========================================================================================
table          ``responses``, ``events`` (unless said), or the rel of a resource, as ``message``
sender         only events of senders of these rels, with commas between
type           only events of these types, with commas between
columns        only these columns, with commas between, and ``file``: Spark does not say which it needs
splitSize      bytes of a split, or as ``64m``; 128m unless said. A file compressed by gzip is one split
failOnDataLoss of a stream: ``true`` (unless said) ends it with an error when a log was replaced or became
               shorter; ``false`` reads such a log from its begin, and forgets one that has vanished
============== ========================================================================================

Columns are those of ``ucwa_codec.events``, with ``file`` in front: the path on the machines, absolute and without links. Paths are those of
what is mounted on all machines.
"""

from __future__ import annotations

from ._source import DefaultSource

__all__ = ["DefaultSource"]
