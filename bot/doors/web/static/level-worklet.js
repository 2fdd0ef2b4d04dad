/** How loud it is, some twenty times a second, from the thread that has the sound. */

const Base = /** @type {any} */ (globalThis).AudioWorkletProcessor;

class Level extends Base {
  constructor() {
    super();
    this.squares = 0;
    this.frames = 0;
  }

  /** @param {Float32Array[][]} inputs */
  process(inputs) {
    const channel = inputs[0]?.[0];
    if (!channel) return true;
    for (const sample of channel) this.squares += sample * sample;
    this.frames += channel.length;
    const rate = /** @type {any} */ (globalThis).sampleRate;
    if (this.frames >= rate / 20) {
      const loud = Math.sqrt(this.squares / this.frames);
      this.port.postMessage({ loud, seconds: this.frames / rate });
      this.squares = 0;
      this.frames = 0;
    }
    return true;
  }
}

/** @type {any} */ (globalThis).registerProcessor("bien-ban-level", Level);
