// Data URLs: text is shown as text, whatever it says to be; pictures of bits as pictures, drawings (SVG), which are documents, as text; of all else how much it is.

const PICTURES = new Set(["image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp"]);

/** The media type, its parameters, and the bytes; `null` if it is none. */
function readDataUrl(url) {
  const comma = url.indexOf(",");
  if (!/^data:/i.test(url) || comma < 0) return null;
  const [media, ...parameters] = url.slice(5, comma).split(";").map((part) => part.trim().toLowerCase());
  const charset = parameters.find((parameter) => parameter.startsWith("charset="))?.slice(8) ?? "utf-8";
  try {
    const bytes = parameters.includes("base64") ? fromBase64(url.slice(comma + 1)) : fromForm(url.slice(comma + 1));
    return { media: media || "text/plain", charset, bytes };
  } catch {
    return null;
  }
}

const fromBase64 = (text) => Uint8Array.from(atob(decodeURIComponent(text)), (character) => character.charCodeAt(0));

/** As forms are sent: `+` is a space. */
function fromForm(text) {
  const written = new TextEncoder().encode(text);
  const bytes = new Uint8Array(written.length);
  let length = 0;
  for (let at = 0; at < written.length; at += 1) {
    const code = written[at] === 0x25 ? Number.parseInt(String.fromCharCode(...written.slice(at + 1, at + 3)), 16) : Number.NaN;
    if (Number.isNaN(code)) {
      bytes[length] = written[at] === 0x2b ? 0x20 : written[at];
    } else {
      bytes[length] = code;
      at += 2;
    }
    length += 1;
  }
  return bytes.subarray(0, length);
}

function textOf({ charset, bytes }) {
  try {
    return new TextDecoder(charset, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

function toBase64(bytes) {
  let text = "";
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}

/** What a data URL holds, to be looked at. */
function dataUrl(url) {
  const data = readDataUrl(url);
  if (!data) return null;
  const size = counted(data.bytes.length, "byte");
  const head = (what) => element("span", { class: "media" }, foreign(data.media), `, ${size}${what}`);
  if (PICTURES.has(data.media)) {
    const picture = element("img", { alt: `Picture, ${size}`, src: `data:${data.media};base64,${toBase64(data.bytes)}` });
    return element("div", { class: "data" }, head(""), picture);
  }
  const text = textOf(data);
  const what = data.media === "application/sdp" ? ", a session description (SDP)" : "";
  return element("div", { class: "data" }, head(what), text === null ? null : lines(text, data.media === "application/sdp" ? "said sdp" : "said"));
}
