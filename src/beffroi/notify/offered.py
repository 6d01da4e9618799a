"""Which events other programs can be told of, as data: what is listed here may leave the house, and nothing else.

A call says which thing it is about and where it stands; of what the ledger remembers of the event only `fields` go with
it. No person is named: who may know that looks at the page.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Offer:
    """`type` is its name in the call, `verbs` the events of the journal, `one` the URL name of the page of its subject,
    `page` the page of all when there is none."""

    type: str
    label: str | Promise
    verbs: Collection[str]
    page: str
    one: str = ""
    fields: Collection[str] = ()


_POST: dict[str, str] = {"page": "departures", "one": "departure"}
_DRAFT: dict[str, str] = {"page": "drafts", "one": "draft"}
_CASE: dict[str, str] = {"page": "inbox", "one": "case"}

_ALL = (
    Offer("publication.sent", _("A post left"), ("PUBLICATION_SENT", "PUBLICATION_SEEN"), fields=("account",), **_POST),
    Offer("publication.failed", _("A network refuses a post"), ("PUBLICATION_FAILED",), fields=("account",), **_POST),
    Offer("publication.missed", _("A post missed its time"), ("PUBLICATION_MISSED",), fields=("account",), **_POST),
    Offer(
        "publication.unsure",
        _("Nobody knows whether a post left"),
        ("PUBLICATION_UNSURE",),
        fields=("account",),
        **_POST,
    ),
    Offer("publication.withdrawn", _("A post is withdrawn"), ("PUBLICATION_WITHDRAWN",), fields=("account",), **_POST),
    Offer("publication.deleted", _("A post is deleted"), ("PUBLICATION_DELETED",), fields=("account",), **_POST),
    Offer("draft.submitted", _("A draft waits for an approval"), ("DRAFT_SUBMITTED",), **_DRAFT),
    Offer("draft.approved", _("A draft is approved"), ("DRAFT_APPROVED",), fields=("version",), **_DRAFT),
    Offer("draft.sent_back", _("Changes of a draft are asked for"), ("CHANGES_REQUESTED",), **_DRAFT),
    Offer("draft.expired", _("A draft expires"), ("DRAFT_EXPIRED",), **_DRAFT),
    Offer(
        "alarm.raised",
        _("An alarm is raised on an account"),
        ("ALARM_RAISED", "ALARM_RANG_AGAIN"),
        page="guard",
        one="alarm",
        fields=("account",),
    ),
    Offer(
        "alarm.judged",
        _("An alarm is judged"),
        ("ALARM_WAS_US", "ALARM_NOT_US"),
        page="guard",
        one="alarm",
        fields=("account",),
    ),
    Offer("account.frozen", _("An account is frozen"), ("ACCOUNT_FROZEN",), page="accounts", fields=("account",)),
    Offer("account.thawed", _("An account may speak again"), ("ACCOUNT_THAWED",), page="accounts", fields=("account",)),
    Offer(
        "account.access_lost",
        _("A network no longer takes our key"),
        ("ACCESS_LOST",),
        page="accounts",
        fields=("account",),
    ),
    Offer("everything.stopped", _("Everything is stopped"), ("EVERYTHING_STOPPED",), page="departures"),
    Offer("everything.resumed", _("Posts leave again"), ("EVERYTHING_RESUMED",), page="departures"),
    Offer(
        "fact.settled", _("A fact is settled"), ("FACT_SETTLED",), page="facts", one="fact", fields=("fact", "outcome")
    ),
    Offer("fact.expired", _("A fact was waited for in vain"), ("FACT_EXPIRED",), page="facts", one="fact"),
    Offer("search.rang", _("A search rings"), ("ALERT_OPENED", "ALERT_RANG"), page="listening", fields=("search",)),
    Offer(
        "case.opened",
        _("A case is opened"),
        ("CASE_OPENED", "CASE_TAKEN", "CASE_TAKEN_ELSEWHERE", "CASE_TYPED", "CASE_CAME_IN"),
        fields=("account",),
        **_CASE,
    ),
    Offer("case.handed", _("A case is handed to a service"), ("CASE_HANDED", "CASE_ROUTED"), fields=("team",), **_CASE),
    Offer("case.late", _("A case is late"), ("CASE_LATE",), **_CASE),
    Offer("case.closed", _("A case is closed"), ("CASE_CLOSED",), **_CASE),
)

TEST = "webhook.test"
OFFERS: Mapping[str, Offer] = {offer.type: offer for offer in _ALL}
BY_VERB: Mapping[str, Offer] = {verb: offer for offer in _ALL for verb in offer.verbs}
