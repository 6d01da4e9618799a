// Auto, light or dark. The choice is a cookie, so that the server writes it on <html> and no page flashes.
const COOKIE = "beffroi_theme";
const YEAR = 365 * 24 * 3600;

export function offerThemes() {
  for (const choice of document.querySelectorAll("[data-theme-choice]")) {
    choice.checked = choice.value === (document.documentElement.dataset.theme ?? "auto");
    choice.addEventListener("change", () => wear(choice.value));
  }
}

function wear(theme) {
  document.cookie = `${COOKIE}=${theme}; path=/; max-age=${YEAR}; samesite=lax`;
  if (theme === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  for (const choice of document.querySelectorAll("[data-theme-choice]")) choice.checked = choice.value === theme;
}
