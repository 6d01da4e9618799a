// What is typed in the composer is kept on the server too, a few seconds after it was typed, so that it is there again
// on another machine: <form data-autosave="/drafts/new/autosave">. Without a connection or a session, the words stay in
// this browser (draft-keeper.js), and the page says so.
import { typedIn } from "./preview.js";
import { word } from "../words.js";

const PAUSE = 3_000;

export function saveAsTyped(root) {
  for (const form of root.querySelectorAll("form[data-autosave]:not([data-autosaving])")) follow(form);
}

function follow(form) {
  form.dataset.autosaving = "";
  let timer = 0;
  let sending = null;
  const save = async () => {
    timer = 0;
    sending = keep(form);
    await sending;
    sending = null;
  };
  const later = () => { timer ||= setTimeout(save, PAUSE); };
  form.addEventListener("input", later);
  form.addEventListener("change", later);
  form.addEventListener("submit", async (event) => {
    clearTimeout(timer);
    if (!sending) return;
    // The copy on its way must arrive before the draft is saved, or it would outlive it.
    event.preventDefault();
    await sending;
    form.requestSubmit(event.submitter);
  });
}

async function keep(form) {
  const line = form.querySelector("[data-autosaved]");
  try {
    const answer = await fetch(form.dataset.autosave, { method: "POST", body: typedIn(form) });
    if (!answer.ok || answer.redirected) throw new Error("not kept");
    const { at } = await answer.json();
    line.textContent = word("savedAt", { time: at });
  } catch {
    line.textContent = word("notSaved");
  }
}
