// Conversations as threads: what was said in each, and what happened besides, in order.

const threads = {
  known: 0,
  byHref: new Map(),
  list: [],

  /** Gathers what came since the last time. */
  learn() {
    for (; this.known < store.entries.length; this.known += 1) {
      const entry = store.entries[this.known];
      entry.events.forEach((event) => this.event(event));
      if (entry.text && entry.method) this.sent(entry);
    }
  },

  event(event) {
    if (!event.conversation) return;
    const thread = this.ensure(event.conversation);
    thread.subject ??= event.subject;
    const name = event.from?.title ?? (event.rel === "participant" ? event.title : undefined);
    if (name) thread.names.add(name);
    const isMessage = event.rel === "message"; // one that failed may come without what it said
    const key = (event.text || isMessage) && event.href ? pathOf(event.href) : null;
    const before = key && thread.said.get(key);
    if (before) {
      before.places.push(event); // it was said once, and told again
      before.text ??= event.text;
      before.status = event.status ?? before.status; // what became of it, not that it was taken
      before.reason = event.reason ?? before.reason;
      return;
    }
    const item = { place: event, places: [event], text: event.text, who: event.from?.title, status: event.status, reason: event.reason, isOwn: event.direction === "Outgoing" };
    if (key) thread.said.set(key, item);
    thread.items.push(item);
  },

  /** What was sent there: the path of the request is below that of the conversation. */
  sent(entry) {
    const parts = pathOf(entry.path).split("/");
    for (let length = parts.length; length > 1; length -= 1) {
      const thread = this.byHref.get(parts.slice(0, length).join("/"));
      if (!thread) continue;
      const key = entry.location ? pathOf(entry.location) : null;
      const before = key && thread.said.get(key);
      if (before) {
        before.places.push(entry); // the event came before the answer
        before.isOwn = true;
        before.text ??= entry.text;
        return;
      }
      const item = { place: entry, places: [entry], text: entry.text, isOwn: true, status: entry.status };
      if (key) thread.said.set(key, item);
      thread.items.push(item);
      return;
    }
  },

  ensure(href) {
    const key = pathOf(href);
    if (!this.byHref.has(key)) {
      const thread = {
        id: `conversation-${this.list.length + 1}`, href, items: [], names: new Set(), said: new Map(), subject: undefined,
        name() {
          return this.subject || [...this.names].join(", ") || end(this.href);
        },
      };
      this.byHref.set(key, thread);
      this.list.push(thread);
    }
    return this.byHref.get(key);
  },

  of(href) {
    this.learn();
    return this.byHref.get(pathOf(href));
  },
};

const timeOf = (place) => place.time ?? entryOf(place).time;

/** The day of an item, if the one before was not on it. */
function newDay(items, index) {
  const dayOf = (item) => (item && timeOf(item.place) ? day(timeOf(item.place)) : null);
  const own = dayOf(items[index]);
  return own === null || own === dayOf(items[index - 1]) ? "" : `${own} `;
}

function threadItem(item, before) {
  const { place } = item;
  const time = timeOf(place);
  const link = element("a", { href: `#${place.id}`, class: "time" }, time ? foreign(before + clock(time).slice(0, 8)) : `#${title(entryOf(place))}`);
  if (item.text === undefined) {
    const words = [foreign(`${place.rel ?? ""} ${place.type ?? ""}`.trim(), "dim"), " ", place.title ? foreign(place.title, "quote") : null, " ", statusOf(place), " ", reasonWords(place.reason)];
    return element("li", { class: "happened" }, link, " ", words, " ", marks(place));
  }
  const who = item.isOwn ? "client" : foreign(item.who ?? "somebody");
  const failed = isFailure(item.status) ? [statusOf(item), " ", reasonWords(item.reason)] : null;
  const head = element("p", { class: "who" }, element("strong", null, who), " ", link, " ", failed);
  const kind = item.isOwn ? "said-own" : "said-other";
  return element("li", { class: failed ? `${kind} failed` : kind }, head, lines(item.text.trimEnd(), "said"));
}

function openThread(thread) {
  const heading = element("h2", { tabindex: -1 }, "Conversation: ", foreign(thread.name()));
  const names = [...thread.names];
  const about = facts([
    ["With", names.length > 0 ? names.map((name, index) => [index > 0 ? ", " : "", foreign(name)]).flat() : null],
    ["Address", foreign(thread.href)],
  ]);
  const items = fill(element("ol", { class: "thread" }), thread.items.map((item, index) => () => threadItem(item, newDay(thread.items, index))), "item");
  show([element("div", { class: "bar" }, backButton(), heading), about, items]);
}

/** The list of conversations. */
function openThreads() {
  threads.learn();
  const makers = threads.list.map((thread) => () => {
    const said = thread.items.filter((item) => item.text !== undefined);
    const last = said.at(-1)?.text;
    return element("li", null, element("a", { href: `#${thread.id}` }, foreign(thread.name(), "name")), " ",
      element("span", { class: "dim" }, counted(said.length, "message")), last ? element("p", null, quote(last)) : null);
  });
  if (makers.length === 0) return openNothing("No event tells of a conversation.");
  const heading = element("h2", { tabindex: -1 }, counted(makers.length, "conversation"));
  show([element("div", { class: "bar" }, backButton(), heading), fill(element("ol", { class: "threads" }), makers, "conversation")]);
}
