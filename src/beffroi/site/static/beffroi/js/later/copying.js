// An answer that a person posts elsewhere by hand: <button data-copies="id-of-the-text">. What is copied is kept first
// and checked on the server, so that what is to be mended is said before it is posted. Without this script the text is
// chosen and copied as any other.
import { typedIn } from "./preview.js";

for (const button of document.querySelectorAll("[data-copies]")) {
  button.hidden = false;
  button.addEventListener("click", () => copy(button));
}

async function copy(button) {
  const text = document.getElementById(button.dataset.copies);
  const said = button.form.querySelector("[data-copying]");
  said.textContent = (await toClipboard(text)) ? button.dataset.copied : button.dataset.chosen;
  await check(button.form);
}

// Outside HTTPS a page has no clipboard of its own; the older way works there in most browsers.
async function toClipboard(text) {
  try {
    await navigator.clipboard.writeText(text.value);
    return true;
  } catch {
    text.select();
    return document.execCommand("copy");
  }
}

async function check(form) {
  try {
    const answer = await fetch(form.dataset.autosave, { method: "POST", body: typedIn(form) });
    if (!answer.ok || answer.redirected) return;
    const remarks = new DOMParser().parseFromString((await answer.json()).remarks, "text/html").body.childNodes;
    form.querySelector("[data-remarks]").replaceChildren(...remarks);
  } catch {
    // No network: the words stay in this browser, and are checked when they are kept.
  }
}
