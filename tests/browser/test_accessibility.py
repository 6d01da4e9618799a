"""Every page stands up to axe at level AA, in both lights and on both screens, and fits a telephone."""

from typing import Any, Literal

from axe_playwright_python.sync_playwright import Axe
from django.urls import URLPattern, URLResolver, get_resolver
from playwright.sync_api import Page

from tests.browser.conftest import Look, Visit
from tests.browser.no_pages import NOT_PAGES
from tests.browser.pages import PAGES
from tests.browser.screens import DESK, PHONE

Rules = dict[str, Any]  # as axe.run takes them

# without preload axe fetches no stylesheet by itself, which the pages' own security policy would refuse aloud
OPTIONS: Rules = {
    "preload": False,
    "resultTypes": ["violations"],
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"],
}
# the dark changes colours and nothing else: only the rules about them are asked once more
COLOURS: Rules = OPTIONS | {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
LIGHTS: tuple[tuple[Literal["light", "dark"], Rules], ...] = (("light", OPTIONS), ("dark", COLOURS))
AXE = Axe().axe_script  # put into the page once: it weighs half a megabyte
WIDER_THAN_THE_SCREEN = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def test_no_page_breaks_a_rule_of_level_aa_in_any_light_on_any_screen(look: Look) -> None:
    page = look()
    page.evaluate(AXE)
    broken = []
    for screen in (DESK, PHONE):
        page.set_viewport_size(screen)
        for light, rules in LIGHTS:
            page.emulate_media(color_scheme=light)
            broken += [f"{screen['width']} px, {light}: {violation}" for violation in violations(page, rules)]
    assert broken == []


def violations(page: Page, rules: Rules = OPTIONS) -> list[str]:
    found: list[dict[str, Any]] = page.evaluate("options => axe.run(options)", rules)["violations"]
    return [f"{one['id']}: {node['html'][:160]}" for one in found for node in one["nodes"]]


def test_axe_would_find_pale_words_in_the_dark(visit: Visit, town: Any) -> None:
    page = visit(town.eve)
    page.goto("/welcome")
    page.evaluate(AXE)
    page.emulate_media(color_scheme="dark")
    assert violations(page, COLOURS) == []
    pale = "Object.assign(document.createElement('p'), {textContent: 'Pâle'})"
    page.locator("main").evaluate(f"main => main.append({pale})")
    page.locator("main > p").last.evaluate("words => words.style.color = 'rgb(60, 60, 60)'")
    assert "color-contrast" in violations(page, COLOURS)[0]


def test_axe_would_find_a_picture_without_words(visit: Visit, town: Any) -> None:
    page = visit(town.eve)
    page.goto("/welcome")
    page.evaluate(AXE)
    page.locator("main").evaluate("main => main.append(document.createElement('img'))")
    assert "image-alt" in violations(page)[0]


def test_no_page_is_wider_than_a_telephone(look: Look) -> None:
    page = look(phone=True, locale="fr-FR")
    assert page.evaluate(WIDER_THAN_THE_SCREEN) == 0


def test_every_named_address_is_walked_or_said_to_be_no_page() -> None:
    named = {pattern.name for pattern in patterns(get_resolver()) if pattern.name}
    walked = {shown.url_name for shown in PAGES}
    assert named - walked - set(NOT_PAGES) == set()
    assert set(NOT_PAGES) - named == set()
    assert set(NOT_PAGES) & walked == set()


def patterns(resolver: URLResolver) -> list[URLPattern]:
    found: list[URLPattern] = []
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver):
            found += patterns(one) if one.namespace != "api" else []
        else:
            found.append(one)
    return found
