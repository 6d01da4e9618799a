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
careForPasskeys();
stayLive();

// Parts that htmx brings in get the same care as the page they arrive in.
document.addEventListener("htmx:after:swap", () => {
  keepForms(document);
  careForWriting();
});

async function careForTheCalendar() {
  await later("[data-calendar]", "./later/calendar.js", (part) => part.keepCalendar());
}

async function careForPasskeys() {
  await later("form[data-passkey]", "./later/passkeys.js", (part) => part.offerPasskeys(document));
}

// What only the pages need on which one writes is not loaded before such a page is there.
async function careForWriting() {
  await later("[data-count-for]", "./later/count.js", (part) => part.countLengths(document));
  await later("form[data-preview]", "./later/preview.js", (part) => part.followPreviews(document));
  await later("form[data-autosave]", "./later/autosave.js", (part) => part.saveAsTyped(document));
}

async function later(selector, path, care) {
  if (!document.querySelector(selector)) return;
  const part = await import(path).catch(() => null); // the connection is cut: the page works without it
  if (part) care(part);
}
