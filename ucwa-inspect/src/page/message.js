// A message that was opened: JSON and XML side by side, and its members with what they are.

/** Lines, and members, that are shown before somebody asks for all. */
const AT_FIRST = 1500;

/** Fills a parent with as many as are shown at first; a button shows all. */
function fill(parent, makers, thing) {
  parent.append(...makers.slice(0, AT_FIRST).map((make) => make()));
  if (makers.length <= AT_FIRST) return parent;
  const all = element("button", { type: "button", class: "all" }, `Show all ${counted(makers.length, thing)}`);
  const place = parent.tagName === "TBODY" ? element("tr", null, element("td", { colspan: 4 }, all)) : all;
  all.addEventListener("click", () => {
    place.replaceWith(...makers.slice(AT_FIRST).map((make) => make()));
  });
  parent.append(place);
  return parent;
}

/** What is known of places in a message: what does not fit, by path, and what the schema does not know. */
function remarks(message) {
  const found = new Map();
  for (const finding of message.findings ?? []) found.set(finding.path, [...(found.get(finding.path) ?? []), finding.message]);
  const unknown = new Map((message.unknown ?? []).map((one) => [one.path, one]));
  return { found, unknown };
}

/** Whether the schema has no such member. The decoder has said so, but it shortens long paths. */
const isStrange = (node, unknown) => unknown.size > 0 && node.isKnown === false && !node.isItem;

function tags(node, { found, unknown }) {
  const made = [];
  const { path } = node;
  const one = unknown.get(path) ?? (isStrange(node, unknown) ? {} : undefined);
  if (one) made.push(element("span", { class: "mark unknown", title: one.expected ? plain(`expected ${one.expected}`) : null }, one.kind === "value" ? "unknown value" : "unknown"));
  if (found.has(path)) made.push(element("span", { class: "mark finding" }, "does not fit"));
  return made;
}

function jsonLine(text, node, remark) {
  const [, indent, name, value, comma] = LINE.exec(text) ?? [null, "", undefined, text, ""];
  const ends = value === "}" || value === "]";
  const marked = node && !ends ? tags(node, remark) : [];
  const doc = node?.member?.doc;
  const line = element("div", { class: `line${marked.length > 0 ? " marked" : ""}`, title: doc ?? null }, indent,
    name === undefined ? null : [foreign(name, "name"), ": "], foreign(value, "value"), comma, marked);
  if (node && !ends) line.dataset.path = node.path;
  return line;
}

function xmlLine(text) {
  const indent = /^ */.exec(text)[0];
  const parts = text.slice(indent.length).split(/(<[^>]*>)/).filter((part) => part);
  return element("div", { class: "line" }, indent, parts.map((part) => foreign(part, part.startsWith("<") ? "tag" : "value")));
}

function pane(name, note, makers) {
  const label = `${name}${note}`;
  const code = element("div", { class: "code", tabindex: 0, role: "region", "aria-label": label });
  return element("div", { class: "pane" }, element("h4", null, label), fill(code, makers, "line"));
}

function panes(message, read, remark) {
  const sent = (format) => (message.format === format ? ", written anew" : ", converted");
  const made = [];
  if (message.json !== undefined) {
    const makers = message.json.split("\n").map((text, index) => () => jsonLine(text, read.byLine[index], remark));
    made.push(pane("JSON", sent("json"), makers));
  }
  if (message.xml !== undefined) made.push(pane("XML", sent("xml"), message.xml.split("\n").map((text) => () => xmlLine(text))));
  if (message.raw !== undefined) {
    const note = message.cut ? ", the beginning as it came" : ", as it came";
    made.push(pane((message.format ?? "text").toUpperCase(), note, message.raw.split("\n").map((text) => () => element("div", { class: "line" }, foreign(text)))));
  }
  return element("div", { class: "panes" }, made);
}

