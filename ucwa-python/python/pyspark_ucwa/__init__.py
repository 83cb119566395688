"""Logs of UCWA as a data source of Spark 4.

Spark finds it by its name; nothing has to be registered:

    spark.read.format("ucwa").option("table", "message").load("logs/")

    CREATE TEMPORARY VIEW messages USING ucwa OPTIONS (path 'logs/', table 'message')

    spark.readStream.format("ucwa").option("table", "events").load("logs/")

Files are divided at places where that is safe, and decoded by the executors. Options:

========== ============================================================================================
table      ``responses``, ``events`` (unless said), or the rel of a resource, as ``message``
sender     only events of senders of these rels, with commas between
type       only events of these types, with commas between
columns    only these columns, with commas between, and ``file``: Spark does not say which it needs
splitSize  bytes of a split, or as ``64m``; 128m unless said. A file compressed by gzip is one split
========== ============================================================================================

Columns are those of ``ucwa_codec.events``, with ``file`` in front. Paths are those of the machines, or of what is mounted on all of them.
"""

from __future__ import annotations

from ._source import DefaultSource

__all__ = ["DefaultSource"]
