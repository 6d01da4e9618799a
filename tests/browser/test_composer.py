"""The composer as it is used: it counts as the networks do, shows what will leave, and keeps what is typed."""

from typing import Any

from playwright.sync_api import Page, expect

from beffroi.engines.texts.lengths import Limit
from tests.browser import people
from tests.browser.conftest import Visit
from tests.browser.people import press
from tests.browser.town import PICTURE, Town
from tests.browser.watch import Watch

HANDLE = "bellecloche"
HARD = (
    "",
    "La piscine rouvre lundi à 10 h.",
    "é œ Œ « » ’ – —",
    "Cœur de ville : « C’est fait ! »",
    "Attention… 12 €",
    "Où\u202f? Ici\u202f!",
    "a\u00a0b\u2009c\u200bd\u2060e",
    "Gue\u0301ret, e\u0302tre",
    "\u212b \ufb01 ½ № ™ © ®",
    "👩‍👩‍👧‍👦 et 👨‍🎤",
    "👍🏽👍🏿👍",
    "🇫🇷🇩🇪 🇪🇺 🏴󠁧󠁢󠁥󠁮󠁧󠁿",
    "❤️ ❤ ☎ ☎️ ☀️",
    "1️⃣ 2⃣ #️⃣ *️⃣ 12#*",
    "🏳️‍🌈 🏳‍🌈 👁️‍🗨️ 👁‍🗨",
    "🧣🔔🔔🔔",
    "日本語 한국 नमस्ते שָׁלוֹם",
    "https://www.feurs.fr/une-tres-longue-adresse/qui-continue?et=ceci&puis=cela#la",
    "Voir https://a.fr. Et https://b.fr, puis (https://c.fr) !",
    "« https://www.feurs.fr/agenda »",
    "https://fr.wikipedia.org/wiki/Feurs_(Loire) oui",
    "http://feurs.fr:8080/x HTTPS://FEURS.FR/Y",
    "feurs.fr et www.loire.fr/agenda?jour=12",
    "fin.Le reste. etc.je M.Dupont v2.0 12.30",
    "mairie@feurs.fr @feurs #feurs.fr @feurs.fr",
    "@mairie@social.feurs.fr bonjour @feurs",
    "écrire à mairie@feurs.fr ou @a@b.c.d",
    "(@élu@ville.fr)/@x@y.fr",
    "ville-de-feurs.fr mairie_feurs.fr météo.fr été.example.com",
    "https://t.co/abcdef12 https://t.co/abcdef12/suite",
    "https://localhost/x https://feurs/x ftp://feurs.fr/x",
    "例え.jp www.例え.jp http://例え.jp/é",
    "ligne\nligne\n\nligne",
    "tab\tet fin \u200e bidi \u202a x",
    "…" * 5 + "“”‘’‚„",
)
LIMITS: tuple[dict[str, Any], ...] = (
    {"max_length": 300, "max_bytes": 3000},
    {"max_length": 300, "max_bytes": 40},
    {"max_length": 500, "counts": "characters", "url_length": 23},
    {"max_length": 280, "counts": "weighted", "url_length": 23},
)
IN_THE_PAGE = """async ([texts, limits]) => {
  const { learnToWeigh, measure } = await import("/static/beffroi/js/later/count.js");
  await learnToWeigh();
  return texts.map((text) => limits.map((limit) => measure(text, limit)));
}"""
AS_ATTRIBUTES = {"max_length": "most", "max_bytes": "bytes", "url_length": "urlLength", "counts": "counts"}


def test_the_page_counts_hard_texts_exactly_as_the_server_does(town: Town, visit: Visit) -> None:
    page = visit(town.bruno)
    page.goto("/drafts/new")
    attributes = [{AS_ATTRIBUTES[name]: str(value) for name, value in limit.items()} for limit in LIMITS]
    counted = page.evaluate(IN_THE_PAGE, [list(HARD), attributes])
    for text, lengths in zip(HARD, counted, strict=True):
        for limit, length in zip(LIMITS, lengths, strict=True):
            told = Limit(**limit).measure(text)
            assert (text, limit, length["used"], length["left"]) == (text, limit, told.used, told.left)


