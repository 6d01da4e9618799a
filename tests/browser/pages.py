"""Every page of the product, with somebody to open it and something on it: what the walks walk."""

from dataclasses import dataclass
from typing import Any

from tests.browser.house import House
from tests.browser.product import Somebody
from tests.browser.town import Town


@dataclass(frozen=True)
class Shown:
    """One page as one person sees it: `url_name` is its name in the URLs, `address` its path.

    An address that begins with a star is one that the story of the place has left: a key of `places`.
    """

    place: str  # "town" or "house"
    who: str
    url_name: str
    address: str

    def __str__(self) -> str:
        return f"{self.place} {self.who} {self.address}"

    def by(self, places: dict[str, Any]) -> tuple[Somebody, str]:
        """Who opens it, and the real address."""
        place: Town | House = places[self.place]
        somebody: Somebody = getattr(place, self.who)
        return somebody, place.seen[self.address.removeprefix("*")] if self.address.startswith("*") else self.address


PAGES = (
    Shown("town", "eve", "welcome", "/welcome"),
    Shown("town", "eve", "found", "/welcome/organisation"),
    Shown("town", "eve", "design", "/design"),
    Shown("town", "ana", "today", "/"),
    Shown("town", "chloe", "today", "/"),
    Shown("town", "driss", "today", "/"),
    Shown("town", "bruno", "draft_new", "/drafts/new"),
    Shown("town", "bruno", "drafts", "/drafts"),
    Shown("town", "bruno", "drafts", "/drafts?all"),
    Shown("town", "chloe", "draft", "*approval"),
    Shown("town", "bruno", "draft", "*vote 2"),
    Shown("town", "chloe", "draft", "*vote 3"),
    Shown("town", "bruno", "draft_edit", "*to mend"),
    Shown("town", "ana", "departures", "/departures"),
    Shown("town", "driss", "inbox", "/inbox"),
    Shown("town", "driss", "inbox", "/inbox?show=all"),
    Shown("town", "driss", "case", "*answering-city 3"),
    Shown("town", "driss", "case", "*right-service 3"),
    Shown("town", "driss", "listening", "/listening"),
    Shown("town", "driss", "listening_search", "*search"),
    Shown("town", "driss", "listening_search_new", "/listening/searches/new"),
    Shown("town", "ana", "guard", "/guard"),
    Shown("town", "ana", "alarm", "*alarm"),
    Shown("town", "bruno", "alarm", "*alarm"),
    Shown("town", "ana", "journal", "/journal"),
    Shown("town", "ana", "settings", "/settings"),
    Shown("town", "ana", "accounts", "/settings/accounts"),
    Shown("town", "ana", "organisation", "/settings/organisation"),
    Shown("town", "ana", "people", "/settings/people"),
    Shown("town", "ana", "demonstration", "/demonstration"),
    Shown("town", "ana", "scene", "/demonstration/scenes/vote"),
    Shown("town", "ana", "scene", "/demonstration/scenes/hijack"),
    Shown("town", "ana", "demonstration_network", "*network"),
    Shown("town", "driss", "people", "/settings/people"),  # a closed door
    Shown("town", "ana", "", "/no/such/page"),
    Shown("house", "eve", "welcome", "/welcome"),
    Shown("house", "eve", "sign_in", "/sign-in"),
    Shown("house", "eve", "join", "*invitation"),
    Shown("house", "eve", "join", "/join/MQ/used-up"),
    Shown("house", "ana", "today", "/"),
    Shown("house", "ana", "drafts", "/drafts"),
    Shown("house", "ana", "inbox", "/inbox"),
    Shown("house", "ana", "listening", "/listening"),
    Shown("house", "ana", "guard", "/guard"),
    Shown("house", "ana", "settings", "/settings"),
    Shown("house", "ana", "accounts", "/settings/accounts"),
    Shown("house", "ana", "account_connect", "/settings/accounts/new/bluesky"),
    Shown("house", "ana", "people", "/settings/people"),
)

NOT_PAGES = {
    "healthz": "a sign of life, for machines",
    "readyz": "a sign of readiness, for machines",
    "attachment": "an image",
    "set_language": "an act",
    "sign_out": "an act",
    "demonstration_visit": "an act",
    "demonstration_person": "an act",
    "scene_act": "an act",
    "scene_look": "an act",
    "profile_reading": "an act",
    "alarm_verdict": "an act",
    "alarm_recovery": "an act",
    "listening_pause": "an act",
    "alert_reading": "an act",
    "draft_submission": "an act",
    "draft_approval": "an act that may answer with the draft's page",
    "draft_change_request": "an act that may answer with the draft's page",
    "draft_discarding": "an act",
    "publication_requeueing": "an act",
    "publication_withdrawal": "an act",
    "services": "an act",
    "case_replies": "an act that may answer with the case's page",
    "case_team": "an act",
    "case_closure": "an act",
    "case_from_match": "an act",
}
