/** One stretch of sound on its way to this machine's disk, a second at a time. */

import * as outbox from "./outbox.js";
import { soundType } from "./microphone.js";

/** @typedef {import("./types.js").Entry} Entry */

const PART = 1000; // milliseconds of sound in a part
const BEAT = 5000; // milliseconds between two signs of life
const BITS = 32_000; // a second: speech is heard well in it

export class Take {
  /**
   * @param {MediaStream} stream
   * @param {Entry} entry which is added to the outbox here
   * @param {(key: string) => void} onTrouble a sentence's key; the recording is stopped then.
   *   `record_parted`: another tab has sent what there was, and nothing more goes into it;
   *   `record_tail`: its very end was lost so
   */
  constructor(stream, entry, onTrouble) {
    this.entry = entry;
    this.onTrouble = onTrouble;
    this.stopped = false;
    const type = soundType();
    const options = { audioBitsPerSecond: BITS, ...(type && { mimeType: type }) };
    this.recorder = new MediaRecorder(stream, options);
    entry.type = this.recorder.mimeType || type;
    /** All that is to be written, one after another. @type {Promise<unknown>} */
    this.writing = Promise.resolve();
    /** @type {unknown} */
    this.failed = null;
    this.started = new Promise((resolve) => (this.recorder.onstart = resolve));
    this.ended = new Promise((resolve) => (this.recorder.onstop = resolve));
    this.recorder.ondataavailable = (event) => this.keep(event.data);
    this.recorder.onerror = () => this.trouble("record_failed");
    this.ended.then(() => {
      if (!this.stopped) this.trouble("mic_lost");
    });
  }

  start() {
    this.recorder.start(PART);
    this.write(() => outbox.add(this.entry));
    this.beats = setInterval(() => outbox.beat(this.entry.id).catch(() => undefined), BEAT);
  }

  /** @param {Blob} blob */
  keep(blob) {
    if (blob.size) {
      this.write(async () => outbox.addPart(this.entry.id, await blob.arrayBuffer()));
    }
  }

  /** @param {() => Promise<unknown>} work */
  write(work) {
    this.writing = this.writing.then(async () => {
      if (this.failed) return; // a hole in the middle would make the rest unreadable
      try {
        await work();
      } catch (trouble) {
        this.failed = trouble;
        const isParted = trouble instanceof outbox.Closed;
        if (isParted && this.stopped) this.onTrouble("record_tail");
        else this.trouble(isParted ? "record_parted" : "disk_full");
      }
    });
  }

  /** @param {string} key */
  trouble(key) {
    if (!this.stopped) this.onTrouble(key);
  }

  /** Ends the sound; over when all of it is on disk. */
  async stop() {
    this.stopped = true;
    if (this.recorder.state !== "inactive") {
      this.recorder.stop();
      await this.ended;
    }
    // the last part is handed over before the end is told
    await this.writing;
    clearInterval(this.beats);
  }
}
