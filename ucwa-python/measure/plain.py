"""What is measured against: the same work by Python's ``json`` and ``lxml``, as a careful author writes it. One document stands on each
line, and none is damaged."""

from __future__ import annotations

import base64
import json
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from urllib.parse import parse_qs, unquote, unquote_plus, urlsplit

import pyarrow
from lxml import etree

OF = "{http://schemas.microsoft.com/rtc/2012/03/ucwa}"
SENDER, RESOURCE, LINK, PROPERTY, LIST, IN = (OF + name for name in ("sender", "resource", "link", "property", "propertyList", "in"))
BODIES = ("message", "plainMessage", "htmlMessage")
ROWS = 8192
TEXT, INTEGER, TIME, TEXTS = pyarrow.string(), pyarrow.int64(), pyarrow.timestamp("us", "UTC"), pyarrow.list_(pyarrow.string())
ENVELOPE = [(name, TEXT) for name in ("sender_rel", "sender_href", "event_type", "rel", "href", "title", "in_rel", "in_href", "in_title", "status")]
KEY = [("offset", INTEGER), ("event_index", INTEGER)]
EVENTS = pyarrow.schema([*KEY, *ENVELOPE, ("role", TEXT), ("resource_rel", TEXT), ("resource_href", TEXT), ("time", TIME), ("text", TEXT), ("resource", TEXT)])
PROPERTIES = ("direction", "operationId", "status")
LINKS = ("self", "contact", "messaging", "participant")
MESSAGE = pyarrow.schema(
    [*KEY, ("role", TEXT), *ENVELOPE, *((f"message_{name}", TEXT) for name in PROPERTIES), ("timeStamp", TIME)]
    + [("htmlMessage", TEXT), ("plainMessage", TEXT), *((f"{name}_href", TEXT) for name in LINKS), ("failedDeliveryParticipant_href", TEXTS)]
)
RESPONSES = pyarrow.schema(
    [("offset", INTEGER), ("length", INTEGER), ("format", TEXT), ("self_href", TEXT), ("ack", INTEGER), ("next_rel", TEXT), ("next_href", TEXT)]
    + [("senders", INTEGER), ("events", INTEGER)]
)
NEXT = ("next", "resync", "resume")
written = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def text_of(url: str) -> str:
    head, body = url.split(",", 1)
    return base64.b64decode(unquote(body)).decode() if head.endswith(";base64") else unquote_plus(body)


def batches(rows: Iterator[tuple], schema: pyarrow.Schema) -> int:
    """Makes record batches of rows."""
    count, piece = 0, []
    for row in rows:
        piece.append(row)
        if len(piece) == ROWS:
            count, piece = count + batch(piece, schema).num_rows, []
    return count + (batch(piece, schema).num_rows if piece else 0)


def batch(rows: list[tuple], schema: pyarrow.Schema) -> pyarrow.RecordBatch:
    return pyarrow.record_batch([pyarrow.array(column, of) for column, of in zip(zip(*rows), schema.types)], schema=schema)


def json_events(path: str) -> Iterator[tuple[tuple, str | None, dict | None]]:
    """What each event says, and the first resource that came along, with its role."""
    offset = 0
    with open(path, "rb") as file:
        for line in file:
            index = 0
            for sender in json.loads(line).get("sender", ()):
                rel, href = sender["rel"], sender["href"]
                for event in sender["events"]:
                    link, inside = event.get("link", {}), event.get("in", {})
                    said = (
                        offset, index, rel, href, event.get("type"), link.get("rel"), link.get("href"), link.get("title"),
                        inside.get("rel"), inside.get("href"), inside.get("title"), event.get("status"),
                    )  # fmt: skip
                    for role, resource in event.get("_embedded", {}).items():
                        yield said, role, resource[0] if isinstance(resource, list) else resource
                        break
                    else:
                        yield said, None, None
                    index += 1
            offset += len(line)


