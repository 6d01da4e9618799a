// Nothing typed is ever lost: a form with data-keep="name" keeps its words in this browser until the server has them.
// The page that says the act succeeded carries data-keep-clear="name". Kept words belong to one person: body[data-keeper].
import { word } from "./words.js";

const PREFIX = "beffroi-kept";
const SELECTOR = "textarea[name], input[type=text][name], input[type=search][name], input:not([type])[name]";
const PAUSE = 300;
let forgetting = false;

export function keepForms(root) {
  for (const done of root.querySelectorAll("[data-keep-clear]")) localStorage.removeItem(keyOf(done.dataset.keepClear));
  for (const form of root.querySelectorAll("form[data-keep]:not([data-keeping])")) keep(form);
  for (const form of root.querySelectorAll("form[data-keep-forget]:not([data-keeping])")) {
    form.dataset.keeping = "";
    form.addEventListener("submit", forgetAll);
  }
}

function keep(form) {
  form.dataset.keeping = "";
  const key = keyOf(form.dataset.keep);
  const saved = typed(form);
  restore(form, key, saved);
  let timer = 0;
  const write = () => store(key, typed(form), saved);
  form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(write, PAUSE); });
  addEventListener("pagehide", write);
}

function restore(form, key, saved) {
  const kept = read(key);
  if (!kept) return;
  const onServer = document.querySelector("[data-restored]");
  const isOlder = onServer && kept.at < Date.parse(onServer.dataset.restored);
  if (isOlder || same(kept.words, saved)) return localStorage.removeItem(key);
  onServer?.remove(); // what this browser kept is newer: only one of the two speaks
  fill(form, kept.words);
  tell(form, kept.at, () => { localStorage.removeItem(key); fill(form, saved); });
}

function tell(form, at, discard) {
  const notice = document.createElement("div");
  notice.className = "notice";
  notice.setAttribute("role", "status");
  const line = document.createElement("p");
  const hour = new Date(at).toLocaleString(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short", timeZone: word("townZone") || undefined });
  line.textContent = word("keptWords", { when: hour });
  const button = document.createElement("button");
  button.type = "button";
  button.className = "plain";
  button.textContent = word("useSaved");
  button.addEventListener("click", () => { discard(); notice.remove(); });
  notice.append(line, button);
  form.prepend(notice);
}

function typed(form) {
  return Object.fromEntries([...form.querySelectorAll(SELECTOR)].map((field) => [field.name, field.value]));
}

function fill(form, words) {
  for (const field of form.querySelectorAll(SELECTOR)) {
    if (!(field.name in words) || field.value === words[field.name]) continue;
    field.value = words[field.name];
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

function store(key, words, saved) {
  if (forgetting) return;
  if (same(words, saved)) localStorage.removeItem(key);
  else localStorage.setItem(key, JSON.stringify({ at: Date.now(), words }));
}

function read(key) {
  try { return JSON.parse(localStorage.getItem(key)); }
  catch { return null; } // Not ours or cut short: there is nothing to put back.
}

function same(a, b) {
  return Object.keys({ ...a, ...b }).every((name) => (a[name] ?? "") === (b[name] ?? ""));
}

function keyOf(name) {
  return `${PREFIX}:${document.body.dataset.keeper ?? ""}:${name}`;
}

// Signing out leaves nothing behind on a shared computer; a session that merely expired keeps everything.
function forgetAll() {
  forgetting = true; // the page being left must not write its words back
  for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX)) localStorage.removeItem(key);
}
