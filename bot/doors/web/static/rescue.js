/** What a tab has left that was closed or killed while it recorded: finished, and sent. */

import { isGone, living } from "./lock.js";
import * as outbox from "./outbox.js";
import { say } from "./words.js";

/** Closes the recordings of tabs that are no more. */
export async function rescue() {
  const open = (await outbox.all()).filter((entry) => !entry.closed);
  if (!open.length) return;
  const tabs = await living();
  for (const entry of open) {
    if (!isGone(entry.owner, entry.alive ?? 0, tabs)) continue;
    // nobody spoke in it, or nothing of it came to the disk
    if (entry.held || !outbox.hasWhatToSend(entry)) await outbox.remove(entry.id);
    else await outbox.change(entry.id, finish);
  }
}

/** @param {import("./types.js").Entry} entry */
function finish(entry) {
  entry.closed = true;
  // half a file is worse than none, and the whole still is where it was chosen
  if (entry.kind === "file") entry.refused = say("file_unreadable", { name: entry.name ?? "" });
  entry.rescued = true;
  entry.seconds ??= entry.parts; // a part is a second
}
