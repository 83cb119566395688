"""jing and xmllint over some messages of each type, which read files: files.py GRAMMARS MESSAGES FOLDER MOST

One grammar takes any type: each message stands in an element that names it, so that neither program reads 200 grammars.
"""

import collections
import os
import pathlib
import re
import subprocess
import sys

from lxml import etree

from tally import Tally, messages


def is_well_formed(text):
    """jing reads no file behind one that is not."""
    try:
        etree.fromstring(text)
    except (etree.XMLSyntaxError, ValueError):
        return False
    return "<!DOCTYPE" not in text


grammars, path, folder, most = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3]), int(sys.argv[4])
folder.mkdir(parents=True, exist_ok=True)
counts = collections.Counter()
chosen = {}
for message in messages(path):
    name, text = message["name"], re.sub(r"^\ufeff?\s*<\?xml.*?\?>", "", message["text"])
    counts[name, message["valid"]] += 1
    if counts[name, message["valid"]] > most or not is_well_formed(text):
        continue
    file = folder / f"{len(chosen)}.xml"
    file.write_text(f'<check xmlns="" name="{name}">{text}</check>', encoding="utf-8")
    chosen[file.name] = message
names = sorted({message["name"] for message in chosen.values()})
choices = "".join(
    f'<group><attribute name="name"><value>{name}</value></attribute><ref name="{"document" if name == "document" else "start." + name}"/></group>'
    for name in names
)
grammar = folder / "check.rng"
grammar.write_text(
    '<grammar xmlns="http://relaxng.org/ns/structure/1.0"><include href="' + str(pathlib.Path(grammars).resolve() / "ucwa.rng") + '">'
    f'<start><element name="check"><choice>{choices}</choice></element></start></include></grammar>',
    encoding="utf-8",
)


# what jing says of a name that does not fit, it puts together by a recursion over all that would
ENVIRONMENT = {**os.environ, "JDK_JAVA_OPTIONS": "-Xss64m"}


def run(command, name_in_line):
    """The files that a program complains of."""
    files, found = [str(folder / name) for name in chosen], set()
    for start in range(0, len(files), 4000):
        line = [*command, *files[start : start + 4000]]
        done = subprocess.run(line, capture_output=True, text=True, errors="replace", env=ENVIRONMENT)
        if "Exception in thread" in done.stderr:
            sys.exit(done.stderr[:2000])
        found |= {match.group(1) for line in (done.stdout + done.stderr).splitlines() if (match := re.search(name_in_line, line))}
    return found


programs = {
    "jing": (["jing", str(grammar)], r"/(\d+\.xml):\d+:\d+: (?:error|fatal)"),
    "xmllint": (["xmllint", "--noout", "--huge", "--relaxng", str(grammar)], r"/(\d+\.xml)(?: fails to validate|:\d+: .*parser error)"),
}
for name, (command, pattern) in programs.items():
    refused = run(command, pattern)
    tally = Tally(name, "xml")
    for file, message in chosen.items():
        tally.add(message, file not in refused)
    tally.report()
