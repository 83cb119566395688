// The exchange that is opened.

const detail = document.getElementById("detail");

const anchor = (place, ...label) => element("a", { href: `#${place.id}` }, label);

function label(place) {
  if (!isEvent(place)) return ["exchange ", foreign(title(place)), ", ", foreign(nameOf(place))];
  return [foreign(`${place.type ?? "event"} ${place.rel ?? ""}`.trim()), " in exchange ", foreign(title(place.entry))];
}

/** Places that belong to one, each once, with the reason. */
function together(place) {
  const entry = entryOf(place);
  const found = new Map();
  const add = (places, words, value) => places.forEach((other) => {
    if (other !== place && entryOf(other) !== entry && !found.has(other)) found.set(other, [words, value]);
  });
  if (place.operation_id) add(ties.of(ties.operations, place.operation_id, place), "operation id ", place.operation_id);
  const href = isEvent(place) ? place.href : place.location;
  if (href) add(ties.of(ties.hrefs, pathOf(href), place), "about ", pathOf(href));
  return [...found];
}

function ledHere(entry) {
  if (!entry.link) return null;
  const from = store.places.get(address(entry.file, entry.link.number));
  return ["by the link ", foreign(entry.link.rel, "name"), " of ", from ? anchor(from, label(from)) : foreign(entry.link.number)];
}

/** More would be no help: whoever looks for them filters. */
const MOST_TOGETHER = 20;

function togetherList(place) {
  const all = together(place);
  if (all.length === 0) return null;
  const items = all.slice(0, MOST_TOGETHER).map(([other, [words, value]]) =>
    element("li", null, anchor(other, label(other)), " ", element("span", { class: "dim" }, "(", words, foreign(value), ")")));
  if (all.length > MOST_TOGETHER) items.push(element("li", { class: "dim" }, `and ${number(all.length - MOST_TOGETHER)} more`));
  return element("ul", null, items);
}

function facts(pairs) {
  const shown = pairs.filter(([, value]) => value !== null && value !== undefined && value !== "");
  return element("dl", { class: "facts" }, shown.map(([name, value]) => [element("dt", null, name), element("dd", null, value)]).flat());
}

function exchangeFacts(entry) {
  return facts([
    ["Request", entry.method ? [foreign(entry.method, "method"), " ", foreign(entry.path ?? "")] : null],
    ["Found", ledHere(entry)],
    ["Status", entry.status === undefined ? null : statusOf(entry)],
    ["Asked", entry.time ? foreign(`${day(entry.time) ?? ""} ${clock(entry.time)}`.trim()) : null],
    ["Took", took(entry.ms)],
    ["Line", entry.line_number ? number(entry.line_number) : null],
    ["Operation id", entry.operation_id ? foreign(entry.operation_id) : null],
    ["Started", entry.location ? foreign(entry.location) : null],
    ["Together with", togetherList(entry)],
    ["File", store.files.length > 1 ? foreign(store.files[entry.file] ?? "") : null],
  ]);
}

function reasonWords(reason) {
  if (!reason) return null;
  const codes = [reason.code, reason.subcode].filter((code) => code).join("/");
  return foreign([codes, reason.message].filter((words) => words).join(": "));
}

function conversationLink(event) {
  const thread = event.conversation && threads.of(event.conversation);
  return thread ? element("a", { href: `#${thread.id}` }, foreign(thread.name())) : null;
}

