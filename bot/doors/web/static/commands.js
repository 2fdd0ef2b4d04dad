/**
 * The commands, offered while one is typed. The box keeps the focus: arrows lead through the list,
 * Enter or Tab takes what they have led to, Escape closes it. Who leads nowhere sends what they have
 * typed.
 */

import { byId, el, put } from "./dom.js";
import { page, say } from "./words.js";

const NAMED = 2; // letters from which on the explanations are looked at too

export class Commands {
  /**
   * @param {HTMLTextAreaElement} field
   * @param {(text: string) => void} onTaken what is to stand in the field
   */
  constructor(field, onTaken) {
    this.field = field;
    this.onTaken = onTaken;
    this.list = byId("commands");
    this.told = byId("commands-told");
    /** @type {HTMLElement[]} */
    this.options = [];
    this.active = -1;
    this.list.addEventListener("mousedown", (event) => event.preventDefault()); // focus stays
    this.list.addEventListener("keydown", (event) => this.key(event));
    this.list.addEventListener("click", (event) => {
      const option = /** @type {Element} */ (event.target).closest("[role=option]");
      if (option instanceof HTMLElement) this.take(option);
    });
    field.addEventListener("input", () => this.look());
    for (const one of [field, this.list]) {
      one.addEventListener("blur", ({ relatedTarget }) => {
        if (relatedTarget !== field && relatedTarget !== this.list) this.close();
      });
    }
  }

  /** Offers what may be meant by what stands in the field now. */
  look() {
    const typed = /^\/(\S*)$/.exec(this.field.value)?.[1];
    const found = typed === undefined ? [] : meant(plain(typed));
    if (!found.length) return this.close();
    this.lead(-1);
    this.options = found.map(([name, about], place) => {
      const words = [el("b", "", `/${name}`), " ", el("span", "", about)];
      const option = el("div", "command", ...words);
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.id = `command-${place}`;
      option.dataset.name = name;
      return option;
    });
    this.list.replaceChildren(...this.options);
    this.list.hidden = false;
    this.list.scrollTop = 0;
    put(this.told, say("commands_found", { count: found.length }));
  }

  close() {
    if (this.list.hidden) return;
    this.lead(-1);
    this.list.hidden = true;
    this.list.replaceChildren();
    this.options = [];
    put(this.told, "");
  }

  /**
   * @param {KeyboardEvent} event
   * @returns {boolean} whether it was meant for the list
   */
  key(event) {
    const { key } = event;
    const option = this.options[this.active];
    if (this.list.hidden) return false;
    if (key === "ArrowDown" || key === "ArrowUp") {
      const count = this.options.length;
      const from = key === "ArrowUp" && this.active < 0 ? count : this.active;
      this.lead((from + (key === "ArrowDown" ? 1 : -1) + count) % count);
    } else if (key === "Escape") {
      this.field.focus();
      this.close();
    } else if (option && (key === "Enter" || key === "Tab") && !event.shiftKey) this.take(option);
    else return false;
    event.preventDefault();
    return true;
  }

  /** @param {number} place which option Enter takes; -1: none */
  lead(place) {
    this.options[this.active]?.setAttribute("aria-selected", "false");
    this.active = place;
    const option = this.options[place];
    if (option) {
      option.setAttribute("aria-selected", "true");
      option.scrollIntoView({ block: "nearest" });
    }
    for (const one of [this.field, this.list]) {
      if (option) one.setAttribute("aria-activedescendant", option.id);
      else one.removeAttribute("aria-activedescendant");
    }
  }

  /** @param {HTMLElement} option */
  take(option) {
    const { name } = option.dataset;
    this.field.focus();
    this.close();
    this.onTaken(`/${name} `);
  }
}

/**
 * As it is typed without diacritics.
 * @param {string} text
 */
function plain(text) {
  const letters = text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "");
  return letters.replace(/đ/g, "d");
}

/**
 * The commands that begin so, then those that have it elsewhere.
 * @param {string} typed
 * @returns {[string, string][]} names, and what they do
 */
function meant(typed) {
  const every = page.commands ?? [];
  const rank = (/** @type {[string, string]} */ [name, about]) => {
    if (name.startsWith(typed)) return 0;
    if (name.includes(typed)) return 1;
    return typed.length >= NAMED && plain(about).includes(typed) ? 2 : 3;
  };
  const ranked = every.map((one) => ({ one, rank: rank(one) })).filter((it) => it.rank < 3);
  return ranked.sort((it, other) => it.rank - other.rank).map((it) => it.one);
}
