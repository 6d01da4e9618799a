"""What the database says of the needs of an organisation, in whole numbers: one question for all of them.

Today asks it together with what the shell around it wants to know, so that its line costs no query of its own.
"""

from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Case, CharField, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Cast

from beffroi.access.models import Membership, Organisation
from beffroi.directory.models import Account
from beffroi.inbox.models import ResponseTarget
from beffroi.journal.models import Event
from beffroi.notify.models import Message, Watch
from beffroi.publishing.models import ApprovalRule
from beffroi.site.context import ROOMS, waiting
from beffroi.site.needs import lacking
from beffroi.work.few import Few
from beffroi.work.prepared import Prepared

BACKED_UP = timedelta(days=7)  # after a backup, the next one
REHEARSED = timedelta(days=90)  # after a rehearsal
LEFT, STUCK = 1, 2  # of a mail


@dataclass(frozen=True, slots=True)
class Tally:
    """Numbers of rows, up to 99 (few.py); `newest_…` are the highest keys among them. `last_mail` is LEFT, STUCK or
    None; `backed_up` and `rehearsed` are the latest events that say so, None when that is too long ago."""

    accounts: int
    under_the_general_rule: int
    rules_that_ask: int
    general_rule_asks_nobody: int
    approvers: int
    outside_approvers: int
    without_factor: int
    newest_without_factor: int | None
    without_codes: int
    newest_without_codes: int | None
    not_held: int
    newest_not_held: int | None
    not_signed: int
    newest_not_signed: int | None
    not_reachable: int
    newest_not_reachable: int | None
    on_call: int
    last_mail: int | None
    backed_up: int | None
    rehearsed: int | None

    @classmethod
    def of(cls, organisation: Organisation, now: datetime) -> "Tally":
        return cls(*ALONE.row(organisation.pk, now, now - BACKED_UP, now - REHEARSED))  # type: ignore[arg-type]  # numbers of rows are never None

    @property
    def asks_for_approval(self) -> bool:
        """Whether anything that could leave waits for somebody's agreement."""
        general = self.under_the_general_rule > 0 or not self.accounts
        return self.rules_that_ask > 0 or (general and not self.general_rule_asks_nobody)


def with_the_shell(membership: Membership, now: datetime) -> tuple[dict[str, int | None], bool, Tally]:
    """What waits in each room, whether answers are promised, and the tally."""
    found = TOGETHER.row(membership.organisation_id, membership.user_id, now, now - BACKED_UP, now - REHEARSED)
    rooms = len(ROOMS)
    return dict(zip(ROOMS, found, strict=False)), bool(found[rooms]), Tally(*found[rooms + 1 :])  # type: ignore[arg-type]  # as above


def _columns(ours: Organisation, now: datetime, backed_up: datetime, rehearsed: datetime) -> list[Any]:
    """In the order of the fields of a Tally."""
    accounts, rules = Account.objects.filter(organisation=ours), ApprovalRule.objects.filter(organisation=ours)
    general = rules.filter(account=None, mode="none")
    told: dict[str, Any] = {
        "accounts": Few.of(accounts),
        "under_the_general_rule": Few.of(accounts.exclude(Exists(rules.filter(account=OuterRef("pk"))))),
        "rules_that_ask": Few.of(rules.exclude(account=None).exclude(mode="none")),
        "general_rule_asks_nobody": Few.of(general),
        "approvers": Few.of(lacking.approvers(ours)),
        "outside_approvers": Few.of(lacking.outside_approvers(ours)),
        **_both("without_factor", lacking.without_second_factor, ours, now),
        **_both("without_codes", lacking.without_recovery_codes, ours, now),
        **_both("not_held", lacking.not_held_by_two, ours, now),
        **_both("not_signed", lacking.not_signed, ours, now),
        **_both("not_reachable", lacking.not_reachable, ours, now),
        "on_call": Few.of(Watch.objects.of(ours).still_to_come(now), most=1),
        "last_mail": _last_mail(ours),
        "backed_up": _latest("BACKUP_MADE", backed_up),
        "rehearsed": _latest("BACKUP_REHEARSED", rehearsed),
    }
    return [told[field.name] for field in fields(Tally)]


def _both(
    name: str, lack: Callable[[Organisation, datetime], QuerySet[Any]], ours: Organisation, now: datetime
) -> dict[str, Subquery]:
    rows = lack(ours, now)
    return {name: Few.of(rows), f"newest_{name}": Subquery(rows.order_by("-pk").values("pk")[:1])}


def _last_mail(ours: Organisation) -> Subquery:
    """Whether the last mail that was tried has left."""
    tried = Q(state__in=["sent", "failed"]) | Q(state="queued", attempts__gt=0)
    mails = Message.objects.filter(tried, organisation=ours, channel="mail").order_by("-written_at")
    how = Case(When(state="sent", then=Value(LEFT)), default=Value(STUCK), output_field=IntegerField())
    return Subquery(mails.annotate(how=how).values("how")[:1])


def _latest(verb: str, since: datetime) -> Subquery:
    """The last event about the organisation itself that says so, since then."""
    about = {"subject_kind": Organisation._meta.label_lower, "subject_id": Cast(OuterRef("pk"), CharField())}
    told = Event.objects.filter(organisation=OuterRef("pk"), verb=verb, at__gte=since, **about)
    return Subquery(told.order_by("-pk").values("pk")[:1])


def _alone(organisation: int, *moments: datetime) -> "QuerySet[Organisation, tuple[int | None, ...]]":
    found = Organisation.objects.filter(pk=organisation)
    return found.values_list(*_columns(Organisation(pk=organisation), *moments))


def _together(
    organisation: int, user: int, now: datetime, *since: datetime
) -> "QuerySet[Organisation, tuple[int | None, ...]]":
    ours = Organisation(pk=organisation)
    promised = Few.of(ResponseTarget.objects.of(ours), most=1)
    told = [*waiting(organisation, user, now), promised, *_columns(ours, now, *since)]
    return Organisation.objects.filter(pk=organisation).values_list(*told)


ALONE = Prepared(_alone, int, datetime, datetime, datetime)
TOGETHER = Prepared(_together, int, int, datetime, datetime, datetime)
