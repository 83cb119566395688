"""An emulator that shows what happens, and a client of it that knows no more than links."""
import json
import subprocess
import urllib.error
import urllib.parse
import urllib.request


class Emulator:
    """Ann can sign in; Tosh is a robot, who answers."""

    def __init__(self, command, port=0):
        self.process = subprocess.Popen([command, f"--inspect={port}"], stdout=subprocess.PIPE, text=True)
        line = ""
        while "is a robot" not in line:
            line = self.process.stdout.readline()
            assert line, "the emulator has ended"
            last = line.split()[-1]
            if "listening on" in line:
                self.url = last
            elif "is shown at" in line:
                self.page = last

    def end(self):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()


class Client:
    """Ann, in a conversation with Tosh."""

    def __init__(self, emulator):
        self.url = emulator.url
        self.token = None
        form = {"grant_type": "password", "username": "ann", "password": "secret"}
        ticket = self.ask("POST", "/WebTicket/oauthtoken", urllib.parse.urlencode(form), "application/x-www-form-urlencoded")
        self.token = ticket["access_token"]
        application = self.ask("POST", "/ucwa/v1/applications", {"culture": "en-US", "endpointId": "a", "userAgent": "Test/1.0"})
        self.next = application["_links"]["events"]["href"]
        embedded = application["_embedded"]
        self.me = embedded["me"]["_links"]["self"]["href"]
        available = {"supportedModalities": ["Messaging"], "supportedMessageFormats": ["Plain"], "signInAs": "Online", "phoneNumber": ""}
        self.ask("POST", embedded["me"]["_links"]["makeMeAvailable"]["href"], available)
        start = embedded["communication"]["_links"]["startMessaging"]["href"]
        self.ask("POST", start, {"operationId": "a1", "to": "sip:tosh@contoso.com", "subject": "Sweets"})
        self.messages = self.until("messaging", "updated", lambda event: event["_embedded"]["messaging"]["_links"].get("sendMessage"))["href"]

    def ask(self, method, href, body=None, media="application/json"):
        data = None if body is None else (body if isinstance(body, str) else json.dumps(body)).encode()
        request = urllib.request.Request(urllib.parse.urljoin(self.url, href), data, method=method, headers={"Accept": "application/json"})
        if data is not None:
            request.add_header("Content-Type", media)
        if self.token:
            request.add_header("Authorization", f"Bearer {self.token}")
        with urllib.request.urlopen(request, timeout=30) as answer:
            text = answer.read()
        return json.loads(text) if text else None

    def until(self, rel, kind, found):
        """What is found in the first event of a kind that has it."""
        while True:
            response = self.ask("GET", self.next)
            self.next = response["_links"]["next"]["href"]
            for event in (event for sender in response.get("sender", []) for event in sender["events"]):
                if (event["link"]["rel"], event["type"]) == (rel, kind) and found(event):
                    return found(event)

    def say(self, text):
        """Says something, and waits for the answer."""
        self.ask("POST", self.messages, text, "text/plain")
        return self.until("message", "completed", lambda event: event["_embedded"]["message"]["direction"] == "Incoming" and event)
