/** Making and finding elements. Words of people go in as text, never as markup. */

/**
 * @param {string} id
 * @returns {HTMLElement}
 */
export function byId(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`no element ${id}`);
  return found;
}

/**
 * An element with a class and what is in it.
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {string} [kind] its class
 * @param {...(Node|string)} inside
 * @returns {HTMLElementTagNameMap[K]}
 */
export function el(tag, kind = "", ...inside) {
  const made = document.createElement(tag);
  if (kind) made.className = kind;
  made.append(...inside);
  return made;
}

/**
 * @param {string} label
 * @param {string} kind
 * @param {(event: MouseEvent) => void} onTap
 */
export function button(label, kind, onTap) {
  const made = el("button", kind, label);
  made.type = "button";
  made.addEventListener("click", onTap);
  return made;
}

/**
 * Sets a text only where it differs: a screen reader reads what changes.
 * @param {HTMLElement} element
 * @param {string} text
 */
export function put(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/**
 * Text in which addresses are links.
 * @param {string} text
 * @returns {(Node|string)[]}
 */
export function linked(text) {
  const pieces = text.split(/(https?:\/\/[^\s<>“”"]+[^\s<>“”".,;:!?)\]])/);
  return pieces.map((piece, place) => (place % 2 ? link(piece, piece) : piece));
}

/**
 * A link, where the address is one that a page may lead to; else only its words.
 * @param {string} address
 * @param {string} label
 * @param {string} [kind]
 * @returns {HTMLElement}
 */
export function link(address, label, kind = "") {
  let url;
  try {
    url = new URL(address, location.href);
  } catch {
    return el("span", "", label);
  }
  if (url.protocol !== "https:" && url.protocol !== "http:") return el("span", "", label);
  const made = el("a", kind, label);
  made.href = url.href;
  if (url.origin !== location.origin) {
    made.target = "_blank";
    made.rel = "noopener noreferrer";
  }
  return made;
}

/**
 * Keeps a few words in this browser, if it can.
 * @param {string} key
 * @param {string} value
 */
export function keep(key, value) {
  try {
    localStorage.setItem(key, value);
  } catch {
    // then they do not outlive the page
  }
}

/** @param {string} key */
export function kept(key) {
  try {
    return localStorage.getItem(key) ?? "";
  } catch {
    return "";
  }
}

const TWICE = 500; // milliseconds between two taps that are one
const NEAR = 24; // pixels

/**
 * Two taps in one place do one thing: what has come under the finger meanwhile is not pressed.
 */
export function oneTapOneThing() {
  let before = { at: -TWICE, x: 0, y: 0, target: /** @type {Element|null} */ (null) };
  const tapped = (/** @type {MouseEvent} */ event) => ({
    at: event.timeStamp,
    x: event.clientX,
    y: event.clientY,
    target: /** @type {Element} */ (event.target).closest("button, a, label, input, textarea"),
  });
  const isSecond = (/** @type {MouseEvent} */ event) => {
    const { at, x, y, target } = tapped(event);
    const isNear = Math.hypot(x - before.x, y - before.y) < NEAR;
    const isKeyed = !event.detail && !x && !y; // the keyboard has no place
    const isSame = target === before.target || isLabelOf(before.target, target);
    return !isKeyed && isNear && at - before.at < TWICE && !isSame;
  };
  // pressed is what takes the focus, from what the first tap has given it to
  const press = (/** @type {MouseEvent} */ event) => {
    if (isSecond(event)) event.preventDefault();
  };
  const judge = (/** @type {MouseEvent} */ event) => {
    if (isSecond(event)) {
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    before = tapped(event);
  };
  document.addEventListener("mousedown", press, { capture: true });
  document.addEventListener("click", judge, { capture: true });
}

/**
 * @param {Element|null} label
 * @param {Element|null} field
 */
function isLabelOf(label, field) {
  return label instanceof HTMLLabelElement && label.control === field;
}

/** An id that nobody can guess and that is no other's. */
export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(15));
  return btoa(String.fromCharCode(...bytes)).replace(/\+/g, "-").replace(/\//g, "_");
}
