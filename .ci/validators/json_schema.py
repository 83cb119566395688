"""jsonschema (PyPI) over messages: json_schema.py SCHEMA MESSAGES EVERY"""

import json
import re
import sys

import jsonschema
from referencing import Registry, Resource

from tally import Tally, messages

schema = json.load(open(sys.argv[1], encoding="utf-8"))
every = int(sys.argv[3])
jsonschema.Draft202012Validator.check_schema(schema)
registry = Registry().with_resource(schema["$id"], Resource.from_contents(schema))
validators = {}


def validator(name):
    if name not in validators:
        target = schema if name == "document" else {"$ref": f"{schema['$id']}#/$defs/{name}"}
        validators[name] = jsonschema.Draft202012Validator(target, registry=registry)
    return validators[name]


tally = Tally("jsonschema", "json")
for number, message in enumerate(messages(sys.argv[2])):
    if number % every and "fixture" not in message.get("what", ""):
        continue
    try:
        value = json.loads(re.sub("^\ufeff", "", message["text"]))
    except ValueError as error:
        tally.add(message, False, str(error))
        continue
    error = next(validator(message["name"]).iter_errors(value), None)
    tally.add(message, error is None, "" if error is None else f"{error.json_path}: {error.message[:200]}")
tally.report()
