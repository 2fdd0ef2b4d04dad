/**
 * Which tab does what. A lease in the browser's store is held by one tab at a time; where the
 * browser has locks, they tell at once that its holder is no more, else the lease runs out.
 */

import { transact, wait } from "./db.js";
import { newId } from "./dom.js";

/** This page as it is loaded now. */
export const TAB = newId();
/** Milliseconds after which a silent holder counts as gone. */
export const LEASE = 10_000;
const PREFIX = "bien-ban-tab-";

// held as long as this page lives; asked for before anything is held by this tab
navigator.locks?.request(PREFIX + TAB, () => new Promise(() => undefined)).catch(() => undefined);

/**
 * The tabs that live; null: this browser cannot tell.
 * @returns {Promise<Set<string>|null>}
 */
export async function living() {
  if (!navigator.locks?.query) return null;
  try {
    const { held = [] } = await navigator.locks.query();
    const names = held.map((lock) => lock.name ?? "").filter((name) => name.startsWith(PREFIX));
    return new Set([TAB, ...names.map((name) => name.slice(PREFIX.length))]);
  } catch {
    return null;
  }
}

/**
 * Whether the tab that owned something is no more.
 * @param {string|undefined} owner
 * @param {number} alive milliseconds since 1970, when it last said so
 * @param {Set<string>|null} tabs
 */
export function isGone(owner, alive, tabs) {
  if (owner === TAB) return false;
  return tabs && owner ? !tabs.has(owner) : Date.now() - alive > 2 * LEASE;
}

/**
 * Takes or renews a lease for this tab.
 * @param {string} name
 * @returns {Promise<boolean>} whether it has it
 */
export async function take(name) {
  const tabs = await living();
  return transact(["leases"], "readwrite", async (store) => {
    const held = await wait(store("leases").get(name));
    const now = Date.now();
    // one that was given for longer than any is, is of a clock that went wrong
    const isValid = held && held.until > now && held.until <= now + LEASE;
    // a page that nobody sees renews late; as long as it lives, it has what it holds
    const holds = held && (tabs ? tabs.has(held.owner) : isValid);
    if (holds && held.owner !== TAB) return false;
    await wait(store("leases").put({ name, owner: TAB, until: now + LEASE }));
    return true;
  });
}

/**
 * Work under a lease, which is renewed all along, and let go at the end.
 * @template T
 * @param {string} name
 * @param {() => Promise<T>} work
 * @returns {Promise<{has: false}|{has: true, result: T}>} has: whether this tab had the lease
 */
export async function holding(name, work) {
  if (!(await take(name))) return { has: false };
  /** @type {Promise<unknown>} */
  let renewing = Promise.resolve();
  const renew = () => (renewing = renewing.then(() => take(name)).catch(() => undefined));
  const timer = setInterval(renew, LEASE / 3);
  try {
    return { has: true, result: await work() };
  } finally {
    clearInterval(timer);
    await renewing; // else it would be taken once more behind this
    await letGo(name).catch(() => undefined);
  }
}

/** @param {string} name */
export function letGo(name) {
  return transact(["leases"], "readwrite", async (store) => {
    const held = await wait(store("leases").get(name));
    if (held?.owner === TAB) await wait(store("leases").delete(name));
  });
}
