// The keyboard path: j and k walk the rows (data-row), Enter opens (the row's own link), a letter acts (data-key="e"),
// ? shows the map. Never while somebody types; and the reader can switch it off (WCAG 2.1.4).
import { word } from "./words.js";

const OFF = "beffroi-keys-off";
const TYPING = "input:not([type=checkbox]), textarea, select, [contenteditable], dialog";
const TYPED_IN = "input:not([type=checkbox]), textarea, select";

export function listenToKeys() {
  document.addEventListener("keydown", press);
  const map = document.getElementById("key-map");
  for (const button of document.querySelectorAll("[data-key-map]")) button.addEventListener("click", showMap);
  const choice = map?.querySelector("[data-keys-off]");
  if (!choice) return;
  choice.checked = isOff();
  choice.addEventListener("change", () => (choice.checked ? localStorage.setItem(OFF, "yes") : localStorage.removeItem(OFF)));
}

function press(event) {
  if (isOff() || event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.(TYPING)) return;
  if (act(event.key)) event.preventDefault();
}

function act(key) {
  if (key === "j") return walk(1);
  if (key === "k") return walk(-1);
  if (key === "?") return showMap();
  const target = bound(key);
  if (target && "onRows" in target.dataset && !chooseHere()) return false;
  const folded = target?.matches("summary") ? null : target?.closest("details:not([open])");
  if (folded) folded.open = true;
  target?.matches(TYPED_IN) ? target.focus() : target?.click();
  return Boolean(target);
}

// What acts on the chosen rows (data-on-rows) acts on the row where the reader is, when none is chosen.
function chooseHere() {
  if (document.querySelector("[data-pick]:checked")) return true;
  const pick = document.activeElement?.closest?.("[data-row]")?.querySelector("[data-pick]");
  pick?.click();
  return Boolean(pick);
}

function walk(step) {
  const rows = [...document.querySelectorAll("[data-row]")].filter((row) => row.offsetParent !== null);
  if (!rows.length) return false;
  const here = rows.indexOf(document.activeElement?.closest?.("[data-row]"));
  const next = rows[Math.max(0, Math.min(rows.length - 1, here < 0 ? 0 : here + step))];
  (next.querySelector("[data-row-link]") ?? next.querySelector("a, button"))?.focus();
  next.scrollIntoView({ block: "nearest" });
  return true;
}

// A key bound inside the row where the reader is wins over the same key bound to the page.
function bound(key) {
  const selector = `[data-key="${CSS.escape(key)}"]`;
  const row = document.activeElement?.closest?.("[data-row]");
  return row?.querySelector(selector) ?? [...document.querySelectorAll(selector)].find((one) => !one.closest("[data-row]"));
}

function showMap() {
  const map = document.getElementById("key-map");
  if (!map) return false;
  map.querySelector("tbody").replaceChildren(...rowsOfMap());
  map.showModal();
  return true;
}

function rowsOfMap() {
  const own = new Map();
  if (document.querySelector("[data-row]")) own.set("j", word("keyNext")).set("k", word("keyBefore")).set("Enter", word("keyOpen"));
  for (const one of document.querySelectorAll("[data-key]")) own.set(one.dataset.key, one.dataset.keyLabel || labelOf(one));
  own.set("?", word("keyMap"));
  return [...own].map(([key, label]) => rowOf(key, label));
}

function rowOf(key, label) {
  const row = document.createElement("tr");
  const head = document.createElement("th");
  head.scope = "row";
  const cap = document.createElement("kbd");
  cap.textContent = key;
  head.append(cap);
  const cell = document.createElement("td");
  cell.textContent = label;
  row.append(head, cell);
  return row;
}

const labelOf = (one) => one.getAttribute("aria-label") || one.textContent.trim().replace(/\s+/g, " ");
const isOff = () => localStorage.getItem(OFF) === "yes";
