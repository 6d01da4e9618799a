// Rows of a list that are chosen together: how many they are is said, and they stay chosen when the list is renewed by
// what happens elsewhere.
const picks = () => [...document.querySelectorAll("[data-pick]")];
const line = document.querySelector("[data-picked]");
const plain = line?.textContent;
let chosen = new Set();

function note() {
  chosen = new Set(picks().filter((pick) => pick.checked).map((pick) => pick.value));
  if (line) line.textContent = chosen.size ? line.dataset.picked.replace("{n}", chosen.size) : plain;
}

document.addEventListener("change", (event) => { if (event.target.matches("[data-pick]")) note(); });
document.addEventListener("htmx:after:swap", () => {
  for (const pick of picks()) pick.checked = chosen.has(pick.value);
  note();
});
note();
