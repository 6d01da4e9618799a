"""What goes wrong at the desk says so in the reader's words, and nothing typed is lost."""

from itertools import count
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import people
from tests.browser.conftest import Visit
from tests.browser.house import House
from tests.browser.people import FAR, press
from tests.browser.town import PICTURE, Town
from tests.browser.watch import Watch
from tests.cast import PASSWORD

HANDLE = "bellecloche"
MEGABYTE = 2**20


def keep(page: Page) -> str:
    """Keeps what is in the composer as a draft; the address of its page."""
    press(page, "Keep as a draft")
    expect(page.get_by_text("The draft is saved.")).to_be_visible()
    return page.url


def attach(page: Page, file: Path, *, alt: str = "") -> None:
    page.get_by_text("Images", exact=True).click()
    page.get_by_label("Image", exact=True).first.set_input_files(file)
    page.get_by_label("What the image shows").first.fill(alt)


def test_two_tabs_on_one_draft_overwrite_nothing(town: Town, visit: Visit) -> None:
    first = visit(town.bruno)
    people.write(first, "Première version.", handle=HANDLE)
    edit = f"{keep(first)}/edit"
    second = visit(town.driss)
    first.goto(edit)
    second.goto(edit)
    first.get_by_label("Text", exact=True).fill("La version de Bruno.")
    keep(first)

    second.get_by_label("Text", exact=True).fill("La version de Driss.")
    press(second, "Keep as a draft")
    expect(second.get_by_role("alert")).to_contain_text("Bruno Lefort saved another version while you were writing.")
    expect(second.get_by_role("alert")).to_contain_text("La version de Bruno.")
    expect(second.get_by_label("Text", exact=True)).to_have_value("La version de Driss.")
    keep(second)
    expect(second.locator(".preview-text")).to_have_text("La version de Driss.")


HOURS = count(8)


@pytest.fixture
def submitted(town: Town, visit: Visit) -> str:
    """The address of a text that Bruno has submitted, of which no other test has the words."""
    writer = visit(town.bruno)
    people.write(writer, f"Le pont rouvre jeudi à {next(HOURS)} h.", handle=HANDLE)
    return people.submit(writer)


def test_who_approves_second_is_told_and_nothing_leaves_twice(submitted: str, town: Town, visit: Visit) -> None:
    first, late = visit(town.chloe), visit(town.ana, java_script_enabled=False)  # no script: a page that was left open
    first.goto(submitted)
    late.goto(submitted)
    first.get_by_role("button", name="Approve, it leaves now").dblclick()
    expect(first.get_by_role("link", name="See it on the network")).to_be_visible(timeout=FAR)
    press(late, "Approve, it leaves now")
    expect(late.get_by_text("Chloé Garnier had approved it already.")).to_be_visible()
    expect(late.get_by_role("link", name="See it on the network")).to_have_count(1)


def test_a_text_that_changed_under_the_approver_is_read_again_first(submitted: str, town: Town, visit: Visit) -> None:
    approver, writer = visit(town.chloe, java_script_enabled=False), visit(town.bruno)
    approver.goto(submitted)
    writer.goto(submitted)
    writer.get_by_role("link", name="Take it back and change it").click()
    writer.get_by_label("Text", exact=True).fill("Le pont rouvre vendredi.")
    people.submit(writer)
    press(approver, "Approve, it leaves now")
    expect(approver.get_by_role("alert")).to_contain_text("Nothing was approved: read the new text below.")
    expect(approver.locator(".preview-text")).to_have_text("Le pont rouvre vendredi.")


def test_an_image_that_is_too_large_is_refused_and_the_text_stays(town: Town, visit: Visit, tmp_path: Path) -> None:
    plan = tmp_path / "plan.png"
    plan.write_bytes(PICTURE.read_bytes() + bytes(21 * MEGABYTE))
    page = visit(town.bruno)
    people.write(page, "Le plan du quartier.", handle=HANDLE)
    attach(page, plan, alt="Un plan.")
    press(page, "Submit to")
    expect(page.locator(".error", has_text="This file is larger than 20 MB: choose a smaller one.")).to_be_visible()
    expect(page.get_by_label("Text", exact=True)).to_have_value("Le plan du quartier.")
    expect(page.get_by_label("What the image shows").first).to_have_value("Un plan.")


