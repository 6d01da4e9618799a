// The composer's previews follow what is typed, and only the accounts that are ticked show one.
// <textarea id="id_text">, <article data-preview-of="7"><p data-preview-text="id_text">, <input name="accounts" value="7">

export function followPreviews(root) {
  for (const shown of root.querySelectorAll("[data-preview-text]:not([data-following])")) {
    const field = document.getElementById(shown.dataset.previewText);
    if (!field) continue;
    shown.dataset.following = "";
    const follow = () => { shown.textContent = field.value; };
    field.addEventListener("input", follow);
    follow();
  }
  for (const preview of root.querySelectorAll("[data-preview-of]:not([data-following])")) {
    const box = document.querySelector(`input[name=accounts][value="${CSS.escape(preview.dataset.previewOf)}"]`);
    if (!box) continue;
    preview.dataset.following = "";
    const follow = () => { preview.hidden = !box.checked; };
    box.addEventListener("change", follow);
    follow();
  }
}
