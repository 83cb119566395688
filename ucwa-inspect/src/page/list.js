// The timeline: of any number of rows only those in sight are elements.

const list = document.getElementById("list");
const room = document.getElementById("room");

const timeline = {
  rows: [],
  /** How many exchanges have been looked at, and how many of them are rows. */
  known: 0,
  exchanges: 0,
  /** Where each row stands, by address. */
  indexes: new Map(),
  chosen: -1,
  /** What was chosen last, in sight or not. */
  place: null,
  /** The elements in sight, by index. */
  shown: new Map(),
  height: 0,
  /** On how many days what is shown happened. */
  days: 0,
};

/** Rows beyond either edge that are elements, too: so that scrolling shows no gaps. */
const BEYOND = 12;

const isEvent = (place) => place.entry !== undefined;
const entryOf = (place) => place.entry ?? place;

function marks(place) {
  const made = [];
  if (place.findings > 0) made.push(element("span", { class: "mark finding" }, counted(place.findings, "finding")));
  if (place.unknown > 0) made.push(element("span", { class: "mark unknown" }, `${number(place.unknown)} unknown`));
  if (place.error) made.push(element("span", { class: "mark finding" }, "broken"));
  return made;
}

const isFailure = (status) => (typeof status === "number" ? status >= 400 : status === "Failure");

function statusOf(place) {
  const { status } = place;
  if (status === undefined) return element("span", { class: "status" });
  return element("span", { class: `status ${isFailure(status) ? "bad" : "good"}` }, foreign(status));
}

/** Letters that are written from right to left: the beginning of such a text is at its right end, and must not be cut off. */
const FROM_RIGHT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;

const quote = (text) => (text ? foreign(short(text.trimEnd(), 200), "quote") : null);

/** The end of a path says more than its beginning. */
function end(path) {
  const parts = path.split("/");
  return parts.length > 3 ? `…/${parts.slice(-2).join("/")}` : path;
}

const tail = (path) => foreign(end(path), "path");

/** When something happened; without the day where all is of one. */
function timeCell(time, without) {
  const known = time ? day(time) : null;
  const text = known !== null && store.days.size > 1 ? `${known} ${clock(time)}` : time ? clock(time) : null;
  return element("span", { class: "time", title: known }, text === null ? without : foreign(text));
}

function exchangeCells(entry) {
  const name = entry.operation?.split(" ") ?? [entry.method, isFailure(entry.status) ? null : (entry.answer ?? (entry.method ? null : "text"))];
  const [method, operation] = name;
  const what = `what${FROM_RIGHT.test(entry.text ?? "") ? " from-right" : ""}`;
  return [
    timeCell(entry.time, entry.line_number ? `line ${number(entry.line_number)}` : ""),
    element("span", { class: "number" }, foreign(title(entry))),
    element("span", { class: "who" }, entry.method ? "client" : "log"),
    element("span", { class: what }, method ? foreign(method, "method") : null, " ", operation ? foreign(operation, "name") : null, " ",
      entry.text ? quote(entry.text) : entry.path ? tail(entry.path) : null),
    element("span", { class: "marks" }, marks(entry)),
    statusOf(entry),
    element("span", { class: "took" }, took(entry.ms)),
  ];
}

function eventCells(event) {
  const words = event.error ? event.error.message : (event.text ?? event.title ?? event.subject ?? event.reason?.message);
  return [
    timeCell(event.time, null),
    element("span", { class: "number", title: "event" }, "↳"),
    element("span", { class: "who" }, foreign(event.from?.title ?? event.sender ?? "")),
    element("span", { class: `what${FROM_RIGHT.test(words ?? "") ? " from-right" : ""}` }, event.type ? foreign(event.type, "method") : null, " ", event.rel ? foreign(event.rel, "name") : null, " ",
      words ? quote(words) : event.href ? tail(event.href) : null),
    element("span", { class: "marks" }, marks(event)),
    statusOf(event),
    element("span", { class: "took" }),
  ];
}

