// "12 min ago" must stay true on a page left open: each <time data-ago> and <time data-left> is reworded every 20 s.
// Wording is the server's own (see words.js); past a day the server writes a date, which needs no care.
import { word } from "./words.js";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export function keepTime() {
  sayZone();
  document.addEventListener("htmx:after:swap", sayZone);
  setInterval(reword, 20_000);
}

function reword() {
  for (const time of document.querySelectorAll("time[data-ago], time[data-left]")) {
    const away = Date.parse(time.dateTime) - Date.now();
    const text = "ago" in time.dataset ? ago(away) : left(away);
    const said = time.querySelector("[data-said]") ?? time;
    if (text && said.textContent !== text) said.textContent = text;
  }
}

// The same thresholds as beffroi.site.when: a change there is a change here.
export function ago(away) {
  const far = Math.abs(away);
  if (far >= DAY) return "";
  if (far < MINUTE) return word(away > 0 ? "anyMoment" : "justNow");
  const unit = far < HOUR ? "Minutes" : "Hours";
  const n = Math.floor(far / (far < HOUR ? MINUTE : HOUR));
  return word((away > 0 ? "in" : "ago") + unit, { n });
}

export function left(away) {
  const span = spanOf(Math.abs(away));
  return word(away >= 0 ? "left" : "late", { span });
}

function spanOf(far) {
  if (far < HOUR) return word("minutes", { n: Math.floor(far / MINUTE) });
  if (far >= 2 * DAY) return word("days", { n: Math.floor(far / DAY) });
  return word("hours", { n: Math.floor(far / HOUR), m: String(Math.floor((far % HOUR) / MINUTE)).padStart(2, "0") });
}

// Times are the town's own. A reader elsewhere is told so, beside the exact time.
function sayZone() {
  const reader = Intl.DateTimeFormat().resolvedOptions().timeZone;
  for (const exact of document.querySelectorAll("[data-zone]:not([data-zone-said])")) {
    exact.dataset.zoneSaid = "";
    if (exact.dataset.zone !== reader) exact.append(` (${exact.dataset.zone})`);
  }
}
