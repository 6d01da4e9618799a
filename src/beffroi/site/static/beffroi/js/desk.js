// The one script a page links to (htmx apart). Everything here improves a page that already works without it.
import { keepForms } from "./draft-keeper.js";
import { countLengths } from "./count.js";
import { keepTime } from "./times.js";
import { followPreviews } from "./preview.js";
import { listenToKeys } from "./keys.js";
import { offerThemes } from "./theme.js";
import { stayLive } from "./live.js";

document.documentElement.classList.add("scripted");
offerThemes();
keepForms(document);
countLengths(document);
followPreviews(document);
keepTime();
listenToKeys();
stayLive();

// Parts that htmx brings in get the same care as the page they arrive in.
document.addEventListener("htmx:after:swap", () => {
  keepForms(document);
  countLengths(document);
  followPreviews(document);
});
