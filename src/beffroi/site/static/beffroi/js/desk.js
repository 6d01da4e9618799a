// The one script a page links to (htmx apart). Everything here improves a page that already works without it.
import { keepForms } from "./draft-keeper.js";
import { keepTime } from "./times.js";
import { listenToKeys } from "./keys.js";
import { offerThemes } from "./theme.js";
import { stayLive } from "./live.js";

document.documentElement.classList.add("scripted");
offerThemes();
keepForms(document);
careForWriting();
keepTime();
listenToKeys();
careForTheCalendar();
stayLive();

// Parts that htmx brings in get the same care as the page they arrive in.
document.addEventListener("htmx:after:swap", () => {
  keepForms(document);
  careForWriting();
});

async function careForTheCalendar() {
  if (document.querySelector("[data-calendar]")) (await import("./later/calendar.js")).keepCalendar();
}

// What only the pages need on which one writes is not loaded before such a page is there.
async function careForWriting() {
  if (document.querySelector("[data-count-for]")) (await import("./later/count.js")).countLengths(document);
  if (document.querySelector("form[data-preview]")) (await import("./later/preview.js")).followPreviews(document);
  if (document.querySelector("form[data-autosave]")) (await import("./later/autosave.js")).saveAsTyped(document);
}
