/** What is shown while a note or the whole room is recorded. */

import { net } from "./api.js";
import { replying } from "./box.js";
import { button, byId, el, linked, put } from "./dom.js";
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

/** Why nobody may speak in this meeting now; empty: one may. */
let forbidden = "";

/** Whether nothing can be recorded here; its sentence stands under the buttons. */
function refusedHere() {
  const why = forbidden || whyNot();
  if (!why) return false;
  const told = byId("mic-why");
  told.textContent = "";
  requestAnimationFrame(() => {
    told.replaceChildren(...linked(why)); // said again, to who hears the page
    told.classList.add("is-told");
  });
  return true;
}

/** @type {Note|null} */
let note = null;
/** @type {Room|null} */
let room = null;

/** @param {import("./box.js").Box} box whose answer goes along */
function recordNote(box) {
  if (note || refusedHere()) return;
  const opener = byId("record");
  const { answers } = box;
  const answer = answers ? replying(answers) : "";
  endNotice("record");
  const stop = button(say("record_stop"), "button main", () => mine.stop());
  const pause = button(say("record_pause"), "button quiet", () => {
    if (mine.since) mine.pause();
    else mine.resume();
  });
  const cancel = button(say("record_cancel"), "button quiet", async () => {
    await cancelNote(mine, () => {
      if (box.answers === answers) box.answer(null); // it goes along after all
    });
    if (!box.answers) box.answer(answers);
  });
  /** @type {Panel} */
  let panel;
  /** @type {import("./recorder.js").Shown} */
  const shown = {
    state(state) {
      if (state === "over") {
        const hadFocus = panel.element.contains(document.activeElement);
        note = null;
        panel.close();
        if (!mine.take && !box.answers) box.answer(answers); // nothing was recorded
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
    hint: (sentence) => put(panel.hint, sentence || answer),
    trouble: (sentence) => notice(sentence, { key: "record", kind: "bad", stays: true }),
  };
  const mine = new Note(shown, answers ? String(answers.id) : undefined);
  note = mine;
  box.answer(null);
  panel = new Panel(say("record_starts"), () => mine.seconds, [cancel, pause, stop]);
  put(panel.hint, answer);
  byId("panel").prepend(panel.element);
  swap(opener, true);
  panel.element.focus(); // on no button: a key that is held must not press what comes next
  mine.start();
}

/**
 * @param {Note} mine
 * @param {() => void} onBack it is to be sent after all
 */
async function cancelNote(mine, onBack) {
  const { seconds } = mine;
  const id = await mine.cancel();
  if (!id) return;
  const back = () => {
    onBack();
    haveBack(id);
  };
  notice(say("record_cancelled", { length: length(seconds) }), {
    key: "record",
    seconds: UNDO / 1000 - 1,
    buttons: [{ label: say("record_back"), tap: back }],
  });
}

/** @param {import("./types.js").RoomRow} [before] */
function recordRoom(before) {
  if (room || refusedHere()) return;
  const opener = byId("room");
  endNotice("room");
  endNotice("room_broken");
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
  if (room || forbidden) return;
  const row = (await rooms.cutOff()).find((one) => !offered.has(one.recording));
  if (!row || room || forbidden) return;
  offered.add(row.recording);
  endNotice("room");
  notice(say("room_broken", { at: clockTime(isoNow(row.alive)) }), {
    key: "room_broken",
    kind: "bad",
    stays: true,
    buttons: [
      { label: say("room_go_on"), tap: () => recordRoom(row) },
      { label: say("room_end"), tap: () => rooms.finish(row) },
    ],
  });
}

/**
 * Whether one may speak here now. A note that runs is spoken to its end, and kept; the room's
 * recording is ended.
 * @param {string} why one may not; empty: one may
 */
export function mayRecord(why) {
  const row = room?.row;
  const hasMoved = Boolean(row && (row.meeting !== net.meeting || row.seat !== net.seat));
  if (room && !room.over && (why || hasMoved)) {
    // one whose meeting may be opened again can be gone on with then
    if (why && !net.isOpen && !hasMoved) room.broken("room_over");
    else {
      room.stop();
      notice(hasMoved ? say("room_moved") : why, { key: "room", kind: "bad", stays: true });
    }
  }
  if (why === forbidden) return;
  forbidden = why;
  showWhy();
  if (why) {
    endNotice("room_broken");
    offered.clear();
  } else offerToGoOn().catch(() => undefined);
}

function showWhy() {
  const why = forbidden || whyNot();
  const told = byId("mic-why");
  if (told.textContent !== why) told.replaceChildren(...linked(why));
  told.classList.remove("is-told");
  for (const id of ["record", "room"]) setOut(byId(id), Boolean(why));
}

/**
 * A button that does nothing but say why.
 * @param {HTMLElement} opener
 * @param {boolean} isOut
 */
function setOut(opener, isOut) {
  opener.classList.toggle("is-out", isOut);
  opener.setAttribute("aria-disabled", String(isOut));
}

/** @param {import("./box.js").Box} box */
export function startPanel(box) {
  byId("record").addEventListener("click", () => recordNote(box));
  byId("room").addEventListener("click", () => recordRoom());
  showWhy();
  // a tap beside the page must not end what is being said
  addEventListener("beforeunload", (event) => {
    if (note || room) event.preventDefault();
  });
}
