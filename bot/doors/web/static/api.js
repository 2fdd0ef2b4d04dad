/** Asking the server. What can go wrong is one of five errors. */

import { tell } from "./changes.js";
import { page } from "./words.js";

/** The server was not reached: nobody knows whether it heard. */
export class Offline extends Error {}

/** The browser has no session any more. */
export class SignedOut extends Error {}

/** The server is in trouble; again later. */
export class Trouble extends Error {}

/** The server has too much to do. */
export class Busy extends Error {
  /** @param {number} seconds to wait */
  constructor(seconds) {
    super();
    this.seconds = seconds;
  }
}

/** Refused, with a sentence for people. */
export class Refused extends Error {
  /**
   * @param {number} status
   * @param {any} answer
   */
  constructor(status, answer) {
    super(typeof answer?.error === "string" ? answer.error : "");
    this.status = status;
    this.answer = answer ?? {};
  }
}

/**
 * That what was sent belongs to another meeting than this seat is in now; or, with `seat` in the
 * answer, that this page is another seat's than the browser by now: another window has come into
 * another meeting.
 */
export const ELSEWHERE = 412;
/** The header that says whose page asks. */
export const SEAT = "X-Seat";

/** How this browser stands with the server. */
export const net = {
  /** @type {boolean|null} null: not tried yet */
  reached: null,
  signedOut: false,
  seat: page.me?.seat ?? "",
  name: page.me?.name ?? "",
  /** @type {number|null} */
  meeting: page.number ?? null,
  isOpen: true,
};

/** @param {Partial<typeof net>} now */
export function stand(now) {
  const before = JSON.stringify(net);
  Object.assign(net, now);
  if (JSON.stringify(net) !== before) tell({ what: "net" });
}

/**
 * @param {string} method
 * @param {string} address
 * @param {{json?: unknown, bytes?: ArrayBuffer, seconds?: number, seat?: string}} [how] seconds:
 *   after which it counts as not reached; seat: in whose name; empty: whoever sits here by now
 * @returns {Promise<any>}
 */
export async function ask(method, address, how = {}) {
  const { json, bytes, seconds = 30, seat = net.seat } = how;
  const limit = new AbortController();
  const alarm = setTimeout(() => limit.abort(), seconds * 1000);
  /** @type {Record<string, string>} */
  const headers = {};
  if (json !== undefined) headers["Content-Type"] = "application/json";
  if (bytes) headers["Content-Type"] = "application/octet-stream";
  if (seat) headers[SEAT] = seat;
  let response, answer;
  try {
    response = await fetch(address, {
      method,
      headers,
      body: bytes ?? (json === undefined ? null : JSON.stringify(json)),
      cache: "no-store",
      signal: limit.signal,
    });
    answer = await response.text();
  } catch {
    stand({ reached: false });
    throw new Offline();
  } finally {
    clearTimeout(alarm);
  }
  stand({ reached: true });
  return judged(response, parsed(answer));
}

/** @param {string} answer */
function parsed(answer) {
  try {
    return JSON.parse(answer);
  } catch {
    return null;
  }
}

/**
 * @param {Response} response
 * @param {any} answer
 */
function judged(response, answer) {
  if (response.ok && answer !== null) {
    stand({ signedOut: false });
    return answer;
  }
  if (response.status === 401) {
    stand({ signedOut: true });
    throw new SignedOut();
  }
  if (response.status === 429) throw new Busy(Number(response.headers.get("Retry-After")) || 5);
  // a proxy's page in place of an answer says nothing about what was sent
  if (answer !== null && response.status >= 400 && response.status < 500) {
    if (response.status === ELSEWHERE) tell({ what: "moved" });
    throw new Refused(response.status, answer);
  }
  throw new Trouble(String(response.status));
}
