// What a person takes elsewhere by hand, an answer or an address: <button data-copies="id-of-the-text">. An answer that is
// copied is kept first and checked on the server, so that what is to be mended is said before it is posted. Without this
// script the text is chosen and copied as any other.
import { typedIn } from "./preview.js";

for (const button of document.querySelectorAll("[data-copies]")) {
  button.hidden = false;
  button.addEventListener("click", () => copy(button));
}

async function copy(button) {
  const text = document.getElementById(button.dataset.copies);
  const said = (button.form ?? button.parentElement).querySelector("[data-copying]");
  said.textContent = (await toClipboard(text)) ? button.dataset.copied : button.dataset.chosen;
  if (button.form) await check(button.form);
}

// Outside HTTPS a page has no clipboard of its own; the older way works there in most browsers.
async function toClipboard(text) {
  try {
    await navigator.clipboard.writeText(text.value ?? text.textContent);
    return true;
  } catch {
    if (text.select) text.select();
    else getSelection().selectAllChildren(text);
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