function eventSection(event, index) {
  const heading = element("h4", null, anchor(event, `Event ${index + 1}`), ": ",
    foreign(`${event.type ?? ""} ${event.rel ?? ""}`.trim()), " ", statusOf(event), event.error ? marks(event) : null);
  const body = event.error
    ? [element("ul", { class: "findings" }, element("li", null, foreign(event.error.path, "name"), ": ", foreign(event.error.message))), lines(event.raw ?? "", "said")]
    : [];
  const about = facts([
    ["Sender", [foreign(event.sender ?? "", "name"), " ", foreign(event.sender_href ?? "", "dim")]],
    ["About", event.href ? [event.title ? [foreign(event.title, "quote"), " "] : null, foreign(event.href, "dim")] : null],
    ["In", event.in ? [foreign(event.in.rel ?? "", "name"), " ", foreign(event.in.title ?? event.in.href ?? "")] : null],
    ["From", event.from ? foreign(event.from.title ?? event.from.href) : null],
    ["Time", event.time ? foreign(event.time) : null],
    ["Subject", event.subject ? foreign(event.subject) : null],
    ["Reason", reasonWords(event.reason)],
    ["Conversation", conversationLink(event)],
    ["Operation id", event.operation_id ? foreign(event.operation_id) : null],
    ["Together with", togetherList(event)],
  ]);
  return element("section", { class: "event-detail", id: `detail-${event.id}`, tabindex: -1 }, heading, about, body, event.text ? lines(event.text, "said") : null);
}

function eventSections(entry) {
  if (entry.events.length === 0) return null;
  const makers = entry.events.map((event, index) => () => eventSection(event, index));
  return fill(element("section", { class: "events" }, element("h3", null, counted(entry.events.length, "event"))), makers, "event");
}

function step(by, words, symbol) {
  const button = element("button", { type: "button", "aria-label": words, title: words }, symbol);
  button.dataset.step = by;
  button.addEventListener("click", () => move(by));
  return button;
}

function backButton() {
  const back = element("button", { type: "button", class: "back" }, "← Timeline");
  back.addEventListener("click", close);
  return back;
}

function openExchange(place) {
  const entry = entryOf(place);
  const { request, answer } = detailOf(entry);
  const heading = element("h2", { tabindex: -1 }, "Exchange ", foreign(title(entry)), ": ", foreign(nameOf(entry), "name"));
  const bar = element("div", { class: "bar" }, backButton(), heading, element("span", { class: "marks" }, marks(entry)),
    element("span", { class: "steps" }, step(-1, "Previous", "↑"), step(1, "Next", "↓")));
  const doc = own(store.schema.operations, entry.operation);
  const parts = [
    bar,
    doc ? element("p", { class: "doc" }, prose(doc)) : null,
    exchangeFacts(entry),
    eventSections(entry),
    requestSection(entry, request),
    messageSection(entry.method ? "Answer" : "Message", answer, "answer"),
  ];
  show(parts);
  const section = isEvent(place) ? document.getElementById(`detail-${place.id}`) : null;
  if (section) {
    section.classList.add("chosen");
    section.scrollIntoView({ block: "nearest" });
  }
}

/** A request that has neither a body nor a fault has been told already. */
function requestSection(entry, request) {
  if (!entry.method || !request || (request.bytes === 0 && !request.refused && !request.findings)) return null;
  return messageSection("Request", { ...request, isInput: true }, "request");
}

/** Shows something else. What had the focus is gone: the button for the step keeps it, or else the heading has it. */
function show(parts) {
  const focused = detail.contains(document.activeElement) ? document.activeElement : null;
  detail.replaceChildren(...parts.filter((part) => part));
  detail.scrollTop = 0;
  if (!focused) return;
  const again = focused.dataset.step ? detail.querySelector(`[data-step="${focused.dataset.step}"]`) : null;
  (again ?? detail.querySelector("h2") ?? list).focus({ preventScroll: true });
}

function openNothing(...words) {
  show([element("div", { class: "nothing" }, element("p", null, ...words))]);
}

/** What could not be read, where it is seen whatever is open. */
function unreadableList() {
  if (store.unreadable.length === 0) return "";
  const items = store.unreadable.map(({ file, message }) => element("li", null, file === undefined ? null : [foreign(store.files[file] ?? "", "name"), ": "], foreign(message)));
  return element("ul", { class: "findings", "aria-label": "What could not be read" }, items);
}
