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
 */
export async function addPart(id, bytes) {
  await transact(["entries", "parts"], "readwrite", async (store) => {
    const entry = await wait(store("entries").index("id").get(id));
    if (!entry || entry.closed) return;
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
 * Whether it was made by whom, and where, this browser is in a meeting now. What was said in
 * another meeting, or under another name, is sent only when a person says so.
 * @param {Entry} entry
 */
export function isOurs(entry) {
  return entry.seat === net.seat && entry.meeting === net.meeting;
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
