"""Single messages."""

from __future__ import annotations

import doctest
import enum
import gzip
import io
import json
import resource
import zlib
from datetime import datetime, timedelta, timezone
from decimal import Decimal

import pytest

import ucwa_codec

MESSAGE = b'{"rel":"message","direction":"Incoming","timeStamp":"\\/Date(1474932027613)\\/","_links":{"self":{"href":"/m/1"}}}'
XML = (
    b'<resource xmlns="http://schemas.microsoft.com/rtc/2012/03/ucwa" rel="message" href="/m/1">'
    b'<property name="direction">Incoming</property><property name="timeStamp">2016-09-26T16:20:27.6130005-07:00</property></resource>'
)


def test_examples_run():
    assert doctest.testmod(ucwa_codec).failed == 0
    assert doctest.testmod(ucwa_codec).attempted > 15


def test_sources(tmp_path):
    path = tmp_path / "message.json"
    path.write_bytes(MESSAGE)
    packed = tmp_path / "message.json.gz"
    packed.write_bytes(gzip.compress(MESSAGE))
    sources = [path, str(path), packed, MESSAGE, bytearray(MESSAGE), memoryview(MESSAGE), gzip.compress(MESSAGE), io.BytesIO(MESSAGE)]
    sources += [io.StringIO(MESSAGE.decode()), path.open("rb"), path.open()]
    expected = ucwa_codec.decode(MESSAGE)
    for source in sources:
        assert ucwa_codec.decode(source) == expected
    with pytest.raises(TypeError, match="expected a path, bytes, or a file object"):
        ucwa_codec.decode(5)


def test_what_unfolds_without_end_is_refused(tmp_path):
    """Two gigabytes of spaces, which are two megabytes by gzip; and a file object that never ends."""
    megabytes, packed = zlib.compressobj(9, wbits=31), tmp_path / "bomb.json.gz"
    packed.write_bytes(b"".join([*(megabytes.compress(b" " * (1 << 20)) for _ in range(2048)), megabytes.flush()]))

    class Endless:
        given = 0

        def read(self, size: int) -> bytes:
            self.given += size
            return b" " * size

    endless = Endless()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for source in (packed, packed.read_bytes(), packed.open("rb"), endless):
        with pytest.raises(ucwa_codec.UcwaError, match="bytes"):
            ucwa_codec.decode(source)
    assert endless.given < 256 << 20
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 1 << 20, "less than a gigabyte, in kilobytes"


def test_times_keep_their_offset_and_precision():
    time = ucwa_codec.decode(XML)["timeStamp"]
    assert time == datetime(2016, 9, 26, 23, 20, 27, 613000, timezone.utc)
    assert time.utcoffset() == timedelta(hours=-7)
    finer = ucwa_codec.decode(XML.replace(b"6130005", b"613123"))["timeStamp"]
    assert finer.microsecond == 613123
    assert "27.613123" in ucwa_codec.encode({"rel": "message", "timeStamp": finer}, "xml")
    # beyond the years of Python
    assert isinstance(ucwa_codec.decode(XML.replace(b"2016-", b"-2016-"))["timeStamp"], str)


def test_times_inside_events_and_resources():
    event = b'{"type":"added","_embedded":{"message":' + MESSAGE + b',"whiteboard":{"rel":"whiteboard","_embedded":{"message":[' + MESSAGE + b"]}}}}"
    response = ucwa_codec.decode(b'{"sender":[{"rel":"c","href":"/c","events":[' + event + b"]}]}")
    embedded = response["sender"][0]["events"][0]["_embedded"]
    assert isinstance(embedded["message"]["timeStamp"], datetime)
    assert isinstance(embedded["whiteboard"]["_embedded"]["message"][0]["timeStamp"], datetime)


def test_a_datetime_is_a_date_at_any_depth():
    time = datetime(2016, 9, 26, tzinfo=timezone.utc)
    event = {"type": "added", "_embedded": {"x": {"rel": "whiteboard", "_embedded": {"message": [{"rel": "message", "timeStamp": time}]}}}}
    response = {"sender": [{"rel": "c", "href": "/c", "events": [{"type": "added"}, event]}]}
    again = ucwa_codec.decode(ucwa_codec.encode(response, "xml").encode())
    assert again["sender"][0]["events"][1]["_embedded"]["x"]["_embedded"]["message"][0]["timeStamp"] == time
    misfit = {"rel": "message", "timeStamp": "2016"}
    assert ucwa_codec.encode(misfit, strict=False)
    with pytest.raises(ucwa_codec.UcwaError) as error:
        ucwa_codec.encode(misfit)
    assert (error.value.code, error.value.path) == ("form", "timeStamp")


