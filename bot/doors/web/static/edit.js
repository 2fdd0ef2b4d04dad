/** A line's words mended where they stand. */

import { button, el, newId, put } from "./dom.js";
import { say, tooLong } from "./words.js";

const ORDER = "/sua 000000 "; // goes before the words, and counts

export class Editor {
  /**
   * @param {import("./types.js").Line} line
   * @param {(text: string) => void} onSave
   * @param {() => void} onClose
   */
  constructor(line, onSave, onClose) {
    this.before = line.text;
    this.onSave = onSave;
    this.onClose = onClose;
    this.field = el("textarea", "");
    this.field.value = line.text;
    this.field.rows = 2;
    this.field.setAttribute("aria-label", say("edit_name", { no: line.no }));
    this.note = el("p", "note");
    this.note.id = `note-${newId()}`;
    this.note.setAttribute("role", "status");
    this.field.setAttribute("aria-describedby", this.note.id);
    const save = button(say("edit_save"), "button main", () => this.save());
    const close = button(say("edit_cancel"), "button quiet", onClose);
    const buttons = el("div", "edit-buttons", close, save);
    this.element = el("div", "edit", this.field, this.note, buttons);
    this.element.setAttribute("aria-live", "off");
    this.field.addEventListener("keydown", (event) => this.key(event));
    this.field.addEventListener("input", () => this.fit());
  }

  open() {
    this.fit();
    this.field.focus();
    this.field.setSelectionRange(this.field.value.length, this.field.value.length);
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    if (event.isComposing) return; // Vietnamese letters are being put together
    if (event.key === "Escape") {
      event.preventDefault();
      this.onClose();
    } else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.save();
    }
  }

  save() {
    const text = this.field.value.trim();
    if (!text) {
      put(this.note, say("edit_empty"));
      this.field.focus();
    } else if (text === this.before) this.onClose();
    else if (tooLong(`${ORDER}${text}`)) put(this.note, tooLong(`${ORDER}${text}`));
    else this.onSave(text);
  }

  /**
   * The line has changed meanwhile: what is being typed stays, and what it is now is said.
   * @param {string} text
   */
  changed(text) {
    if (text !== this.before) put(this.note, say("edit_changed", { text }));
  }

  fit() {
    this.field.style.height = "auto";
    this.field.style.height = `${this.field.scrollHeight + 2}px`;
  }
}
