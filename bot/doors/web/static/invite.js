/** The invitation: its link is copied with one tap. */

const copy = document.getElementById("copy");
const told = document.getElementById("copied");
const anchor = document.getElementById("link");

if (copy && told && anchor instanceof HTMLAnchorElement) {
  copy.hidden = false;
  copy.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(anchor.href);
      told.textContent = copy.dataset.done ?? "";
    } catch {
      // plain http has no clipboard: it is chosen, ready to be copied by hand
      getSelection()?.selectAllChildren(anchor);
      told.textContent = copy.dataset.else ?? "";
    }
  });
}
