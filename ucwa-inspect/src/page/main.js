// What people do: keys, clicks, filters, and addresses of places.

const narrow = matchMedia("(max-width: 60rem)");
const showFilters = document.getElementById("show-filters"); // on a narrow screen they take much of it
const help = document.getElementById("help");
const views = { exchanges: document.getElementById("show-exchanges"), conversations: document.getElementById("show-conversations") };

function setView(name) {
  for (const [view, button] of Object.entries(views)) button.setAttribute("aria-pressed", String(view === name));
}

const isView = (name) => views[name].getAttribute("aria-pressed") === "true";

/** Writes the address of a place, with a step back or without one. */
function setHash(id, isStep) {
  if (location.hash === `#${id}`) return;
  if (isStep) history.pushState(null, "", `#${id}`);
  else history.replaceState(null, "", `#${id}`);
}

/** On a narrow screen there is either the timeline or what is opened. */
function setOpened(isOpened) {
  document.body.classList.toggle("opened", isOpened);
}

/** Opens the row of an index. */
function openRow(index, { isStep = false, focus = false } = {}) {
  choose(index);
  const place = timeline.rows[timeline.chosen];
  if (!place) return;
  setView("exchanges");
  openExchange(place);
  setHash(place.id, isStep);
  if (isStep) setOpened(true);
  if (focus) focusDetail();
}

function focusDetail() {
  (detail.querySelector(".chosen") ?? detail.querySelector("h2") ?? detail).focus();
}

/** Moves by rows; on a narrow screen the row is only chosen. */
function move(by) {
  const index = Math.max(0, Math.min(timeline.chosen + by, timeline.rows.length - 1));
  if (narrow.matches && !document.body.classList.contains("opened")) choose(index);
  else openRow(index);
}

/** Moves to the next row with something that does not fit, or that is unknown. */
function moveToMark(by) {
  for (let index = timeline.chosen + by; index >= 0 && index < timeline.rows.length; index += by) {
    const place = timeline.rows[index];
    if (isMarked(place) || place.error) return openRow(index, { isStep: true });
  }
}

function close() {
  setOpened(false);
  list.focus();
  drawInSight();
}

function showConversations(isStep) {
  setView("conversations");
  openThreads();
  setOpened(true);
  if (isStep) setHash("conversations", true);
}

/** Opens what the address of the page names. */
function goToHash() {
  const id = decodeHash(location.hash.slice(1));
  if (!id) return setOpened(false);
  if (id === "conversations") return showConversations(false);
  if (id.startsWith("conversation-")) return goToThread(id);
  const place = store.places.get(id) ?? store.places.get(`${id}.1`); // a batch is its parts
  if (!place) return openMissing("There is no place ", foreign(short(id, 80)), " in this page.");
  if (!timeline.indexes.has(place.id)) {
    document.getElementById("filters").reset();
    refill();
  }
  openRow(timeline.indexes.get(place.id) ?? -1);
  setOpened(true);
}

/** On a narrow screen it would not be seen, and nothing leads back from it. */
function openMissing(...words) {
  openNothing(...words);
  detail.prepend(element("div", { class: "bar" }, backButton()));
  setOpened(true);
}

function decodeHash(hash) {
  try {
    return decodeURIComponent(hash);
  } catch {
    return hash;
  }
}

function goToThread(id) {
  threads.learn();
  const thread = threads.list[Number(id.slice("conversation-".length)) - 1];
  if (!thread) return openMissing("There is no such conversation.");
  setView("conversations");
  openThread(thread);
  setOpened(true);
}

function lookFor() {
  showFilters.setAttribute("aria-expanded", "true");
  setOpened(false);
  controls.words.focus();
  controls.words.select();
}

/** How many rows are in sight. */
const page = () => Math.max(1, Math.floor(list.clientHeight / timeline.height) - 1);

