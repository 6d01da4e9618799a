"""A post and those who repeat it, on the real network: one entry on the open page, which stays as it was left."""

from playwright.sync_api import expect

from tests.browser import people
from tests.browser.conftest import Visit
from tests.browser.house import House
from tests.browser.people import FAR
from tests.network.far_side import Network, TestAccount

SAID = "Le kiosque à musique est démonté sans que personne ne nous ait demandé notre avis."


def test_who_repeats_a_post_joins_its_entry_and_the_reader_is_not_disturbed(
    house: House, bluesky: Network, account: TestAccount, visit: Visit
) -> None:
    desk = visit(house.driss)
    people.save_search(desk, name="Le kiosque", words="kiosque")
    desk.goto("/listening")
    people.until_live(desk)
    speakers = [bluesky.create_account(name) for name in ("odile", "paul", "quentin")]
    speakers[0].post(SAID)
    alert = desk.locator("#register [data-row]", has_text="Le kiosque")
    expect(alert).to_contain_text(SAID, timeout=FAR)
    speakers[1].post(f"{SAID} Une honte !")
    alert.get_by_text("Said 2 times").click(timeout=FAR)
    expect(alert.locator(".repeats li")).to_have_count(1)

    speakers[2].post(f"« {SAID} »")
    expect(alert.get_by_text("Said 3 times")).to_be_visible(timeout=FAR)
    expect(alert.locator(".repeats li")).to_have_count(2)
    expect(alert.locator(".repeats")).to_be_visible()  # still open
    expect(alert.locator(".story")).to_have_count(1)
    assert people.is_the_same_page(desk)

    people.press(alert, "Seen")
    desk.locator("form", has_text="“Le kiosque” was seen by Driss.").get_by_role("button", name="Undo").click()
    expect(desk.get_by_text("It is before everybody again.")).to_be_visible()
    alert.get_by_text("Do not ring for this").click()
    people.press(alert, "Mute this story")
    people.press(desk.locator(".mutes li", has_text="Le kiosque"), "Let it ring again")
    expect(desk.get_by_text("It rings again from now on.")).to_be_visible()
