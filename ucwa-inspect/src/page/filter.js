// Which exchanges and events are shown.

const controls = Object.fromEntries(
  ["words", "sender", "rel", "type", "status", "found"].map((name) => [name, document.getElementById(name)]),
);

/** The values that each choice offers, with how often they come. */
const choices = { sender: new Map(), rel: new Map(), type: new Map(), status: new Map() };
let learnt = 0;

function offer(map, value) {
  if (value !== undefined && value !== null && value !== "") map.set(String(value), (map.get(String(value)) ?? 0) + 1);
}

/** Which rels an exchange itself is about. */
const relsOf = (entry) => [entry.link?.rel, entry.request, entry.answer].filter((rel) => rel);

function learnChoices() {
  for (; learnt < store.entries.length; learnt += 1) {
    const entry = store.entries[learnt];
    offer(choices.status, entry.status);
    new Set(relsOf(entry)).forEach((rel) => offer(choices.rel, rel));
    for (const event of entry.events) {
      offer(choices.sender, event.sender);
      offer(choices.rel, event.rel);
      offer(choices.type, event.type);
      offer(choices.status, event.status);
    }
  }
  for (const [name, values] of Object.entries(choices)) {
    if (controls[name] === document.activeElement) continue; // somebody is choosing
    const chosen = controls[name].value;
    const sorted = [...values].sort(([one], [other]) => (one < other ? -1 : 1));
    const options = sorted.map(([value, count]) => element("option", { value }, `${plain(short(value, 40))} (${number(count)})`));
    controls[name].replaceChildren(element("option", { value: "" }, "any"), ...options);
    controls[name].value = values.has(chosen) ? chosen : "";
  }
}

/** Letters are found however they are composed. */
const plainWords = (text) => text.normalize("NFC").toLowerCase();

/** Texts of a message that stand there otherwise: with escapes, or encoded in a data URL. */
function readTexts(value, texts) {
  if (typeof value === "string") {
    if (/[\\"\u0000-\u001f]/.test(value)) texts.push(value);
    const data = readDataUrl(value);
    if (data && !PICTURES.has(data.media)) texts.push(textOf(data) ?? undefined);
  } else if (value !== null && typeof value === "object") {
    Object.values(value).forEach((one) => readTexts(one, texts));
  }
}

/** All words of an exchange, in lower case: what its messages hold, too. */
function wordsOf(entry) {
  if (entry.words !== null) return entry.words;
  const { request = {}, answer = {} } = detailOf(entry);
  const texts = [nameOf(entry), entry.request, entry.answer, entry.path, entry.status, entry.location, entry.text, `#${entry.number}`];
  for (const event of entry.events) {
    texts.push(event.sender, event.type, event.rel, event.href, event.title, event.status, event.from?.title, event.text, event.subject);
  }
  for (const message of [request, answer]) {
    texts.push(message.json ?? message.raw ?? message.text, message.refused);
    if (message.json !== undefined) readTexts(JSON.parse(message.json), texts);
    for (const found of message.findings ?? []) texts.push(found.path, found.message);
  }
  entry.words = plainWords(texts.filter((text) => text !== undefined).join("\n"));
  return entry.words;
}

function wanted() {
  const words = plainWords(controls.words.value).split(/\s+/).filter((word) => word);
  const { sender, rel, type, status, found } = controls;
  return { words, sender: sender.value, rel: rel.value, type: type.value, status: status.value, found: found.checked };
}

const isMarked = (entry) => entry.findings > 0 || entry.unknown > 0;

/** Whether an event fits; what only exchanges have is not asked of it. */
const fitsEvent = (event, { sender, rel, type }) =>
  (!sender || event.sender === sender) && (!rel || event.rel === rel) && (!type || event.type === type);

/** The rows that are shown of the exchanges from one on: exchanges, each followed by its events. */
function rowsThatFit(from) {
  const want = wanted();
  const byEvent = Boolean(want.sender || want.type);
  const rows = [];
  let exchanges = 0;
  for (let index = from; index < store.entries.length; index += 1) {
    const entry = store.entries[index];
    if (want.found && !(entry.findings > 0)) continue;
    if (want.words.length > 0 && !want.words.every((word) => wordsOf(entry).includes(word))) continue;
    const events = entry.events.filter((event) => fitsEvent(event, want));
    const itself = !byEvent && (!want.rel || relsOf(entry).includes(want.rel));
    if (!itself && events.length === 0) continue;
    if (want.status && String(entry.status) !== want.status && !events.some((event) => event.status === want.status)) continue;
    exchanges += 1;
    rows.push(entry);
    for (const event of events) {
      if (!want.status || String(entry.status) === want.status || event.status === want.status) rows.push(event);
    }
  }
  return { rows, exchanges };
}