def test_round_trips():
    for source in (MESSAGE, XML):
        value = ucwa_codec.decode(source)
        for to in ("json", "xml"):
            again = ucwa_codec.decode(ucwa_codec.encode(value, to).encode())
            assert {**again, "timeStamp": None} == {**value, "timeStamp": None}
            assert abs(again["timeStamp"] - value["timeStamp"]) < timedelta(milliseconds=1)
    assert ucwa_codec.decode(ucwa_codec.convert(MESSAGE, "xml").encode()) == ucwa_codec.decode(MESSAGE)


def test_inputs_have_a_type():
    start = {"operationId": "74cb7404", "to": "sip:john@contoso.com"}
    text = ucwa_codec.encode(start, "xml", as_="startMessaging2:POST")
    assert "<input xmlns=" in text
    assert ucwa_codec.decode(text.encode(), as_="startMessaging2:POST") == start
    with pytest.raises(ucwa_codec.UcwaError) as error:
        ucwa_codec.encode({"operationId": 5}, as_="startMessaging2:POST")
    assert (error.value.code, error.value.path, error.value.line) == ("type", "operationId", None)
    with pytest.raises(ValueError, match="expected a resource of the schema that has a body, but found `massage`"):
        ucwa_codec.decode(MESSAGE, as_="massage")


def test_errors_have_a_place():
    with pytest.raises(ucwa_codec.UcwaError) as error:
        ucwa_codec.decode(b'{"rel":"me",\n  "name" "Lene"}')
    found = error.value
    assert (found.code, found.line, found.column, found.offset) == ("syntax", 2, 10, 22)
    assert str(found).startswith("2:10: ")
    with pytest.raises(ucwa_codec.UcwaError):
        ucwa_codec.convert(b'{"rel":"messagingInvitation","subject":5}', "xml", strict=True)
    with pytest.raises(ValueError, match="expected `json` or `xml`, but found `yaml`"):
        ucwa_codec.convert(MESSAGE, "yaml")
    assert [found.code for found in ucwa_codec.validate(b"<")] == ["syntax"]
    assert ucwa_codec.validate(MESSAGE) == ucwa_codec.validate(XML) == []


def test_what_is_no_json():
    with pytest.raises(ValueError, match="expected a datetime with a time zone"):
        ucwa_codec.encode({"rel": "message", "timeStamp": datetime(2016, 9, 26)})
    for value, told in (({1}, "found set"), (datetime(2016, 9, 26).date(), "found date"), ({1: 2}, "as the name of a member, but found 1")):
        with pytest.raises(TypeError, match=told):
            ucwa_codec.encode({"rel": "message", "x": value})
    for number in (float("nan"), float("inf"), Decimal("NaN"), Decimal("-Infinity")):
        with pytest.raises(ValueError, match="expected a number that JSON can hold"):
            ucwa_codec.encode({"rel": "message", "x": number})
    circle = {}
    circle["x"] = [circle]
    with pytest.raises(RecursionError):
        ucwa_codec.encode(circle)


def test_what_json_holds_of_python():
    class Level(enum.IntEnum):
        HIGH = 2

    class Colour(str, enum.Enum):
        RED = "red"

    value = {"rel": "me", "x": [1, -(10**30), True, None, 0.1, 1e300, Level.HIGH, Colour.RED, ("a", '"\\\n\u00e9')], "y": {"z": Decimal("1.10")}}
    text = ucwa_codec.encode(value)
    expected = json.loads(json.dumps({**value, "y": {"z": 1.1}}))
    assert json.loads(text) == expected and "1.10" in text
    assert json.loads(ucwa_codec.encode(ucwa_codec.decode(text.encode()))) == expected


def test_numbers_are_as_they_came():
    for number in ("1" * 5000, "-" + "7" * 5000, "1e400", "1.00000000000000000001", "0.1", "12", "-3.5e-7"):
        text = f'{{"rel":"me","x":{number}}}'
        value = ucwa_codec.decode(text.encode())
        assert Decimal(number) == (value["x"] if isinstance(value["x"], Decimal) else Decimal(repr(value["x"])))
        again = ucwa_codec.encode(value)
        assert ucwa_codec.decode(again.encode()) == value


