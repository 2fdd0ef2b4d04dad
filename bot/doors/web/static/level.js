/** How loud a stream is. */

const STEP = 0.05; // seconds between two looks, where the browser has no worklet

/**
 * @typedef {{loud: number, seconds: number}} Heard loud: root mean square, 0 to 1, of so many
 *   seconds of sound
 */

export class Level {
  /**
   * @param {MediaStream} stream
   * @param {(heard: Heard) => void} onHeard
   */
  constructor(stream, onHeard) {
    this.onHeard = onHeard;
    this.over = false;
    /** @type {ReturnType<typeof setInterval>|undefined} */
    this.timer = undefined;
    this.context = new AudioContext();
    this.source = this.context.createMediaStreamSource(stream);
    // whoever is called or locks the phone interrupts it; it goes on when it may
    this.context.onstatechange = () => this.goOn();
    this.start().catch(() => this.watch());
  }

  async start() {
    await this.context.audioWorklet.addModule(new URL("./level-worklet.js", import.meta.url).href);
    if (this.over) return;
    const node = new AudioWorkletNode(this.context, "bien-ban-level");
    node.port.onmessage = (event) => {
      if (!this.over) this.onHeard(event.data);
    };
    // its output is silence; a node that leads nowhere need not be run
    this.source.connect(node).connect(this.context.destination);
    this.goOn();
  }

  /** The same by looking, where there is no worklet. */
  watch() {
    if (this.over) return;
    const look = this.context.createAnalyser();
    look.fftSize = 2048;
    this.source.connect(look);
    const samples = new Float32Array(look.fftSize);
    let before = this.context.currentTime;
    this.timer = setInterval(() => {
      const now = this.context.currentTime;
      if (now === before) return;
      look.getFloatTimeDomainData(samples);
      const loud = Math.sqrt(samples.reduce((sum, one) => sum + one * one, 0) / samples.length);
      this.onHeard({ loud, seconds: now - before });
      before = now;
    }, STEP * 1000);
    this.goOn();
  }

  goOn() {
    const state = /** @type {string} */ (this.context.state);
    if (!this.over && state !== "running" && state !== "closed") {
      this.context.resume().catch(() => undefined);
    }
  }

  close() {
    this.over = true;
    clearInterval(this.timer);
    this.context.onstatechange = null;
    this.context.close().catch(() => undefined);
  }
}

/**
 * How full a bar is that shows a loudness: quiet speech moves it, shouting does not leave it.
 * @param {number} loud
 */
export function fullness(loud) {
  const decibels = 20 * Math.log10(Math.max(loud, 1e-5));
  return Math.min(1, Math.max(0, (decibels + 60) / 50));
}
