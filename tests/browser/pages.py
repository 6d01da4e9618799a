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
    Shown("town", "bruno", "templates", "/templates"),
    Shown("town", "bruno", "template", "*template"),
    Shown("town", "chloe", "draft", "*approval"),
    Shown("town", "bruno", "draft", "*vote 2"),
    Shown("town", "chloe", "draft", "*vote 3"),
    Shown("town", "bruno", "draft_edit", "*to mend"),
    Shown("town", "bruno", "calendar", "/calendar"),
    Shown("town", "bruno", "calendar", "/calendar?view=week"),
    Shown("town", "bruno", "calendar", "/calendar?view=list"),
    Shown("town", "bruno", "calendar_moves", "*move"),
    Shown("town", "bruno", "planning_import", "/calendar/import"),
    Shown("town", "driss", "planning_import", "*import"),
    Shown("town", "ana", "slots", "/settings/slots"),
    Shown("town", "ana", "departures", "/departures"),
    Shown("town", "ana", "stop", "/stop"),
    Shown("town", "ana", "departure", "*receipt"),
    Shown("town", "ana", "publication_deletion", "*deletion"),
    Shown("town", "bruno", "draft_versions", "*versions"),
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
    Shown("town", "ana", "chronicle", "/chronicle"),
    Shown("town", "ana", "incident_new", "/chronicle/new"),
    Shown("town", "ana", "incident", "*incident"),
    Shown("town", "driss", "incident", "*incident"),
    Shown("town", "ana", "entry", "*entry"),
    Shown("town", "ana", "incident_publication", "*incident publication"),
    Shown("town", "eve", "public_incident", "*public incident"),
    Shown("town", "ana", "journal", "/journal"),
    Shown("town", "ana", "settings", "/settings"),
    Shown("town", "chloe", "notifications", "/settings/notifications"),
    Shown("town", "ana", "approval_rules", "/settings/approval"),
    Shown("town", "ana", "approval_rule_general", "/settings/approval/general"),
    Shown("town", "chloe", "delegations", "/settings/delegations"),
    Shown("town", "ana", "approval_cost", "/approval-cost"),
    Shown("town", "eve", "outside", "/outside/used-up"),
    Shown("town", "ana", "accounts", "/settings/accounts"),
    Shown("town", "ana", "organisation", "/settings/organisation"),
    Shown("town", "ana", "people", "/settings/people"),
    Shown("town", "ana", "tokens", "/settings/tokens"),
    Shown("town", "ana", "blackouts", "/settings/blackouts"),
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
    Shown("house", "ana", "chronicle", "/chronicle"),
    Shown("house", "ana", "settings", "/settings"),
    Shown("house", "ana", "notifications", "/settings/notifications"),
    Shown("house", "ana", "accounts", "/settings/accounts"),
    Shown("house", "ana", "account_connect", "/settings/accounts/new/bluesky"),
    Shown("house", "ana", "people", "/settings/people"),
)

NOT_PAGES = {
    "approval_rule": "the same page as the general rule, for one account",
    "outside_approvers": "an act that may answer with the page of the rules",
    "outside_approver_removal": "an act",
    "delegation_new": "an act that may answer with the page of the delegations",
    "delegation_revocation": "an act",
    "draft_outside_requests": "an act that may answer with a link to hand over",
    "outside_image": "an image",
    "healthz": "a sign of life, for machines",
    "readyz": "a sign of readiness, for machines",
    "attachment": "an image",
    "notification_choice": "an act that may answer with the page of the notifications",
    "notification_proof": "an act that may answer with the page of the notifications",
    "notification_test": "an act",
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
    "draft_new_preview": "a part of the composer's page",
    "draft_preview": "a part of the composer's page",
    "draft_new_autosave": "an act, for the composer's script",
    "draft_autosave": "an act, for the composer's script",
    "draft_new_forgetting": "an act",
    "draft_forgetting": "an act",
    "template_removal": "an act",
    "draft_approval": "an act that may answer with the draft's page",
    "draft_change_request": "an act that may answer with the draft's page",
    "draft_discarding": "an act",
    "draft_taking_back": "an act",
    "draft_waiver": "an act that may answer with the draft's page",
    "draft_correction": "an act",
    "draft_text_change": "an act",
    "publication_sighting": "an act that may answer with the receipt's page",
    "publication_rewriting": "an act",
    "account_feed_switch": "an act",
    "account_feed": "a feed, for machines",
    "feed_image": "an image",
    "planning_creation": "an act",
    "planning_wrong_rows": "a file",
    "planning_example": "a file",
    "calendar_export": "a file",
    "slot_removal": "an act",
    "publication_requeueing": "an act",
    "publication_withdrawal": "an act",
    "resume": "an act",
    "token_revocation": "an act",
    "api_state": "for programs",
    "api_stop": "for programs",
    "api_resume": "for programs",
    "api_nothing": "for programs",
    "services": "an act",
    "blackout_removal": "an act",
    "case_replies": "an act that may answer with the case's page",
    "case_team": "an act",
    "case_closure": "an act",
    "case_from_match": "an act",
    "incident_notes": "an act that may answer with the incident's page",
    "incident_summary": "an act that may answer with the incident's page",
    "incident_closure": "an act that may answer with the incident's page",
    "incident_reopening": "an act",
    "incident_withdrawal": "an act",
    "incident_markdown": "a file",
    "incident_html": "a file",
    "incident_pdf": "a file",
    "entry_episode": "an act",
    "entry_removal": "an act",
    "entry_evidence": "a file",
    "account_ceiling": "a page of accounts on paid networks only, of which no place has one",
}
