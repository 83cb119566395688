// A page that is served while exchanges happen: the server tells of each, and the page takes what came, a few times a second.

const live = { source: null, waiting: [], timer: 0 };
const liveState = document.getElementById("live");

/** How long exchanges are gathered, in milliseconds. */
const GATHERED = 150;

/** Where filters are kept while the page is loaded anew. */
const KEPT_FILTERS = "filters";

function sayLive(words, isLost = false) {
  if (liveState.textContent !== words) liveState.textContent = words;
  liveState.classList.toggle("lost", isLost);
}

/** Takes all that came. What is chosen, filtered, opened and in sight stays so. */
function takeWaiting() {
  live.timer = 0;
  const texts = live.waiting;
  live.waiting = [];
  for (const text of texts) text.split("\n").forEach(takeSafely);
  learnChoices();
  extend();
  if (isView("conversations") && detail.checkVisibility()) renewThreads();
  else if (detail.querySelector(".nothing")) openSomething();
}

/** What the address names, if it has come; it may be still to come. */
function openSomething() {
  const id = decodeHash(location.hash.slice(1));
  if (id.startsWith("conversation") || store.places.has(id)) goToHash();
  else openNothing("Choose an exchange.");
}

/** Conversations as they are now; what was scrolled to, and what has the focus, stays. */
function renewThreads() {
  const { scrollTop, scrollHeight, clientHeight } = detail;
  const focused = detail.contains(document.activeElement) ? document.activeElement : null;
  const same = focused?.hash ? (one) => one.hash === focused.hash : (one) => one.tagName === focused?.tagName;
  goToHash();
  detail.scrollTop = scrollTop + clientHeight >= scrollHeight - 4 ? detail.scrollHeight : scrollTop;
  if (focused) [...detail.querySelectorAll("a, button, h2, pre")].find(same)?.focus({ preventScroll: true });
}

/** Where filters are kept: nowhere, if somebody does not want that. */
function storage() {
  try {
    return sessionStorage;
  } catch {
    return null;
  }
}

/** Loads the page anew: exchanges between what it has and what comes are no longer kept. */
function beginAnew() {
  live.source.close();
  const values = Object.entries(controls).map(([name, control]) => [name, control.type === "checkbox" ? control.checked : control.value]);
  storage()?.setItem(KEPT_FILTERS, JSON.stringify(Object.fromEntries(values)));
  sayLive("fell behind: beginning anew", true);
  location.reload();
}

/** Filters that were kept over that. A choice whose value has not come yet is offered all the same. */
function restoreFilters() {
  const kept = JSON.parse(storage()?.getItem(KEPT_FILTERS) ?? "{}");
  storage()?.removeItem(KEPT_FILTERS);
  for (const [name, value] of Object.entries(kept)) {
    const control = controls[name];
    if (value && control.tagName === "SELECT") {
      choices[name].set(value, 0);
      control.append(element("option", { value }, plain(short(value, 40))));
    }
    if (control.type === "checkbox") control.checked = value;
    else control.value = value;
  }
}

function follow() {
  const source = new EventSource("exchanges");
  live.source = source;
  sayLive("connecting");
  source.addEventListener("open", () => sayLive("live"));
  source.addEventListener("begin", (event) => {
    const gone = Number(event.data);
    if (gone > 0) sayLive(`live; the first ${number(gone)} are no longer kept`);
  });
  source.addEventListener("exchange", (event) => {
    live.waiting.push(event.data);
    live.timer ||= setTimeout(takeWaiting, GATHERED);
  });
  source.addEventListener("anew", beginAnew);
  source.addEventListener("error", () => sayLive("the emulator does not answer", true));
}
