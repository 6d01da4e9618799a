// One stream per page. A message {topic} (or {topic, id}) wakes the elements that name the topic in data-live="inbox guard":
// they receive a `live` event, and hx-get with hx-trigger="live" does the rest. The reader can pause it (RGAA 13.8).
import { word } from "./words.js";

const PAUSED = "beffroi-live-paused";
const FIRST_WAIT = 3_000;
const LONGEST_WAIT = 60_000;
const BREATH = 150;
const PATIENCE = 3; // times what the last answer took: a server that is busy is asked less often
const LATELY = 120_000;
const MOST = 100; // wakings of the last two minutes; in a flood the page then looks every five seconds
const SLOWLY = 5_000;
const LONGEST_REST = 15_000;

let stream = null;
let wait = FIRST_WAIT;
let timer = 0;
const woken = new Set();
let wakings = [];
let awaited = 0;
let took = 0;

export function stayLive() {
  if (!ticket()) return;
  for (const button of document.querySelectorAll("[data-live-pause]")) button.addEventListener("click", toggle);
  if (paused()) show("paused");
  else connect();
}

function connect() {
  show("reconnecting");
  stream = new EventSource(`/live/?ticket=${encodeURIComponent(ticket())}`);
  stream.onopen = () => { wait = FIRST_WAIT; show("live"); };
  stream.onmessage = (event) => ring(JSON.parse(event.data));
  stream.onerror = () => (stream.readyState === EventSource.CLOSED ? startAgain() : show("reconnecting"));
}

function ring({ topic, id = null }) {
  for (const element of document.querySelectorAll("[data-live]")) {
    const { live, liveId } = element.dataset;
    if (live.split(/\s+/).includes(topic) && (!liveId || id === null || liveId === String(id))) soon(element);
  }
}

// Several messages in one breath refresh an element once, and thousands in ten minutes not thousands of times.
function soon(element) {
  if (!woken.size) setTimeout(wakeAll, rest());
  woken.add(element);
}

function rest() {
  const now = performance.now();
  wakings = wakings.filter((at) => now - at < LATELY);
  const least = Math.min(LONGEST_REST, Math.max(PATIENCE * took, wakings.length < MOST ? 0 : SLOWLY));
  return Math.max(BREATH, (wakings.at(-1) ?? -least) + least - now);
}

function wakeAll() {
  wakings.push(performance.now());
  awaited = woken.size;
  for (const element of woken) wake(element);
  woken.clear();
}

document.addEventListener("htmx:after:swap", () => {
  if (awaited > 0) took = performance.now() - wakings.at(-1);
  awaited -= 1;
});

function wake(element) {
  element.dispatchEvent(new CustomEvent("live", { bubbles: false }));
}

// The server refused the ticket (too old, or signed out elsewhere): ask the page for a new one, then catch up.
function startAgain() {
  stop();
  show("reconnecting");
  timer = setTimeout(async () => {
    wait = Math.min(wait * 2, LONGEST_WAIT);
    if (await renewTicket()) { connect(); catchUp(); }
    else startAgain();
  }, wait);
}

async function renewTicket() {
  try {
    const answer = await fetch(location.href, { headers: { "X-Requested-With": "live" } });
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(META)?.content;
    if (fresh) document.querySelector(META).content = fresh;
    return Boolean(fresh);
  } catch {
    return false; // No network: the next try comes after a longer wait, and the page says "reconnecting".
  }
}

function catchUp() {
  for (const element of document.querySelectorAll("[data-live]")) soon(element);
}

function toggle() {
  if (paused()) {
    localStorage.removeItem(PAUSED);
    connect();
    catchUp();
  } else {
    localStorage.setItem(PAUSED, "yes");
    stop();
    show("paused");
  }
}

function stop() {
  clearTimeout(timer);
  stream?.close();
  stream = null;
}

function show(state) {
  for (const line of document.querySelectorAll("[data-live-state]")) {
    line.dataset.liveState = state;
    line.querySelector("[data-live-word]").textContent = word(`state${state[0].toUpperCase()}${state.slice(1)}`);
  }
  for (const button of document.querySelectorAll("[data-live-pause]")) {
    button.textContent = word(state === "paused" ? "resume" : "pause");
  }
}

const META = "meta[name=beffroi-live]";
const ticket = () => document.querySelector(META)?.content ?? "";
const paused = () => localStorage.getItem(PAUSED) === "yes";
