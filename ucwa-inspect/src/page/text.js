// Text of others. It is put into the page as text, never as markup, each in a direction of its own, and what cannot be seen has a symbol.

const UNSEEN =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\u{e0000}-\u{e007f}]/gu;

function symbol(character) {
  const code = character.codePointAt(0);
  if (code < 0x20) return String.fromCodePoint(0x2400 + code);
  if (code === 0x7f) return "\u2421";
  return `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
}

/** An element. Words that are ours are strings; attributes are ours, too, but for their values. */
function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes ?? {})) {
    if (value === true) made.setAttribute(key, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(key, value);
  }
  made.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== ""));
  return made;
}

/** The nodes of a text: of one line, or of several. */
function nodes(text, severalLines) {
  const made = [];
  let done = 0;
  for (const match of text.matchAll(UNSEEN)) {
    const [character] = match;
    if (severalLines && (character === "\n" || character === "\t")) continue;
    if (character === "\r" && text[match.index + 1] === "\n") {
      made.push(text.slice(done, match.index));
    } else if (character === "\n") {
      made.push(text.slice(done, match.index), element("span", { class: "break" }, "\u21b5"));
    } else {
      const title = `U+${character.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}`;
      made.push(text.slice(done, match.index), element("span", { class: "unseen", title }, symbol(character)));
    }
    done = match.index + character.length;
  }
  made.push(text.slice(done));
  return made.filter((node) => node !== "");
}

/** A text of others, on one line. */
const foreign = (text, className) => element("bdi", { class: className }, nodes(String(text), false));

/** Characters of a text that are shown at first, and in each piece of what follows: laying out one long line takes a browser very long. */
const PIECE = 2000;

/** The pieces of a text: each ends with a line, if one ends in its second half, and cuts no character. */
function pieces(text) {
  const made = [];
  for (let start = 0; start < text.length;) {
    let end = Math.min(start + PIECE, text.length);
    const line = text.lastIndexOf("\n", end - 1) + 1;
    if (end < text.length && line > start + PIECE / 2) end = line;
    if (/[\ud800-\udbff]/.test(text[end - 1]) && end < text.length) end -= 1;
    made.push(text.slice(start, end));
    start = end;
  }
  return made;
}

/** A text of others, on as many lines as it has; of a long one the beginning, until somebody asks for all. */
function lines(text, className) {
  const [first = "", ...rest] = pieces(String(text));
  const made = element("pre", { class: className, dir: "auto" }, nodes(first, true));
  if (rest.length === 0) return made;
  const all = element("button", { type: "button", class: "all" }, `Show all ${counted(text.length, "character")}`);
  all.addEventListener("click", () => {
    all.replaceWith(...rest.map((piece) => element("span", { class: "piece", dir: "auto" }, nodes(piece, true))));
    made.tabIndex = -1;
    made.focus({ preventScroll: true }); // the button is gone
  });
  made.append("\n", all);
  return made;
}

/** A text of others for an attribute, where there are no elements. */
const plain = (text) => String(text).replace(UNSEEN, symbol);

/** A sentence of the documentation: names stand between backticks. */
const prose = (text) => text.split("`").map((part, index) => (index % 2 === 1 ? element("code", null, part) : part));

/** The beginning of a text. */
function short(text, most) {
  const characters = [...text.slice(0, 2 * most)];
  return characters.length > most || text.length > 2 * most ? `${characters.slice(0, most).join("")}…` : text;
}

const number = (value) => value.toLocaleString("en");
const counted = (count, thing) => `${number(count)} ${thing}${count === 1 ? "" : "s"}`;

/** A time in UTC, as `09:00:02.120`; as it came, if it is none. */
function clock(time) {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? time : date.toISOString().slice(11, 23);
}

function day(time) {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? null : date.toISOString().slice(0, 10);
}

function took(ms) {
  if (ms === undefined) return "";
  if (Math.round(ms) < 1000) return `${Math.round(ms)} ms`;
  if (Math.round(ms / 100) < 600) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  const minutes = Math.floor(seconds / 60);
  const two = (value) => String(value % 60).padStart(2, "0");
  return minutes < 60 ? `${minutes}:${two(seconds)} min` : `${Math.floor(minutes / 60)}:${two(minutes)} h`;
}
