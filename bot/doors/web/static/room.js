/** The whole room, recorded for hours: one stretch between two pauses after another. */

import { net } from "./api.js";
import { RoomClock } from "./clock.js";
import { newId } from "./dom.js";
import { Level } from "./level.js";
import { TAB } from "./lock.js";
import { NoMicrophone, listen, release, stayAwake } from "./microphone.js";
import * as outbox from "./outbox.js";
import { Pauses } from "./pauses.js";
import { roomToRecord } from "./recorder.js";
import * as rooms from "./rooms.js";
import { Take } from "./take.js";
import { isoNow, length, say } from "./words.js";

/** @typedef {import("./types.js").RoomRow} RoomRow */

const STALLED = 2000; // milliseconds without news of how loud it is
const LONGEST = 9000; // milliseconds of a stretch then
const SILENCE = 30_000; // milliseconds after which also a silent stretch is sent: it still runs
const OVERLAP = 300; // milliseconds that a new recorder may take to begin

class Stretch extends Take {
  claimed = false;
  began = performance.now();
}

export class Room {
  /** @param {import("./recorder.js").Shown} shown */
  constructor(shown) {
    this.shown = shown;
    this.pauses = new Pauses();
    /** @type {Stretch|undefined} */
    this.stretch = undefined;
    /** @type {Set<Promise<void>>} */
    this.ending = new Set();
    this.gap = 0; // seconds lost before the stretch that is spoken next
    this.noted = 0;
    this.claimed = 0; // when the last stretch was found to be sent
    this.heard = 0;
    this.over = false;
    this.letSleep = () => {};
    this.clock = new RoomClock(0, performance.now(), Date.now());
  }

  /** Seconds since the recording's beginning. */
  get seconds() {
    return this.clock.seconds(performance.now());
  }

  /** @param {RoomRow} [before] the recording that this one goes on with */
  async start(before) {
    this.shown.state("starts");
    try {
      await roomToRecord();
      if (!before && (await rooms.elsewhere())) throw new NoMicrophone(say("room_elsewhere"));
      this.stream = await listen(true);
      if (this.over) return release(this.stream);
      await this.begin(before);
    } catch (trouble) {
      this.over = true;
      this.letGo();
      this.shown.state("over");
      this.shown.trouble(trouble instanceof NoMicrophone ? trouble.message : say("mic_failed"));
    }
  }

  /** @param {RoomRow} [before] */
  async begin(before) {
    const now = Date.now();
    if (before) this.gap = Math.max(0, (now - before.alive) / 1000);
    const elapsed = before ? before.elapsed + this.gap : 0;
    const { seat, meeting, name: by } = net;
    const fresh = { recording: newId(), at: isoNow(now), next: 0, seat, meeting, by };
    /** @type {RoomRow} */
    this.row = { ...(before ?? fresh), elapsed, alive: now, owner: TAB };
    await rooms.keep(this.row);
    if (this.over) return rooms.finish(this.row); // ended while its microphone was opened
    this.clock = new RoomClock(elapsed, performance.now(), now);
    this.heard = this.claimed = performance.now();
    const stream = /** @type {MediaStream} */ (this.stream);
    this.next();
    this.level = new Level(stream, (heard) => this.hear(heard));
    this.letSleep = stayAwake();
    this.watch = setInterval(() => this.lookAfter(), 1000);
    const [track] = stream.getAudioTracks();
    track.onmute = () => this.shown.hint(say("mic_muted"));
    track.onunmute = () => this.shown.hint("");
    this.shown.state("on");
    if (this.gap > 3) this.shown.trouble(say("room_gap", { length: length(this.gap) }));
  }

  /** Begins a stretch. */
  next() {
    const row = /** @type {RoomRow} */ (this.row);
    const starts = Math.round(this.seconds * 10) / 10;
    const room = { recording: row.recording, number: -1, starts, last: false, gap: 0 };
    const { seat, meeting, by } = row; // this browser may have come into another meeting
    const whose = { seat, meeting, by, owner: TAB, alive: Date.now() };
    const more = { ...whose, closed: false, held: true, room };
    const entry = outbox.newEntry("room", more);
    const stream = /** @type {MediaStream} */ (this.stream);
    this.stretch = new Stretch(stream, entry, (key) => this.broken(key));
    this.stretch.start();
    this.pauses.begin();
  }

