/** Files that are dropped on the page, and pictures that are pasted into it. */

import { byId } from "./dom.js";
import { isoNow, say } from "./words.js";

/** @param {(files: File[]) => void} onFiles */
export function takeDropped(onFiles) {
  const shown = byId("drop");
  const hasFiles = (/** @type {DragEvent} */ event) =>
    event.dataTransfer?.types.includes("Files") ?? false;
  for (const what of /** @type {const} */ (["dragenter", "dragover"])) {
    document.addEventListener(what, (event) => {
      if (!hasFiles(event)) return;
      event.preventDefault(); // else the browser leaves the page for the file
      shown.hidden = false;
    });
  }
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) shown.hidden = true;
  });
  document.addEventListener("drop", (event) => {
    shown.hidden = true;
    if (!hasFiles(event)) return;
    event.preventDefault();
    onFiles([...(event.dataTransfer?.files ?? [])]);
  });
  document.addEventListener("paste", (event) => {
    const files = [...(event.clipboardData?.files ?? [])];
    // what is copied from a document is words, and a picture of them
    if (!files.length || event.clipboardData?.getData("text/plain")) return;
    event.preventDefault();
    onFiles(files.map(named));
  });
}

/**
 * A pasted picture has no name that says anything.
 * @param {File} file
 */
function named(file) {
  if (!/^image\.\w+$/.test(file.name)) return file;
  const at = isoNow().slice(0, 19).replace(/[:T]/g, "-");
  const name = `${say("pasted_name", { at })}.${file.name.split(".").pop()}`;
  return new File([file], name, { type: file.type });
}
