"""jing or xmllint, which read files, over messages: files.py PROGRAM GRAMMARS MESSAGES FOLDER MOST

At most MOST messages of each type are read, and as many mutants. One grammar takes any type: each message stands in an element that names
it, so that a program starts once for thousands of them, and does not read 200 grammars.
"""

import collections
import os
import pathlib
import re
import subprocess
import sys

from lxml import etree

from tally import Tally, messages

# how each is called, and how it names a file of which it complains
PROGRAMS = {
    "jing": (["jing", "check.rng"], r"\b(\d+\.xml):\d+:\d+: (?:error|fatal)"),
    "xmllint": (["xmllint", "--noout", "--huge", "--relaxng", "check.rng"], r"^(\d+\.xml)(?: fails to validate|:\d+: .*parser error)"),
}

# as many are written at a time, and then deleted
BATCH = 20_000

# what jing says of a name that does not fit, it puts together by a recursion over all that would
ENVIRONMENT = {**os.environ, "JDK_JAVA_OPTIONS": "-Xss64m"}


def is_well_formed(text):
    """jing reads no file behind one that is not."""
    try:
        etree.fromstring(text)
    except (etree.XMLSyntaxError, ValueError):
        return False
    return "<!DOCTYPE" not in text


def chosen(path, most):
    """The first messages of each type that have the form of XML, without the declaration of it."""
    counts = collections.Counter()
    for message in messages(path):
        key = message["name"], message["valid"]
        counts[key] += 1
        if counts[key] <= most:
            text = re.sub(r"^\ufeff?\s*<\?xml.*?\?>", "", message["text"])
            if is_well_formed(text):
                yield message, text


def grammar(grammars, names):
    start = {name: "document" if name == "document" else f"start.{name}" for name in names}
    choices = "".join(
        f'<group><attribute name="name"><value>{name}</value></attribute><ref name="{pattern}"/></group>' for name, pattern in start.items()
    )
    return (
        f'<grammar xmlns="http://relaxng.org/ns/structure/1.0"><include href="{pathlib.Path(grammars).resolve()}/ucwa.rng">'
        f'<start><element name="check"><choice>{choices}</choice></element></start></include></grammar>'
    )


def refused(program, folder, files):
    """The files that a program complains of."""
    command, name_in_line = PROGRAMS[program]
    done = subprocess.run([*command, *files], capture_output=True, text=True, errors="replace", env=ENVIRONMENT, cwd=folder)
    if "Exception in thread" in done.stderr or not os.path.exists(folder / "check.rng"):
        sys.exit(done.stderr[:2000])
    lines = (done.stdout + done.stderr).splitlines()
    return {match.group(1) for line in lines if (match := re.search(name_in_line, line))}


def main(program, grammars, path, folder, most):
    folder.mkdir(parents=True, exist_ok=True)
    tally = Tally(program, "xml")
    batch = {}

    def check():
        (folder / "check.rng").write_text(grammar(grammars, sorted({message["name"] for message in batch.values()})), encoding="utf-8")
        bad = refused(program, folder, list(batch))
        for file, message in batch.items():
            tally.add(message, file not in bad)
            (folder / file).unlink()
        batch.clear()

    for number, (message, text) in enumerate(chosen(path, most)):
        name = f"{number}.xml"
        (folder / name).write_text(f'<check xmlns="" name="{message["name"]}">{text}</check>', encoding="utf-8")
        batch[name] = message
        if len(batch) == BATCH:
            check()
    if batch:
        check()
    tally.report()


if __name__ == "__main__":
    main(*sys.argv[1:3], sys.argv[3], pathlib.Path(sys.argv[4]), int(sys.argv[5]))
