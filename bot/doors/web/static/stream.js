/**
 * What happens, as it happens. Read by fetch: so that the server's comments, which come every
 * 15 s, show that it is there, and a session that has ended is seen. After a silence, a change of
 * network, or when the page is seen again, it connects anew and hears what it has missed.
 */

import { ELSEWHERE, SEAT, net, stand } from "./api.js";
import { tell } from "./changes.js";

const SILENCE = 35_000; // milliseconds after which the connection counts as dead
const RESTS = [300, 1000, 2000, 4000, 8000];
const HIDDEN = 60_000; // milliseconds after which a page that nobody sees lets its connection go

/** @typedef {{event: string, value: any, id: number}} StreamEvent */

export class Stream {
  /** @param {(events: StreamEvent[]) => void} onEvents what has come at once */
  constructor(onEvents) {
    this.onEvents = onEvents;
    this.seq = -1; // nothing is known: only what comes from now on
    this.failures = 0;
    this.heard = 0;
    this.running = false;
    /** @type {AbortController|null} */
    this.current = null;
    /** @type {ReturnType<typeof setTimeout>|undefined} */
    this.again = undefined;
    /** @type {ReturnType<typeof setTimeout>|undefined} */
    this.leave = undefined;
    setInterval(() => {
      if (this.current && Date.now() - this.heard > SILENCE) this.connect();
    }, 5000);
    addEventListener("online", () => this.connect());
    addEventListener("offline", () => this.lost());
    addEventListener("pageshow", (event) => {
      if (event.persisted) this.connect();
    });
    document.addEventListener("visibilitychange", () => this.seen());
  }

  /** @param {number} seq what is known already */
  start(seq) {
    this.seq = seq;
    this.running = true;
    this.connect();
  }

  stop() {
    this.running = false;
    clearTimeout(this.again);
    this.current?.abort();
    this.current = null;
  }

  seen() {
    clearTimeout(this.leave);
    if (document.visibilityState === "visible") this.connect();
    else {
      this.leave = setTimeout(() => {
        clearTimeout(this.again);
        this.current?.abort();
        this.current = null;
      }, HIDDEN);
    }
  }

  /** Anew, from what is known. */
  connect() {
    if (!this.running) return;
    clearTimeout(this.again);
    this.current?.abort();
    this.current = new AbortController();
    this.heard = Date.now();
    this.read(this.current).catch(() => undefined);
  }

  lost() {
    if (!this.running) return;
    stand({ reached: false });
    this.current?.abort();
    this.current = null;
    this.later();
  }

  later() {
    clearTimeout(this.again);
    const rest = RESTS[Math.min(this.failures, RESTS.length - 1)];
    this.failures += 1;
    this.again = setTimeout(() => this.connect(), rest * (0.8 + Math.random() * 0.4));
  }

  /** @param {AbortController} mine */
  async read(mine) {
    try {
      const known = this.seq < 0 ? "" : String(this.seq);
      const response = await fetch(`/api/su-kien?sau=${known}`, {
        headers: {
          Accept: "text/event-stream",
          ...(known && { "Last-Event-ID": known }),
          ...(net.seat && { [SEAT]: net.seat }),
        },
        cache: "no-store",
        signal: mine.signal,
      });
      if (mine !== this.current) return;
      if (response.status === 401) {
        stand({ reached: true, signedOut: true });
        return this.stop();
      }
      if (response.status === ELSEWHERE) {
        this.stop();
        return tell({ what: "moved" });
      }
      if (!response.ok || !response.body) throw new Error(String(response.status));
      stand({ reached: true, signedOut: false });
      await this.lines(response.body.getReader(), mine);
    } catch {
      // told below
    }
    if (mine !== this.current || !this.running) return;
    this.current = null;
    if (Date.now() - this.heard > 1000 || this.failures > 1) stand({ reached: false });
    this.later();
  }

  /**
   * @param {ReadableStreamDefaultReader<Uint8Array>} reader
   * @param {AbortController} mine
   */
  async lines(reader, mine) {
    const decoder = new TextDecoder();
    let rest = "";
    for (;;) {
      const { done, value } = await reader.read();
      if (mine !== this.current) return;
      if (done) return;
      this.heard = Date.now();
      this.failures = 0;
      rest += decoder.decode(value, { stream: true });
      const blocks = rest.split(/\r?\n\r?\n/);
      rest = blocks.pop() ?? "";
      const events = blocks.map(read).filter((one) => one !== null);
      if (events.length) this.onEvents(events);
      for (const { id } of events) this.seq = Math.max(this.seq, id);
    }
  }
}

/**
 * @param {string} block an event, or a comment
 * @returns {StreamEvent|null}
 */
function read(block) {
  let event = "message";
  let id = 0;
  /** @type {string[]} */
  const data = [];
  for (const row of block.split(/\r?\n/)) {
    const [, field, value] = /^([^:]*): ?(.*)$/s.exec(row) ?? [];
    if (field === "event") event = value;
    else if (field === "data") data.push(value);
    else if (field === "id") id = Number(value) || 0;
  }
  return data.length ? { event, value: JSON.parse(data.join("\n")), id } : null;
}
