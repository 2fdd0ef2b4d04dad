/** The browser's own store: what waits to be sent, on this machine's disk. */

const NAME = "bien-ban";
const VERSION = 1;

/** @type {Promise<IDBDatabase>|null} */
let opening = null;

function open() {
  opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, VERSION);
    request.onupgradeneeded = () => {
      const db = request.result;
      const entries = db.createObjectStore("entries", { keyPath: "n", autoIncrement: true });
      entries.createIndex("id", "id", { unique: true });
      db.createObjectStore("parts", { keyPath: ["id", "number"] });
      db.createObjectStore("rooms", { keyPath: "recording" });
      db.createObjectStore("leases", { keyPath: "name" });
    };
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
      const db = request.result;
      db.onclose = () => (opening = null);
      db.onversionchange = () => {
        db.close();
        opening = null;
      };
      resolve(db);
    };
  });
  opening.catch(() => (opening = null));
  return opening;
}

/**
 * What a request gives.
 * @template T
 * @param {IDBRequest<T>} request
 * @returns {Promise<T>}
 */
export function wait(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/**
 * Work in one transaction; over when it is on disk. The work may wait for nothing but the
 * transaction's own requests.
 * @template T
 * @param {string[]} stores
 * @param {"readonly"|"readwrite"} mode
 * @param {(store: (name: string) => IDBObjectStore) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function transact(stores, mode, work) {
  const db = await open();
  /** @type {IDBTransaction} */
  let inHand;
  try {
    inHand = db.transaction(stores, mode, { durability: "strict" });
  } catch (trouble) {
    opening = null; // the connection was closed under us
    throw trouble;
  }
  const done = new Promise((resolve, reject) => {
    inHand.oncomplete = () => resolve(undefined);
    inHand.onabort = () => reject(inHand.error ?? new Error("aborted"));
  });
  done.catch(() => undefined); // told by the work's own failure, where there is one
  let result;
  try {
    result = await work((name) => inHand.objectStore(name));
  } catch (trouble) {
    try {
      inHand.abort();
    } catch {
      // over already
    }
    throw inHand.error ?? trouble;
  }
  await done;
  return result;
}
