"""Of which case a program speaks, and how it is told of a wrong value."""

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from beffroi.access.api import ProgramRequest, Refusal, may_act_on
from beffroi.access.api.errors import wrong
from beffroi.access.models import Team
from beffroi.inbox.api.shown import CaseWhole, case_whole
from beffroi.inbox.models import Case
from beffroi.inbox.models.beside import opened


def case_asked(request: ProgramRequest, pk: int) -> Case:
    """The case, where the token was made for its account."""
    case = get_object_or_404(
        Case.objects.of(request.organisation).select_related("account__organisation", "organisation"), pk=pk
    )
    must_reach(request, case)
    return case


def must_reach(request: ProgramRequest, case: Case) -> None:
    if case.account_id is not None:
        may_act_on(request, [case.account_id])


def team_asked(request: ProgramRequest, pk: int) -> Team:
    teams = Team.objects.select_related("organisation")
    return get_object_or_404(teams, organisation=request.organisation, pk=pk)


def team_said(request: ProgramRequest, pk: int | None) -> Team:
    """One that a body names."""
    team = Team.objects.select_related("organisation").filter(organisation=request.organisation, pk=pk or 0).first()
    if team is None:
        raise wrong_team()
    return team


def whole(request: ProgramRequest, pk: int) -> CaseWhole:
    return case_whole(get_object_or_404(opened(Case.objects.of(request.organisation)), pk=pk))


def wrong_team() -> Refusal:
    return wrong("team", _("Nothing was done: choose a service."))