def test_a_file_that_is_no_image_is_refused_by_its_name(town: Town, visit: Visit, tmp_path: Path) -> None:
    plan = tmp_path / "plan.png"
    plan.write_text("ceci n'est pas une image")
    page = visit(town.bruno)
    people.write(page, "Le plan du quartier.", handle=HANDLE)
    attach(page, plan)
    press(page, "Submit to")
    expect(page.locator(".error", has_text="“plan.png” cannot be read as an image")).to_be_visible()
    expect(page.get_by_label("Text", exact=True)).to_have_value("Le plan du quartier.")


def test_an_image_without_its_words_waits_for_them(town: Town, visit: Visit) -> None:
    page = visit(town.bruno)
    people.write(page, "Le beffroi sous la neige.", handle=HANDLE)
    attach(page, PICTURE)
    press(page, "Submit to")
    expect(page.locator(".findings")).to_contain_text("Image 1 has no text alternative.")
    page.get_by_label("What the image shows").first.fill("Le beffroi vu de la place.")
    people.submit(page)
    expect(page.get_by_role("img", name="Le beffroi vu de la place.")).to_be_visible()


def test_a_text_that_is_too_long_is_counted_while_it_is_typed_and_kept(town: Town, visit: Visit) -> None:
    page = visit(town.bruno)
    text = "🔔" * 301
    people.write(page, text, handle=HANDLE)
    expect(page.get_by_text("too long by 1", exact=True)).to_be_visible()
    press(page, "Submit to")
    expect(page.locator(".findings")).to_contain_text("shorten it by 1.")
    expect(page.get_by_label("Text", exact=True)).to_have_value(text)


def test_a_search_that_cannot_be_read_says_where(town: Town, visit: Visit) -> None:
    page = visit(town.driss)
    page.goto("/listening/searches/new")
    people.fill(page, {"Name of the search": "Le pont", "Search": 'pont OR "canal'})
    press(page, "Listen from now on")
    expect(page.locator(".error")).to_contain_text("Character 9")
    expect(page.get_by_label("Search", exact=True)).to_have_value('pont OR "canal')


def type_a_draft(page: Page, text: str) -> None:
    page.goto("/drafts/new")
    page.get_by_label("Text", exact=True).fill(text)


def test_an_expired_sign_in_keeps_what_was_typed(house: House, visit: Visit) -> None:
    page = visit(house.bruno)
    type_a_draft(page, "Un long texte, écrit pendant deux heures.")
    page.context.clear_cookies(name="beffroi_session")
    press(page, "Keep as a draft")
    expect(page.get_by_text("what you had typed is still in this browser.")).to_be_visible()
    people.fill(page, {"E-mail address": people.address_of("Bruno"), "Password": PASSWORD})
    press(page, "Sign in")
    expect(page.get_by_label("Text", exact=True)).to_have_value("Un long texte, écrit pendant deux heures.")
    expect(page.get_by_text("was not saved: it was put back.")).to_be_visible()
    keep(page)
    page.goto("/drafts/new")
    expect(page.get_by_label("Text", exact=True)).to_have_value("")


def test_a_page_left_open_across_a_sign_in_says_so_and_keeps_what_was_typed(
    house: House, visit: Visit, watch: Watch
) -> None:
    watch.forgive("403:")  # what the old page saves as it is typed
    page = visit(house.eve)
    people.sign_in(page, "Bruno")
    type_a_draft(page, "Un autre texte.")
    elsewhere = page.context.new_page()
    elsewhere.goto("/")
    elsewhere.context.clear_cookies(name="beffroi_session")
    people.sign_in(elsewhere, "Bruno")
    press(page, "Keep as a draft")
    expect(page.get_by_role("heading", name="This page was too old to be sent")).to_be_visible()
    page.goto("/drafts/new")
    expect(page.get_by_label("Text", exact=True)).to_have_value("Un autre texte.")


def test_a_cut_connection_loses_nothing(house: House, visit: Visit, watch: Watch) -> None:
    watch.forgive("net::ERR_INTERNET_DISCONNECTED")
    page = visit(house.bruno)
    type_a_draft(page, "Écrit dans le train.")
    page.context.set_offline(True)
    press(page, "Keep as a draft")
    page.wait_for_url("chrome-error://**")
    page.context.set_offline(False)
    page.goto("/drafts/new")
    expect(page.get_by_label("Text", exact=True)).to_have_value("Écrit dans le train.")