  /** @param {import("./level.js").Heard} heard */
  hear({ loud, seconds }) {
    if (this.over) return;
    this.heard = performance.now();
    this.shown.level(loud);
    const lost = this.clock.hear(seconds, this.heard, Date.now());
    if (lost) {
      this.shown.trouble(say("room_gap", { length: length(lost) }));
      this.cut();
      this.gap += lost;
      return;
    }
    const verdict = this.pauses.hear(loud, seconds);
    const isQuietLong = this.heard - this.claimed > SILENCE;
    if (this.pauses.hasVoice || verdict === "cut" || isQuietLong) this.claim();
    if (verdict !== "on") this.cut();
    if (this.heard - this.noted > 1000) this.note();
  }

  /** This stretch is to be sent. */
  claim() {
    const { stretch, row, gap } = this;
    if (!stretch || !row || stretch.claimed) return;
    stretch.claimed = true;
    this.claimed = performance.now();
    this.gap = 0;
    stretch.write(() => rooms.claim(stretch.entry.id, row.recording, gap));
  }

  /** Ends this stretch once the next has begun, so that nothing falls between. */
  cut() {
    const old = this.stretch;
    if (!old || this.over) return;
    this.next();
    const begun = Promise.race([this.stretch?.started, rest(OVERLAP)]);
    const ended = begun.then(() => this.close(old)).catch(() => undefined);
    this.ending.add(ended);
    ended.finally(() => this.ending.delete(ended));
  }

  /** @param {Stretch} stretch */
  async close(stretch) {
    const seconds = Math.round((performance.now() - stretch.began) / 100) / 10;
    await stretch.stop();
    const { id } = stretch.entry;
    if (!stretch.claimed) return outbox.remove(id);
    await outbox.change(id, (entry) => {
      entry.closed = true;
      entry.seconds = seconds;
    });
  }

  note() {
    this.noted = performance.now();
    const now = { elapsed: this.seconds, alive: Date.now(), owner: TAB };
    if (this.row) rooms.note(this.row.recording, now).catch(() => undefined);
  }

  /** Where nobody says how loud it is, stretches are cut by the clock, and all are sent. */
  lookAfter() {
    if (this.over || !this.stretch) return;
    const now = performance.now();
    if (now - this.heard < STALLED) return;
    this.level?.goOn();
    if (now - this.stretch.began < LONGEST) return;
    this.claim();
    this.cut();
    this.note();
  }

  /**
   * It cannot go on; what is there is sent, and a tap goes on later.
   * @param {string} key
   */
  async broken(key) {
    if (this.over && key !== "record_tail") return;
    this.shown.trouble(say(key));
    // another tab has sent this stretch: the next one is begun
    if (key === "record_parted") return this.cut();
    if (key === "record_tail") return;
    this.over = true;
    this.note();
    await this.end();
    if (this.row) await rooms.note(this.row.recording, { owner: "" }).catch(() => undefined);
    this.shown.state("over");
  }

  /** Ends the recording. */
  async stop() {
    if (this.over) return;
    this.over = true;
    const { row } = this;
    if (!row) {
      this.letGo(); // its microphone was not open yet
      this.shown.state("over");
      return;
    }
    row.elapsed = Math.round(this.seconds * 10) / 10;
    const now = { elapsed: row.elapsed, alive: Date.now() };
    await rooms.note(row.recording, now).catch(() => undefined);
    await this.end(() => rooms.finish(row, this.stretch?.entry.id));
    this.shown.state("over");
  }

  /** @param {() => Promise<void>} [last] done before the last stretch is closed */
  async end(last) {
    clearInterval(this.watch);
    try {
      if (this.stretch) await this.stretch.stop();
      await Promise.all(this.ending);
      await last?.();
      if (this.stretch) await this.close(this.stretch);
    } finally {
      this.letGo();
    }
  }

  letGo() {
    clearInterval(this.watch);
    this.level?.close();
    this.letSleep();
    if (this.stream) release(this.stream);
  }
}

/** @param {number} milliseconds */
function rest(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
