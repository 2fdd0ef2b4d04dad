/** The meeting page: what is loaded, what comes, what waits, put together. */

import { Refused, SignedOut, ask, net, stand } from "./api.js";
import { Box } from "./box.js";
import { onChange } from "./changes.js";
import { byId, el, keep, kept, link, oneTapOneThing, put } from "./dom.js";
import { startLanes } from "./lane.js";
import { Log } from "./log.js";
import { notice } from "./notices.js";
import { sendText, tap } from "./orders.js";
import { mayRecord, offerToGoOn, startPanel } from "./panel.js";
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
/** @type {import("./types.js").May} */
let may = page.may ?? {};
let failures = 0;
let isGone = "";
let loads = 0;

/** @param {import("./stream.js").StreamEvent[]} events */
function heard(events) {
  const of = (/** @type {string} */ what) =>
    events.filter((one) => one.event === what).map((one) => one.value);
  for (const value of of("toast")) notice(value.text, { key: "toast" });
  const states = events.filter(({ event }) => event === "meeting" || event === "out");
  const now = states.at(-1);
  const number = now?.event === "meeting" ? (now.value.number ?? net.meeting) : net.meeting;
  const seat = now?.value.me?.seat ?? net.seat;
  const isBack = Boolean(isGone) && now?.event === "meeting";
  if (of("reload").length || isBack || seat !== net.seat || number !== net.meeting) {
    load(); // what else has come is loaded with it
    return;
  }
  log.put({ lines: of("line"), said: of("said") });
  if (now?.event === "meeting") head(now.value);
  if (now?.event === "out") out(now.value.sentence ?? say("signed_out"));
}

/** @param {Partial<Meeting>} meeting */
function head(meeting) {
  if (meeting.title) {
    put(byId("title"), meeting.title);
    document.title = `${meeting.title} · ${say("product")}`;
  }
  if (meeting.me) put(byId("me"), meeting.me.name);
  if (meeting.may) {
    may = meeting.may;
    byId("invite").hidden = !may.invite;
  }
  if (meeting.open !== undefined) stand({ isOpen: meeting.open });
  state();
  mayRecord(whyNotSpeak());
}

function whyNotSpeak() {
  if (isGone) return say("speak_out");
  if (!net.isOpen) return say("speak_closed");
  return may.speak === false ? say("speak_not") : "";
}

/**
 * The stream stays: what the bot still says to this browser is heard, and a way back in.
 * @param {string} sentence why this browser is in no meeting any more
 */
function out(sentence) {
  isGone = sentence;
  state();
  mayRecord(whyNotSpeak());
}

/** The row under the head: only what is not as it should be. */
function state() {
  const row = byId("state");
  const [text, kind] = stateNow();
  row.dataset.kind = kind;
  const opens = kind === "closed" && Boolean(may.open);
  const look = `${opens} ${text}`;
  if (row.dataset.look === look) return;
  row.dataset.look = look;
  row.replaceChildren(...(text ? [el("span", "", text)] : []));
  if (kind === "out") row.append(" ", link("/", say("join_again")));
  if (opens) row.append(" ", link("/mo", say("open_new")));
}

/** @returns {[string, string]} */
function stateNow() {
  if (isGone) return [isGone, "out"];
  if (net.signedOut) return [say("signed_out"), "out"];
  if (net.reached === false) {
    if (!navigator.onLine) return [say("no_network"), "away"];
    return [say(isLoaded ? "no_server" : "no_server_yet"), "away"];
  }
  if (!isLoaded || net.isOpen) return ["", ""];
  return [say(may.open ? "closed_desk" : "closed"), "closed"];
}

async function load() {
  clearTimeout(reload);
  stream.stop();
  loads += 1;
  const mine = loads;
  try {
    /** @type {Meeting} */
    const meeting = await ask("GET", "/api/hop?truoc=&so=200", { seat: "" });
    if (mine !== loads) return; // another has begun behind this one
    const stays = isLoaded && meeting.number === net.meeting && meeting.me.seat === net.seat;
    if (stays) log.remember();
    stand({ seat: meeting.me.seat, name: meeting.me.name, meeting: meeting.number });
    isGone = "";
    failures = 0;
    log.reset(meeting, stays);
    const isBack = stays || !isLoaded;
    isLoaded = true;
    byId("log").dataset.empty = `${say("empty")}\n${say("empty_how")}`;
    head(meeting);
    stream.start(meeting.seq);
    waiting.refresh();
    if (isBack) await log.goBack();
    if (meeting.open && may.open) tellWhoseDesk();
    await leftBehind();
  } catch (trouble) {
    if (mine !== loads) return;
    byId("log").setAttribute("aria-busy", "false");
    if (trouble instanceof SignedOut) return;
    if (trouble instanceof Refused) {
      const { me } = trouble.answer;
      if (me) stand({ seat: me.seat, name: me.name });
      out(trouble.message || say("signed_out"));
      stream.start(stream.seq); // by which a way back in is heard
      return;
    }
    const rest = RELOAD[Math.min(failures, RELOAD.length - 1)];
    failures += 1;
    reload = setTimeout(load, rest);
  }
}

/**
 * Another browser had this desk before: what is said here stands under its name, and whoever has
 * come by a link of their own may want a meeting of their own. Told until somebody closes it.
 */
function tellWhoseDesk() {
  const key = `bien-ban-desk-${net.meeting}`;
  if (!page.shares_desk || kept(key)) return;
  notice(say("desk_shared", { name: net.name }), {
    key: "desk",
    stays: true,
    buttons: [{ label: say("open_other"), tap: () => location.assign("/mo/khac") }],
    onClose: () => keep(key, "1"),
  });
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
  if (change.what === "moved") load();
  if (change.what === "toast") notice(change.text, { key: "toast" });
});
for (const event of ["online", "offline"]) addEventListener(event, state);
const again = () => {
  // also where another window of this browser has come back in
  if ((!isLoaded || isGone || net.signedOut) && document.visibilityState === "visible") load();
};
addEventListener("online", again);
document.addEventListener("visibilitychange", again);
setInterval(leftBehind, RESCUE);
byId("notices").dataset.close = say("close");
if (page.words) {
  oneTapOneThing();
  startPanel(box);
  startLanes();
  waiting.refresh();
  load();
  leftBehind();
  addEventListener("load", keepShell);
}
