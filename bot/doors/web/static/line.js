/** A line of the meeting, as an article that is changed in place. */

import { button, el, put } from "./dom.js";
import { Editor } from "./edit.js";
import { Spoken } from "./spoken.js";
import { clockTime, moment, say } from "./words.js";

/** @typedef {import("./types.js").Line} Line */
/** @typedef {import("./types.js").Action} Action */

/**
 * What can be done with a line.
 * @typedef {{tap: (action: Action) => Promise<void>, edit: (line: Line, text: string) => void}} Acts
 */

const TAGS = new Set([say("tag_y_kien"), say("tag_ket_luan"), say("tag_noi_dung")]);
const UNDER_WAY = new Set(["waiting", "recording", "long"]);
/** The sound that plays now: one at a time. @type {LineView|null} */
let playing = null;

export class LineView {
  /**
   * @param {Line} line
   * @param {Acts} acts
   */
  constructor(line, acts) {
    this.acts = acts;
    this.line = line;
    this.no = el("span", "no");
    this.who = el("bdi", "who");
    this.time = el("time", "time");
    this.door = el("span", "door");
    this.tag = el("span", "tag");
    const head = el("p", "head", this.no, " ", this.who, " ", this.time, " ", this.door, " ", this.tag);
    this.spoken = new Spoken((from) => this.listenFrom(from));
    this.words = this.spoken.element;
    this.status = el("p", "status");
    this.body = el("div", "body", this.words, this.status);
    this.tools = el("div", "tools");
    this.tools.setAttribute("aria-live", "off"); // nobody wants the buttons read to them
    this.element = el("article", "line", head, this.body, this.tools);
    /** @type {Map<string, HTMLButtonElement>} */
    this.buttons = new Map();
    /** @type {Editor|null} */
    this.editor = null;
    /** @type {HTMLAudioElement|null} */
    this.audio = null;
    this.update(line);
  }

  /** @param {Line} line */
  update(line) {
    this.line = line;
    put(this.no, `#${line.no}`);
    put(this.who, line.who);
    put(this.time, clockTime(line.at));
    this.time.dateTime = line.at;
    this.time.title = moment(line.at);
    put(this.door, line.door ? say("via", { door: line.door }) : "");
    const tag = { ykien: say("tag_y_kien"), ketluan: say("tag_ket_luan") }[line.tag] ?? "";
    put(this.tag, line.deleted ? say("deleted") : tag);
    put(this.status, line.status);
    this.status.hidden = !line.status;
    // how far a recording is changes all the time; nobody wants that read to them
    this.status.setAttribute("aria-live", UNDER_WAY.has(line.state) ? "off" : "polite");
    this.showWords();
    const name = [`#${line.no}`, line.who, clockTime(line.at), this.tag.textContent];
    this.element.setAttribute("aria-label", name.filter(Boolean).join(" · "));
    this.element.dataset.tag = line.tag;
    this.element.dataset.state = line.state;
    this.element.classList.toggle("is-deleted", line.deleted);
    this.element.classList.toggle("is-mine", line.mine);
    this.element.classList.toggle("is-part", line.part_of !== null);
    this.showTools();
    this.editor?.changed(line.text);
  }

  showWords() {
    const changed = this.spoken.show(this.line);
    this.words.hidden = !this.line.text || Boolean(this.editor);
    if (changed && this.audio) void this.spoken.ask();
  }

  showTools() {
    const { line } = this;
    const tags = line.actions.filter((action) => TAGS.has(action.name));
    const rest = line.actions.filter((action) => !TAGS.has(action.name));
    const wanted = [
      ...tags.map((action) => this.action(action)),
      ...(line.may_edit ? [this.own("edit", () => this.edit())] : []),
      ...(line.sound ? [this.own("listen", () => this.listen())] : []),
      ...rest.map((action) => this.action(action)),
    ];
    for (const [name, made] of this.buttons) {
      if (!wanted.includes(made)) {
        made.remove();
        this.buttons.delete(name);
      }
    }
    wanted.forEach((made, place) => {
      const there = this.tools.children[place] ?? null;
      if (there !== made) this.tools.insertBefore(made, there);
    });
    this.tools.hidden = !wanted.length;
  }

  /**
   * The button of this name, made once: it keeps the focus while the line changes.
   * @param {string} name
   * @param {() => void} onTap
   */
  named(name, onTap) {
    let made = this.buttons.get(name);
    if (!made) {
      made = button(name, "tool", () => undefined);
      this.buttons.set(name, made);
    }
    made.onclick = onTap;
    return made;
  }

  /**
   * @param {string} key
   * @param {() => void} onTap
   */
  own(key, onTap) {
    const made = this.named(say(key), onTap);
    const isOpen = key === "edit" ? Boolean(this.editor) : Boolean(this.audio);
    made.setAttribute("aria-expanded", String(isOpen));
    return made;
  }

  /** @param {Action} action */
  action(action) {
    const made = this.named(action.name, () => this.tap(action, made));
    if (TAGS.has(action.name)) made.setAttribute("aria-pressed", String(Boolean(action.pressed)));
    made.classList.toggle("maybe", Boolean(action.maybe));
    made.title = action.maybe ? say("maybe") : "";
    return made;
  }

  /**
   * @param {Action} action
   * @param {HTMLButtonElement} made
   */
  async tap(action, made) {
    if (made.getAttribute("aria-busy") === "true") return; // twice is once
    made.setAttribute("aria-busy", "true");
    try {
      await this.acts.tap(action);
    } finally {
      made.removeAttribute("aria-busy");
    }
  }

  edit() {
    if (this.editor) return this.closeEditor();
    this.editor = new Editor(
      this.line,
      (text) => {
        this.acts.edit(this.line, text);
        this.closeEditor();
      },
      () => this.closeEditor(),
    );
    this.body.append(this.editor.element);
    this.words.hidden = true;
    this.editor.open();
    this.showTools();
  }

  closeEditor() {
    this.editor?.element.remove();
    this.editor = null;
    this.words.hidden = !this.line.text;
    this.showTools();
    this.buttons.get(say("edit"))?.focus();
  }

  listen() {
    if (this.audio) return this.closeSound();
    this.open();
    this.play();
    void this.spoken.ask();
  }

  /**
   * Hears the line from a word on.
   * @param {number} place of its first letter in the text
   */
  async listenFrom(place) {
    const audio = this.audio ?? this.open();
    this.play(); // now: a phone plays only what was tapped just before
    await this.spoken.ask();
    if (this.audio === audio) audio.currentTime = this.spoken.secondsOf(place);
  }

  open() {
    playing?.closeSound();
    playing = this;
    const audio = el("audio", "sound");
    audio.controls = true;
    audio.src = `/nghe/${encodeURIComponent(String(this.line.id))}`;
    audio.setAttribute("aria-label", `${say("listen")} #${this.line.no}`);
    audio.onerror = () => {
      this.closeSound();
      put(this.status, say("listen_failed", { no: this.line.no }));
      this.status.hidden = false;
    };
    audio.ontimeupdate = () => this.spoken.follow(audio.currentTime);
    this.audio = audio;
    this.body.append(audio);
    this.showTools();
    return audio;
  }

  play() {
    this.audio?.play().catch(() => undefined); // a browser that will not by itself shows its button
  }

  closeSound() {
    if (playing === this) playing = null;
    if (this.audio) {
      this.audio.onerror = this.audio.ontimeupdate = null;
      this.audio.pause();
      this.audio.remove();
    }
    this.audio = null;
    this.spoken.silent();
    this.showTools();
  }
}
