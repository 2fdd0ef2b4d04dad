/**
 * How long a recording has gone on, and what it has lost meanwhile: a machine that sleeps hears
 * nothing, and its clocks may stand still with it. Plain sums, no browser.
 */

const NOTICED = 3; // seconds; less is a machine with much to do
const CERTAIN = 1; // seconds of sound after which a loss is believed: late news come in heaps

export class RoomClock {
  /**
   * @param {number} elapsed seconds that had gone when this one begins
   * @param {number} steady milliseconds of a clock that nobody sets (`performance.now()`)
   * @param {number} wall milliseconds since 1970
   */
  constructor(elapsed, steady, wall) {
    this.before = elapsed;
    this.steady = steady;
    this.wall = wall;
    this.sound = 0; // seconds
    this.lost = 0;
    this.slept = 0; // that the steady clock has not counted
    this.least = Infinity; // how far the sound is behind at best
    this.doubted = 0;
  }

  /**
   * Seconds since the beginning of the recording.
   * @param {number} steady
   */
  seconds(steady) {
    return this.before + (steady - this.steady) / 1000 + this.slept;
  }

  /**
   * Sound has come.
   * @param {number} sound seconds of it
   * @param {number} steady
   * @param {number} wall
   * @returns {number} seconds that are found to be lost just now
   */
  hear(sound, steady, wall) {
    this.sound += sound;
    const counted = (steady - this.steady) / 1000 + this.slept;
    let wallCounted = (wall - this.wall) / 1000;
    if (wallCounted < counted - 1) {
      this.wall = wall - counted * 1000; // set back by somebody
      wallCounted = counted;
    }
    const behind = Math.max(counted, wallCounted) - this.sound - this.lost;
    this.least = Math.min(this.least, behind);
    const missing = behind - this.least;
    if (missing < 1) this.least += missing * 0.01; // two clocks never go quite alike
    this.doubted = missing > NOTICED ? this.doubted + sound : 0;
    if (this.doubted < CERTAIN) return 0;
    this.lost += missing;
    this.doubted = 0;
    if (wallCounted > counted + NOTICED) this.slept += wallCounted - counted;
    return missing;
  }
}
