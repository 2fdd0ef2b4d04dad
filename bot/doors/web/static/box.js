/** The box in which people type, and what it answers. */

import { byId, keep, kept, put } from "./dom.js";
import { Commands } from "./commands.js";
import { takeDropped } from "./drop.js";
import { sendFiles } from "./files.js";
import { sendText } from "./orders.js";
import { notice } from "./notices.js";
import { say, tooLong } from "./words.js";

/** @typedef {import("./types.js").Said} Said */

const DRAFT = "bien-ban-draft";
const LONGEST_QUOTE = 80; // letters of what is answered

export class Box {
  /** @param {() => void} onSent */
  constructor(onSent) {
    this.onSent = onSent;
    this.field = /** @type {HTMLTextAreaElement} */ (byId("message"));
    this.files = /** @type {HTMLInputElement} */ (byId("file"));
    /** @type {Said|null} */
    this.answers = null;
    this.field.value = kept(DRAFT);
    byId("box").addEventListener("submit", (event) => {
      event.preventDefault();
      this.send();
    });
    this.field.addEventListener("keydown", (event) => this.key(event));
    this.field.addEventListener("input", () => this.changed());
    this.commands = new Commands(this.field, (text) => this.write(text));
    this.files.addEventListener("change", () => {
      const files = [...(this.files.files ?? [])];
      this.files.value = "";
      this.chosen(files);
    });
    takeDropped((files) => this.chosen(files));
    byId("reply-cancel").addEventListener("click", () => {
      this.answer(null);
      this.field.focus();
    });
    this.fit();
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    if (event.isComposing) return; // Vietnamese letters are being put together
    if (this.commands.key(event)) return;
    // a phone's Enter begins a row: its button sends
    const isPhone = matchMedia("(pointer: coarse)").matches;
    if (event.key === "Enter" && !event.shiftKey && !isPhone) {
      event.preventDefault();
      this.send();
    } else if (event.key === "Escape" && this.answers) this.answer(null);
  }

  /** What the next words answer. @param {Said|null} said */
  answer(said) {
    this.answers = said;
    put(byId("replying-text"), said ? replying(said) : "");
    byId("replying").hidden = !said;
    if (said) this.field.focus();
  }

  /** What goes along with what is sent now; the box is empty then. */
  taken() {
    const text = this.field.value.trim();
    const reply_to = this.answers ? String(this.answers.id) : undefined;
    this.answer(null);
    this.write("");
    return { text, reply_to };
  }

  async send() {
    if (this.isTooLong()) return;
    const before = this.answers;
    const { text, reply_to } = this.taken();
    if (!text) {
      this.answer(before);
      this.field.focus();
      return;
    }
    if (await sendText(text, { reply_to })) this.onSent();
    else {
      this.answer(before);
      this.write(text); // nothing typed is lost
    }
  }

  /** @param {File[]} files */
  async chosen(files) {
    if (!files.length || this.isTooLong()) return;
    const { text, reply_to } = this.taken();
    await sendFiles(files, { text: text || undefined, reply_to });
    this.onSent();
  }

  /** Whether there are more words than the server takes; then that is said. */
  isTooLong() {
    const why = tooLong(this.field.value.trim());
    if (why) notice(why, { key: "long", kind: "bad" });
    if (why) this.field.focus();
    return Boolean(why);
  }

  /**
   * Words that come back to be mended; what is being typed stays before them.
   * @param {string} text
   */
  typeAgain(text) {
    this.write([this.field.value.trim(), text].filter(Boolean).join("\n"));
    this.field.focus();
  }

  /** @param {string} text */
  write(text) {
    this.field.value = text;
    this.commands.close();
    this.changed();
  }

  changed() {
    this.fit();
    keep(DRAFT, this.field.value);
  }

  fit() {
    this.field.style.height = "auto";
    this.field.style.height = `${this.field.scrollHeight + 2}px`;
  }
}

/**
 * What an answer answers, in a row.
 * @param {Said} said
 */
export function replying(said) {
  const [row = ""] = said.text.split("\n");
  const text = row.length > LONGEST_QUOTE ? `${row.slice(0, LONGEST_QUOTE).trimEnd()}…` : row;
  return say("replying", { text });
}
