// What the page holds: lines of JSON, each an object of one member. Exchanges are read at once; the messages of an exchange, which
// stand on the line behind it, only when somebody opens it. A line more is an exchange more, whenever it comes.

const store = {
  files: [],
  schema: { shapes: {}, rels: {}, operations: {}, enumerations: {} },
  entries: [],
  /** Entries by their address. */
  places: new Map(),
  unreadable: [],
  /** On which days something happened. */
  days: new Set(),
  /** Whether a server tells of more. */
  isLive: false,
};

/** Own members alone: names of others may be those of every object. */
const own = (object, name) => (object && typeof name === "string" && Object.hasOwn(object, name) ? object[name] : undefined);

const address = (file, number) => (file === 0 ? `exchange-${number}` : `exchange-${file + 1}:${number}`);

const DETAIL = '{"detail":';

/** Takes a line of the data. */
function take(line) {
  if (line.startsWith(DETAIL)) {
    const entry = store.entries.at(-1);
    if (entry) entry.line = line; // it belongs to the exchange before it
    return;
  }
  const [[kind, value]] = Object.entries(JSON.parse(line));
  if (kind === "exchange") takeExchange(value);
  else if (kind === "schema") store.schema = value;
  else if (kind === "page") {
    store.files = value.files ?? [];
    store.isLive = value.live === true;
  }
  else if (kind === "unreadable") store.unreadable.push(value);
}

function takeExchange(exchange) {
  const id = address(exchange.file, exchange.number);
  noteDay(exchange);
  const entry = { ...exchange, line_number: exchange.line, id, index: store.entries.length, events: exchange.events ?? [], line: null, words: null };
  entry.events.forEach((event, index) => {
    event.id = `${id}-event-${index + 1}`;
    event.entry = entry;
    store.places.set(event.id, event);
    noteDay(event);
  });
  store.entries.push(entry);
  if (!store.places.has(id)) store.places.set(id, entry); // the first, of those that a broken capture numbers twice
}

function noteDay({ time }) {
  const known = time ? day(time) : null;
  if (known !== null) store.days.add(known);
}

/** The messages of an exchange. */
const detailOf = (entry) => (entry.line ? JSON.parse(entry.line).detail : {});

/** What an exchange is called. */
const nameOf = (entry) => entry.operation ?? (entry.method ? `${entry.method} ${entry.path ?? ""}`.trim() : (entry.answer ?? "text"));

const title = (entry) => `${store.files.length > 1 ? `${entry.file + 1}:` : ""}${entry.number}`;

const pathOf = (href) => (href ?? "").replace(/^[a-z]+:\/\/[^/]*/i, "").replace(/[?#].*$/, "");

/** Where what belongs together stands: by operation id, and by the href of what was started. */
const ties = {
  known: 0,
  operations: new Map(),
  hrefs: new Map(),

  /** All that came since the last time is looked at. */
  learn() {
    for (; this.known < store.entries.length; this.known += 1) {
      const entry = store.entries[this.known];
      this.note(this.operations, entry.operation_id, entry);
      this.note(this.hrefs, entry.location && pathOf(entry.location), entry);
      for (const event of entry.events) {
        this.note(this.operations, event.operation_id, event);
        this.note(this.hrefs, event.href && pathOf(event.href), event);
      }
    }
  },

  note(map, key, place) {
    if (!key) return;
    const places = map.get(key);
    if (places) places.push(place);
    else map.set(key, [place]);
  },

  of(map, key, place) {
    this.learn();
    return (map.get(key) ?? []).filter((other) => other !== place);
  },
};
