/** The recordings of the whole room that have not been ended, on this machine's disk. */

import { net } from "./api.js";
import { tell } from "./changes.js";
import { transact, wait } from "./db.js";
import { isGone, living } from "./lock.js";
import * as outbox from "./outbox.js";
import { isoNow } from "./words.js";

/** @typedef {import("./types.js").RoomRow} RoomRow */

const TOO_OLD = 12 * 3600_000; // milliseconds after which a recording is not gone on with

/** @param {RoomRow} row */
export function keep(row) {
  return transact(["rooms"], "readwrite", (store) => wait(store("rooms").put(row)));
}

/**
 * How far a recording is; what is not kept any more stays so.
 * @param {string} recording
 * @param {Partial<RoomRow>} now
 */
export function note(recording, now) {
  return transact(["rooms"], "readwrite", async (store) => {
    const row = await wait(store("rooms").get(recording));
    if (row) await wait(store("rooms").put({ ...row, ...now }));
  });
}

/**
 * Somebody speaks in this stretch: it has its number, and goes to the server from now on.
 * @param {string} id of the entry
 * @param {string} recording
 * @param {number} gap seconds lost before it
 */
export async function claim(id, recording, gap) {
  await transact(["rooms", "entries"], "readwrite", async (store) => {
    const row = await wait(store("rooms").get(recording));
    const entry = await wait(store("entries").index("id").get(id));
    if (!row || !entry?.held) return;
    entry.held = false;
    entry.room.number = row.next;
    entry.room.gap = Math.round(gap * 10) / 10;
    row.next += 1;
    await wait(store("entries").put(entry));
    await wait(store("rooms").put(row));
  });
  tell({ what: "outbox" });
}

/**
 * Ends a recording: its last stretch says so, or one without sound.
 * @param {RoomRow} row
 * @param {string} [id] of its last stretch
 */
export async function finish(row, id) {
  let told = false;
  await transact(["rooms", "entries"], "readwrite", async (store) => {
    const entry = id && (await wait(store("entries").index("id").get(id)));
    if (entry && !entry.held) {
      entry.room.last = true;
      entry.closed = true;
      await wait(store("entries").put(entry));
      told = true;
    }
    const known = await wait(store("rooms").get(row.recording));
    await wait(store("rooms").delete(row.recording));
    const { recording, seat, meeting, by, elapsed, next, alive } = { ...row, ...known };
    // of a recording in which nobody spoke the server knows nothing, and a meeting that is over
    // has ended it
    if (told || !next || !isHere(row) || !net.isOpen) return;
    const room = { recording, number: next, starts: elapsed, last: true, gap: 0 };
    const more = { seat, meeting, by, room, at: isoNow(alive) };
    await wait(store("entries").add(outbox.newEntry("room", more)));
  });
  tell({ what: "outbox" });
}

/**
 * Recordings that were cut off: their tab is no more.
 * @returns {Promise<RoomRow[]>}
 */
export async function cutOff() {
  const tabs = await living();
  /** @type {RoomRow[]} */
  const rows = await transact(["rooms"], "readonly", (store) => wait(store("rooms").getAll()));
  const gone = rows.filter((row) => !row.owner || isGone(row.owner, row.alive, tabs));
  const old = gone.filter((row) => Date.now() - row.alive > TOO_OLD);
  for (const row of old) await finish(row);
  return gone.filter((row) => !old.includes(row) && isHere(row));
}

/** Whether another tab of this browser records the room now. */
export async function elsewhere() {
  const tabs = await living();
  /** @type {RoomRow[]} */
  const rows = await transact(["rooms"], "readonly", (store) => wait(store("rooms").getAll()));
  return rows.some((row) => row.owner && isHere(row) && !isGone(row.owner, row.alive, tabs));
}

/** @param {RoomRow} row */
function isHere(row) {
  return row.seat === net.seat && row.meeting === net.meeting;
}
