/** What changes, told to all who show it: in this tab and in the browser's others. */

/**
 * `outbox`: something waits, or no longer; `sent`: the id of what has arrived; `progress`: parts
 * of a recording that the server has. Only in this tab: `toast`: words that pass; `net`; `moved`:
 * this seat is in another meeting than the page shows.
 * @typedef {{what: "outbox"}|{what: "sent", id: string}
 *   |{what: "progress", id: string, done: number, all: number}
 *   |{what: "toast", text: string}|{what: "net"}|{what: "moved"}} Change
 */

/** @type {Set<Change["what"]>} */
const OWN = new Set(["net", "toast", "moved"]);
/** @type {Set<(change: Change) => void>} */
const listeners = new Set();
const others = typeof BroadcastChannel === "function" ? new BroadcastChannel("bien-ban") : null;
if (others) others.onmessage = (event) => spread(event.data);

/** @param {Change} change */
function spread(change) {
  for (const listener of listeners) listener(change);
}

/** @param {(change: Change) => void} listener */
export function onChange(listener) {
  listeners.add(listener);
}

/** @param {Change} change */
export function tell(change) {
  spread(change);
  if (others && !OWN.has(change.what)) others.postMessage(change);
}
