"""The table of all validators: table.py RESULTS… Fails if one refuses what strict mode takes, or takes what no reason allows, or more of it
than the reason explains."""

import json
import sys
from collections import Counter

# what exports let pass although strict mode refuses it, by format and by how a message was changed: the most of it, as a share of all that
# were changed, or of fixtures as a number, and why; the reasons are in docs/exports.md
ALLOWED = {
    ("json", "a fixture"): (7, "members of one name, which parsers merge"),
    ("json", "a long text in its place"): (0.002, "lengths in code points"),
    ("xml", "a fixture"): (7, "lists of JSON in XML's markup"),
    ("xml", "it twice"): (0.08, "links and resources that come twice"),
    ("xml", "text in its place"): (0.002, "what an input calls itself"),
    ("xml", "text beside elements"): (0.002, "what an input calls itself"),
    ("xml", "a number in its place"): (0.002, "what an input calls itself"),
    ("xml", "a long text in its place"): (0.003, "what an input calls itself, and lengths in code points"),
    ("xml", "it left out"): (0.002, "what an input calls itself"),
    ("xml", "another rel"): (0.002, "what an input calls itself, and roles that a container does not know"),
}

# so many more may be chance where few messages are tried
CHANCE = 5


def reason(row, kind, count):
    """Why so many may pass, and none if they may not.

    >>> few, many, in_json = (reason({"format": f, "mutants": 7000}, "it twice", n) for f, n in (("xml", 469), ("xml", 700), ("json", 1)))
    >>> few, many, in_json
    ('links and resources that come twice', None, None)
    """
    most, why = ALLOWED.get((row["format"], kind), (0, None))
    if 0 < most < 1:
        most = most * row["mutants"] + CHANCE
    return why if count <= most else None


columns = ["messages", "wrongly refused", "mutants", "refused", "let pass"]


def rows(paths):
    """The rows of all validators, those of parts summed up, and what each refused wrongly."""
    found, wrong = {}, {}
    for path in paths:
        for line in open(path, encoding="utf-8"):
            row = json.loads(line)
            name = row["validator"]
            if "kinds" not in row:
                wrong.setdefault(name, []).append(line.strip())
                continue
            total = found.setdefault(name, {**row, **dict.fromkeys(columns, 0), "kinds": Counter()})
            for column in columns:
                total[column] += row[column]
            total["kinds"].update(row["kinds"])
    return found, wrong


def main(paths):
    failed = False
    print(f"{'validator':20}" + "".join(f"{column:>17}" for column in columns))
    found, wrong = rows(paths)
    for name, row in found.items():
        print(f"{name:20}" + "".join(f"{row[column]:>17}" for column in columns))
        for line in wrong.get(name, []):
            print("   ", line)
        failed |= row["wrongly refused"] > 0
        if "XSD" in name:
            continue  # the shape alone refuses little; it counts together with RELAX NG
        for kind, count in sorted(row["kinds"].items()):
            why = reason(row, kind, count)
            failed |= why is None
            print(f"    {count:>6} {kind}: {why or 'NO REASON FOR SO MANY'}")
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
