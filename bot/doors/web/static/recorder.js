/** A voice note: spoken, paused, sent or cancelled. */

import { Level } from "./level.js";
import { TAB } from "./lock.js";
import { NoMicrophone, listen, release, stayAwake } from "./microphone.js";
import * as outbox from "./outbox.js";
import { Take } from "./take.js";
import { say, size } from "./words.js";

const SOFT = 0.0015; // root mean square below which there is no voice
const SHORTEST = 5000; // milliseconds between two such closings, with which a note still goes on
const SOFT_FOR = 4; // seconds of that after which a person is told

/**
 * Refuses a new recording where too much waits already.
 * @throws {NoMicrophone}
 */
export async function roomToRecord() {
  const waits = await outbox.tooMuch();
  if (waits !== null) throw new NoMicrophone(say("too_much_waits", { size: size(waits) }));
  navigator.storage?.persist?.().catch(() => undefined);
}

/**
 * @typedef {{state: (state: "starts"|"on"|"paused"|"over") => void, level: (loud: number) => void,
 *   hint: (sentence: string) => void, trouble: (sentence: string) => void}} Shown
 */

export class Note {
  /**
   * @param {Shown} shown
   * @param {string} [replyTo] the id of the message that it answers
   */
  constructor(shown, replyTo) {
    this.shown = shown;
    this.replyTo = replyTo;
    /** @type {MediaStream|undefined} */
    this.stream = undefined;
    /** @type {Take|undefined} */
    this.take = undefined;
    /** @type {Level|undefined} */
    this.level = undefined;
    this.letSleep = () => {};
    this.spoken = 0; // seconds, without the one that runs
    this.since = 0; // milliseconds; 0: it does not run
    this.soft = 0;
    this.parted = -SHORTEST; // when it was closed under way, and went on as another
    this.over = false;
  }

  /** Seconds of sound. */
  get seconds() {
    return this.spoken + (this.since ? (performance.now() - this.since) / 1000 : 0);
  }

  async start() {
    this.shown.state("starts");
    try {
      await roomToRecord();
      this.stream = await listen(false);
      if (this.over) return release(this.stream);
      this.begin(this.stream);
    } catch (trouble) {
      this.over = true;
      this.letGo();
      this.shown.state("over");
      this.shown.trouble(trouble instanceof NoMicrophone ? trouble.message : say("mic_failed"));
    }
  }

  /** @param {MediaStream} stream */
  begin(stream) {
    this.take = this.newTake(stream);
    this.since = performance.now();
    this.letSleep = stayAwake();
    this.level = new Level(stream, (heard) => this.hear(heard));
    const [track] = stream.getAudioTracks();
    track.onmute = () => this.shown.hint(say("mic_muted"));
    track.onunmute = () => this.shown.hint("");
    this.shown.state("on");
  }

  /** @param {MediaStream} stream */
  newTake(stream) {
    const own = { closed: false, owner: TAB, alive: Date.now(), reply_to: this.replyTo };
    const take = new Take(stream, outbox.newEntry("note", own), (key) => this.broken(key));
    take.start();
    return take;
  }

  /** @param {import("./level.js").Heard} heard */
  hear({ loud, seconds }) {
    if (!this.since) return;
    this.shown.level(loud);
    const before = this.soft;
    this.soft = loud < SOFT ? this.soft + seconds : 0;
    if (this.soft >= SOFT_FOR && before < SOFT_FOR) this.shown.hint(say("record_quiet"));
    if (!this.soft && before >= SOFT_FOR) this.shown.hint("");
  }

  pause() {
    if (!this.since || this.take?.recorder.state !== "recording") return;
    this.take.recorder.pause();
    this.spoken = this.seconds;
    this.since = 0;
    this.shown.level(0);
    this.shown.state("paused");
  }

  resume() {
    if (this.since || this.take?.recorder.state !== "paused") return;
    this.take.recorder.resume();
    this.since = performance.now();
    this.shown.state("on");
  }

  /** @param {string} key */
  async broken(key) {
    const isNew = performance.now() - this.parted < SHORTEST;
    const goesOn = key === "record_parted" && !this.over && !isNew;
    this.shown.trouble(say(key === "record_parted" && !goesOn ? "record_failed" : key));
    if (goesOn) await this.goOn();
    else await this.stop();
  }

  /** What was said until now is sent already: what comes is a note of its own. */
  async goOn() {
    const before = this.take;
    this.parted = performance.now();
    this.take = this.newTake(/** @type {MediaStream} */ (this.stream));
    if (!this.since) this.take.recorder.pause();
    this.spoken = 0;
    this.since &&= performance.now();
    await before?.stop();
  }

  /** Ends it, to be sent. */
  async stop() {
    await this.end((entry, seconds) => {
      entry.seconds = seconds;
    });
  }

  /**
   * Ends it, not to be sent; for a moment it can be had back.
   * @returns {Promise<string|undefined>} its id
   */
  async cancel() {
    await this.end((entry, seconds) => {
      entry.seconds = seconds;
      entry.cancelled = Date.now();
    });
    return this.take?.entry.id;
  }

  /** @param {(entry: import("./types.js").Entry, seconds: number) => void} how */
  async end(how) {
    if (this.over) return;
    this.over = true;
    const seconds = Math.round(this.seconds * 10) / 10;
    this.since = 0;
    try {
      await this.take?.stop();
    } finally {
      this.letGo();
      this.shown.state("over");
    }
    if (!this.take) return;
    await outbox.change(this.take.entry.id, (entry) => {
      entry.closed = true;
      how(entry, seconds);
    });
  }

  letGo() {
    this.level?.close();
    this.letSleep();
    if (this.stream) release(this.stream);
  }
}

/**
 * A cancelled recording is to be sent after all.
 * @param {string} id
 */
export function haveBack(id) {
  return outbox.change(id, (entry) => {
    delete entry.cancelled;
  });
}
