/**
 * Brings what waits to the server, in order, one tab at a time. Files and the whole room's
 * recording have lanes of their own, so that a word does not wait for a hundred megabytes.
 */

import { Busy, ELSEWHERE, Offline, Refused, SignedOut, ask, net } from "./api.js";
import { onChange } from "./changes.js";
import { holding, letGo, take } from "./lock.js";
import * as outbox from "./outbox.js";
import { sendRecording, sendWords, takeBack, unsent } from "./parts.js";
import { say } from "./words.js";

/** @typedef {import("./types.js").Entry} Entry */

const RESTS = [500, 1000, 2000, 4000, 8000]; // milliseconds, the server not reached
const IDLE = 30_000;
const STUCK = 10_000;
const ANOTHER_HAS_IT = 2000;

class Lane {
  /**
   * @param {string} name
   * @param {Entry["kind"][]} kinds
   */
  constructor(name, kinds) {
    this.name = name;
    this.kinds = new Set(kinds);
    this.failures = 0;
    this.stirred = false;
    /** @type {() => void} */
    this.wakeUp = () => undefined;
  }

  /**
   * Something is new: look at once.
   * @param {boolean} surely also where the server was not reached just now
   */
  wake(surely) {
    if (this.failures && !surely) return;
    this.stirred = true;
    this.wakeUp();
  }

  async run() {
    for (;;) {
      this.stirred = false;
      let rest;
      try {
        rest = await this.step();
      } catch {
        rest = 5000; // the browser's own store is in trouble; nothing is lost by waiting
      }
      if (rest > 0 && !this.stirred) await this.sleep(rest);
    }
  }

  /** @param {number} rest milliseconds */
  async sleep(rest) {
    await /** @type {Promise<void>} */ (
      new Promise((resolve) => {
        const alarm = setTimeout(resolve, rest);
        this.wakeUp = () => {
          clearTimeout(alarm);
          resolve();
        };
      })
    );
    this.wakeUp = () => undefined;
  }

  /** @returns {Promise<number>} milliseconds to rest */
  async step() {
    const entries = (await outbox.all()).filter((entry) => this.kinds.has(entry.kind));
    const { entry, rest } = next(entries);
    if (!entry) return rest;
    const held = await holding(this.name, () => this.bring(entry.id));
    return held.has ? held.result : ANOTHER_HAS_IT;
  }

  /**
   * @param {string} id of what waits, if no other tab has sent it meanwhile
   * @returns {Promise<number>} milliseconds to rest
   */
  async bring(id) {
    const entry = await outbox.find(id);
    if (!entry || entry.refused || !outbox.isOurs(entry)) return 0;
    try {
      await this.send(entry);
      this.failures = 0;
      return 0;
    } catch (trouble) {
      return this.failed(entry, trouble);
    }
  }

  /** @param {Entry} entry */
  async send(entry) {
    if (entry.cancelled) return takeBack(entry);
    if (entry.kind === "text" || entry.kind === "tap") return sendWords(entry);
    return sendRecording(entry, () => take(this.name));
  }

  /**
   * @param {Entry} entry
   * @param {unknown} trouble
   * @returns {Promise<number>} milliseconds to rest
   */
  async failed(entry, trouble) {
    if (trouble instanceof Offline) {
      this.failures += 1;
      return RESTS[Math.min(this.failures, RESTS.length) - 1];
    }
    this.failures = 0; // it was reached
    if (trouble instanceof SignedOut) return IDLE;
    if (trouble instanceof Busy) {
      this.failures = 1; // what is new does not hurry it
      return trouble.seconds * 1000;
    }
    if (trouble instanceof Refused) {
      if (trouble.answer.seat) return ANOTHER_HAS_IT; // this page is loaded anew: it is not ours
      await refuse(entry, trouble);
      return 0;
    }
    // the server's own trouble: with this one, where it answers otherwise
    const tries = (entry.tries ?? 0) + 1;
    const isOfAll = tries >= outbox.STUCK && !(await answers(entry));
    await outbox.change(entry.id, (one) => {
      one.tries = isOfAll ? outbox.STUCK - 1 : tries;
      one.after = Date.now() + (outbox.isStuck(one) ? STUCK : RESTS[one.tries - 1]);
    });
    return 0;
  }
}

/**
 * Whether the server answers when it is asked for less.
 * @param {Entry} entry
 */
async function answers({ id }) {
  try {
    await ask("GET", `/api/phan/${id}`);
    return true;
  } catch (trouble) {
    return trouble instanceof Refused;
  }
}

/**
 * The server does not take it: a person is asked what is to become of it.
 * @param {Entry} entry
 * @param {Refused} trouble
 */
async function refuse(entry, trouble) {
  // the end of a recording, without sound: nothing is lost with it
  if (entry.kind === "room" && entry.closed && !entry.parts) return outbox.remove(entry.id);
  await outbox.change(entry.id, (one) => {
    if (trouble.status === ELSEWHERE) one.elsewhere = true;
    else {
      one.refused = trouble.message || say("failed");
      one.closed = true;
    }
  });
}

/**
 * What is to be sent now, or how long nothing is. One that failed just now is waited for, so that
 * the order stays; one that fails again and again is not.
 * @param {Entry[]} entries
 * @returns {{entry?: Entry, rest: number}}
 */
function next(entries) {
  const now = Date.now();
  if (net.signedOut) return { rest: IDLE };
  let rest = IDLE;
  /** @type {Entry[]} */
  const ready = [];
  for (const entry of entries.filter((one) => !one.refused && outbox.isOurs(one))) {
    const undone = entry.cancelled ? entry.cancelled + outbox.UNDO : 0;
    const from = Math.max(undone, entry.after ?? 0);
    // a clock that was set back makes nobody wait for hours
    if (from <= now || from > now + 60_000) ready.push(entry);
    else {
      rest = Math.min(rest, from - now);
      if (entry.closed && !entry.cancelled && !outbox.isStuck(entry)) break;
    }
  }
  const closed = ready.find((entry) => entry.closed || entry.cancelled);
  const spoken = ready.find((entry) => !entry.closed && !entry.held && unsent(entry));
  return { entry: closed ?? spoken, rest };
}

const lanes = [
  new Lane("words", ["text", "tap", "note"]),
  new Lane("files", ["file"]),
  new Lane("room", ["room"]),
];

/** @param {boolean} surely */
function wake(surely) {
  for (const lane of lanes) lane.wake(surely);
}

export function startLanes() {
  let reached = net.reached;
  let out = net.signedOut;
  onChange((change) => {
    if (change.what === "outbox") wake(false);
    if (change.what === "net" && ((net.reached && !reached) || (out && !net.signedOut))) wake(true);
    reached = net.reached;
    out = net.signedOut;
  });
  const surely = () => wake(true);
  addEventListener("online", surely);
  addEventListener("pageshow", surely);
  document.addEventListener("visibilitychange", surely);
  addEventListener("pagehide", () => {
    for (const lane of lanes) letGo(lane.name).catch(() => undefined);
  });
  for (const lane of lanes) lane.run();
}
