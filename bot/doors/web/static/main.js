/** The meeting page: what is loaded, what comes, what waits, put together. */

import { Refused, SignedOut, ask, net, stand } from "./api.js";
import { Box } from "./box.js";
import { onChange } from "./changes.js";
import { byId, el, link, oneTapOneThing, put } from "./dom.js";
import { startLanes } from "./lane.js";
import { Log } from "./log.js";
import { notice } from "./notices.js";
import { sendText, tap } from "./orders.js";
import { offerToGoOn, startPanel } from "./panel.js";
import { rescue } from "./rescue.js";
import { Stream } from "./stream.js";
import { Waiting } from "./waiting.js";
import { page, say } from "./words.js";

/** @typedef {import("./types.js").Meeting} Meeting */

const RESCUE = 15_000; // milliseconds between two looks for what others have left
const RELOAD = [1000, 2000, 4000, 8000];

const log = new Log(
  {
    tap: ({ data, name }) => tap(data, name),
    edit: (line, text) => {
      const label = say("an_edit", { no: line.no, text });
      sendText(`/sua ${line.no} ${text}`, { quiet: true, label });
    },
  },
  (said) => box.answer(said),
);
const box = new Box(() => log.place.toEnd());
const waiting = new Waiting(log.place, (text) => box.typeAgain(text));
const stream = new Stream(heard);
log.onMade = (message) => waiting.seen(message);

let isLoaded = false;
let isOpen = true;
let failures = 0;
let isGone = "";

/** @param {import("./stream.js").StreamEvent[]} events */
function heard(events) {
  const of = (/** @type {string} */ what) =>
    events.filter((one) => one.event === what).map((one) => one.value);
  log.put({ lines: of("line"), said: of("said") });
  for (const value of of("toast")) notice(value.text, { key: "toast" });
  for (const value of of("meeting")) {
    if (isGone || (value.number !== undefined && value.number !== net.meeting)) load();
    else head(value);
  }
  for (const value of of("out")) out(value.sentence ?? say("signed_out"));
}

/** @param {Partial<Meeting>} meeting */
function head(meeting) {
  if (meeting.title) {
    put(byId("title"), meeting.title);
    document.title = `${meeting.title} · ${say("product")}`;
  }
  if (meeting.me) put(byId("me"), meeting.me.name);
  if (meeting.may) byId("invite").hidden = !meeting.may.invite;
  if (meeting.open !== undefined) isOpen = meeting.open;
  state();
}

/**
 * The stream stays: what the bot still says to this browser is heard, and a way back in.
 * @param {string} sentence why this browser is in no meeting any more
 */
function out(sentence) {
  isGone = sentence;
  state();
}

/** The row under the head: only what is not as it should be. */
function state() {
  const row = byId("state");
  const [text, kind] = stateNow();
  row.dataset.kind = kind;
  if (row.dataset.text === text) return;
  row.dataset.text = text;
  row.replaceChildren(...(text ? [el("span", "", text)] : []));
  if (kind === "out") row.append(" ", link("/", say("join_again")));
}

/** @returns {[string, string]} */
function stateNow() {
  if (isGone) return [isGone, "out"];
  if (net.signedOut) return [say("signed_out"), "out"];
  if (net.reached === false) {
    if (!navigator.onLine) return [say("no_network"), "away"];
    return [say(isLoaded ? "no_server" : "no_server_yet"), "away"];
  }
  return isLoaded && !isOpen ? [say("closed"), "closed"] : ["", ""];
}

async function load() {
  clearTimeout(reload);
  stream.stop();
  try {
    /** @type {Meeting} */
    const meeting = await ask("GET", "/api/hop?truoc=&so=200");
    stand({ seat: meeting.me.seat, name: meeting.me.name, meeting: meeting.number });
    isGone = "";
    failures = 0;
    log.reset(meeting);
    if (!isLoaded) await log.goBack();
    isLoaded = true;
    byId("log").dataset.empty = `${say("empty")}\n${say("empty_how")}`;
    head(meeting);
    stream.start(meeting.seq);
    waiting.refresh();
    await leftBehind();
  } catch (trouble) {
    byId("log").setAttribute("aria-busy", "false");
    if (trouble instanceof SignedOut) return;
    if (trouble instanceof Refused) return out(trouble.message);
    const rest = RELOAD[Math.min(failures, RELOAD.length - 1)];
    failures += 1;
    reload = setTimeout(load, rest);
  }
}

/** @type {ReturnType<typeof setTimeout>|undefined} */
let reload;

async function leftBehind() {
  try {
    await rescue();
    await offerToGoOn();
  } catch {
    // the browser keeps nothing: then nothing was left
  }
}

/** Shows the page where there is no network, so that one can speak and see what waits. */
function keepShell() {
  if (!("serviceWorker" in navigator) || !window.isSecureContext) return;
  navigator.serviceWorker.register("/sw.js").catch(() => undefined);
  navigator.serviceWorker.ready
    .then((ready) => {
      const links = document.querySelectorAll('head link[rel~="icon"], head link[rel="manifest"]');
      const used = performance.getEntriesByType("resource").map((one) => one.name);
      const named = [...links].map((one) => /** @type {HTMLLinkElement} */ (one).href);
      const files = [...new Set([...used, ...named])].filter((one) => one.includes("/tinh/"));
      ready.active?.postMessage({ keep: files });
    })
    .catch(() => undefined);
}

onChange((change) => {
  if (change.what === "net") state();
  if (change.what === "toast") notice(change.text, { key: "toast" });
});
for (const event of ["online", "offline"]) addEventListener(event, state);
const again = () => {
  if (!isLoaded && !net.signedOut && document.visibilityState === "visible") load();
};
addEventListener("online", again);
document.addEventListener("visibilitychange", again);
setInterval(leftBehind, RESCUE);
byId("notices").dataset.close = say("close");
if (page.words) {
  oneTapOneThing();
  startPanel();
  startLanes();
  waiting.refresh();
  load();
  leftBehind();
  addEventListener("load", keepShell);
}
