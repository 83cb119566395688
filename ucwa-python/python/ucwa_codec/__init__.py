"""Messages and logs of UCWA, the web API of Skype for Business and Lync servers.

>>> import ucwa_codec
>>> body = b'{"rel":"message","direction":"Incoming","timeStamp":"/Date(1474932027613)/"}'
>>> ucwa_codec.decode(body)["timeStamp"].isoformat()
'2016-09-26T23:20:27.613000+00:00'

What is read may be a path, bytes, or a file object, in JSON or XML, compressed by gzip or not. A ``str`` is a path.
"""

from __future__ import annotations

import re

from . import _native
from ._native import Events, Rows
from ._types import DataUrl, UcwaError, Violation

__all__ = [
    "DataUrl",
    "Events",
    "Rows",
    "UcwaError",
    "Violation",
    "checkpoint",
    "convert",
    "data_url",
    "decode",
    "encode",
    "encode_data_url",
    "events",
    "scan_polars",
    "schema",
    "splits",
    "tables",
    "validate",
]

#: A type, and parameters. A comma ends it in a data URL, and ``;base64`` would say how the content is written.
_MEDIA_TYPE = re.compile(r"""[\w!$&.+^-]+/[\w!$&.+^-]+(\s*;\s*[\w!$&.+^-]+=([!$-+.-:<-~-]+|"[ !#-+.-~-]*"))*""", re.ASCII)


def convert(source, to, *, from_=None, as_=None, strict=False, pretty=True):
    """Converts a message between JSON and XML, or tidies it in its own format. What the schema does not know is kept. Times become coarser:
    XML's have seven digits of a second or more, JSON's form has milliseconds, and what is finer is cut off.

    ``as_`` names the type of a message that does not name itself, as ``startMessaging2:POST`` for the input of a request.

    >>> print(convert(b'{"rel":"me","name":"Lene"}', "xml"))
    <?xml version="1.0" encoding="utf-8"?>
    <resource xmlns="http://schemas.microsoft.com/rtc/2012/03/ucwa" rel="me">
      <property name="rel">me</property>
      <property name="name">Lene</property>
    </resource>

    Raises:
        UcwaError: it is malformed; with ``strict``, also if it does not fit the schema.
    """
    return _native.convert(source, to, from_=from_, as_=as_, strict=strict, pretty=pretty)


def validate(source, *, from_=None, as_=None, data=False):
    """Checks a message against the schema: types, limits, required members. An empty list is a valid message.

    ``data`` also decodes the content of data links.

    >>> [found] = validate(b'{"rel":"messagingInvitation","subject":5}')
    >>> found.code, found.path, found.line, found.column, found.message
    ('type', 'subject', 1, 40, 'expected string, but found number')
    """
    return _native.validate(source, from_=from_, as_=as_, data=data)


def decode(source, *, from_=None, as_=None, strict=False):
    """Decodes a message, of either format, into a dictionary of the shape that it has in JSON.

    Times are ``datetime`` with the offset that they were written with, or text in the years that Python does not have; what the schema
    says is a list is one, in XML too. What the schema does not know, and what does not fit it, is there as it came: numbers too, as
    ``decimal.Decimal`` where a ``float`` would not be exact, or an ``int`` has more digits than Python reads. Of two members of one name
    the first counts. A body that nothing shows to be UCWA, as a proxy's page in HTML, comes as what can be read of it; ``strict`` refuses it.

    >>> message = decode(b'<resource xmlns="http://schemas.microsoft.com/rtc/2012/03/ucwa" rel="contact" href="/people/1">'
    ...                  b'<propertyList name="emailAddresses"><item>lene@contoso.com</item></propertyList></resource>')
    >>> message["emailAddresses"], message["_links"]["self"]["href"]
    (['lene@contoso.com'], '/people/1')
    >>> decode(b"<html>502 Bad Gateway</html>", strict=True)
    Traceback (most recent call last):
    ucwa_codec.UcwaError: 1:1: expected the namespace http://schemas.microsoft.com/rtc/2012/03/ucwa, but found no namespace

    Raises:
        UcwaError: it is malformed; with ``strict``, also if it does not fit the schema.
        OSError: it cannot be read; with ``errno`` and ``filename`` where it is a path.
    """
    return _native.decode(source, from_=from_, as_=as_, strict=strict)


