/** What waits to be sent. It leaves this machine's disk only when the server has it for good. */

import { net } from "./api.js";
import { tell } from "./changes.js";
import { transact, wait } from "./db.js";
import { newId } from "./dom.js";
import { TAB } from "./lock.js";
import { isoNow } from "./words.js";

/** @typedef {import("./types.js").Entry} Entry */

/** Bytes that may wait: with more, no new recording is begun. */
export const MOST_BYTES = 400_000_000;
/** Milliseconds in which a cancelled recording can be had back. */
export const UNDO = 8000;
/** Failures after which nobody waits for an entry. */
export const STUCK = 5;

/** It was closed by another tab, or is gone: nothing more can be put into it. */
export class Closed extends Error {}

/**
 * A new entry, not yet kept.
 * @param {Entry["kind"]} kind
 * @param {Partial<Entry>} more
 * @returns {Entry}
 */
export function newEntry(kind, more) {
  const own = { id: newId(), kind, at: isoNow(), closed: true, parts: 0, bytes: 0 };
  return { ...own, seat: net.seat, meeting: net.meeting, by: net.name, ...more };
}

/** @param {Entry} entry */
export async function add(entry) {
  await transact(["entries"], "readwrite", (store) => wait(store("entries").add(entry)));
  tell({ what: "outbox" });
}

/** @returns {Promise<Entry[]>} in the order in which they came */
export function all() {
  return transact(["entries"], "readonly", (store) => wait(store("entries").getAll()));
}

/**
 * @param {string} id
 * @returns {Promise<Entry|undefined>}
 */
export function find(id) {
  return transact(["entries"], "readonly", (store) => wait(store("entries").index("id").get(id)));
}

/**
 * Changes an entry; one that is gone stays gone.
 * @param {string} id
 * @param {(entry: Entry) => void} work
 */
export async function change(id, work) {
  await transact(["entries"], "readwrite", async (store) => {
    const entry = await wait(store("entries").index("id").get(id));
    if (!entry) return;
    work(entry);
    await wait(store("entries").put(entry));
  });
  tell({ what: "outbox" });
}

/**
 * A recording's next part, on disk when this is over.
 * @param {string} id
 * @param {ArrayBuffer} bytes
 * @throws {Closed} it is not kept
 */
export async function addPart(id, bytes) {
  await transact(["entries", "parts"], "readwrite", async (store) => {
    const entry = await wait(store("entries").index("id").get(id));
    if (!entry || entry.closed) throw new Closed();
    await wait(store("parts").put({ id, number: entry.parts, bytes }));
    entry.parts += 1;
    entry.bytes += bytes.byteLength;
    entry.alive = Date.now();
    entry.owner = TAB;
    await wait(store("entries").put(entry));
  });
  tell({ what: "outbox" });
}

/**
 * Says that this tab still has it in hand: nothing is heard of one that is paused.
 * @param {string} id
 */
export function beat(id) {
  return transact(["entries"], "readwrite", async (store) => {
    const entry = await wait(store("entries").index("id").get(id));
    if (!entry || entry.closed) return;
    await wait(store("entries").put({ ...entry, alive: Date.now(), owner: TAB }));
  });
}

/**
 * @param {string} id
 * @param {number} number
 * @returns {Promise<ArrayBuffer|undefined>}
 */
export async function part(id, number) {
  const found = await transact(["parts"], "readonly", (store) =>
    wait(store("parts").get([id, number])),
  );
  return found?.bytes;
}

/**
 * All that this machine has of a recording.
 * @param {Entry} entry
 */
export async function whole(entry) {
  const range = IDBKeyRange.bound([entry.id, 0], [entry.id, Infinity]);
  const parts = await transact(["parts"], "readonly", (store) =>
    wait(store("parts").getAll(range)),
  );
  return new Blob(
    parts.map((one) => one.bytes),
    { type: entry.type },
  );
}

/** @param {string} id */
export async function remove(id) {
  await transact(["entries", "parts"], "readwrite", async (store) => {
    const n = await wait(store("entries").index("id").getKey(id));
    if (n !== undefined) await wait(store("entries").delete(n));
    await wait(store("parts").delete(IDBKeyRange.bound([id, 0], [id, Infinity])));
  });
  tell({ what: "outbox" });
}

/**
 * Whether there is anything to be sent of it. A stretch of the room that has its number is told
 * also without sound: else that number would be waited for, and the recording would not end.
 * @param {Entry} entry
 */
export function hasWhatToSend(entry) {
  return Boolean(entry.kind === "text" || entry.parts || (entry.room?.number ?? -1) >= 0);
}

/**
 * Whether it was made by whom, and where, this browser is in a meeting now. What was said in
 * another meeting, or under another name, is sent only when a person says so. A recording of the
 * room has its meeting: what is late of it goes there, or is refused.
 * @param {Entry} entry
 */
export function isOurs(entry) {
  if (entry.seat !== net.seat || entry.elsewhere) return false;
  return entry.meeting === net.meeting || entry.kind === "room";
}

/**
 * It is to go into this meeting, under this name, and so under a new id: the old one is another's
 * at the server. The stretches of a recording of the room go together, as one that is ended.
 * @param {Entry} entry
 * @returns {Promise<string[]>} the ids that are no more
 */
export async function adopt(entry) {
  const recording = entry.room?.recording;
  const now = { seat: net.seat, meeting: net.meeting, by: net.name };
  const room = newId();
  const left = await transact(["entries", "parts"], "readwrite", async (store) => {
    /** @type {Entry[]} */
    const every = await wait(store("entries").getAll());
    const those = every.filter((one) =>
      recording
        ? one.room?.recording === recording && one.closed && !isOurs(one)
        : one.id === entry.id,
    );
    those.sort((one, other) => (one.room?.number ?? 0) - (other.room?.number ?? 0));
    for (const [number, one] of those.entries()) {
      const id = newId();
      const { elsewhere, refused, tries, after, ...kept } = one;
      const last = number === those.length - 1;
      if (one.room) kept.room = { ...one.room, recording: room, number, last };
      await wait(store("entries").put({ ...kept, ...now, id }));
      await rename(store("parts"), one.id, id);
    }
    return those.map((one) => one.id);
  });
  tell({ what: "outbox" });
  return left;
}

/**
 * @param {IDBObjectStore} parts
 * @param {string} before
 * @param {string} id
 */
async function rename(parts, before, id) {
  const keys = await wait(parts.getAllKeys(IDBKeyRange.bound([before, 0], [before, Infinity])));
  for (const key of keys) {
    await wait(parts.put({ ...(await wait(parts.get(key))), id })); // one at a time: they are large
    await wait(parts.delete(key));
  }
}

/**
 * Whether the server was reached and failed with it so often that it may be dropped, and others of
 * its lane go before it. It is tried all the same.
 * @param {Entry} entry
 */
export function isStuck(entry) {
  return (entry.tries ?? 0) >= STUCK;
}

/**
 * Why nothing more should be recorded now: how many bytes wait; null: there is room.
 * @returns {Promise<number|null>}
 */
export async function tooMuch() {
  const waits = (await all()).reduce((sum, entry) => sum + entry.bytes, 0);
  if (waits > MOST_BYTES) return waits;
  try {
    const { quota = 0, usage = 0 } = (await navigator.storage?.estimate?.()) ?? {};
    if (waits && quota && quota - usage < 20_000_000) return waits;
  } catch {
    // a browser that does not say is asked by writing
  }
  return null;
}
