/** What a person does that the server is to hear: words and taps, kept before they are sent. */

import { Refused, SignedOut, ask } from "./api.js";
import { notice } from "./notices.js";
import * as outbox from "./outbox.js";
import { isoNow, say } from "./words.js";

/**
 * @param {string} text
 * @param {{reply_to?: string, quiet?: boolean, label?: string}} [more] label: what is shown while
 *   it waits
 * @returns {Promise<boolean>} whether it is kept
 */
export async function sendText(text, more = {}) {
  try {
    await outbox.add(outbox.newEntry("text", { text, ...more }));
    return true;
  } catch {
    return sendUnkept(text, more);
  }
}

/**
 * This machine keeps nothing: straight to the server, or not at all.
 * @param {string} text
 * @param {{reply_to?: string, quiet?: boolean}} more
 */
async function sendUnkept(text, { reply_to, quiet }) {
  const { id, at, meeting, seat } = outbox.newEntry("text", {});
  try {
    const json = { id, text, reply_to, quiet, at, now: at, meeting };
    await ask("POST", "/api/tin", { json, seat });
    return true;
  } catch (trouble) {
    notice((trouble instanceof Refused && trouble.message) || say("not_kept"), { kind: "bad" });
    return false;
  }
}

/**
 * A button: at once where the server is reached and nothing waits before it.
 * @param {string} data
 * @param {string} label
 * @param {string} [message] the id of the bot's message that it is under
 */
export async function tap(data, label, message) {
  const entry = outbox.newEntry("tap", { data, label, message });
  const before = await outbox.all().catch(() => []);
  if (before.some((one) => one.kind === "text" && !one.refused && outbox.isOurs(one))) {
    return keepTap(entry);
  }
  try {
    const { id, at, meeting, seat } = entry;
    const json = { id, data, message, at, now: isoNow(), meeting };
    const answer = await ask("POST", "/api/bam", { json, seat });
    if (answer.toast) notice(answer.toast, { key: "toast" });
  } catch (trouble) {
    if (trouble instanceof Refused) {
      notice(trouble.message || say("failed"), { key: "toast", kind: "bad" });
    } else {
      await keepTap(entry);
      if (!(trouble instanceof SignedOut)) notice(say("tap_later"), { key: "toast" });
    }
  }
}

/** @param {import("./types.js").Entry} entry */
async function keepTap(entry) {
  try {
    await outbox.add(entry);
  } catch {
    notice(say("failed"), { key: "toast", kind: "bad" });
  }
}
