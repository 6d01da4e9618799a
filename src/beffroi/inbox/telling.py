"""Tells people that time runs out for a case, and once more when it is late: to whom it belongs, and when."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop

from beffroi.access.models import User
from beffroi.engines.times.answering import NIGHT
from beffroi.engines.times.wallclock import shown
from beffroi.inbox.models import Case, Deadline, WaveCase
from beffroi.journal.models import record
from beffroi.notify.models import Message, Watch
from beffroi.notify.quiet import leaves_at
from beffroi.notify.telling import page_of, tell, was_called
from beffroi.vocabulary import Sentence

LEASE = timedelta(minutes=1)
WORDS = 100  # characters of the latest message: as much as an SMS has room for
SAYS = {
    ("soon", False): gettext_noop("To be answered by {by}, on {place}. “{words}”"),
    ("late", False): gettext_noop("Was to be answered by {by}, on {place}. “{words}”"),
    ("soon", True): gettext_noop("To be resolved by {by}, on {place}. “{words}”"),
    ("late", True): gettext_noop("Was to be resolved by {by}, on {place}. “{words}”"),
}
EVENTS = {"soon": "CASE_SOON_DUE", "late": "CASE_LATE"}


def tell_of(deadline: Deadline, now: datetime) -> bool:
    """Tells people of one deadline that is due, and notes it in the same transaction: never twice. A case that was
    answered or closed meanwhile owes nothing, and nobody is told."""
    if not Deadline.objects.claim(deadline, until=now + LEASE):
        return False
    with transaction.atomic():
        still = Deadline.objects.select_for_update(no_key=True).get(pk=deadline.pk)
        case = Case.objects.of(still.target.organisation).with_answer().get(pk=still.case_id)
        if case.closed_at is not None or case.is_answered:
            still.rest(None)
            return False
        said = still.word(now)
        if said and (sea := WaveCase.objects.filter(case=case).select_related("wave").first()) is not None:
            if not sea.wave.is_first_word(said, now=now):
                still.note(said, now=now)  # people know of the wave
                return False
        if not said:
            was_missed = _tell_of_missed(still, case, now)
            still.note(said, now=now)
            return was_missed
        is_told, look_at = _tell(still, case, said, now)
        if not is_told:
            still.rest(look_at)
            return False
        still.note(said, now=now, look_at=look_at)
        record(EVENTS[said], case, organisation=case.organisation, now=now)
    return True


def _tell(deadline: Deadline, case: Case, said: str, now: datetime) -> tuple[bool, datetime | None]:
    """Whether it is told, and when to look again: whether the call of the night got through, or to tell it then.

    By day those are told whose case it is. By night who is on call, at once; where nobody is who can be reached, it
    waits for the morning, unless the calendar of the target is opened: then somebody is at work.
    """
    organisation, target = case.organisation, deadline.target
    what = _what(deadline, case, said)
    morning = leaves_at(now, *NIGHT, organisation.tz)
    if morning > now:
        on_call = [watch.user for watch in Watch.objects.of(organisation).at(now)]
        if on_call and tell(organisation, f"case_{said}", who=on_call, urgent=True, now=now, **what):
            return True, morning
        if target.calendar is None or not target.hours.is_open(now):
            return False, morning
    tell(organisation, f"case_{said}", who=holders(case), now=now, **what)
    return True, None


def _tell_of_missed(deadline: Deadline, case: Case, now: datetime) -> bool:
    """In the morning those are told whose case it is, where the last call of the night rang nowhere."""
    said, at = ("late", deadline.late_at) if deadline.late_at else ("soon", deadline.warned_at)
    if at is None or leaves_at(at, *NIGHT, case.organisation.tz) == at or was_called(case, since=at):
        return False
    if Message.objects.about(case).filter(kind=f"case_{said}", is_urgent=False, written_at__gte=at).exists():
        return False  # they were told: at night somebody was at work
    tell(case.organisation, f"case_{said}", who=holders(case), now=now, **_what(deadline, case, said))
    return True


def _what(deadline: Deadline, case: Case, said: str) -> dict[str, Any]:
    return {"body": body_of(deadline, case, said), "link": page_of("case", case.pk), "about": case}


def holders(case: Case) -> list[User] | None:
    """Whose case it is; None for everybody who answers."""
    assignee = getattr(case, "assignee", None)
    return [assignee] if assignee is not None else None


def body_of(deadline: Deadline, case: Case, said: str) -> Sentence:
    words = " ".join(case.latest.text.split()) if not case.latest.private else "…"  # it stays in the house
    words = words if len(words) <= WORDS else words[: WORDS - 1].rstrip() + "…"
    by = shown(deadline.by, case.organisation.tz)
    place = case.account.network_name if case.account else case.place
    values = {"by": f"{by:%d/%m %H:%M}", "place": place, "words": words}
    return Sentence(SAYS[said, deadline.is_resolution], values)