def encode(value, to="json", *, as_=None, strict=True, pretty=False):
    """Encodes a dictionary, as ``decode`` gives it. Of times, JSON's form has milliseconds: what is finer is cut off, with ``strict`` too.

    >>> from datetime import datetime, timezone
    >>> encode({"rel": "message", "timeStamp": datetime(2016, 9, 26, 23, 20, 27, 613000, timezone.utc)})
    '{"rel":"message","timeStamp":"\\\\/Date(1474932027613)\\\\/"}'
    >>> encode({"operationId": "x" * 60}, as_="startMessaging2:POST")
    Traceback (most recent call last):
    ucwa_codec.UcwaError: operationId: expected at most 50 UTF-16 code units, but found 60

    Raises:
        UcwaError: it does not fit the schema, as a ``datetime`` in a member that is no date; without ``strict``, only if it cannot be
            written. The dictionary has no lines, so that ``line`` and ``column`` are None.
        ValueError: a ``datetime`` has no time zone, or a number is infinite.
        TypeError: there is something else than JSON can hold.
    """
    return _native.encode(value, to, as_=as_, strict=strict, pretty=pretty)


def data_url(url):
    """Decodes a data URL, as the body of a message is one.

    >>> data_url("data:text/plain;charset=utf-8,Caf%c3%a9+at+noon%3f").text
    'Café at noon?'

    Raises:
        ValueError: it is no data URL, or its content cannot be decoded.
    """
    return _native.data_url(url)


def encode_data_url(content, media_type="text/plain;charset=utf-8", *, base64=False):
    """Makes a data URL of bytes, or of text in the charset of the media type, which is UTF-8 where it names none. Servers read UTF-8 only.

    >>> encode_data_url("Café?")
    'data:text/plain;charset=utf-8,Caf%c3%a9%3f'

    Raises:
        ValueError: the media type is none, Python does not know its charset, or the text cannot be written in that.
    """
    if not _MEDIA_TYPE.fullmatch(media_type):
        raise ValueError(f"expected a media type, as text/plain;charset=utf-8, but found {media_type!r}")
    if isinstance(content, str):
        charset = _native.charset(media_type) or "utf-8"
        try:
            content = content.encode(charset)
        except LookupError:
            raise ValueError(f"expected a charset, but found {charset!r}") from None
    content = bytes(memoryview(content))
    return _native.encode_data_url(content, media_type, base64)


def schema(name=None):
    """What the schema says of a resource or an enumeration; without a name, the names of all.

    >>> [field["name"] for field in schema("message")["properties"]]
    ['direction', 'operationId', 'status', 'timeStamp']
    >>> "Direction" in schema()
    True

    Raises:
        KeyError: the schema does not know the name.
    """
    return _native.schema(name)


