"""Captures for the tests of the page of `ucwa inspect`, as HAR: a story to look at, also as a log, hostile content, and ten thousand exchanges."""
import base64
import json
import struct
import sys
import urllib.parse
import zlib
from datetime import datetime, timedelta, timezone
from pathlib import Path

BASE = "/ucwa/oauth/v1/applications/1917"
TALK = f"{BASE}/communication/conversations"
START = datetime(2026, 11, 2, 9, 0, tzinfo=timezone.utc)
clock = [START]  # when messages are written: when the exchange before was asked


class Capture:
    """Exchanges, a second after each other unless told otherwise."""

    def __init__(self):
        self.entries = []
        self.time = clock[0] = START

    def ask(self, method, path, status, answer=None, sent=None, media="application/json", location=None, ms=18.0, wait=1.0):
        self.time += timedelta(seconds=wait)
        clock[0] = self.time + timedelta(seconds=wait / 2)
        headers = [{"name": "Authorization", "value": "Bearer cwt=SECRETTOKEN"}, {"name": "Cookie", "value": "a=SECRETCOOKIE"}]
        request = {"method": method, "url": f"https://lync.contoso.com{path}", "headers": headers}
        if sent is not None:
            text = sent if isinstance(sent, str) else json.dumps(sent)
            request["postData"] = {"mimeType": media, "text": text}
        back = [{"name": "Location", "value": location}] if location else []
        text = "" if answer is None else answer if isinstance(answer, str) else json.dumps(answer, ensure_ascii=False)
        content = {"mimeType": "application/json", "text": text}
        entry = {"startedDateTime": self.time.isoformat().replace("+00:00", "Z"), "time": ms, "request": request}
        self.entries.append(entry | {"response": {"status": status, "headers": back, "content": content}})

    def write(self, path):
        text = json.dumps({"log": {"version": "1.2", "entries": self.entries}}, ensure_ascii=False)
        path.write_text(text, encoding="utf-8", newline="\n")


def link(href, **more):
    return {"href": href} | more


def said(text, media="text/plain"):
    return f"data:{media};charset=utf-8," + urllib.parse.quote_plus(text)


def channel(ack, *senders):
    links = {"self": link(f"{BASE}/events?ack={ack}"), "next": link(f"{BASE}/events?ack={ack + 1}")}
    return {"_links": links, "sender": list(senders)}


def sender(rel, href, *events):
    return {"rel": rel, "href": href, "events": list(events)}


def event(kind, rel, href, resource=None, title=None, **more):
    told = {"link": link(href, rel=rel, **({"title": title} if title else {})), "type": kind} | more
    return told | ({"_embedded": {rel: {"rel": rel} | resource}} if resource else {})


def message(talk, number, text, who=None, direction="Incoming", **more):
    links = {"self": link(f"{TALK}/{talk}/messaging/messages/{number}"), "plainMessage": link(said(text))}
    if who:
        links["participant"] = link(f"{TALK}/{talk}/participants/{who[0]}", title=who[1])
    resource = {"direction": direction, "timeStamp": f"/Date({int(clock[0].timestamp() * 1000)})/"} | more | {"_links": links}
    return event("completed", "message", f"{TALK}/{talk}/messaging/messages/{number}", resource, status="Success")


