// Live length of a text, per network: graphemes as a reader sees them, and UTF-8 bytes.
// <li data-count-for="id_text" data-graphemes="300" data-bytes="3000" data-link-length="23"><span data-count></span></li>
import { word } from "./words.js";

const segmenter = new Intl.Segmenter(document.documentElement.lang || "fr", { granularity: "grapheme" });
const encoder = new TextEncoder();
const LINK = /https?:\/\/[^\s<>"]+/g;
const NEAR = 20;

export function countLengths(root) {
  for (const line of root.querySelectorAll("[data-count-for]:not([data-counting])")) {
    const field = document.getElementById(line.dataset.countFor);
    if (!field) continue;
    line.dataset.counting = "";
    field.addEventListener("input", () => show(line, field.value));
    show(line, field.value);
  }
}

export function graphemes(text) {
  let n = 0;
  for (const _ of segmenter.segment(text)) n += 1;
  return n;
}

export function remaining(text, { graphemes: most, bytes, linkLength }) {
  const counted = linkLength ? text.replace(LINK, "x".repeat(Number(linkLength))) : text;
  const rooms = [];
  if (most) rooms.push(Number(most) - graphemes(counted));
  if (bytes) rooms.push(Number(bytes) - encoder.encode(counted).length);
  return Math.min(...rooms);
}

function show(line, text) {
  const room = remaining(text.replace(/\r\n/g, "\n"), line.dataset);
  line.classList.toggle("is-over", room < 0);
  line.classList.toggle("is-near", room >= 0 && room <= NEAR);
  line.querySelector("[data-count]").textContent = room < 0 ? word("tooLong", { n: -room }) : word("roomLeft", { n: room });
  const over = room < 0;
  // Only the passage over the limit is spoken: a number at each keystroke would drown what is typed.
  if (over !== (line.dataset.wasOver === "yes")) say(over ? line.textContent : "");
  line.dataset.wasOver = over ? "yes" : "no";
}

function say(text) {
  const summary = document.getElementById("said-aloud");
  if (summary) summary.textContent = text.trim().replace(/\s+/g, " ");
}
