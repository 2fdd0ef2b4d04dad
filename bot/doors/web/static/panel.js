/** What is shown while a note or the whole room is recorded. */

import { button, byId, el, put } from "./dom.js";
import { fullness } from "./level.js";
import { whyNot } from "./microphone.js";
import { endNotice, notice } from "./notices.js";
import { Note, haveBack } from "./recorder.js";
import { UNDO } from "./outbox.js";
import { Room } from "./room.js";
import * as rooms from "./rooms.js";
import { clockTime, isoNow, length, say } from "./words.js";

const TICK = 250; // milliseconds

/** The time, the level and what is wrong, of one recording. */
class Panel {
  /**
   * @param {string} label
   * @param {() => number} seconds
   * @param {HTMLButtonElement[]} buttons
   */
  constructor(label, seconds, buttons) {
    this.seconds = seconds;
    this.full = 0;
    this.what = el("span", "recording-what", label);
    this.clock = el("span", "recording-clock", length(0));
    this.bar = el("span", "level-bar");
    const level = el("span", "level", this.bar);
    level.setAttribute("aria-hidden", "true");
    const dot = el("span", "dot");
    dot.setAttribute("aria-hidden", "true");
    this.hint = el("p", "hint");
    this.hint.setAttribute("role", "status");
    const head = el("div", "recording-head", dot, this.what, this.clock, level);
    const row = el("div", "recording-buttons", ...buttons);
    this.element = el("section", "recording", head, this.hint, row);
    this.element.setAttribute("aria-label", label);
    this.element.tabIndex = -1;
    this.timer = setInterval(() => put(this.clock, length(this.seconds())), TICK);
  }

  /** @param {number} loud */
  level(loud) {
    this.full = Math.max(fullness(loud), this.full * 0.85); // falls slowly, as eyes like it
    this.bar.style.transform = `scaleX(${this.full.toFixed(3)})`;
  }

  close() {
    clearInterval(this.timer);
    this.element.remove();
  }
}

/**
 * The button that leads to a recording, and back to where the focus was.
 * @param {HTMLElement} opener
 * @param {boolean} isOn
 */
function swap(opener, isOn) {
  opener.hidden = isOn;
  byId("speak").hidden = [...byId("speak").children].every((one) => /** @type {any} */ (one).hidden);
}

/** Whether this page can have no microphone; its sentence stands under the buttons. */
function refusedHere() {
  const why = whyNot();
  if (!why) return false;
  const told = byId("mic-why");
  told.textContent = "";
  requestAnimationFrame(() => {
    told.textContent = why; // said again, to who hears the page
    told.classList.add("is-told");
  });
  return true;
}

/** @type {Note|null} */
let note = null;
/** @type {Room|null} */
let room = null;

function recordNote() {
  if (note || refusedHere()) return;
  const opener = byId("record");
  endNotice("record");
  const stop = button(say("record_stop"), "button main", () => mine.stop());
  const pause = button(say("record_pause"), "button quiet", () => {
    if (mine.since) mine.pause();
    else mine.resume();
  });
  const cancel = button(say("record_cancel"), "button quiet", () => cancelNote(mine));
  /** @type {Panel} */
  let panel;
  const mine = new Note({
    state(state) {
      if (state === "over") {
        const hadFocus = panel.element.contains(document.activeElement);
        note = null;
        panel.close();
        swap(opener, false);
        if (hadFocus) opener.focus();
        return;
      }
      put(panel.what, say(state === "starts" ? "record_starts" : `record_${state}`));
      panel.element.dataset.state = state;
      put(pause, say(state === "paused" ? "record_resume" : "record_pause"));
      pause.hidden = state === "starts";
      stop.hidden = state === "starts";
    },
    level: (loud) => panel.level(loud),
    hint: (sentence) => put(panel.hint, sentence),
    trouble: (sentence) => notice(sentence, { key: "record", kind: "bad", stays: true }),
  });
  note = mine;
  panel = new Panel(say("record_starts"), () => mine.seconds, [cancel, pause, stop]);
  byId("panel").prepend(panel.element);
  swap(opener, true);
  panel.element.focus(); // on no button: a key that is held must not press what comes next
  mine.start();
}

/** @param {Note} mine */
async function cancelNote(mine) {
  const { seconds } = mine;
  const id = await mine.cancel();
  if (!id) return;
  notice(say("record_cancelled", { length: length(seconds) }), {
    key: "record",
    seconds: UNDO / 1000 - 1,
    buttons: [{ label: say("record_back"), tap: () => haveBack(id) }],
  });
}

/** @param {import("./types.js").RoomRow} [before] */
function recordRoom(before) {
  if (room || refusedHere()) return;
  const opener = byId("room");
  endNotice("room");
  const stop = button(say("room_stop"), "button main", () => mine.stop());
  /** @type {Panel} */
  let panel;
  const mine = new Room({
    state(state) {
      if (state === "over") {
        const hadFocus = panel.element.contains(document.activeElement);
        room = null;
        panel.close();
        swap(opener, false);
        if (hadFocus) opener.focus();
        if (mine.row) offered.delete(mine.row.recording);
        offerToGoOn();
        return;
      }
      put(panel.what, say(state === "starts" ? "room_starts" : "room_on"));
      panel.element.dataset.state = state;
    },
    level: (loud) => panel.level(loud),
    hint: (sentence) => put(panel.hint, sentence || say("room_hint")),
    trouble: (sentence) => notice(sentence, { key: "room", kind: "bad", stays: true }),
  });
  room = mine;
  panel = new Panel(say("room_starts"), () => mine.seconds, [stop]);
  put(panel.hint, say("room_hint"));
  byId("panel").append(panel.element);
  swap(opener, true);
  panel.element.focus();
  mine.start(before);
}

/** The recordings that a person was offered to go on with. @type {Set<string>} */
const offered = new Set();

/** A recording of the room that was cut off goes on with one tap: the microphone needs one. */
export async function offerToGoOn() {
  if (room) return;
  const row = (await rooms.cutOff()).find((one) => !offered.has(one.recording));
  if (!row || room) return;
  offered.add(row.recording);
  notice(say("room_broken", { at: clockTime(isoNow(row.alive)) }), {
    key: "room",
    kind: "bad",
    stays: true,
    buttons: [
      { label: say("room_go_on"), tap: () => recordRoom(row) },
      { label: say("room_end"), tap: () => rooms.finish(row) },
    ],
  });
}

export function startPanel() {
  byId("record").addEventListener("click", recordNote);
  byId("room").addEventListener("click", () => recordRoom());
  const why = whyNot();
  put(byId("mic-why"), why);
  for (const id of ["record", "room"]) byId(id).classList.toggle("is-out", Boolean(why));
  // a tap beside the page must not end what is being said
  addEventListener("beforeunload", (event) => {
    if (note || room) event.preventDefault();
  });
}