def test_of_two_members_of_one_name_the_first_counts():
    time = '"timeStamp":"/Date(1474932027613)/","timeStamp":"/Date(0)/"'
    message = f'{{"rel":"message","direction":"Incoming","direction":"Outgoing",{time},"x":1,"x":{{"y":2,"y":3}},"z":{{"y":2,"y":3}}}}'
    value = ucwa_codec.decode(message.encode())
    assert (value["direction"], value["timeStamp"].year, value["x"], value["z"]) == ("Incoming", 2016, 1, {"y": 2})
    log = f'{{"sender":[{{"rel":"c","href":"/c","events":[{{"type":"added","_embedded":{{"message":{message}}}}}]}}]}}'
    [row] = ucwa_codec.events(log.encode(), "message")
    assert (row["direction"], row["timeStamp"].year) == ("Incoming", 2016)


def test_a_datetime_in_a_text_is_refused():
    time = datetime(2016, 9, 26, tzinfo=timezone.utc)
    for rel, member in (("messagingInvitation", "subject"), ("message", "x"), ("unknown", "timeStamp")):
        with pytest.raises(ucwa_codec.UcwaError) as error:
            ucwa_codec.encode({"rel": rel, member: time})
        assert (error.value.code, error.value.path) == ("type", member)
        assert "2016-09-26T00:00:00" in ucwa_codec.encode({"rel": rel, member: time}, strict=False)


def test_a_dictionary_has_no_lines():
    for value in ({"_links": 5, "rel": "me", "_embedded": 7}, {"x": "y" * (17 << 20)}, {"rel": "message", "timeStamp": "2016"}):
        for strict in (True, False):
            try:
                ucwa_codec.encode(value, strict=strict)
            except ucwa_codec.UcwaError as error:
                assert (error.line, error.column, error.offset) == (None, None, None)
                break
        else:
            pytest.fail("an error was expected")


def test_finer_than_milliseconds_is_cut_in_json():
    time = datetime(2016, 9, 26, 23, 20, 27, 613999, timezone.utc)
    assert "27613)" in ucwa_codec.encode({"rel": "message", "timeStamp": time})
    assert "27.613999" in ucwa_codec.encode({"rel": "message", "timeStamp": time}, "xml")


def test_what_nothing_shows_to_be_ucwa():
    page = b"<html><body>502 Bad Gateway</body></html>"
    assert ucwa_codec.decode(page)
    assert ucwa_codec.validate(page)
    for body in (page, b'{"name":"left-pad","version":"1.3.0"}'):
        with pytest.raises(ucwa_codec.UcwaError):
            ucwa_codec.decode(body, strict=True)


def test_data_urls():
    url = ucwa_codec.encode_data_url("Café & more")
    body = ucwa_codec.data_url(url)
    assert (body.text, body.media_type, body.charset, body.encoding) == ("Café & more", "text/plain", "utf-8", "url")
    packed = ucwa_codec.data_url(ucwa_codec.encode_data_url(b"\xff\x00", "image/png", base64=True))
    assert (packed.bytes, packed.text, packed.encoding) == (b"\xff\x00", None, "base64")
    with pytest.raises(ValueError):
        ucwa_codec.data_url("http://contoso.com")


def test_what_makes_no_data_url():
    for content in (5, [1, 2], None):
        with pytest.raises(TypeError):
            ucwa_codec.encode_data_url(content)
    for media_type in ("", "text", "text/", "a,b/c", "text/plain,x", "text/plain\r\nx", "text/plain;base64", "text/plain;x=a,b", "text/plain;x=#"):
        with pytest.raises(ValueError, match="expected a media type"):
            ucwa_codec.encode_data_url("x", media_type)
    with pytest.raises(ValueError, match="expected a charset, but found 'utf-9'"):
        ucwa_codec.encode_data_url("x", "text/plain;charset=utf-9")
    with pytest.raises(ValueError, match="ascii"):
        ucwa_codec.encode_data_url("é", "text/plain;charset=us-ascii")
    assert ucwa_codec.encode_data_url("é", "text/plain; charset=iso-8859-1") == "data:text/plain; charset=iso-8859-1,%e9"
    assert ucwa_codec.encode_data_url(bytearray(b"v=0"), 'multipart/alternative;boundary="9 BCE"').endswith(",v%3d0")


def test_schema():
    names = ucwa_codec.schema()
    assert len(names) > 280 and "startMessaging2" in names
    for name in names:
        assert ucwa_codec.schema(name)["name"] == name
    body = ucwa_codec.schema("startMessaging2")["operations"][0]["body"]
    assert {field["name"]: field["limit"] for field in body}["operationId"] == 50
    with pytest.raises(KeyError):
        ucwa_codec.schema("massage")
