/** What the bot says here, and what was typed here that is no line. */

import { button, el, link, linked } from "./dom.js";
import { tap } from "./orders.js";
import { clockTime, moment, say, size } from "./words.js";

/** @typedef {import("./types.js").Said} Said */

export class SaidView {
  /**
   * @param {Said} said
   * @param {(said: Said) => void} onReply
   */
  constructor(said, onReply) {
    this.onReply = onReply;
    this.said = said;
    this.element = el("div", said.own ? "said is-own" : "said");
    this.element.setAttribute("role", "group");
    this.shown = "";
    this.update(said);
  }

  /** @param {Said} said */
  update(said) {
    this.said = said;
    const { text, buttons, file, asks } = said;
    const key = JSON.stringify([text, buttons, file, asks]);
    if (key === this.shown) return;
    this.shown = key;
    const focused = this.labelOfFocus();
    const who = said.own ? say("you") : say("bot");
    this.element.setAttribute("aria-label", `${who} · ${clockTime(said.at)}`);
    const time = el("time", "time", clockTime(said.at));
    time.dateTime = said.at;
    time.title = moment(said.at);
    const words = el("p", "words", ...linked(text));
    words.dir = "auto";
    const bubble = el("div", "bubble");
    if (file) bubble.append(shownFile(file));
    if (text) bubble.append(words);
    bubble.append(this.rows());
    this.element.replaceChildren(el("p", "head", el("span", "who", who), " ", time), bubble);
    if (focused !== null) this.buttonOf(focused)?.focus();
  }

  /** @returns {string|null} */
  labelOfFocus() {
    const { activeElement } = document;
    return activeElement && this.element.contains(activeElement) ? activeElement.textContent : null;
  }

  /** @param {string} label */
  buttonOf(label) {
    return [...this.element.querySelectorAll("button")].find((one) => one.textContent === label);
  }

  rows() {
    const rows = el("div", "said-buttons");
    rows.setAttribute("aria-live", "off");
    for (const row of this.said.buttons) {
      const made = el("div", "said-row");
      for (const { label, data, url } of row) {
        made.append(url ? link(url, label, "button quiet") : this.one(label, data ?? ""));
      }
      rows.append(made);
    }
    if (this.said.asks) {
      rows.append(button(say("reply"), "button quiet", () => this.onReply(this.said)));
    }
    rows.hidden = !rows.children.length;
    return rows;
  }

  /**
   * @param {string} label
   * @param {string} data
   */
  one(label, data) {
    const made = button(label, "button quiet", async () => {
      if (made.getAttribute("aria-busy") === "true") return; // twice is once
      made.setAttribute("aria-busy", "true");
      try {
        await tap(data, label, String(this.said.id));
      } finally {
        made.removeAttribute("aria-busy");
      }
    });
    return made;
  }
}

/** @param {import("./types.js").SaidFile} file */
function shownFile(file) {
  const made = el("div", "file");
  const anchor = link(file.url, "", "file-link");
  const name = el("bdi", "", file.name);
  if (file.kind === "picture") {
    const picture = el("img", "picture");
    picture.src = file.url;
    picture.alt = "";
    picture.loading = "lazy";
    anchor.append(picture);
  } else if (anchor instanceof HTMLAnchorElement) anchor.download = file.name;
  anchor.append(name);
  made.append(anchor, el("span", "file-size", file.size ? size(file.size) : ""));
  if (file.kind === "sound") {
    const audio = el("audio", "sound");
    audio.controls = true;
    audio.preload = "none";
    audio.src = file.url;
    audio.setAttribute("aria-label", file.name);
    made.append(audio);
  }
  return made;
}
