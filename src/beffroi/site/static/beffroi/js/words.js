// The words a script may show come from the page, already translated: <template id="words" data-just-now="…">.
const words = document.getElementById("words")?.dataset ?? {};

export function word(name, values = {}) {
  return Object.entries(values).reduce((text, [key, value]) => text.replace(`{${key}}`, value), words[name] ?? "");
}
