/** What waits to be sent, and how it stands with it. */

import { net } from "./api.js";
import { onChange } from "./changes.js";
import { button, byId, el, put } from "./dom.js";
import { TAB } from "./lock.js";
import * as outbox from "./outbox.js";
import { forget } from "./parts.js";
import { isoNow, length, say } from "./words.js";

/** @typedef {import("./types.js").Entry} Entry */

const SHOWN_AFTER = 4000; // milliseconds that what was sent stays, if its line does not come
const ROOM_AFTER = 8000; // milliseconds that a stretch of the room may take before it is shown

export class Waiting {
  /**
   * @param {import("./scroll.js").Place} place
   * @param {(text: string) => void} onBack words that are to be typed anew
   */
  constructor(place, onBack) {
    this.place = place;
    this.onBack = onBack;
    this.list = byId("waiting");
    /** @type {Map<string, {done: number, all: number}>} */
    this.progress = new Map();
    /** What has arrived, and is not seen as a line yet. @type {Map<string, HTMLElement>} */
    this.sent = new Map();
    /** @type {Map<string, {row: HTMLElement, look: string}>} */
    this.rows = new Map();
    this.asked = false;
    this.list.setAttribute("aria-label", say("waiting_list"));
    onChange((change) => {
      if (change.what === "progress") this.progress.set(change.id, change);
      if (change.what === "sent") this.arrived(change.id);
      if (change.what !== "toast") this.refresh();
    });
  }

  /** @param {string} id */
  arrived(id) {
    const row = this.rows.get(id)?.row;
    this.progress.delete(id);
    if (!row || row.dataset.kind === "room") return; // one stretch after another: no news
    this.sent.set(id, row);
    this.rows.delete(id);
    const state = row.querySelector(".waiting-state");
    if (state instanceof HTMLElement) put(state, say("sent"));
    setTimeout(() => this.seen(id), SHOWN_AFTER);
  }

  /**
   * It is shown elsewhere now.
   * @param {string} id
   */
  seen(id) {
    const row = this.sent.get(id);
    if (!row) return;
    this.sent.delete(id);
    row.remove();
    this.list.hidden = !this.list.children.length;
  }

  /** Soon, and once for many changes. */
  refresh() {
    if (this.asked) return;
    this.asked = true;
    setTimeout(async () => {
      this.asked = false;
      try {
        this.show(await outbox.all());
      } catch {
        // a store that cannot be read has nothing to show
      }
    }, 30);
  }

  /** @param {Entry[]} entries */
  show(entries) {
    const shown = grouped(entries.filter((entry) => this.isShown(entry)));
    const first = firsts(shown.map((one) => one.entry));
    const left = new Set(this.rows.keys());
    for (const { entry, count } of shown) {
      left.delete(entry.id);
      const state = this.state(entry, first.has(entry.id), count);
      const { refused, closed } = entry;
      const look = [state, refused, closed, outbox.isOurs(entry), outbox.isStuck(entry)].join("|");
      const known = this.rows.get(entry.id);
      if (known?.look === look) continue;
      const row = this.row(entry, state, count);
      if (known) known.row.replaceWith(row);
      else this.list.append(row);
      this.rows.set(entry.id, { row, look });
    }
    for (const id of left) {
      this.rows.get(id)?.row.remove();
      this.rows.delete(id);
    }
    this.list.hidden = !this.list.children.length;
    if (this.place.isAtEnd) this.place.toEnd();
  }

  /** @param {Entry} entry */
  isShown(entry) {
    if (entry.cancelled || entry.held || this.sent.has(entry.id)) return false;
    if (entry.kind === "room") {
      const isLate = net.reached === false || Date.now() - (entry.alive ?? 0) > ROOM_AFTER;
      const isTold = entry.refused || !outbox.isOurs(entry) || net.signedOut;
      if (!entry.parts || !(isLate || isTold)) return false;
    }
    return entry.closed || (entry.owner !== TAB && entry.kind === "note") || entry.kind === "file";
  }

  /**
   * @param {Entry} entry
   * @param {boolean} isFirst
   * @param {number} count
   */
  state(entry, isFirst, count) {
    if (entry.refused) return say("refused", { why: entry.refused });
    if (!entry.closed) return say(entry.kind === "file" ? "file_read" : "recording_elsewhere");
    if (!outbox.isOurs(entry)) return foreign(entry);
    if (net.signedOut) return say("no_session");
    if (net.reached === false) return say("kept");
    if (outbox.isStuck(entry)) return say("stuck");
    if ((entry.after ?? 0) > Date.now()) return say("again_later");
    const progress = this.progress.get(entry.id);
    if (progress && entry.parts > 1 && count === 1) {
      return say("sending_parts", { done: Math.min(progress.done, entry.parts), all: entry.parts });
    }
    return say(isFirst || progress ? "sending" : "in_line");
  }

