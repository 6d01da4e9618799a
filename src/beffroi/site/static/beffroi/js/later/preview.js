// The composer's previews, and its button, follow what is typed: <form data-preview="/drafts/new/preview"> asks the
// server, which cuts and counts as it will when the post leaves. Each part of the answer takes the place of the one
// with its id. Files stay here: only their names go along.
const PAUSE = 350;

export function followPreviews(root) {
  for (const form of root.querySelectorAll("form[data-preview]:not([data-following])")) follow(form);
}

function follow(form) {
  form.dataset.following = "";
  let timer = 0;
  let asked = null;
  const ask = async () => {
    asked?.abort();
    asked = new AbortController();
    await show(form, asked.signal);
  };
  const soon = () => { clearTimeout(timer); timer = setTimeout(ask, PAUSE); };
  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
}

async function show(form, signal) {
  try {
    const answer = await fetch(form.dataset.preview, { method: "POST", body: typedIn(form), signal });
    if (answer.ok && !answer.redirected) replace(new DOMParser().parseFromString(await answer.text(), "text/html"));
  } catch {
    // No network, or something newer was asked: what is shown stays until the next answer.
  }
}

function replace(answer) {
  for (const fresh of answer.body.children) {
    const shown = document.getElementById(fresh.id);
    if (shown && shown.outerHTML !== fresh.outerHTML && !shown.contains(document.activeElement)) shown.replaceWith(fresh);
  }
}

export function typedIn(form) {
  const typed = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string") typed.append(name, value);
    else if (value.name) typed.append(name.replace(/file$/, "named"), value.name);
  }
  return typed;
}
