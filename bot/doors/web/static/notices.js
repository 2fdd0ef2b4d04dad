/** Words that stand above the box for a while. */

import { button, byId, el } from "./dom.js";

/** @type {Map<string, () => void>} */
const standing = new Map();

/**
 * @param {string} text
 * @param {{key?: string, kind?: string, seconds?: number, stays?: boolean, onClose?: () => void,
 *   buttons?: {label: string, tap: () => void}[]}} [how] key: of these only the newest stands;
 *   stays: until somebody closes it; onClose: when somebody has
 * @returns {() => void} takes it away
 */
export function notice(text, how = {}) {
  const { key = text, kind = "", seconds, stays = false, buttons = [], onClose } = how;
  standing.get(key)?.();
  const words = el("span", "notice-words", text);
  const row = el("div", `notice ${kind}`, words);
  const close = () => {
    clearTimeout(alarm);
    if (standing.get(key) === close) standing.delete(key);
    row.remove();
  };
  for (const { label, tap } of buttons) {
    const made = button(label, "button quiet", () => {
      close();
      tap();
    });
    row.append(made);
  }
  const cross = button("✕", "plain-button", () => {
    close();
    onClose?.();
  });
  cross.setAttribute("aria-label", byId("notices").dataset.close ?? "");
  row.append(cross);
  const rest = seconds ?? Math.max(6, text.length / 10);
  const alarm = stays ? undefined : setTimeout(close, rest * 1000);
  standing.set(key, close);
  byId("notices").append(row);
  return close;
}

/** @param {string} key */
export function endNotice(key) {
  standing.get(key)?.();
}
