// The members of a message, read off its JSON as it is written: one member a line. So numbers stay as they are, and members that come
// twice stay twice.

const LINE = /^( *)(?:("(?:[^"\\]|\\.)*"): )?(.*?)(,?)$/s;

/** What stands in every message, beside the members of its schema. */
const COMMON = {
  rel: { type: "rel", doc: "What it is." },
  link: {
    href: { type: "string", doc: "Where it leads." },
    title: { type: "string", doc: "What it is called." },
    revision: { type: "string", doc: "The revision of the rel that stands there." },
    rel: { type: "rel", doc: "What stands there." },
  },
  sender: {
    rel: { type: "rel", doc: "What the events happened to." },
    href: { type: "string", doc: "Where that is." },
    events: { type: "list of events", doc: "What happened." },
  },
  event: {
    type: { type: "EventType", doc: "What happened.", enumeration: "EventType" },
    link: { type: "link", doc: "What it happened to." },
    in: { type: "link", doc: "In what it happened." },
    status: { type: "EventStatus", doc: "How an operation ended.", enumeration: "EventStatus" },
    reason: { type: "reason", doc: "Why an operation failed." },
  },
};

/** What a member of an object is. */
function memberOf({ role, shape }, name) {
  const table = own(store.schema.shapes, shape);
  if (name === "_links" && role !== "link" && role !== "plain") return { role: "links", shape };
  if (name === "_embedded" && role !== "link" && role !== "plain") return { role: "embedded", shape: role === "event" ? null : shape };
  switch (role) {
    case "resource":
      return { role: "plain", member: own(table?.properties, name) ?? (name === "rel" ? COMMON.rel : undefined) };
    case "links":
      return { role: "link", member: own(table?.links, name) };
    case "embedded": {
      const member = own(table?.embedded, name);
      const inner = member?.shape ?? own(store.schema.rels, name) ?? null;
      return { role: "resource", shape: inner, member: member ?? (inner ? { type: name, doc: own(store.schema.shapes, inner)?.doc } : undefined) };
    }
    case "events":
      return { role: name === "sender" ? "sender" : "plain" };
    case "sender":
      return { role: name === "events" ? "event" : "plain", member: own(COMMON.sender, name) };
    case "event":
      return { role: { link: "link", in: "link", reason: "resource" }[name] ?? "plain", shape: name === "reason" ? "reason" : null, member: own(COMMON.event, name) };
    case "link":
      return { role: "plain", member: own(COMMON.link, name) };
    default:
      return { role: "plain" };
  }
}

function unquoted(text) {
  if (!text.startsWith('"')) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** The root of a message, with its members below, and which member each line is. */
function readJson(text, shape) {
  const root = { path: "", role: shape === "events" ? "events" : "resource", shape, kids: [], depth: -1 };
  const stack = [root];
  const byLine = text.split("\n").map((line) => readLine(line, stack));
  return { root, byLine };
}

function readLine(line, stack) {
  const [, , quoted, value] = LINE.exec(line) ?? [];
  if (value === undefined) return null;
  if (value === "}" || value === "]") return stack.length > 1 ? stack.pop() : null;
  const parent = stack.at(-1);
  if (quoted === undefined && stack.length === 1 && !parent.opened) {
    parent.opened = true; // the root itself
    return null;
  }
  const node = quoted === undefined ? itemOf(parent) : namedIn(parent, unquoted(quoted));
  parent.kids.push(node);
  if (value === "{" || value === "[") {
    node.isList = value === "[";
    stack.push(node);
  } else {
    node.value = unquoted(value);
    node.isText = value.startsWith('"');
    if (node.name === "rel" && parent.role === "resource" && !parent.shape) parent.shape = own(store.schema.rels, node.value) ?? null;
  }
  return node;
}

function itemOf(list) {
  const index = list.kids.length;
  const { role, shape, member } = list;
  return { name: `[${index}]`, path: `${list.path}[${index}]`, role, shape, member, isItem: true, kids: [], depth: list.depth + 1 };
}

function namedIn(parent, name) {
  const { role, shape = null, member } = memberOf(parent, name);
  // what stands beside the members of the schema in every message is no news
  const isOpen = member === undefined && role !== "links" && role !== "embedded" && name !== "etag";
  const isKnown = !(isOpen && own(store.schema.shapes, parent.shape) && ["resource", "links", "embedded"].includes(parent.role));
  return { name, isKnown, path: parent.path ? `${parent.path}.${name}` : name, role, shape, member, kids: [], depth: parent.depth + 1 };
}
