"""What every page of one case needs."""

from typing import Any

from django.shortcuts import get_object_or_404

from beffroi.access.desk import DeskRequest
from beffroi.access.models import Team
from beffroi.inbox.models import Case
from beffroi.inbox.promises import running
from beffroi.inbox.views.beside import service_of


def case_of(request: DeskRequest, pk: int) -> Case:
    cases = Case.objects.of(request.organisation).with_answer()
    return get_object_or_404(cases.select_related("account__organisation", "organisation"), pk=pk)


def around(request: DeskRequest, chosen: Case) -> dict[str, Any]:
    """The case with its clock and what is beside its answer. `writes_now` puts the cursor into the answer."""
    clocks = chosen.clocks.filter(superseded_at=None).with_answer().select_related("search")
    return {
        "case": chosen,
        "clock": clocks.first(),
        "promises": running(chosen),
        "teams": Team.objects.filter(organisation=request.organisation).order_by("name"),
        "may_answer": request.membership.may("answer"),
        "writes_now": "answer" in request.GET,
        "service": service_of(request, chosen),
    }
