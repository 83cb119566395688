"""The table of all validators: table.py RESULTS… Fails if one refuses what strict mode takes, or takes what no reason allows."""

import json
import sys

# what exports let pass although strict mode refuses it, by how a message was changed: the reasons are in docs/exports.md
ALLOWED = {
    "a fixture": "members of one name, which parsers merge, and lists of JSON in XML's markup",
    "it twice": "links and resources that come twice in XML",
    "text in its place": "JSON in XML's markup",
    "text beside elements": "JSON in XML's markup",
    "a number in its place": "JSON in XML's markup",
    "a long text in its place": "JSON in XML's markup, and lengths in code points",
    "it left out": "what an input calls itself in XML",
    "another rel": "what an input calls itself in XML, and roles that a container does not know",
}

columns = ["messages", "wrongly refused", "mutants", "refused", "let pass"]
failed = False
print(f"{'validator':20}" + "".join(f"{column:>17}" for column in columns))
for path in sys.argv[1:]:
    for line in open(path, encoding="utf-8"):
        row = json.loads(line)
        if "kinds" not in row:
            print("   ", line.strip())
            continue
        print(f"{row['validator']:20}" + "".join(f"{row[column]:>17}" for column in columns))
        alone = "XSD" in row["validator"]  # the shape alone refuses little; it counts together with RELAX NG
        for kind, count in sorted(row["kinds"].items()):
            is_allowed = kind in ALLOWED or alone
            failed |= not is_allowed
            if not alone:
                print(f"    {count:>6} {kind}: {ALLOWED.get(kind, 'NO REASON')}")
        failed |= row["wrongly refused"] > 0
sys.exit(failed)