def png(width=96, height=64):
    """A picture in two colours, drawn here."""
    rows = b"".join(b"\0" + bytes(v for x in range(width) for v in ((70, 120, 220) if (x // 8 + y // 8) % 2 else (240, 200, 90))) for y in range(height))
    chunk = lambda kind, data: struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


SDP = "v=0\r\no=- 0 1 IN IP4 10.0.0.5\r\ns=session\r\nc=IN IP4 10.0.0.5\r\nt=0 0\r\nm=audio 50012 RTP/AVP 111 0 8\r\na=ice-ufrag:Xk3j\r\na=ice-pwd:SECRETICEPASSWORD\r\na=rtpmap:111 opus/48000/2\r\na=sendrecv\r\n"


def application():
    start = {"startMessaging": link(f"{BASE}/communication/s1", revision="2"), "startAudioVideo": link(f"{BASE}/communication/a1")}
    me = {"rel": "me", "name": "Lene Aaling", "uri": "sip:lene@contoso.com", "emailAddresses": ["lene@contoso.com"], "title": "Engineer",
          "_links": {"self": link(f"{BASE}/me"), "photo": link(f"{BASE}/photos/lene"), "note": link(f"{BASE}/me/note")}}
    communication = {"rel": "communication", "supportedModalities": ["Messaging"], "56de7bbf": "please pass this in a PUT request",
                     "_links": {"self": link(f"{BASE}/communication")} | start}
    links = {"self": link(BASE), "events": link(f"{BASE}/events?ack=1"), "batch": link(f"{BASE}/batch")}
    return {"rel": "application", "culture": "en-US", "userAgent": "Bot/1.0", "etag": "2461", "_links": links, "_embedded": {"me": me, "communication": communication}}


def story():
    """A conversation of three people, a call, and what goes wrong on the way."""
    capture = Capture()
    invitation = f"{BASE}/communication/invitations/602"
    first = f"{TALK}/137"
    capture.ask("POST", "/ucwa/oauth/v1/applications", 201, application(), {"culture": "en-US", "endpointId": "a1b2", "userAgent": "Bot/1.0"}, ms=143.2)
    capture.ask("POST", f"{BASE}/communication/s1", 201, None, {"operationId": "74cb7404", "subject": "Lunch?", "importance": "Normal", "to": "sip:john@contoso.com", "sessionContext": "33dc0ef6"}, location=invitation, ms=61)
    told = {"direction": "Outgoing", "importance": "Normal", "operationId": "74cb7404", "state": "Connecting", "subject": "Lunch?", "threadId": "Ad1b",
            "_links": {"self": link(invitation), "conversation": link(first), "message": link(said("Are you free at noon?"))}}
    capture.ask("GET", f"{BASE}/events?ack=1", 200, channel(1, sender("communication", f"{BASE}/communication", event("started", "messagingInvitation", invitation, told), event("added", "conversation", first, {"state": "Connecting", "subject": "Lunch?", "_links": {"self": link(first)}}))), ms=1204)
    capture.ask("GET", f"{BASE}/events?ack=2", 200, channel(2, sender("communication", f"{BASE}/communication", event("completed", "messagingInvitation", invitation, told | {"state": "Connected"}, status="Success")),
                sender("conversation", first, event("added", "participant", f"{first}/participants/john", title="John Bak"), event("updated", "messaging", f"{first}/messaging", {"state": "Connected", "_links": {"self": link(f"{first}/messaging"), "sendMessage": link(f"{first}/messaging/messages")}}))), ms=8030, wait=3)
    john, nour = ("john", "John Bak"), ("nour", "نور حداد")
    capture.ask("GET", f"{BASE}/events?ack=3", 200, channel(3, sender("conversation", first, message(137, 1, "Sure! Café Müller at noon? 🍜", john))), ms=20010, wait=9)
    capture.ask("POST", f"{first}/messaging/messages?operationContext=m1", 201, None, "Perfect. I'll bring Nour along.", "text/plain", f"{first}/messaging/messages/2", ms=44)
    capture.ask("GET", f"{BASE}/events?ack=4", 200, channel(4, sender("conversation", first, event("added", "participant", f"{first}/participants/nour", title="نور حداد"), message(137, 3, "مرحبا! أراكم ظهرا (table for 3)", nour), event("started", "whiteboard", f"{first}/whiteboard", {"colour": "green"}))), ms=15400, wait=20)
    capture.ask("GET", f"{BASE}/me", 200, {"rel": "me", "name": "Lene Aaling", "emailAddresses": "lene@contoso.com", "mood": "hungry", "workPhoneNumber": "tel:+4512345678", "_links": {"self": link(f"{BASE}/me")}})
    capture.ask("POST", f"{BASE}/me/note", 204, None, {"message": "At lunch until one o'clock"})
    capture.ask("GET", f"{BASE}/photos/lene", 200, {"rel": "me", "_links": {"self": link(f"{BASE}/me"), "photo": link("data:image/png;base64," + base64.b64encode(png()).decode())}})
    offer = {"operationId": "av55", "to": "sip:john@contoso.com", "mediaOffer": "", "_links": {"mediaOffer": link("data:application/sdp," + urllib.parse.quote_plus(SDP))}}
    capture.ask("POST", f"{BASE}/communication/a1", 201, None, offer, location=f"{BASE}/communication/invitations/603", ms=70)
    failed = {"direction": "Outgoing", "operationId": "av55", "state": "Disconnected", "_links": {"self": link(f"{BASE}/communication/invitations/603"), "conversation": link(f"{TALK}/138")}}
    capture.ask("GET", f"{BASE}/events?ack=5", 200, channel(5, sender("communication", f"{BASE}/communication", event("completed", "audioVideoInvitation", f"{BASE}/communication/invitations/603", failed, status="Failure", reason={"code": "RemoteFailure", "subcode": "Declined", "message": "John is at lunch."}))), ms=9700, wait=10)
    second = f"{TALK}/139"
    capture.ask("GET", f"{BASE}/events?ack=6", 200, channel(6, sender("conversation", second, message(139, 1, "Lunch was great.\nSee the list:\n- soup\n- noodles", john), message(139, 2, "x" * 3, nour, importance=5))), ms=11000, wait=3600)
    capture.ask("GET", f"{TALK}/9", 404, {"code": "NotFound", "subcode": "ConversationNotFound", "message": "There is no such conversation."}, ms=7.5)
    capture.ask("DELETE", BASE, 204, None, ms=12)
    return capture


def log(capture):
    """The answers of a capture as somebody logs them, each behind a line of text."""
    made = []
    for entry in capture.entries:
        text = entry["response"]["content"]["text"]
        made.append(f"{entry['startedDateTime']} {entry['request']['method']} {entry['response']['status']}\n{text}\n")
    return "".join(made)


HOSTILE = [
    "</script><script>window.hacked = 1; alert(1)</script>",
    "<!--<script>",
    "<img src=x onerror=\"window.hacked = 2; alert(2)\">",
    "<svg onload=window.hacked=3></svg>",
    "javascript:window.hacked=4",
    "\u202egnp.exe\u202c \u2066turned\u2069 \u200bnone\u0000\u0007\u2028line\u2029end\x7f\x1b[31m",
    "{{constructor.constructor('window.hacked=5')()}} ${window.hacked=6} __proto__ constructor",
    "&lt;b&gt;&#x3c;script&#x3e;",
]


def hostile():
    """What must be shown as text wherever it stands: in names, values, hrefs, titles, texts, paths, methods and content types."""
    capture = Capture()
    capture.ask("GET", f"{BASE}/events?ack=0", 200, talks(137))
    for number, text in enumerate(HOSTILE):
        href = text if number % 2 else f"/{urllib.parse.quote(text)}"
        resource = {"rel": "me", "name": text, text: text, "__proto__": {"hacked": 7}, "constructor": text, "emailAddresses": [text],
                    "_links": {"self": link(text), text: link(text, title=text), "photo": link("data:image/svg+xml," + urllib.parse.quote(HOSTILE[3])), "note": link("data:text/html," + urllib.parse.quote_plus(text)), "__proto__": link("/p")},
                    "_embedded": {text: {"rel": text, text: text}, "__proto__": {"rel": "constructor"}}}
        capture.ask("GET", f"{BASE}/me", 200, resource)
        capture.ask("POST", f"{TALK}/137/messaging/messages", 201, None, text, "text/plain", href.replace("\0", "").replace("\r", "").replace("\n", ""))
        capture.ask("GET", f"{BASE}/events?ack={number}", 200, channel(number, sender("conversation", text, message(137, number, text, (urllib.parse.quote(text), text), subject=text)), sender(text, text, event(text, text, text, {text: text}, title=text), 5)))
    capture.ask("GET", f"{BASE}/me", 200, "{\"rel\": \"me\", \"name\": \"" + HOSTILE[0])
    return capture


def talks(*numbers):
    """The answer that has the links by which messages are sent in conversations."""
    senders = []
    for number in numbers:
        messaging = f"{TALK}/{number}/messaging"
        resource = {"state": "Connected", "_links": {"self": link(messaging), "sendMessage": link(f"{messaging}/messages")}}
        senders.append(sender("conversation", f"{TALK}/{number}", event("updated", "messaging", messaging, resource)))
    return channel(0, *senders)


def failed():
    """What was said and did not arrive: told by an event with the text, by one without, and by the answer."""
    capture, messages = Capture(), f"{TALK}/1/messaging/messages"
    capture.ask("POST", "/ucwa/oauth/v1/applications", 201, application(), {"culture": "en-US", "endpointId": "a1b2", "userAgent": "Bot/1.0"})
    capture.ask("GET", f"{BASE}/events?ack=0", 200, talks(1))
    reason = {"code": "ServiceFailure", "subcode": "MediaFailure", "message": "nobody is there"}
    for number, status in [(1, 201), (2, 201), (3, 403)]:
        capture.ask("POST", messages, status, None, f"Text {number}", "text/plain", f"{messages}/{number}" if status == 201 else None)
    told = message(1, 1, "Text 1", direction="Outgoing") | {"status": "Failure", "reason": reason}
    bare = event("completed", "message", f"{messages}/2", status="Failure", reason=reason)
    capture.ask("GET", f"{BASE}/events?ack=1", 200, channel(1, sender("conversation", f"{TALK}/1", told, bare, message(1, 4, "Text 4", direction="Outgoing"))))
    return capture


def odd():
    """What is long, or written in ways that have others, and what took long."""
    capture, messages = Capture(), f"{TALK}/1/messaging/messages"
    capture.ask("POST", "/ucwa/oauth/v1/applications", 201, application(), {"culture": "en-US", "endpointId": "a1b2", "userAgent": "Bot/1.0"}, ms=59_999)
    capture.ask("GET", f"{BASE}/events?ack=0", 200, talks(1), ms=5_400_000)
    capture.ask("POST", messages, 201, None, "مرحبا" * 6000, "text/plain", f"{messages}/1", wait=90_000)
    note = "data:text/plain;base64," + base64.b64encode(b"written in base64").decode()
    capture.ask("GET", f"{BASE}/me", 200, {"rel": "me", "name": "Zoe\u0308", "title": "C:\\temp", "_links": {"self": link(f"{BASE}/me"), "note": link(note)}})
    capture.ask("GET", "/elsewhere", 404, {"code": "NotFound", "subcode": "None"})
    return capture


def many(count):
    """Exchanges of a busy client: most are answers of the event channel."""
    capture = Capture()
    capture.ask("POST", "/ucwa/oauth/v1/applications", 201, application(), {"culture": "en-US", "endpointId": "a1b2", "userAgent": "Bot/1.0"})
    capture.ask("GET", f"{BASE}/events?ack=0", 200, talks(*range(40)))
    for number in range(2, count):
        talk = number % 40
        if number % 5 == 0:
            capture.ask("POST", f"{TALK}/{talk}/messaging/messages", 201, None, f"Answer number {number}", "text/plain", f"{TALK}/{talk}/messaging/messages/{number}")
        elif number % 97 == 0:
            capture.ask("GET", f"{BASE}/me", 200, {"rel": "me", "name": number, "mood": "busy"})
        else:
            capture.ask("GET", f"{BASE}/events?ack={number}", 200, channel(number, sender("conversation", f"{TALK}/{talk}", message(talk, number, f"Message number {number}", ("john", "John Bak")))))
    return capture


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    story().write(folder / "story.har")
    (folder / "story.log").write_text(log(story()), encoding="utf-8", newline="\n")
    hostile().write(folder / "hostile.har")
    failed().write(folder / "failed.har")
    odd().write(folder / "odd.har")
    many(10_000).write(folder / "many.har")
