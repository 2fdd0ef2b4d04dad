/** One entry of the outbox brought to the server. */

import { Refused, Trouble, ask } from "./api.js";
import { tell } from "./changes.js";
import * as outbox from "./outbox.js";
import { isoNow } from "./words.js";

/** @typedef {import("./types.js").Entry} Entry */

/**
 * How many parts from the first on the server has, as far as this tab knows.
 * @type {Map<string, number>}
 */
const there = new Map();

/** @param {Entry} entry */
export function unsent(entry) {
  return entry.parts > (there.get(entry.id) ?? 0);
}

/**
 * It goes under another id from now on: of this one the server need not keep anything.
 * @param {string} id
 */
export function forget(id) {
  there.delete(id);
  ask("DELETE", `/api/phan/${id}`).catch(() => undefined);
}

/**
 * Words or a tap: one request.
 * @param {Entry} entry
 */
export async function sendWords(entry) {
  const { id, text, reply_to, quiet, at, data, message, meeting, seat } = entry;
  if (entry.kind === "tap") {
    const json = { id, data, message, at, now: isoNow(), meeting };
    const answer = await ask("POST", "/api/bam", { json, seat });
    if (answer.toast) tell({ what: "toast", text: answer.toast });
  } else {
    const json = { id, text, reply_to, quiet, at, now: isoNow(), meeting };
    await ask("POST", "/api/tin", { json, seat });
  }
  await arrived(id);
}

/** @param {string} id */
async function arrived(id) {
  there.delete(id);
  tell({ what: "sent", id });
  await outbox.remove(id);
}

/**
 * The parts that the server lacks, and what closes the recording where it is closed.
 * @param {Entry} entry
 * @param {() => Promise<boolean>} go whether this tab still is the one that sends
 */
export async function sendRecording(entry, go) {
  if (!outbox.hasWhatToSend(entry)) {
    await outbox.remove(entry.id);
    return;
  }
  await sendParts(entry, go);
  if (!entry.closed) return;
  const { at, seconds, name, text, room, kind, parts, reply_to, meeting, seat } = entry;
  const type = entry.type ?? "";
  // how long ago it was said is right also where this machine's clock is not
  const about = { kind, type, name, seconds, at, now: isoNow(), meeting };
  const json = { parts, ...about, text, room, reply_to };
  try {
    await ask("POST", `/api/phan/${entry.id}/xong`, { json, seconds: 120, seat });
  } catch (trouble) {
    if (!(trouble instanceof Refused) || trouble.status !== 409) throw trouble;
    there.set(entry.id, Number(trouble.answer.next) || 0);
    throw new Trouble("parts are missing there");
  }
  await arrived(entry.id);
}

/**
 * @param {Entry} entry
 * @param {() => Promise<boolean>} go
 */
async function sendParts(entry, go) {
  const { id, seat } = entry;
  if (entry.parts && !there.has(id)) there.set(id, await known(entry));
  let next = there.get(id) ?? 0;
  while (next < entry.parts) {
    const bytes = await outbox.part(id, next);
    if (!bytes) throw new Trouble("a part is not on this machine");
    const answer = await ask("PUT", `/api/phan/${id}/${next}`, { bytes, seconds: 120, seat });
    const now = Number(answer.next);
    // one that goes backwards has lost parts; one that stays is asked again later, with a rest
    if (!(now > next)) {
      there.set(id, now || 0);
      throw new Trouble("a part was not kept there");
    }
    next = now;
    there.set(id, next);
    tell({ what: "progress", id, done: Math.min(next, entry.parts), all: entry.parts });
    if (!(await go())) return;
  }
}

/**
 * How much the server has of it from before this page was loaded.
 * @param {Entry} entry
 * @returns {Promise<number>}
 */
async function known({ id, parts, seat }) {
  try {
    const answer = await ask("GET", `/api/phan/${id}`, { seat });
    return answer.done ? parts : Number(answer.next) || 0;
  } catch (trouble) {
    if (trouble instanceof Refused && trouble.status === 404) return 0;
    throw trouble;
  }
}

/**
 * A recording that was cancelled: gone there, then here.
 * @param {Entry} entry
 */
export async function takeBack(entry) {
  try {
    if (entry.parts) await ask("DELETE", `/api/phan/${entry.id}`, { seat: entry.seat });
  } catch (trouble) {
    // else it has none of it
    if (!(trouble instanceof Refused) || trouble.answer.seat) throw trouble;
  }
  there.delete(entry.id);
  await outbox.remove(entry.id);
}