const KEYS = [
  { keys: ["j", "ArrowDown"], shown: "j ↓", what: "the next row", run: () => move(1) },
  { keys: ["k", "ArrowUp"], shown: "k ↑", what: "the row before", run: () => move(-1) },
  { keys: ["PageDown"], shown: "Page Down", what: "a page further", run: () => move(page()) },
  { keys: ["PageUp"], shown: "Page Up", what: "a page back", run: () => move(-page()) },
  { keys: ["Home"], shown: "Home", what: "the first row", run: () => move(-timeline.rows.length) },
  { keys: ["End"], shown: "End", what: "the last row", run: () => move(timeline.rows.length) },
  { keys: ["Enter", " "], shown: "Enter", what: "open the row, and go there", run: () => openRow(timeline.chosen, { isStep: true, focus: true }) },
  { keys: ["Escape"], shown: "Esc", what: "back to the timeline", run: () => close() },
  { keys: ["n"], shown: "n", what: "the next row with a finding or something unknown", run: () => moveToMark(1) },
  { keys: ["p"], shown: "p", what: "the one before", run: () => moveToMark(-1) },
  { keys: ["/"], shown: "/", what: "look for words", run: () => lookFor() },
  { keys: ["f"], shown: "f", what: "only exchanges with findings, or all", run: () => controls.found.click() },
  { keys: ["x"], shown: "x", what: "clear the filters", run: () => document.getElementById("filters").reset() },
  { keys: ["e"], shown: "e", what: "exchanges", run: () => views.exchanges.click() },
  { keys: ["c"], shown: "c", what: "conversations", run: () => views.conversations.click() },
  { keys: ["?"], shown: "?", what: "these keys", run: () => help.showModal() },
];

/** Keys that move belong to what has the focus, where that scrolls or moves by itself. */
const MOVES = new Set(["ArrowDown", "ArrowUp", "PageDown", "PageUp", "Home", "End", "Enter", " "]);

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || help.open) return;
  const target = event.target;
  const isField = target.matches("input, select, textarea");
  if (isField && event.key === "Escape") return list.focus();
  if (isField && !(target.type === "checkbox" && !MOVES.has(event.key) && event.key !== " ")) return;
  if (MOVES.has(event.key) && target !== list && target !== document.body) return;
  const found = KEYS.find(({ keys }) => keys.includes(event.key));
  if (!found) return;
  event.preventDefault();
  found.run();
});

list.addEventListener("scroll", () => requestAnimationFrame(drawInSight), { passive: true });
list.addEventListener("click", (event) => {
  const row = event.target.closest(".row");
  if (row) openRow(Number(row.dataset.index), { isStep: true });
});
new ResizeObserver(() => redraw()).observe(list);
narrow.addEventListener("change", () => redraw());
addEventListener("hashchange", () => {
  const isLost = document.activeElement === document.body || detail.contains(document.activeElement);
  goToHash();
  if (!isLost) return;
  if (detail.checkVisibility()) focusDetail(); // the link that was followed is gone
  else list.focus();
});
addEventListener("popstate", goToHash);

let waiting = 0;
const filters = document.getElementById("filters");
filters.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(refill, 120); // while somebody types
});
filters.addEventListener("submit", (event) => event.preventDefault());
filters.addEventListener("reset", () => setTimeout(refill)); // the fields are reset behind the event

views.exchanges.addEventListener("click", () => {
  setView("exchanges");
  setOpened(false);
  if (timeline.chosen >= 0) openRow(timeline.chosen);
  else openNothing("Choose an exchange.");
  list.focus();
});
views.conversations.addEventListener("click", () => showConversations(true));
showFilters.addEventListener("click", () => showFilters.setAttribute("aria-expanded", String(showFilters.getAttribute("aria-expanded") !== "true")));
document.getElementById("show-help").addEventListener("click", () => help.showModal());
document.getElementById("close-help").addEventListener("click", () => help.close());
document.getElementById("keys").append(...KEYS.map(({ shown, what }) => [element("dt", null, element("kbd", null, shown)), element("dd", null, what)]).flat());

/** A page that was cut on its way has a line that is not whole. */
function takeSafely(line) {
  if (!line) return;
  try {
    take(line);
  } catch {
    store.unreadable.push({ message: "A line of this page is broken." });
  }
}

function begin() {
  const data = document.getElementById("data");
  for (const line of data.textContent.split("\n")) takeSafely(line);
  data.remove(); // what is needed of it has been kept
  document.getElementById("files").append(...store.files.map((file) => foreign(file)));
  document.querySelector("header").append(unreadableList());
  const names = store.files.map((file) => file.split(/[\\/]/).at(-1));
  if (names.length > 0) document.title = plain(`${names[0]}${names.length > 1 ? ` and ${names.length - 1} more` : ""} – UCWA exchanges`);
  if (store.isLive) restoreFilters();
  learnChoices();
  refill();
  if (store.isLive) follow();
  openNothing(store.entries.length > 0 ? "Choose an exchange." : store.isLive ? "Exchanges appear here as they happen." : "There is no exchange of UCWA in this page.");
  if (!store.isLive) goToHash();
  list.focus({ preventScroll: true });
  document.body.dataset.ready = "";
}

begin();
