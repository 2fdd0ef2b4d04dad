/** Files that are chosen: copied to this machine's outbox, a part at a time, and sent from there. */

import { TAB } from "./lock.js";
import { notice } from "./notices.js";
import * as outbox from "./outbox.js";
import { tooMuch } from "./outbox.js";
import { say, size } from "./words.js";

const PART = 1 << 18; // bytes; also a slow line brings that within a request's time

/**
 * @param {File[]} files
 * @param {{text?: string, reply_to?: string}} beside what stands with the first of them
 */
export async function sendFiles(files, beside) {
  for (const [place, file] of files.entries()) await sendFile(file, place ? {} : beside);
}

/**
 * @param {File} file
 * @param {{text?: string, reply_to?: string}} beside
 */
async function sendFile(file, beside) {
  const { name } = file;
  if (!file.size) {
    notice(say("file_empty", { name }), { kind: "bad" });
    return;
  }
  const waits = await tooMuch().catch(() => null);
  if (waits !== null) {
    notice(say("too_much_waits", { size: size(waits) }), { kind: "bad" });
    return;
  }
  const type = file.type || "application/octet-stream";
  const own = { name, type, closed: false, owner: TAB, alive: Date.now() };
  const entry = outbox.newEntry("file", { ...own, ...beside });
  try {
    await outbox.add(entry);
    for (let from = 0; from < file.size; from += PART) {
      await outbox.addPart(entry.id, await file.slice(from, from + PART).arrayBuffer());
    }
    await outbox.change(entry.id, (one) => {
      one.closed = true;
    });
  } catch (trouble) {
    await outbox.remove(entry.id).catch(() => undefined);
    const isFull = trouble instanceof DOMException && trouble.name === "QuotaExceededError";
    notice(say(isFull ? "disk_full_file" : "file_unreadable", { name }), { kind: "bad" });
  }
}