def json_text(resource: dict) -> str | None:
    links = resource.get("_links", {})
    for name in BODIES:
        if name in links:
            return text_of(links[name]["href"])
    for inner in resource.get("_embedded", {}).values():
        for one in inner if isinstance(inner, list) else (inner,):
            found = json_text(one)
            if found is not None:
                return found
    return None


def json_event_rows(path: str) -> Iterator[tuple]:
    for said, role, resource in json_events(path):
        if resource is None:
            yield *said, None, None, None, None, None, None
        else:
            time, own = resource.get("timeStamp"), resource.get("_links", {}).get("self", {})
            time = None if time is None else int(time[6:-2]) * 1000
            yield *said, role, resource.get("rel"), own.get("href"), time, json_text(resource), written(resource)


def json_message_rows(path: str) -> Iterator[tuple]:
    for said, role, resource in json_events(path):
        if resource is not None and resource.get("rel") == "message":
            time, links = resource.get("timeStamp"), resource.get("_links", {})
            hrefs = {name: link["href"] for name, link in links.items() if not isinstance(link, list)}
            failed = links.get("failedDeliveryParticipant")
            yield (
                said[0], said[1], role, *said[2:], *map(resource.get, PROPERTIES), None if time is None else int(time[6:-2]) * 1000,
                *(text_of(hrefs[name]) if name in hrefs else None for name in ("htmlMessage", "plainMessage")),
                *map(hrefs.get, LINKS), None if failed is None else [link["href"] for link in failed],
            )  # fmt: skip


def json_question(path: str) -> Counter:
    found: Counter = Counter()
    with open(path, "rb") as file:
        for line in file:
            for sender in json.loads(line).get("sender", ()):
                for event in sender["events"]:
                    for resource in event.get("_embedded", {}).values():
                        if isinstance(resource, dict) and resource.get("rel") == "message":
                            url = resource["_links"].get("plainMessage", {}).get("href")
                            if url is not None:
                                hour = int(resource["timeStamp"][6:-2]) // 3_600_000
                                found[sender["href"], hour, len(text_of(url))] += 1
    return found


def json_decode(path: str) -> int:
    with open(path, "rb") as file:
        return sum(1 for line in file if json.loads(line) is not None)


def json_response_rows(path: str) -> Iterator[tuple]:
    """What `responses` says of documents that are whole."""
    offset = 0
    with open(path, "rb") as file:
        for line in file:
            document = json.loads(line)
            links, senders = document["_links"], document.get("sender", ())
            own, events = links["self"]["href"], sum(len(sender["events"]) for sender in senders)
            rel = next(rel for rel in NEXT if rel in links)
            yield offset, len(line) - 1, "json", own, ack(own), rel, links[rel]["href"], len(senders), events
            offset += len(line)


def ack(href: str) -> int:
    return int(parse_qs(urlsplit(href).query)["ack"][0])


def xml_events(path: str) -> Iterator[tuple[tuple, object]]:
    """What each event says, and the element of the first resource that came along."""
    offset, fromstring = 0, etree.fromstring
    with open(path, "rb") as file:
        for line in file:
            index = 0
            for sender in fromstring(line).iterchildren(SENDER):
                rel, href = sender.get("rel"), sender.get("href")
                for event in sender:
                    get, resource, inside = event.get, None, None
                    for child in event:
                        if child.tag == RESOURCE and resource is None:
                            resource = child
                        elif child.tag == IN:
                            inside = child
                    in_ = (None, None, None) if inside is None else (inside.get("rel"), inside.get("href"), inside.get("title"))
                    kind = event.tag[len(OF) :]
                    yield (offset, index, rel, href, kind, get("rel"), get("href"), get("title"), *in_, get("status")), resource
                    index += 1
            offset += len(line)


