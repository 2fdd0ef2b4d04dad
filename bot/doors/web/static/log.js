/** The meeting as it is read: lines and the bot's messages, by the time when they were said. */

import { ask } from "./api.js";
import { byId, put } from "./dom.js";
import { LineView } from "./line.js";
import { SaidView } from "./said.js";
import { Place } from "./scroll.js";
import { say } from "./words.js";

/** @typedef {import("./types.js").Line} Line */
/** @typedef {import("./types.js").Said} Said */
/** @typedef {import("./types.js").Meeting} Meeting */
/** @typedef {{key: string, at: number, tie: number, view: LineView|SaidView}} Item */

const PAGE = 200; // lines that are fetched at once
const NEAR_TOP = 800; // pixels from the top at which older lines are fetched
const PLACE = "bien-ban-place";

export class Log {
  /**
   * @param {import("./line.js").Acts} acts
   * @param {(said: Said) => void} onReply
   */
  constructor(acts, onReply) {
    this.acts = acts;
    this.onReply = onReply;
    this.list = byId("log");
    this.more = byId("older");
    this.fresh = byId("fresh");
    this.place = new Place(byId("scroller"), this.list, () => this.moved());
    /** @type {Item[]} */
    this.items = [];
    /** @type {Map<string, Item>} */
    this.known = new Map();
    /** The arrivals that lines were made of. @type {Set<string>} */
    this.made = new Set();
    /** @type {(message: string) => void} */
    this.onMade = () => undefined;
    this.unread = 0;
    /** Lines of before that are being mended or heard. @type {Map<string, LineView>} */
    this.inHand = new Map();
    this.isLoading = false;
    this.hasMore = false;
    this.fresh.addEventListener("click", () => this.place.toEnd());
    this.more.addEventListener("click", () => this.older());
    addEventListener("pagehide", () => this.remember());
  }

  /**
   * @param {Meeting} meeting its newest lines
   * @param {boolean} stays whether it is the same meeting: what is in somebody's hands stays so
   */
  reset(meeting, stays) {
    const { activeElement: focus } = document;
    const views = this.items.map(({ key, view }) => ({ key, view }));
    this.inHand.clear();
    for (const { key, view } of stays ? views : []) {
      if (view instanceof LineView && (view.editor || view.audio)) this.inHand.set(key, view);
    }
    this.list.setAttribute("aria-busy", "true");
    this.items = [];
    this.known.clear();
    this.made.clear();
    this.unread = 0;
    this.list.replaceChildren();
    this.place.isAtEnd = true;
    this.fill(meeting);
    if (focus instanceof HTMLElement && focus.isConnected) focus.focus({ preventScroll: true });
  }

  /** @param {Meeting} meeting a page of it */
  fill(meeting) {
    this.hasMore = meeting.more;
    this.place.keep(() => {
      this.list.setAttribute("aria-busy", "true");
      for (const line of meeting.lines) this.line(line);
      for (const said of meeting.said) this.said(said);
      this.more.hidden = !meeting.more;
    });
    this.show();
    // what is loaded at once is not read out; what comes from now on is
    requestAnimationFrame(() => this.list.setAttribute("aria-busy", "false"));
  }

  /**
   * Lines and messages that are new, or known and now in another state.
   * @param {{lines: Line[], said: Said[]}} news
   */
  put({ lines, said }) {
    const before = this.items.length;
    const fresh = lines.filter((line) => !this.known.has(`line:${line.id}`)).length;
    this.place.keep(() => {
      for (const one of lines) this.line(one);
      for (const one of said) this.said(one);
    });
    if (fresh && before && !this.place.isAtEnd) this.unread += fresh;
    this.show();
  }

  /** @param {Line} line */
  line(line) {
    const key = `line:${line.id}`;
    if (line.message) {
      const message = String(line.message);
      this.made.add(message);
      this.drop(`said:${message}`); // it is shown as the line
      this.onMade(message);
    }
    const item = this.known.get(key);
    const at = Date.parse(line.at);
    if (item) {
      /** @type {LineView} */ (item.view).update(line);
      if (item.at !== at) this.stand({ ...item, at });
    } else {
      const view = this.inHand.get(key) ?? new LineView(line, this.acts);
      if (this.inHand.delete(key)) view.update(line);
      this.stand({ key, at, tie: line.no, view });
    }
  }

