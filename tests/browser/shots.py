"""Which pictures the documents show: the page of each, who looks at it, and what they did there before.

Each is taken in English and in French, by one test; a test of the documents sees to it that each is shown.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.tree import PROJECT

if TYPE_CHECKING:
    from playwright.sync_api import Page

SCREENS = PROJECT / "docs" / "screens"
LANGUAGES = {"en": "en-GB", "fr": "fr-FR"}
CARDS = ("link", "square", "story")
TEXT = (
    "La piscine rouvre lundi à 10 h : bassin, pataugeoire et toboggan. L’entrée est gratuite jusqu’à 18 h. #Bellecloche"
)


def as_it_is(_page: "Page") -> None:
    """Nothing to do before the picture."""


def typed(page: "Page") -> None:
    page.locator("input[name=accounts]").last.check()
    page.locator("textarea[name=text]").fill(TEXT)
    page.locator(".preview").first.wait_for()


def tried(page: "Page") -> None:
    page.locator("textarea[name=text]").fill("(passerelle OU pont) canal -emploi")
    page.locator("#trial mark").first.wait_for()


def looked_for(page: "Page") -> None:
    page.locator("main [name=network]").select_option("sandbox")
    page.locator("main [name=handle]").fill("karim")
    page.locator("main form button[type=submit]").last.click()
    page.locator("main h2").first.wait_for()


def filled(at: str = "", press: str = "", **values: str) -> "Callable[[Page], None]":
    """Types into the fields of these names, presses a button, and brings `at` to the top of the picture."""

    def prepare(page: "Page") -> None:
        for name, value in values.items():
            page.locator(f"main [name={name.replace('__', '-')}]").first.fill(value)
        if press:
            page.locator(press).first.click()
        if at:
            page.locator(at).first.evaluate("element => element.scrollIntoView()")

    return prepare


@dataclass(frozen=True)
class Shot:
    """An address that begins with a star is a key of what the story of the place has left (`Town.seen`)."""

    who: str
    address: str
    prepare: "Callable[[Page], None]" = as_it_is
    place: str = "town"
    phone: bool = False

    def by(self, place: Any) -> tuple[Any, str]:
        """Who opens it, and the real address."""
        address = place.seen[self.address[1:]] if self.address.startswith("*") else self.address
        return getattr(place, self.who), address


SHOTS = {
    "needs": Shot("ana", "/settings/needs", place="house"),
    "welcome": Shot("eve", "/welcome"),
    "scene": Shot("ana", "/demonstration/scenes/hijack"),
    "today": Shot("chloe", "/"),
    "compose": Shot("bruno", "/drafts/new", typed),
    "approval": Shot("chloe", "*approval", phone=True),
    "receipt": Shot("ana", "*receipt"),
    "calendar": Shot("bruno", "/calendar?view=week"),
    "stop": Shot("ana", "/stop", filled(words="Le cabinet a publié le résultat avant le vote.")),
    "fact": Shot("chloe", "*vote 1"),
    "witness": Shot("eve", "*vote 5", phone=True),
    "inbox": Shot("driss", "/inbox"),
    "case": Shot("driss", "*right-service 3"),
    "hit": Shot("driss", "*hit"),
    "moderating": Shot("driss", "*moderating"),
    "rule": Shot("ana", "*rule edit", filled("[name=place]", "button[value=try]")),
    "response-targets": Shot("ana", "/settings/response-targets"),
    "past": Shot("ana", "/settings/inbox/past"),
    "listening": Shot("driss", "/listening"),
    "trial": Shot("driss", "/listening/searches/new", tried),
    "policy": Shot("driss", "*policy"),
    "feed": Shot("driss", "/listening/feeds/new", filled(address="https://carnet.example/")),
    "on-call": Shot("driss", "/settings/on-call"),
    "notifications": Shot("chloe", "/settings/notifications", filled(press="main summary"), "house"),
    "opt-outs": Shot("ana", "/settings/opt-outs", filled(handle="camille")),
    "guard": Shot("ana", "/guard"),
    "alarm": Shot("ana", "*alarm", phone=True),
    "citizens-line": Shot("eve", "*citizens line", phone=True),
    "key-holders": Shot("ana", "/settings/keys"),
    "incident": Shot("ana", "*incident"),
    "directory": Shot("eve", "/directory"),
    "verify": Shot("eve", "/directory/verify?address=@nobody.example"),
    "directory-import": Shot("ana", "*accounts"),
    "official-accounts": Shot("ana", "/settings/official", filled(code="42094")),
    "edition": Shot("eve", "*edition"),
    "journal": Shot("ana", "/journal"),
    "kept": Shot("ana", "/settings/kept"),
    "person": Shot("ana", "/settings/person", looked_for),
    "holds": Shot("ana", "/settings/holds", filled(subject="carnet", reason="Plainte du 27 novembre.")),
    "years": Shot("ana", "/settings/archive"),
    "approval-rule": Shot("ana", "/settings/approval/general"),
    "outside-approvers": Shot(
        "ana",
        "/settings/approval",
        filled("#outside", outside__name="Maître Lenoir", outside__email="lenoir@avocats.example"),
    ),
    "delegations": Shot("chloe", "/settings/delegations"),
    "blackouts": Shot("ana", "/settings/blackouts"),
    "accounts": Shot("ana", "/settings/accounts"),
    "tokens": Shot("ana", "/settings/tokens", filled(name="Le site de la mairie")),
    "webhook": Shot("ana", "*webhook"),
    "my-sign-in": Shot("ana", "/settings/sign-in"),
    "people": Shot("ana", "/settings/people", place="house"),
    "member": Shot("ana", "*member", place="house"),
    "connect-bluesky": Shot(
        "ana",
        "/settings/accounts/new/bluesky",
        filled(handle="feurs.bsky.social", app_password="abcd-efgh-ijkl-mnop"),
        "house",
    ),
    "connect-mastodon": Shot("ana", "/settings/accounts/new/mastodon", filled(server="mastodon.example"), "house"),
    "connect-x": Shot("ana", "/settings/accounts/new/x", place="house"),
    "connect-facebook": Shot("ana", "/settings/accounts/new/facebook", place="house"),
}


def pictures() -> set[str]:
    """All that is taken, as paths below docs/screens."""
    shots = {f"{language}/{name}.webp" for language in LANGUAGES for name in SHOTS}
    return shots | {f"card-{shape}.webp" for shape in CARDS}
