"""What every page of one case needs."""

from typing import Any

from django.db.models import Exists, OuterRef
from django.shortcuts import get_object_or_404
from django.utils import timezone

from beffroi.access.desk import DeskRequest
from beffroi.access.models import Team
from beffroi.directory.rights import may_on
from beffroi.inbox.models import Act, BroughtIn, Case, Label, Merging, SavedReply, Writing
from beffroi.inbox.models.beside import has, opened
from beffroi.inbox.models.case import PRIORITIES
from beffroi.inbox.models.joining import held_by
from beffroi.inbox.moments import offered
from beffroi.inbox.promises import running
from beffroi.inbox.views.beside import service_of
from beffroi.inbox.views.told import told

EARLIER = 10


def case_of(request: DeskRequest, pk: int) -> Case:
    return get_object_or_404(opened(Case.objects.of(request.organisation)), pk=pk)


def choices(request: DeskRequest) -> dict[str, Any]:
    """What a case can be given, labelled or set aside with."""
    return {
        "teams": list(Team.objects.filter(organisation=request.organisation).order_by("name")),
        "labels": list(Label.objects.filter(organisation=request.organisation)),
        "people": request.organisation.members(may="answer"),
        "priorities": PRIORITIES,
        "until": offered(request.organisation.tz, timezone.now()),
    }


def around(request: DeskRequest, chosen: Case) -> dict[str, Any]:
    """The case with its clock and what is beside its answer. `writes_now` puts the cursor into the answer."""
    clocks, now = chosen.clocks.filter(superseded_at=None).with_answer().select_related("search"), timezone.now()
    may_answer = may_on(request.user, "answer", [chosen.account], chosen.organisation)
    saved = _saved(request, chosen) if may_answer else []
    BroughtIn.mark([chosen])
    wanted = request.GET.get("saved", "")
    others = Writing.others(chosen, than=request.user, now=now) if has(chosen, "writers") else []
    carried = chosen.labelled.select_related("label").order_by("label__name") if has(chosen, "labels") else ()
    return {
        "case": chosen,
        "brought": chosen.of_the_past,
        "clock": clocks.first(),
        "carried": [one.label for one in carried],
        "may_answer": may_answer,
        "writes_now": "answer" in request.GET,
        "notes": list(chosen.notes.select_related("by", "to")) if has(chosen, "notes") else [],
        "writers": [person.name for person in others],
        "saved": saved,
        "inserted": next((one.words for one in saved if str(one.pk) == wanted), ""),
        "last_act": told(Act.of(request.user, request.organisation, now=now)) if may_answer else "",
        "promises": running(chosen),
        "service": service_of(request, chosen, may_answer=may_answer),
        **_joined(chosen),
        **(choices(request) if may_answer else {}),
    }


def _saved(request: DeskRequest, chosen: Case) -> list[Any]:
    """The answers that were agreed, each with its words for this person."""
    agreed = SavedReply.objects.filter(organisation=request.organisation).exclude(agreed_at=None)
    found: list[Any] = list(agreed.select_related("agreed_by"))
    for one in found:
        one.words = one.for_case(chosen)
    return found


def _joined(chosen: Case) -> dict[str, Any]:
    """The person's earlier cases, and what was told as one matter with this one, or taken out of it."""
    merged = chosen.merged.filter(undone_at=None).select_related("by") if has(chosen, "merged") else None
    part_of = merged.first() if merged is not None else None
    earlier = list(_with_merged(chosen.earlier())[:EARLIER])
    BroughtIn.mark(earlier)
    return {
        "earlier": earlier,
        "holds": list(held_by(chosen)) if has(chosen, "merged") else [],
        "part_of": part_of,
        "is_part": part_of is not None,
        "in_a_merging": {one.pk for one in earlier if one.is_told_elsewhere},
        "taken_from": chosen.apart.first() if has(chosen, "apart") else None,
    }


def _with_merged(cases: Any) -> Any:
    """Adds whether each is told as a part of another."""
    return cases.annotate(is_told_elsewhere=Exists(Merging.objects.filter(case=OuterRef("pk"), undone_at=None)))