  /**
   * @param {Entry} entry
   * @param {string} state
   * @param {number} count of stretches that it stands for
   */
  row(entry, state, count) {
    const words = el("p", "words", what(entry, count));
    words.dir = "auto";
    const row = el("li", "waiting-row", words, el("p", "waiting-state", state));
    row.dataset.kind = entry.kind;
    row.classList.toggle("is-refused", Boolean(entry.refused));
    const buttons = el("div", "waiting-buttons");
    const isForeign = !outbox.isOurs(entry);
    const isLeft = entry.closed && (isForeign || entry.refused || outbox.isStuck(entry));
    if (isLeft && isForeign && !entry.refused && isPlaced(entry)) {
      buttons.append(button(say("send_it"), "button main", () => adopt(entry)));
    }
    if (isLeft && entry.parts) {
      buttons.append(button(say("save_it"), "button quiet", () => save(entry)));
    }
    if (entry.refused && entry.kind === "text" && !entry.quiet) {
      buttons.append(button(say("type_again"), "button quiet", () => this.typeAgain(entry)));
    }
    if (isLeft) buttons.append(dropButton(entry));
    if (buttons.children.length) row.append(buttons);
    return row;
  }

  /** @param {Entry} entry */
  async typeAgain(entry) {
    this.onBack(entry.text ?? "");
    await outbox.remove(entry.id);
  }
}

/**
 * Those that are sent next: words, files and the room do not wait for each other.
 * @param {Entry[]} entries
 */
function firsts(entries) {
  /** @type {Map<string, string>} */
  const found = new Map();
  for (const entry of entries) {
    const lane = entry.kind === "file" || entry.kind === "room" ? entry.kind : "words";
    if (!found.has(lane) && !entry.refused && outbox.isOurs(entry)) found.set(lane, entry.id);
  }
  return new Set(found.values());
}

/**
 * The stretches of a recording of the room are one row.
 * @param {Entry[]} entries
 * @returns {{entry: Entry, count: number}[]}
 */
function grouped(entries) {
  /** @type {Map<string, {entry: Entry, count: number}>} */
  const rows = new Map();
  for (const entry of entries) {
    const isPlain = entry.kind === "room" && !entry.refused && outbox.isOurs(entry);
    const key = isPlain && !outbox.isStuck(entry) ? `room ${entry.room?.recording}` : entry.id;
    const row = rows.get(key);
    if (row) row.count += 1;
    else rows.set(key, { entry, count: 1 });
  }
  return [...rows.values()];
}

/**
 * @param {Entry} entry
 * @param {number} count
 */
function what(entry, count) {
  const long = length(entry.seconds ?? entry.parts); // a part is a second
  if (entry.kind === "text") return entry.label ?? entry.text ?? "";
  if (entry.kind === "tap") return say("a_tap", { label: entry.label ?? "" });
  if (entry.kind === "file") return say("a_file", { name: entry.name ?? "" });
  if (entry.kind === "room" && count > 1) return say("a_room_many", { count });
  const words = say(entry.kind === "room" ? "a_room" : "a_note", { length: long });
  return entry.rescued ? `${words} (${say("rescued")})` : words;
}

/**
 * Why it is not sent by itself: said under another name, or in another meeting.
 * @param {Entry} entry
 */
function foreign(entry) {
  if (!isPlaced(entry)) return say("of_other_room");
  if (entry.seat === net.seat) return say("of_other_meeting");
  return say("of_another", { name: entry.by });
}

/**
 * Whether it can go into this meeting: a recording of the room is of its own meeting's hours.
 * @param {Entry} entry
 */
function isPlaced(entry) {
  return entry.kind !== "room" || entry.meeting === net.meeting;
}

/**
 * It is to go into this meeting, under this name.
 * @param {Entry} entry
 */
async function adopt(entry) {
  for (const id of await outbox.adopt(entry)) forget(id);
}

/**
 * A button that asks once more: what is dropped is gone.
 * @param {Entry} entry
 */
function dropButton(entry) {
  let asked = false;
  const made = button(say("drop_it"), "button quiet", () => {
    if (asked) {
      outbox.remove(entry.id);
      return;
    }
    asked = true;
    made.textContent = say("drop_sure");
    setTimeout(() => {
      asked = false;
      made.textContent = say("drop_it");
    }, 4000);
  });
  return made;
}

/**
 * A recording as a file on this machine.
 * @param {Entry} entry
 */
async function save(entry) {
  const address = URL.createObjectURL(await outbox.whole(entry));
  const anchor = el("a");
  anchor.href = address;
  const ending = /mp4/.test(entry.type ?? "") ? "m4a" : /ogg/.test(entry.type ?? "") ? "ogg" : "webm";
  const at = isoNow(Date.parse(entry.at)).slice(0, 16).replace(/[:T]/g, "-");
  anchor.download = entry.name ?? `${say("save_name", { at })}.${ending}`;
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