/** The value of a member, as a person reads it. */
function valueOf(node) {
  if (node.role === "link" && !node.isList) {
    const [href, title] = ["href", "title"].map((name) => node.kids.find((kid) => kid.name === name)?.value);
    if (href === undefined) return null;
    return element("div", null, dataUrl(href) ?? foreign(href), title === undefined ? null : [" ", foreign(title, "quote")]);
  }
  if (node.value === undefined) {
    const scalars = node.isList && node.kids.length > 0 && node.kids.every((kid) => kid.value !== undefined);
    return scalars ? element("ul", null, node.kids.map((kid) => element("li", null, foreign(kid.value)))) : null;
  }
  if (node.value === "") return element("span", { class: "dim" }, "empty");
  if (!node.isText) return foreign(node.value, "literal");
  return dataUrl(node.value) ?? (/[\n\t]/.test(node.value) || node.value.length > 300 ? lines(node.value, "said") : foreign(node.value));
}

/** What a value of an enumeration means. */
function meaning(node) {
  const values = own(store.schema.enumerations, node.member?.enumeration)?.values;
  const doc = own(values, node.value);
  return doc ? element("span", { class: "meaning" }, foreign(node.value), ": ", prose(doc)) : null;
}

function memberRow(node, remark) {
  const group = node.name === "_links" || node.name === "_embedded";
  const name = element("th", { scope: "row", class: `depth-${Math.min(node.depth, 12)}${group ? " group" : ""}` }, foreign(node.name), tags(node, remark));
  const notes = (remark.found.get(node.path) ?? []).map((message) => element("p", { class: "note" }, foreign(message)));
  const doc = element("td", null, node.isItem || !node.member?.doc ? null : prose(node.member.doc), " ", meaning(node), notes);
  const type = element("td", { class: "type" }, node.isItem ? null : node.member?.type);
  const isNoted = remark.found.has(node.path) || remark.unknown.has(node.path) || isStrange(node, remark.unknown);
  return element("tr", { class: isNoted ? "marked" : null }, name, element("td", null, valueOf(node)), type, doc);
}

/** The rows of members below one; what a row says of its own is not said again. */
function* rowsBelow(node) {
  for (const kid of node.kids) {
    if (node.role === "link" && !node.isList && (kid.name === "href" || kid.name === "title")) continue;
    yield kid;
    const isSaid = kid.isList && kid.kids.every((one) => one.value !== undefined);
    if (!isSaid) yield* rowsBelow(kid);
  }
}

function members(read, remark) {
  const rows = [...rowsBelow(read.root)].map((node) => () => memberRow(node, remark));
  if (rows.length === 0) return null;
  const head = ["Member", "Value", "Type", "What it is"].map((name) => element("th", { scope: "col" }, name));
  const table = element("table", null, element("thead", null, element("tr", null, head)), fill(element("tbody"), rows, "member"));
  return element("details", { class: "members", open: true }, element("summary", null, "Members"), element("div", { class: "wide", tabindex: 0, role: "region", "aria-label": "Members" }, table));
}

function findings(message) {
  const found = (message.findings ?? []).map((finding) =>
    element("li", null, finding.path ? [foreign(finding.path, "name"), ": "] : null, foreign(finding.message),
      finding.line && message.raw !== undefined ? element("span", { class: "dim" }, ` (line ${finding.line}, column ${finding.column})`) : null));
  if (message.refused) found.push(element("li", null, foreign(message.refused)));
  if (message.omitted) found.push(element("li", null, `and ${number(message.omitted)} more`));
  return found.length > 0 ? element("ul", { class: "findings", "aria-label": "Findings" }, found) : null;
}

/** A message with its heading; nothing, if there was none. */
function messageSection(heading, message, className) {
  if (!message) return null;
  const type = message.type ? [": ", foreign(message.type, "name")] : message.media ? [": ", foreign(message.media)] : null;
  const size = message.bytes > 0 ? element("span", { class: "dim" }, ` ${counted(message.bytes, "byte")}`) : element("span", { class: "dim" }, " no body");
  const section = element("section", { class: className }, element("h3", null, heading, type, size), findings(message));
  const doc = own(store.schema.shapes, message.shape)?.doc;
  if (doc && !message.isInput) section.append(element("p", { class: "doc" }, prose(doc)));
  if (message.text !== undefined) section.append(lines(message.text, "said"));
  if (message.left_out) section.append(element("p", { class: "dim" }, "The body is not one of UCWA, and is left out."));
  if (message.json === undefined && message.raw === undefined) return section;
  const remark = remarks(message);
  const read = message.json === undefined ? null : readJson(message.json, message.shape);
  const made = [panes(message, read, remark), read ? members(read, remark) : null].filter((part) => part);
  section.append(...made);
  return section;
}
