"""jing and xmllint over some messages of each type, which read files: files.py GRAMMARS MESSAGES FOLDER MOST

One grammar takes any type: each message stands in an element that names it, so that neither program reads 200 grammars.
"""

import collections
import os
import pathlib
import re
import subprocess
import sys

from tally import Tally, messages

grammars, path, folder, most = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3]), int(sys.argv[4])
folder.mkdir(parents=True, exist_ok=True)
counts = collections.Counter()
chosen = {}
for message in messages(path):
    name, text = message["name"], re.sub(r"^\ufeff?\s*<\?xml.*?\?>", "", message["text"])
    counts[name, message["valid"]] += 1
    if counts[name, message["valid"]] > most or text.lstrip().startswith("<!DOCTYPE"):
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
    """The files that a program complains of. One at which it fails itself, while it puts its complaint together, is refused too."""
    files, found, start = list(chosen), set(), 0
    while start < len(files):
        part = files[start : start + 4000]
        line = [*command, *(str(folder / name) for name in part)]
        done = subprocess.run(line, capture_output=True, text=True, errors="replace", env=ENVIRONMENT)
        refused = {match.group(1) for line in (done.stdout + done.stderr).splitlines() if (match := re.search(name_in_line, line))}
        found |= refused
        if "StackOverflowError" not in done.stderr:
            start += len(part)
        elif len(part) == 1:
            found.add(part[0])
            start += 1
        else:
            # it is one behind the last that was refused: look at the next alone
            last = max((index for index, name in enumerate(part) if name in refused), default=-1)
            start += last + 1
            alone = subprocess.run([*command, str(folder / files[start])], capture_output=True, text=True, env=ENVIRONMENT)
            if alone.returncode != 0:
                found.add(files[start])
            start += 1
    return found


programs = {
    "jing": (["jing", str(grammar)], r"/(\d+\.xml):\d+:\d+: (?:error|fatal)"),
    "xmllint": (["xmllint", "--noout", "--huge", "--relaxng", str(grammar)], r"/(\d+\.xml)(?: fails to validate|:\d+: .*parser error)"),
}
for name, (command, pattern) in programs.items():
    refused = run(command, pattern)
    tally = Tally(name)
    for file, message in chosen.items():
        tally.add(message, file not in refused)
    tally.report()