def test_the_preview_follows_the_text_and_is_cut_as_it_will_leave(town: Town, visit: Visit) -> None:
    page = visit(town.bruno)
    people.write(page, "Le pont est fermé. " * 20, handle=HANDLE)
    shown = page.locator("#previews")
    expect(shown).to_contain_text("Too long")
    page.get_by_label("What is too long leaves as a thread").check()
    expect(shown).to_contain_text("Post 2 of 2")
    expect(page.get_by_text("leaves as a thread", exact=True)).to_be_visible()
    page.get_by_role("checkbox", name=f"@{HANDLE}").uncheck()
    expect(shown).to_contain_text("Choose an account")


def test_what_was_typed_is_there_again_on_another_machine_until_it_is_discarded(town: Town, visit: Visit) -> None:
    page, elsewhere = visit(town.driss), visit(town.driss, phone=True)
    people.write(page, "Commencé au bureau.", handle=HANDLE)
    expect(page.get_by_role("status").filter(has_text="Saved at")).to_be_visible()
    elsewhere.goto("/drafts/new")
    expect(elsewhere.get_by_role("status").filter(has_text="Restored: what you were writing")).to_be_visible()
    expect(elsewhere.get_by_label("Text", exact=True)).to_have_value("Commencé au bureau.")
    expect(elsewhere.get_by_role("checkbox", name=f"@{HANDLE}")).to_be_checked()
    press(elsewhere, "Discard it")
    expect(elsewhere.get_by_text("What you had not saved is discarded.")).to_be_visible()
    expect(elsewhere.get_by_label("Text", exact=True)).to_have_value("")


def typed_and_reloaded(page: Page, text: str) -> None:
    page.get_by_label("Text", exact=True).fill(text)
    page.reload()


def test_a_reload_loses_nothing_and_one_voice_says_so(town: Town, visit: Visit) -> None:
    page = visit(town.ana)
    people.write(page, "Première phrase.", handle=HANDLE)
    expect(page.get_by_role("status").filter(has_text="Saved at")).to_be_visible()
    typed_and_reloaded(page, "Première phrase. Deuxième.")  # before it was saved again: this browser alone has it
    expect(page.get_by_label("Text", exact=True)).to_have_value("Première phrase. Deuxième.")
    expect(page.locator(".notice")).to_have_count(1)
    press(page, "Keep as a draft")
    expect(page.get_by_text("The draft is saved.")).to_be_visible()
    page.goto("/drafts/new")
    expect(page.get_by_label("Text", exact=True)).to_have_value("")
    expect(page.locator(".notice")).to_have_count(0)


def test_an_expired_session_is_said_while_one_writes(town: Town, visit: Visit, watch: Watch) -> None:
    watch.forgive("403:")
    page = visit(town.chloe)
    people.write(page, "Pendant la nuit.", handle=HANDLE)
    page.context.clear_cookies()
    page.get_by_label("Text", exact=True).fill("Pendant la nuit, encore.")
    expect(page.get_by_text("Not saved just now: what you type stays in this browser.")).to_be_visible()


def test_an_image_is_named_in_the_preview_before_it_is_sent(town: Town, visit: Visit) -> None:
    page = visit(town.bruno)
    people.write(page, "Le beffroi.", handle=HANDLE)
    page.get_by_text("Images", exact=True).click()
    page.get_by_label("Image", exact=True).first.set_input_files(PICTURE)
    page.get_by_label("What the image shows").first.fill("Le beffroi vu de la place.")
    expect(page.locator("#previews")).to_contain_text(f"{PICTURE.name} · Le beffroi vu de la place.")


def test_without_a_script_the_limits_and_the_preview_of_what_is_saved_are_there(town: Town, visit: Visit) -> None:
    page = visit(town.bruno, java_script_enabled=False)
    people.write(page, "Sans script.", handle=HANDLE)
    expect(page.get_by_text("at most 300 characters")).to_be_visible()
    press(page, "Keep as a draft")
    page.get_by_role("link", name="Change the text").click()
    expect(page.locator("#previews .preview-text")).to_have_text("Sans script.")


def test_a_template_begins_a_post(town: Town, visit: Visit) -> None:
    page = visit(town.bruno)
    page.goto("/drafts/new")
    if page.locator("[data-restored]").count():  # from the tests before this one
        press(page, "Discard it")
    page.get_by_text("Begin from a template").click()
    page.get_by_label("Template", exact=True).select_option(label="Le marché")
    press(page, "Begin from it")
    expect(page.get_by_label("Text", exact=True)).to_have_value("Le marché a lieu ce mercredi, place de la Halle.")
