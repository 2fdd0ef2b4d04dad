/** The words of a line: those in doubt are marked, and while its sound is open each leads to where it was said. */

import { ask } from "./api.js";
import { el } from "./dom.js";
import { say } from "./words.js";

/** @typedef {import("./types.js").Line} Line */
/** Its first letter and the one behind its last, and when it is heard. @typedef {[number, number, number]} Word */

export class Spoken {
  /** @param {(place: number) => void} onWord a word is tapped; where it begins in the text */
  constructor(onWord) {
    this.onWord = onWord;
    this.element = el("p", "words");
    this.element.dir = "auto";
    this.element.addEventListener("click", (event) => this.tapped(event));
    this.element.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      if (this.tapped(event)) event.preventDefault();
    });
    /** @type {Line|null} */
    this.line = null;
    this.shown = "";
    /** @type {Word[]} */
    this.words = [];
    /** The text whose words these are. @type {string|null} */
    this.known = null;
    /** @type {HTMLElement|null} */
    this.now = null;
  }

  /**
   * @param {Line} line
   * @returns {boolean} whether its words are others than before
   */
  show(line) {
    this.line = line;
    const key = JSON.stringify([line.text, line.doubts, line.sound]);
    if (key === this.shown) return false;
    this.shown = key;
    this.element.removeAttribute("aria-live");
    this.draw();
    return true;
  }

  /** Learns when the words are heard. Where nobody can say, or the server is not reached, they are as before. */
  async ask() {
    const { line } = this;
    if (!line?.sound || this.known === line.text) return;
    try {
      const answer = await ask("GET", `/nghe/${encodeURIComponent(String(line.id))}/chu`);
      if (answer.text !== this.line?.text) return; // it is changing just now
      this.words = answer.words;
      this.known = answer.text;
    } catch {
      return;
    }
    this.drawQuietly();
  }

  /**
   * When what stands there is heard: with the last word that was said up to it.
   * @param {number} place
   */
  secondsOf(place) {
    return this.words.filter(([begins]) => begins <= place).at(-1)?.[2] ?? 0;
  }

  /** Shows which word is heard. @param {number} seconds */
  follow(seconds) {
    const place = this.words.filter(([, , at]) => at <= seconds + 0.05).at(-1)?.[0] ?? -1;
    /** @type {HTMLElement|null} */
    const now = this.element.querySelector(`.word[data-place="${place}"]`);
    if (now === this.now) return;
    this.now?.classList.remove("is-heard");
    now?.classList.add("is-heard");
    this.now = now;
  }

  /** The sound is closed. */
  silent() {
    this.known = null;
    this.drawQuietly();
  }

  /** The words are what they were: nobody wants them read again. */
  drawQuietly() {
    this.element.setAttribute("aria-live", "off");
    this.draw();
  }

  draw() {
    const { text = "", doubts = [], sound = false } = this.line ?? {};
    if (this.known !== text) this.words = []; // they are another text's
    this.now = null;
    const held = document.activeElement;
    const place = held instanceof HTMLElement && this.element.contains(held) ? held.dataset.place : undefined;
    this.element.replaceChildren(...marked(text, doubts, this.words, sound));
    /** @type {HTMLElement|null} */
    const again = place === undefined ? null : this.element.querySelector(`mark[data-place="${place}"]`);
    again?.focus({ preventScroll: true });
  }

  /**
   * @param {Event} event
   * @returns {boolean} whether it was on a word
   */
  tapped(event) {
    const on = event.target instanceof Element ? event.target.closest("[data-place]") : null;
    if (!(on instanceof HTMLElement) || !this.line?.sound) return false;
    if (!window.getSelection()?.isCollapsed) return false; // somebody copies the words
    this.onWord(Number(on.dataset.place));
    return true;
  }
}

/**
 * @param {string} text
 * @param {string[]} doubts
 * @param {Word[]} words
 * @param {boolean} sound whether it can be heard
 * @returns {(Node|string)[]}
 */
function marked(text, doubts, words, sound) {
  /** @type {(Node|string)[]} */
  const pieces = [];
  let done = 0;
  for (const [begin, end] of places(text, doubts)) {
    const mark = el("mark", "doubt", ...said(text, begin, end, words));
    mark.title = sound ? say("doubtful_listen") : say("doubtful");
    if (sound) {
      mark.dataset.place = String(begin);
      mark.tabIndex = 0;
      mark.setAttribute("role", "button");
    }
    pieces.push(...said(text, done, begin, words), mark);
    done = end;
  }
  return [...pieces, ...said(text, done, text.length, words)];
}

/**
 * A piece of the text; each of its words whose time is known is an element.
 * @param {string} text
 * @param {number} from
 * @param {number} until
 * @param {Word[]} words
 * @returns {(Node|string)[]}
 */
function said(text, from, until, words) {
  /** @type {(Node|string)[]} */
  const pieces = [];
  let done = from;
  for (const [begin, end] of words) {
    if (begin < done || end > until) continue;
    const word = el("span", "word", text.slice(begin, end));
    word.dataset.place = String(begin);
    pieces.push(text.slice(done, begin), word);
    done = end;
  }
  return [...pieces, text.slice(done, until)].filter((piece) => piece !== "");
}

/**
 * Where the words stand that the machine doubts, in their order.
 * @param {string} text
 * @param {string[]} doubts
 * @returns {[number, number][]}
 */
function places(text, doubts) {
  /** @type {[number, number][]} */
  const found = [];
  for (const doubt of doubts) {
    let from = doubt ? text.indexOf(doubt) : -1;
    const taken = (/** @type {number} */ at) =>
      found.some(([begin, end]) => at < end && at + doubt.length > begin);
    while (from >= 0 && taken(from)) from = text.indexOf(doubt, from + 1);
    if (from >= 0) found.push([from, from + doubt.length]);
  }
  return found.sort((one, other) => one[0] - other[0]);
}
