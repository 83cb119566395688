"""libxml2 (lxml of PyPI) over messages: xml_schema.py GRAMMARS XSD MESSAGES PART PARTS. A mutant that either refuses is refused.

Of the types, each of the parts takes every PARTS-th.
"""

import itertools
import sys

from lxml import etree

from tally import Tally, messages

grammars, xsd, path = sys.argv[1:4]
part, parts = int(sys.argv[4]), int(sys.argv[5])
shape = etree.XMLSchema(etree.parse(xsd))
parser = etree.XMLParser(huge_tree=True, resolve_entities=False)
both, relaxng, alone = (Tally(f"libxml2, {by}", "xml") for by in ("both", "RELAX NG", "XSD"))
for number, (name, group) in enumerate(itertools.groupby(messages(path), lambda message: message["name"])):
    if number % parts != part:
        continue
    grammar = etree.RelaxNG(etree.parse(f"{grammars}/{'ucwa' if name == 'document' else name}.rng"))
    for message in group:
        try:
            tree = etree.fromstring(message["text"].encode(), parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            for tally in (both, relaxng, alone):
                tally.add(message, False, str(error))
            continue
        fits = grammar.validate(tree)
        in_namespace = etree.QName(tree).namespace is not None
        fits_shape = shape.validate(tree) if in_namespace or not message["valid"] else True
        relaxng.add(message, fits, "" if fits else str(grammar.error_log.last_error))
        alone.add(message, fits_shape, "" if fits_shape else str(shape.error_log.last_error))
        both.add(message, fits and fits_shape, "")
for tally in (relaxng, alone, both):
    tally.report()