def xml_resource(element: object) -> dict:
    """A resource in the shape that it has in JSON."""
    found, links, embedded = {"rel": element.get("rel")}, {}, {}
    for child in element:
        tag = child.tag
        if tag == PROPERTY:
            found[child.get("name")] = child.text
        elif tag == LINK:
            add(links, child.get("rel"), {name: value for name, value in child.items() if name != "rel"})
        elif tag == LIST:
            found[child.get("name")] = [item.text for item in child]
        elif tag == RESOURCE:
            add(embedded, child.get("rel"), xml_resource(child))
    links["self"] = {"href": element.get("href")}
    found["_links"] = links
    if embedded:
        found["_embedded"] = embedded
    return found


def add(members: dict, name: str, value: dict) -> None:
    if name not in members:
        members[name] = value
    elif isinstance(members[name], list):
        members[name].append(value)
    else:
        members[name] = [members[name], value]


def xml_time(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def xml_event_rows(path: str) -> Iterator[tuple]:
    for said, element in xml_events(path):
        if element is None:
            yield *said, None, None, None, None, None, None
        else:
            resource, role = xml_resource(element), element.get("rel")
            yield *said, role, resource["rel"], element.get("href"), xml_time(resource.get("timeStamp")), json_text(resource), written(resource)


def xml_message_rows(path: str) -> Iterator[tuple]:
    for said, element in xml_events(path):
        if element is not None and element.get("rel") == "message":
            hrefs, failed, properties = {"self": element.get("href")}, None, {}
            for child in element:
                if child.tag == LINK and child.get("rel") == "failedDeliveryParticipant":
                    failed = [*(failed or ()), child.get("href")]
                elif child.tag == LINK:
                    hrefs[child.get("rel")] = child.get("href")
                elif child.tag == PROPERTY:
                    properties[child.get("name")] = child.text
            yield (
                said[0], said[1], "message", *said[2:], *map(properties.get, PROPERTIES), xml_time(properties.get("timeStamp")),
                *(text_of(hrefs[name]) if name in hrefs else None for name in ("htmlMessage", "plainMessage")),
                *map(hrefs.get, LINKS), failed,
            )  # fmt: skip


def xml_question(path: str) -> Counter:
    found: Counter = Counter()
    with open(path, "rb") as file:
        for line in file:
            for sender in etree.fromstring(line).iterchildren(SENDER):
                for resource in sender.iterdescendants(RESOURCE):
                    if resource.get("rel") == "message":
                        url = time = None
                        for child in resource:
                            if child.get("rel") == "plainMessage":
                                url = child.get("href")
                            elif child.get("name") == "timeStamp":
                                time = child.text
                        if url is not None:
                            hour = round(datetime.fromisoformat(time).timestamp() * 1000) // 3_600_000
                            found[sender.get("href"), hour, len(text_of(url))] += 1
    return found


def xml_response_rows(path: str) -> Iterator[tuple]:
    offset, fromstring = 0, etree.fromstring
    with open(path, "rb") as file:
        for line in file:
            document, links, senders, events = fromstring(line), {}, 0, 0
            for child in document:
                if child.tag == LINK:
                    links[child.get("rel")] = child.get("href")
                elif child.tag == SENDER:
                    senders, events = senders + 1, events + len(child)
            own, rel = document.get("href"), next(rel for rel in NEXT if rel in links)
            yield offset, len(line) - 1, "xml", own, ack(own), rel, links[rel], senders, events
            offset += len(line)


def xml_decode(path: str) -> int:
    with open(path, "rb") as file:
        return sum(1 for line in file if etree.fromstring(line) is not None)


TASKS = {
    "json": {
        "decode": json_decode,
        "responses": lambda path: batches(json_response_rows(path), RESPONSES),
        "events": lambda path: batches(json_event_rows(path), EVENTS),
        "message": lambda path: batches(json_message_rows(path), MESSAGE),
        "question": json_question,
    },
    "xml": {
        "decode": xml_decode,
        "responses": lambda path: batches(xml_response_rows(path), RESPONSES),
        "events": lambda path: batches(xml_event_rows(path), EVENTS),
        "message": lambda path: batches(xml_message_rows(path), MESSAGE),
        "question": xml_question,
    },
}
