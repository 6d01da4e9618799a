// While somebody writes an answer: colleagues who have the case open are told (form[data-writing]), and a saved answer is
// put in where the cursor is (a[data-inserts]). Without this script the page tells when it is opened, and the link of a
// saved answer opens the page with it.
const PACE = 10_000;

for (const form of document.querySelectorAll("form[data-writing]")) follow(form);
for (const link of document.querySelectorAll("[data-inserts]")) link.addEventListener("click", insert);

function follow(form) {
  let typed = false;
  form.addEventListener("input", () => { typed = true; });
  setInterval(() => {
    if (document.hidden) return;
    ask(form, typed);
    typed = false;
  }, PACE);
  form.addEventListener("input", () => ask(form, true), { once: true });
}

async function ask(form, typed) {
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  const how = typed ? { method: "POST", headers: { "X-CSRFToken": token } } : {};
  try {
    const answer = await fetch(form.dataset.writing, how);
    if (!answer.ok || answer.redirected) return;
    const told = new DOMParser().parseFromString(await answer.text(), "text/html").body;
    const line = document.getElementById("writers");
    if (line.textContent.trim() !== told.textContent.trim()) line.replaceChildren(...told.childNodes);
  } catch {
    // No network: what is submitted is compared on the server all the same.
  }
}

function insert(event) {
  const field = document.getElementById(event.currentTarget.dataset.inserts);
  if (!field) return;
  event.preventDefault();
  const [from, to] = [field.selectionStart, field.selectionEnd];
  const gap = from && !/\s$/.test(field.value.slice(0, from)) ? " " : "";
  field.setRangeText(gap + event.currentTarget.dataset.words, from, to, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
  event.currentTarget.closest("details").open = false;
  field.focus();
}
