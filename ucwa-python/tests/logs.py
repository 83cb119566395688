"""Logs for the tests, and what plain Python reads in them."""

from __future__ import annotations

import json
import random
from collections import Counter
from datetime import datetime, timezone
from urllib.parse import quote_plus, unquote_plus
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

NAMESPACE = "http://schemas.microsoft.com/rtc/2012/03/ucwa"
START = 1_474_932_000_000


def message(dice: random.Random, number: int) -> dict:
    text = " ".join(dice.choices(["noon", "Café", "東京", "ping", "<b>", "a & b"], k=dice.randint(1, 12)))
    return {
        "href": f"/messages/{number}",
        "time": START + number * dice.randint(1, 400_000),
        "sender": f"/conversations/{dice.randint(1, 9)}",
        "text": text,
    }


def as_json(messages: list[dict]) -> str:
    def sender(one: dict) -> dict:
        links = {
            "plainMessage": {"href": "data:text/plain;charset=utf-8," + quote_plus(one["text"])},
            "self": {"href": one["href"]},
            "failedDeliveryParticipant": [{"href": "/p/1"}, {"href": "/p/2"}],
        }
        resource = {"rel": "message", "direction": "Incoming", "timeStamp": f"/Date({one['time']})/", "_links": links}
        event = {"link": {"rel": "message", "href": one["href"]}, "_embedded": {"message": resource}, "type": "completed"}
        other = {"link": {"rel": "conversation", "href": one["sender"]}, "type": "updated"}
        return {"rel": "conversation", "href": one["sender"], "events": [other, event]}

    links = {"self": {"href": "/events?ack=1"}, "next": {"href": "/events?ack=2"}}
    return json.dumps({"_links": links, "sender": [sender(one) for one in messages]}, ensure_ascii=False, separators=(",", ":"))


def as_xml(messages: list[dict]) -> str:
    def sender(one: dict) -> str:
        time = datetime.fromtimestamp(one["time"] / 1000, timezone.utc).isoformat(timespec="milliseconds")
        url = "data:text/plain;charset=utf-8," + quote_plus(one["text"])
        href, of = quoteattr(one["href"]), quoteattr(one["sender"])
        return (
            f'<sender rel="conversation" href={of}><updated rel="conversation" href={of}/><completed rel="message" href={href}>'
            f'<resource rel="message" href={href}><link rel="plainMessage" href={quoteattr(url)}/>'
            f'<link rel="failedDeliveryParticipant" href="/p/1"/><link rel="failedDeliveryParticipant" href="/p/2"/>'
            f'<property name="direction">Incoming</property><property name="timeStamp">{escape(time)}</property></resource></completed></sender>'
        )

    head = f'<?xml version="1.0" encoding="utf-8"?>\n<events xmlns="{NAMESPACE}" href="/events?ack=1">'
    return head + '<link rel="next" href="/events?ack=2"/>' + "".join(map(sender, messages)) + "</events>"


def make(seed: int, responses: int, damage: bool = True) -> str:
    """A log in both formats, damaged in places."""
    dice, lines, number = random.Random(seed), [], 0
    for _ in range(responses):
        messages = [message(dice, number + index) for index in range(dice.randint(0, 4))]
        number += len(messages)
        line = as_xml(messages) if dice.random() < 0.5 else as_json(messages)
        if damage and dice.random() < 0.1:
            line = dice.choice(
                [line[: dice.randint(1, len(line))], "502 Bad Gateway", '{"rel":"me"}', line.replace(">", ">\n", 1), line.replace('"type"', '"type', 1)]
            )
        lines.append(line)
    return "\n".join(lines) + "\n"


Hours = Counter  # of sender, hour, length of the text


def plain(log: str) -> Hours:
    """Messages for each sender, hour and length of the text, by ``json`` and ``lxml`` alone. The log must be whole."""
    found: Hours = Counter()
    for line in log.replace("?>\n", "?>").splitlines():
        found.update(plain_json(line) if line.startswith("{") else plain_xml(line))
    return found


def plain_json(line: str) -> list[tuple]:
    found = []
    for sender in json.loads(line)["sender"]:
        for event in sender["events"]:
            for resource in event.get("_embedded", {}).values():
                if resource.get("rel") == "message":
                    time = int(resource["timeStamp"].removeprefix("/Date(").removesuffix(")/"))
                    found.append(key(sender["href"], time, resource["_links"]["plainMessage"]["href"]))
    return found


def plain_xml(line: str) -> list[tuple]:
    found, of = [], f"{{{NAMESPACE}}}"
    for sender in etree.fromstring(line.encode()).iter(of + "sender"):
        for resource in sender.iter(of + "resource"):
            if resource.get("rel") == "message":
                time = resource.find(f"{of}property[@name='timeStamp']").text
                url = resource.find(f"{of}link[@rel='plainMessage']").get("href")
                found.append(key(sender.get("href"), round(datetime.fromisoformat(time).timestamp() * 1000), url))
    return found


def key(sender: str, milliseconds: int, url: str) -> tuple:
    return sender, milliseconds // 3_600_000, len(unquote_plus(url.split(",", 1)[1]))
