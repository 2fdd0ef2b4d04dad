/** The page's sentences, and how lengths, sizes and times are written. */

/** @type {import("./types.js").PageData} */
export const page = JSON.parse(document.getElementById("data")?.textContent || "{}");

/**
 * A sentence with its places filled in.
 * @param {string} key
 * @param {Record<string, string|number>} [fill]
 */
export function say(key, fill = {}) {
  const sentence = page.words[key] ?? key;
  return sentence.replace(/\{(\w+)\}/g, (_, name) => String(fill[name] ?? ""));
}

const LONGEST = 20_000; // letters of a text that the server takes

/**
 * Why a text cannot be sent; empty: it can.
 * @param {string} text
 */
export function tooLong(text) {
  const count = [...text].length;
  const written = (/** @type {number} */ n) => n.toLocaleString("vi-VN");
  return count > LONGEST ? say("too_long", { count: written(count), most: written(LONGEST) }) : "";
}

/**
 * Minutes and seconds: `0:08`, `1:02:05`.
 * @param {number} seconds
 */
export function length(seconds) {
  const all = Math.max(0, Math.round(seconds));
  const two = (/** @type {number} */ n) => String(n).padStart(2, "0");
  const hours = Math.floor(all / 3600);
  const minutes = Math.floor(all / 60) % 60;
  return hours ? `${hours}:${two(minutes)}:${two(all % 60)}` : `${minutes}:${two(all % 60)}`;
}

/** @param {number} bytes */
export function size(bytes) {
  if (bytes < 1000) return say("bytes", { count: bytes });
  if (bytes < 999_500) return say("kilobytes", { count: Math.round(bytes / 1000) });
  const millions = bytes / 1_000_000;
  const count = millions < 10 ? millions.toFixed(1).replace(".", ",") : Math.round(millions);
  return say("megabytes", { count });
}

/** @param {Intl.DateTimeFormatOptions} wanted */
function inOffice(wanted) {
  try {
    return new Intl.DateTimeFormat("vi-VN", { ...wanted, timeZone: page.zone || undefined });
  } catch {
    return new Intl.DateTimeFormat("vi-VN", wanted); // a zone that this browser does not know
  }
}

const HOUR = inOffice({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const DAY = inOffice({ day: "2-digit", month: "2-digit", year: "numeric" });

/**
 * `09:05`, by the office's clock.
 * @param {string} at ISO
 */
export function clockTime(at) {
  const when = new Date(at);
  return Number.isNaN(when.getTime()) ? "" : HOUR.format(when);
}

/**
 * `09:05, 30/11/2026`, by the office's clock.
 * @param {string} at ISO
 */
export function moment(at) {
  const when = new Date(at);
  return Number.isNaN(when.getTime()) ? "" : `${HOUR.format(when)}, ${DAY.format(when)}`;
}

/**
 * Now, as ISO with this machine's zone.
 * @param {number} [time] milliseconds since 1970
 */
export function isoNow(time = Date.now()) {
  const when = new Date(time);
  const away = -when.getTimezoneOffset();
  const local = new Date(time + away * 60_000).toISOString().slice(0, -1);
  const two = (/** @type {number} */ n) => String(Math.floor(Math.abs(n))).padStart(2, "0");
  return `${local}${away < 0 ? "-" : "+"}${two(away / 60)}:${two(away % 60)}`;
}