function makeRow(index) {
  const place = timeline.rows[index];
  const cells = isEvent(place) ? eventCells(place) : exchangeCells(place);
  const row = element("div", {
    class: `row ${isEvent(place) ? "event" : "exchange"}${isMarked(place) || place.error ? " marked" : ""}`,
    role: "option", id: `row-${index}`, "aria-setsize": timeline.rows.length, "aria-posinset": index + 1,
    "aria-selected": String(index === timeline.chosen),
  }, cells);
  row.style.transform = `translateY(${index * timeline.height}px)`;
  row.dataset.index = index;
  return row;
}

/** Measures a row: its height depends on the size of the text, and on how wide the page is. */
function measure() {
  const probe = element("div", { class: "row exchange" }, element("span", { class: "what" }, "x"));
  room.append(probe);
  timeline.height = probe.getBoundingClientRect().height || 30;
  probe.remove();
  fit();
}

function fit() {
  room.style.height = `${timeline.rows.length * timeline.height}px`;
}

function drawInSight() {
  const first = Math.max(0, Math.floor(list.scrollTop / timeline.height) - BEYOND);
  const last = Math.min(timeline.rows.length, Math.ceil((list.scrollTop + list.clientHeight) / timeline.height) + BEYOND);
  for (const [index, row] of timeline.shown) {
    if (index < first || index >= last) {
      row.remove();
      timeline.shown.delete(index);
    }
  }
  for (let index = first; index < last; index += 1) {
    if (timeline.shown.has(index)) continue;
    const row = makeRow(index);
    timeline.shown.set(index, row);
    room.append(row);
  }
}

function redraw() {
  timeline.days = store.days.size;
  list.parentElement.classList.toggle("days", timeline.days > 1);
  measure();
  for (const row of timeline.shown.values()) row.remove();
  timeline.shown.clear();
  drawInSight();
}

/** Shows the rows that fit the filters. What was chosen stays so, if it is still there. */
function refill() {
  Object.assign(timeline, { rows: [], indexes: new Map(), known: 0, exchanges: 0 });
  addRows();
  timeline.chosen = timeline.indexes.get(timeline.place?.id) ?? -1;
  redraw();
  markChosen();
}

/** Adds rows of the exchanges that came since. Who looks at the end stays there, and goes along. */
function extend() {
  const atEnd = list.scrollTop + list.clientHeight > (timeline.rows.length - 1) * timeline.height;
  addRows();
  if (timeline.days <= 1 && store.days.size > 1) redraw(); // midnight has passed
  fit();
  if (atEnd) list.scrollTop = list.scrollHeight;
  for (const row of timeline.shown.values()) row.setAttribute("aria-setsize", timeline.rows.length);
  drawInSight();
}

function addRows() {
  const { rows, exchanges } = rowsThatFit(timeline.known);
  for (const place of rows) {
    timeline.indexes.set(place.id, timeline.rows.length);
    timeline.rows.push(place);
  }
  const all = store.entries.length;
  timeline.known = all;
  timeline.exchanges += exchanges;
  const some = timeline.exchanges === all ? "" : `${number(timeline.exchanges)} of `;
  document.getElementById("count").textContent = `${some}${counted(all, "exchange")}`;
}

function markChosen() {
  for (const [index, row] of timeline.shown) row.setAttribute("aria-selected", String(index === timeline.chosen));
  if (timeline.shown.has(timeline.chosen)) list.setAttribute("aria-activedescendant", `row-${timeline.chosen}`);
  else list.removeAttribute("aria-activedescendant");
}

function choose(index) {
  timeline.chosen = Math.max(-1, Math.min(index, timeline.rows.length - 1));
  timeline.place = timeline.rows[timeline.chosen] ?? null;
  if (timeline.chosen >= 0 && timeline.height > 0) {
    const top = timeline.chosen * timeline.height;
    if (top < list.scrollTop) list.scrollTop = top;
    else if (top + timeline.height > list.scrollTop + list.clientHeight) list.scrollTop = top + timeline.height - list.clientHeight;
    drawInSight();
  }
  markChosen();
}