  /** @param {Said} said */
  said(said) {
    const key = `said:${said.id}`;
    if (said.own) this.onMade(String(said.id));
    if (said.gone || (said.own && this.made.has(String(said.id)))) return this.drop(key);
    const item = this.known.get(key);
    if (item) /** @type {SaidView} */ (item.view).update(said);
    else {
      const view = new SaidView(said, this.onReply);
      this.stand({ key, at: Date.parse(said.at), tie: 1e9 + said.seq, view });
    }
  }

  /**
   * Puts an item where its time puts it.
   * @param {Item} item
   */
  stand(item) {
    if (this.known.has(item.key)) this.items = this.items.filter((one) => one.key !== item.key);
    let place = this.items.length;
    while (place > 0 && isAfter(this.items[place - 1], item)) place -= 1;
    const next = this.items[place]?.view.element ?? null;
    this.items.splice(place, 0, item);
    this.known.set(item.key, item);
    this.list.insertBefore(item.view.element, next);
  }

  /** @param {string} key */
  drop(key) {
    const item = this.known.get(key);
    if (!item) return;
    item.view.element.remove();
    this.known.delete(key);
    this.items = this.items.filter((one) => one !== item);
  }

  /** The place in the record of the first line that is loaded: the log stands in order of time. */
  firstPlace() {
    const lines = this.items.flatMap(({ view }) => (view instanceof LineView ? [view.line] : []));
    return lines.reduce((least, { place, no }) => Math.min(least, place ?? no), Infinity);
  }

  /** What was before, when somebody asks for it or scrolls up to it. */
  async older() {
    const before = this.firstPlace();
    if (this.isLoading || !this.hasMore || before === Infinity) return;
    this.isLoading = true;
    put(this.more, say("loading"));
    try {
      this.fill(await ask("GET", `/api/hop?truoc=${before}&so=${PAGE}`));
    } catch {
      // the button stays; the state of the connection is told elsewhere
    } finally {
      this.isLoading = false;
      put(this.more, say("older"));
    }
  }

  moved() {
    if (this.place.scroller.scrollTop < NEAR_TOP && this.hasMore && !this.place.isAtEnd) {
      this.older();
    }
    this.show();
  }

  /** The button that leads to what is new. */
  show() {
    if (this.place.isAtEnd) this.unread = 0;
    const far = this.place.fromEnd() > this.place.scroller.clientHeight;
    const label = this.unread === 1 ? say("new_one") : say("new_many", { count: this.unread });
    put(this.fresh, this.unread ? label : say("to_end"));
    this.fresh.hidden = this.place.isAtEnd || !(this.unread || far);
  }

  /** Where it was read, for after a reload. */
  remember() {
    const top = this.place.scroller.getBoundingClientRect().top;
    const seen = this.place.isAtEnd ? undefined : this.place.first(top);
    const item = this.items.find((one) => one.view.element === seen);
    const kept = item && { key: item.key, above: (seen?.getBoundingClientRect().top ?? 0) - top };
    try {
      sessionStorage.setItem(PLACE, JSON.stringify(kept ?? null));
    } catch {
      // then it begins at the end
    }
  }

  /** Back to where it was read before the reload. */
  async goBack() {
    let kept;
    try {
      kept = JSON.parse(sessionStorage.getItem(PLACE) ?? "null");
    } catch {
      return;
    }
    const isThere = () => (!kept || this.known.has(kept.key)) && !this.inHand.size;
    for (let pages = 0; pages < 10 && !isThere() && this.hasMore; pages += 1) await this.older();
    const element = this.known.get(kept?.key)?.view.element;
    if (!element) return;
    const { scroller } = this.place;
    const away = element.getBoundingClientRect().top - scroller.getBoundingClientRect().top;
    this.place.isAtEnd = false;
    scroller.scrollTop += away - kept.above;
  }
}

/**
 * @param {Item} one
 * @param {Item} other
 */
function isAfter(one, other) {
  return one.at === other.at ? one.tie > other.tie : one.at > other.at;
}
