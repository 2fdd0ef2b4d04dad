/**
 * Opens the meeting page where there is no network: its shell and its files, nothing that the
 * server says. What is asked of the server is asked of the server, always.
 */

const worker = /** @type {any} */ (self);
const SHELL = "bien-ban-shell";
const FILES = "bien-ban-files";
const PAGE = "/hop";

worker.addEventListener("install", () => worker.skipWaiting());
worker.addEventListener("activate", (/** @type {any} */ event) => {
  event.waitUntil(worker.clients.claim());
});

worker.addEventListener("message", (/** @type {any} */ event) => {
  const files = event.data?.keep;
  if (Array.isArray(files)) event.waitUntil(keep(files.filter(isOurs)));
});

worker.addEventListener("fetch", (/** @type {any} */ event) => {
  const { request } = event;
  const { pathname, origin } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (request.mode === "navigate" && pathname === PAGE) event.respondWith(shell(request));
  else if (pathname.startsWith("/tinh/")) event.respondWith(file(request));
});

/** @param {string} address */
function isOurs(address) {
  const { origin, pathname } = new URL(address, location.href);
  return origin === location.origin && pathname.startsWith("/tinh/");
}

/**
 * The page as the server gives it; as it was, only where the server is not reached.
 * @param {Request} request
 */
async function shell(request) {
  const cache = await caches.open(SHELL);
  let response;
  try {
    response = await fetch(request);
  } catch (trouble) {
    const kept = await cache.match(PAGE);
    if (kept) return kept;
    throw trouble;
  }
  // a page that this browser may not see any more is not kept either
  if (response.type === "opaqueredirect" || response.status < 500) {
    if (response.ok && !response.redirected) await cache.put(PAGE, response.clone());
    else await cache.delete(PAGE);
  }
  return response;
}

/**
 * A file whose address changes with what is in it.
 * @param {Request} request
 */
async function file(request) {
  const cache = await caches.open(FILES);
  const kept = await cache.match(request);
  if (kept) return kept;
  const response = await fetch(request);
  if (response.ok) await cache.put(request, response.clone());
  return response;
}

/**
 * These files and no older ones, and the page that needs them.
 * @param {string[]} wanted
 */
async function keep(wanted) {
  if (!wanted.length) return;
  const cache = await caches.open(FILES);
  for (const address of wanted) {
    if (!(await cache.match(address))) {
      const response = await fetch(address);
      if (response.ok) await cache.put(address, response);
    }
  }
  for (const request of await cache.keys()) {
    if (!wanted.includes(request.url)) await cache.delete(request);
  }
  const page = await fetch(PAGE, { redirect: "manual" });
  if (page.ok) await (await caches.open(SHELL)).put(PAGE, page);
}
