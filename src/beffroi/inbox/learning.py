"""What people handed over teaches which service is proposed: learned anew once a day, when something was decided."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from beffroi.access.models import Organisation
from beffroi.engines.proposing import MOST, Example, learn, tried
from beffroi.inbox.models import Assignment, LearnedServices

PACE = timedelta(days=1)


def learn_again(due: LearnedServices, now: datetime) -> bool:
    """Learns from all that people decided, and measures itself on the later part of it."""
    if not LearnedServices.objects.claim(due, until=now + PACE):
        return False
    examples = list(reversed(list(taught(due.organisation))))
    trial = tried(examples)
    due.keep(
        learn(examples), cases=len(examples), tried=trial.tried, proposed=trial.proposed, right=trial.right, now=now
    )
    return True


def taught(organisation: Organisation) -> Iterator[Example]:
    """(what was asked, its service) for the last cases that a person gave to a service, the latest first. What the
    rules handed over teaches nothing: it would learn its own habits."""
    decided = Assignment.objects.by_people().filter(case__organisation=organisation).order_by("-at", "-pk")
    seen: set[int] = set()
    for case, text, team in decided.values_list("case_id", "case__latest__text", "team_id")[: 2 * MOST].iterator():
        if case not in seen and team is not None and text:
            yield text, team
        seen.add(case)


def enrol(now: datetime) -> None:
    """Organisations that hand cases over and are not learned from yet."""
    known = LearnedServices.objects.values("organisation")
    for organisation in Organisation.objects.filter(is_resting=False).exclude(pk__in=known):
        if Assignment.objects.filter(case__organisation=organisation).exists():
            LearnedServices.objects.get_or_create(organisation=organisation, defaults={"due_at": now})