def events(
    source,
    table="events",
    *,
    columns=None,
    start=None,
    end=None,
    exact=False,
    senders=(),
    types=(),
    batch_rows=8192,
    growing=False,
):
    """A log as a table: of its ``events``, its ``responses``, or the resources of a rel, as ``message``.

    pyarrow, Polars, DuckDB and pandas take it as it is, by Arrow's C stream; a loop gives rows as dictionaries. Each of them reads the log
    anew; a file object is read once, from where it stands. Python goes on in other threads meanwhile, and memory stays flat. A table of a
    path or of bytes can be pickled. Ctrl-C ends a loop at once. Below a library it waits for the batch that is being read, and an exception
    of a file object's ``read()``, KeyboardInterrupt included, becomes that library's own, as pyarrow's OSError: the C stream has only text.

    ``columns`` are those to make, in that order; others cost nothing. Libraries do not say which they need: name them where speed matters.
    ``start`` and ``end`` are bytes of a file: ranges that partition it give each row exactly once. With ``exact`` they stand where
    documents begin, as ``splits`` and ``checkpoint`` gave them. ``senders`` and ``types`` choose events, one or several. What is passed over
    is not checked; a response in which damage shows is decoded as a whole, and what is broken in it comes. A row's times beyond the years of
    Python are text. ``growing`` leaves out what the end of the log has cut, and more bytes may still change.

    >>> log = b'''{"sender":[{"rel":"people","href":"/people","events":[{"type":"added"},7]}]}
    ... 502 Bad Gateway
    ... '''
    >>> [(row["event_type"], row["error_code"]) for row in events(log)]
    [('added', None), (None, 'type')]
    >>> [row["fault_code"] for row in events(log, "responses")]
    [None, 'syntax']

    Raises:
        ValueError: there is no such table, or no such column, or one is asked for twice; a number is negative, ``batch_rows`` zero, or a
            range is asked of what is no path. When rows are read, if they are a file object's that has been read.
        OSError: when rows are read, if the log cannot be.
    """
    _natural(start=start, end=end)
    _natural(1, batch_rows=batch_rows)
    senders, types, columns = (None if names is None else [names] if isinstance(names, str) else list(names) for names in (senders, types, columns))
    senders, types = senders or [], types or []
    return Events(source, table, columns, start, end, exact, senders, types, batch_rows, growing)


def scan_polars(source, table="events", **options):
    """A log as a ``polars.LazyFrame``: only the columns that a query asks for are made, and rows are dropped batch by batch.

    ``options`` are those of ``events``, but for ``columns`` and ``batch_rows``.

    >>> log = b'{"sender":[{"rel":"people","href":"/people","events":[{"type":"added"},{"type":"deleted"}]}]}'
    >>> scan_polars(log).filter(event_type="deleted").select("sender_rel", "event_index").collect().rows()
    [('people', 1)]

    Raises:
        ValueError: there is no such table, or an option has no such value; when it is collected, as ``events`` does.
    """
    import polars
    from polars.io.plugins import register_io_source

    if wrong := options.keys() & {"columns", "batch_rows"}:
        raise TypeError(f"expected a query to choose, but found {', '.join(sorted(wrong))}")
    events(source, table, **options)  # which says what is wrong
    is_read = False

    def read(columns, predicate, rows, batch_rows):
        nonlocal is_read
        if is_read and hasattr(source, "read"):
            raise ValueError("expected to read a file object once, but found that it has been read")
        is_read = True
        for batch in events(source, table, columns=columns, batch_rows=min(batch_rows or 8192, 8192), **options)._batches():
            frame = polars.DataFrame(batch)
            frame = frame if rows is None else frame.head(rows)
            rows = None if rows is None else rows - frame.height
            yield frame if predicate is None else frame.filter(predicate)
            if rows == 0:
                return

    return register_io_source(read, schema=polars.DataFrame(events(b"", table)).schema)


def _natural(least=0, **numbers):
    for name, number in numbers.items():
        if number is not None and not least <= number < 1 << 63:
            raise ValueError(f"expected {name} to be at least {least}, and less than 2**63, but found {number}")


def splits(path, size=128 << 20, *, start=0, end=None):
    """Where a log may be divided into parts of about that many bytes: pairs of ``start`` and ``end`` for ``events(…, exact=True)``.

    A compressed log is one part.

    Raises:
        ValueError: ``size`` is zero, or a number negative.
        OSError: the file cannot be read.
    """
    _natural(start=start, end=end)
    _natural(1, size=size)
    return _native.splits(path, size, start, end)


def checkpoint(path, start=0):
    """Up to where a log that grows is finished, from an offset on where a document may begin: where to go on when it has grown.

    Raises:
        ValueError: ``start`` is negative.
        OSError: the file cannot be read.
    """
    _natural(start=start)
    return _native.checkpoint(path, start)


def tables():
    """The names of all tables.

    >>> tables()[:3]
    ['responses', 'events', 'acceptedByParticipant']
    """
    return _native.tables()
