// Moves in the calendar: by mouse (drag an entry to a day) and by keys (arrows from an entry, Enter, Escape). Both post
// the form of the page "Give it another time", which does the same without JavaScript.
const DAY = 86_400_000;
const STEPS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };
const KEYS_OFF = "beffroi-keys-off";

let held = null; // the entry in hand, and the day it would go to
let target = "";
let missed = null; // what would have been fetched again meanwhile: not under a hand

export function keepCalendar() {
  if (!document.querySelector("[data-calendar]")) return;
  document.addEventListener("dragstart", lift);
  document.addEventListener("dragover", over);
  document.addEventListener("dragend", drop);
  document.addEventListener("drop", land);
  document.addEventListener("keydown", press);
  document.addEventListener("live", waitForTheHand, true);
  // The browser clears the focus while it scrolls to the entry: later than that.
  if (location.hash.startsWith("#entry-")) afterLoad(returnToEntry);
}

function afterLoad(act) {
  if (document.readyState === "complete") setTimeout(act);
  else addEventListener("load", () => setTimeout(act));
}

function returnToEntry() {
  document.getElementById(location.hash.slice(1))?.querySelector("[data-row-link]")?.focus();
}

function lift(event) {
  const entry = event.target.closest?.("[data-move]");
  if (!entry || !form()) return;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", entry.id);
  hold(entry);
}

function over(event) {
  const day = held && event.target.closest?.("[data-day]");
  if (!day) return;
  event.preventDefault();
  aim(day.dataset.day);
}

function land(event) {
  const day = held && event.target.closest?.("[data-day]");
  if (!day) return;
  event.preventDefault();
  move(held, day.dataset.day);
}

function press(event) {
  if (localStorage.getItem(KEYS_OFF) === "yes" || event.ctrlKey || event.metaKey || event.altKey) return;
  const entry = event.target.closest?.("[data-move]");
  if (!entry || !form()) return;
  if (act(event.key, entry)) event.preventDefault();
}

// The arrows to the sides take an entry up; those up and down scroll, until one is in hand.
function act(key, entry) {
  if (key === "ArrowLeft" || key === "ArrowRight" || (held && key in STEPS)) return step(entry, STEPS[key]);
  if (held && key === "Enter") return move(held, target);
  if (held && key === "Escape") return drop(said("saidLeft"));
  return false;
}

function step(entry, days) {
  if (held !== entry) hold(entry);
  const from = target || entry.dataset.dayNow || today();
  aim(new Date(Date.parse(from) + days * DAY).toISOString().slice(0, 10));
  say(said("saidTarget").replace("{day}", inWords(target)));
  return true;
}

function waitForTheHand(event) {
  if (!held) return;
  event.stopImmediatePropagation();
  missed = event.target;
}

function hold(entry) {
  drop();
  held = entry;
  held.classList.add("is-held");
}

function aim(day) {
  if (day === target) return;
  unmark();
  target = day;
  document.querySelector(`[data-day="${day}"]`)?.classList.add("is-target");
}

function drop(words = "") {
  held?.classList.remove("is-held");
  unmark();
  held = null;
  target = "";
  missed?.dispatchEvent(new CustomEvent("live", { bubbles: false }));
  missed = null;
  if (typeof words === "string" && words) say(words);
  return true;
}

const unmark = () => document.querySelector(".is-target")?.classList.remove("is-target");

// What has no hour yet is asked for one; what has one keeps it, whatever the clocks do in between.
function move(entry, day) {
  const { move: address, wall, dayNow } = entry.dataset;
  drop();
  if (day === dayNow) return true;
  if (!wall) {
    location.assign(`${address}?day=${day}&view=${form().elements.view.value}`);
    return true;
  }
  form().action = address;
  form().elements.at.value = `${day}T${wall}`;
  form().submit();
  return true;
}

function say(words) {
  const place = document.getElementById("said-aloud");
  if (place) place.textContent = words;
}

const form = () => document.getElementById("calendar-move");
const said = (key) => document.querySelector("[data-calendar]").dataset[key];
const today = () => document.querySelector("[aria-current=date]")?.dataset.day ?? new Date().toISOString().slice(0, 10);
const inWords = (day) =>
  new Intl.DateTimeFormat(document.documentElement.lang, { weekday: "long", day: "numeric", month: "long", timeZone: "UTC" }).format(new Date(day));
