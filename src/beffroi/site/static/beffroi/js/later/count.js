// Live length of a text, as its network counts it (beffroi.engines.lengths says the same on the server).
// <li data-count-for="id_text" data-most="500" data-counts="characters" data-bytes="3000" data-url-length="23"
//     data-of="4 7" data-unless="id_text_x" data-threads="id_is_thread"><span data-count></span></li>
// `of`: the accounts it concerns; `unless`: the field that stands in the place of this one there.
import { word } from "../words.js";

const segmenter = new Intl.Segmenter(document.documentElement.lang || "fr", { granularity: "grapheme" });
const encoder = new TextEncoder();
const LINK = /https?:\/\/[^\s<>"»]*[^\s<>"».,;:!?)]/g;
const REMOTE_MENTION = /(?<![\p{L}\p{M}\p{N}\p{Pc}@/])(@[\p{L}\p{M}\p{N}\p{Pc}][\p{L}\p{M}\p{N}\p{Pc}.-]*)@[\p{L}\p{M}\p{N}\p{Pc}][\p{L}\p{M}\p{N}\p{Pc}.-]*[\p{L}\p{M}\p{N}\p{Pc}]/gu;
const NEAR = 20;
let weighing = null; // the module that counts X's way, once a page needed it

export function countLengths(root) {
  for (const line of root.querySelectorAll("[data-count-for]:not([data-counting])")) {
    const field = document.getElementById(line.dataset.countFor);
    if (field) count(line, field);
  }
}

async function count(line, field) {
  line.dataset.counting = "";
  if (line.dataset.counts === "weighted") await learnToWeigh();
  const others = [line.dataset.unless, line.dataset.threads].map((id) => id && document.getElementById(id));
  const follow = () => show(line, field.value, others);
  for (const each of [field, ...others]) each?.addEventListener("input", follow);
  for (const box of boxes(line)) box.addEventListener("change", follow);
  follow();
}

export async function learnToWeigh() {
  weighing ??= await import("./weighted.js");
}

export function graphemes(text) {
  let n = 0;
  for (const _ of segmenter.segment(text)) n += 1;
  return n;
}

// What is used and left in the unit that the text comes nearest to the limit of.
export function measure(text, { most, counts = "graphemes", bytes, urlLength }) {
  const used = counted(text, counts, Number(urlLength || 0));
  const sent = bytes ? encoder.encode(text).length : 0;
  const isTighter = sent * most > used * Number(bytes || 0) && sent > 0;
  return isTighter ? { used: sent, left: bytes - sent } : { used, left: most - used };
}

function counted(text, counts, urlLength) {
  if (counts === "weighted") return weighing.weighted(text);
  const said = urlLength ? text.replace(LINK, "x".repeat(urlLength)).replace(REMOTE_MENTION, "$1") : text;
  return counts === "characters" ? [...said].length : graphemes(said);
}

function show(line, text, [instead, threads]) {
  line.hidden = Boolean(instead?.value.trim()) || !concerns(line);
  const { left } = measure(text.replace(/\r\n/g, "\n"), line.dataset);
  const over = left < 0 && !threads?.checked;
  line.classList.toggle("is-over", over);
  line.classList.toggle("is-near", left >= 0 && left <= NEAR);
  line.querySelector("[data-count]").textContent = words(left, over);
  // Only the passage over the limit is spoken: a number at each keystroke would drown what is typed.
  const loud = over && !line.hidden;
  if (loud !== (line.dataset.wasOver === "yes")) say(loud ? line.textContent : "");
  line.dataset.wasOver = loud ? "yes" : "no";
}

function words(left, over) {
  if (over) return word("tooLong", { n: -left });
  return left < 0 ? word("asThread") : word("roomLeft", { n: left });
}

// A network counts while one of its accounts is ticked; before any is, all of them do.
function concerns(line) {
  const mine = boxes(line);
  return !mine.length || mine.some((box) => box.checked) || !document.querySelector("input[name=accounts]:checked");
}

function boxes(line) {
  const of = (line.dataset.of ?? "").split(" ").filter(Boolean);
  return of.length ? [...document.querySelectorAll("input[name=accounts]")].filter((box) => of.includes(box.value)) : [];
}

function say(text) {
  const summary = document.getElementById("said-aloud");
  if (summary) summary.textContent = text.trim().replace(/\s+/g, " ");
}
