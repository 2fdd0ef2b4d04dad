/** The front page: whether this browser still has something that was not sent. */

import { transact, wait } from "./db.js";

/** @typedef {import("./types.js").Entry} Entry */

async function tellWhatIsLeft() {
  /** @type {Entry[]} */
  const entries = await transact(["entries"], "readonly", (store) =>
    wait(store("entries").getAll()),
  );
  const told = document.getElementById("left");
  const isLeft = (/** @type {Entry} */ { cancelled, held, kind, parts }) =>
    !cancelled && !held && (parts || kind === "text");
  if (told && entries.some(isLeft)) told.textContent = told.dataset.words ?? "";
}

tellWhatIsLeft().catch(() => undefined); // a browser that keeps nothing has nothing left
