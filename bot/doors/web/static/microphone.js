/** The microphone: had, refused, taken away; and the screen kept on meanwhile. */

import { page, say } from "./words.js";

/** Why there is no sound, in a sentence. */
export class NoMicrophone extends Error {}

/** Why this page can have no microphone at all; empty: it can. */
export function whyNot() {
  const canListen = Boolean(navigator.mediaDevices?.getUserMedia);
  if (!canListen && !window.isSecureContext) {
    const link = page.microphone?.works_at;
    return link ? say("mic_insecure", { link }) : say("mic_insecure_nowhere");
  }
  return canListen && typeof MediaRecorder === "function" ? "" : say("mic_unknown");
}

/**
 * @param {boolean} room whether it shall hear the whole room, and not one voice near it
 * @returns {Promise<MediaStream>}
 */
export async function listen(room) {
  const why = whyNot();
  if (why) throw new NoMicrophone(why);
  const audio = { echoCancellation: false, noiseSuppression: !room, autoGainControl: true };
  try {
    return await navigator.mediaDevices.getUserMedia({ audio });
  } catch (trouble) {
    throw new NoMicrophone(say(reason(trouble)));
  }
}

/** @param {unknown} trouble */
function reason(trouble) {
  const name = trouble instanceof DOMException ? trouble.name : "";
  if (name === "NotAllowedError" || name === "SecurityError") return "mic_denied";
  if (name === "NotFoundError" || name === "OverconstrainedError") return "mic_none";
  return name === "NotReadableError" || name === "AbortError" ? "mic_busy" : "mic_failed";
}

/** @param {MediaStream} stream */
export function release(stream) {
  for (const track of stream.getTracks()) track.stop();
}

const TYPES = ["audio/webm;codecs=opus", "audio/ogg;codecs=opus", "audio/mp4", "audio/webm"];

/** What to record as; empty: as the browser likes. */
export function soundType() {
  // Safari says yes to webm, and what comes out then does not play
  const isSafari = /^((?!chrome|chromium|android|crios|fxios).)*safari/i.test(navigator.userAgent);
  const isApple = isSafari || /iPhone|iPad/.test(navigator.userAgent);
  const wanted = isApple ? ["audio/mp4", ...TYPES] : TYPES;
  return wanted.find((type) => MediaRecorder.isTypeSupported(type)) ?? "";
}

/**
 * Keeps the screen on, where the browser lets us; nobody waits for that.
 * @returns {() => void} lets it go off again
 */
export function stayAwake() {
  let over = false;
  /** @type {WakeLockSentinel|undefined} */
  let lock;
  const askFor = () => {
    if (over || document.visibilityState !== "visible") return;
    navigator.wakeLock
      ?.request("screen")
      .then((given) => {
        if (over) given.release().catch(() => undefined);
        else lock = given;
      })
      .catch(() => undefined);
  };
  document.addEventListener("visibilitychange", askFor);
  askFor();
  return () => {
    over = true;
    document.removeEventListener("visibilitychange", askFor);
    lock?.release().catch(() => undefined);
  };
}
