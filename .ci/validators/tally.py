"""What validators make of messages, as a table."""

import json
from collections import Counter


def messages(path):
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


class Tally:
    """Counts, and keeps the first few messages of which a validator and strict mode think differently."""

    def __init__(self, validator, format):
        self.validator, self.format = validator, format
        self.counts = Counter()
        self.passed = Counter()
        self.wrong = []

    def add(self, message, accepted, why=""):
        valid = message["valid"]
        self.counts["messages" if valid else "mutants"] += 1
        if valid and not accepted:
            self.counts["wrongly refused"] += 1
            if len(self.wrong) < 5:
                self.wrong.append((message["name"], why, message["text"][:400]))
        elif not valid and accepted:
            self.counts["let pass"] += 1
            self.passed[message.get("what", "")] += 1
        elif not valid:
            self.counts["refused"] += 1

    def report(self):
        names = ["messages", "wrongly refused", "mutants", "refused", "let pass"]
        print(json.dumps({"validator": self.validator, "format": self.format, **{name: self.counts[name] for name in names}, "kinds": dict(self.passed)}))
        for name, why, text in self.wrong:
            print(json.dumps({"validator": self.validator, "wrongly refused": name, "why": why, "text": text}))
