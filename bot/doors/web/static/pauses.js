/**
 * Where a recording of the whole room is cut: at the first pause once a stretch is long enough,
 * and the longer it grows, the less of a pause will do. Plain sums, no browser.
 */

const SHORTEST = 3; // seconds of a stretch
const LONGEST = 9;
const PAUSE = 0.35; // seconds of quiet that end a stretch
const LEAST_PAUSE = 0.1; // at the end of the longest
const HURRIED = 6; // from here on a shorter pause will do
const SILENCE = 2; // seconds without a voice after which a stretch is begun anew
const VOICE = 0.15; // seconds of loudness that are a voice, not a click
const WINDOW = 8; // seconds whose quietest moment is the room's own noise
const SOFTEST = 0.0015; // root mean square below which nothing is a voice
const NOISIEST = 0.02; // above which nothing is the room's own noise: somebody may speak all along

/** @typedef {"on"|"cut"|"drop"} Verdict go on; end it here; there was nothing in it */

export class Pauses {
  constructor() {
    /** @type {{loud: number, seconds: number}[]} */
    this.recent = [];
    this.recentSeconds = 0;
    this.smooth = 0;
    this.speech = 0;
    this.total = 0; // seconds of this stretch
    this.voiced = 0;
    this.quiet = 0;
  }

  /** A new stretch. */
  begin() {
    this.total = 0;
    this.voiced = 0;
    this.quiet = 0;
  }

  /** Whether somebody has spoken in this stretch. */
  get hasVoice() {
    return this.voiced >= VOICE;
  }

  /**
   * @param {number} loud root mean square of the next piece
   * @param {number} seconds its length
   * @returns {Verdict}
   */
  hear(loud, seconds) {
    this.smooth += (loud - this.smooth) * 0.5;
    const noise = this.noise(seconds);
    this.total += seconds;
    if (loud > Math.max(SOFTEST, noise * 2.2)) {
      this.voiced += seconds;
      this.speech += (loud - this.speech) * 0.05;
    }
    const late = Math.min(1, Math.max(0, (this.total - HURRIED) / (LONGEST - HURRIED)));
    const quietBelow = Math.max(SOFTEST, noise * 1.8, this.speech * (0.15 + 0.25 * late));
    this.quiet = loud < quietBelow ? this.quiet + seconds : 0;
    return this.verdict(PAUSE + (LEAST_PAUSE - PAUSE) * late);
  }

  /**
   * @param {number} pause seconds of quiet that will do now
   * @returns {Verdict}
   */
  verdict(pause) {
    if (!this.hasVoice) {
      if (this.total >= SILENCE && this.quiet >= PAUSE) return "drop";
      return this.total >= LONGEST ? "cut" : "on";
    }
    const paused = this.total >= SHORTEST && this.quiet >= pause;
    return paused || this.total >= LONGEST ? "cut" : "on";
  }

  /**
   * The room's own noise: the quietest of the last seconds.
   * @param {number} seconds
   */
  noise(seconds) {
    this.recent.push({ loud: this.smooth, seconds });
    this.recentSeconds += seconds;
    while (this.recentSeconds > WINDOW && this.recent.length > 1) {
      this.recentSeconds -= this.recent.shift()?.seconds ?? 0;
    }
    return this.recent.reduce((least, one) => Math.min(least, one.loud), NOISIEST);
  }
}
