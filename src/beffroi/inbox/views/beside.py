"""What stands beside a case about its service: why it is there, who is asked, and what the citizen was told."""

from typing import Any

from django.http import HttpRequest

from beffroi.access.desk import DeskRequest
from beffroi.access.models import Team
from beffroi.access.numbers import number_in
from beffroi.engines.proposing import Proposal
from beffroi.inbox.forms.asking import AskForm
from beffroi.inbox.models import Assignment, Case, Consultation, LearnedServices, Routing, ServiceContact, StatusPage
from beffroi.inbox.models.beside import has
from beffroi.inbox.models.moderation import ModerationAct
from beffroi.inbox.tracing import address_of
from beffroi.journal.sentences import translated


def service_of(request: DeskRequest, chosen: Case, *, may_answer: bool) -> dict[str, Any]:
    """For `case_service.html`, under the name `service`."""
    asked = Consultation.objects.filter(case=chosen).select_related("team", "other", "asked_by")
    consultations = list(asked) if has(chosen, "consultations") else []
    handed = Assignment.objects.filter(case=chosen).select_related("returned_by", "by").order_by("-at", "-pk")
    last = handed.first() if has(chosen, "assignments") else None
    page = StatusPage.objects.filter(case=chosen, withdrawn_at=None).first() if has(chosen, "status") else None
    decided = ModerationAct.objects.filter(case=chosen)
    return {
        "routing": routing_of(chosen),
        "by_machine": last is not None and last.by_id is None and last.returned_by_id is None,
        "last": last,
        "proposal": proposal_for(chosen) if may_answer and (last is None or last.by_id is None) else None,
        "asked": next((each for each in consultations if each.ended_at is None), None),
        "words": [each for each in consultations if each.words],
        "returned": _returned(consultations, last),
        "contact": ServiceContact.of(chosen.team) if chosen.team and may_answer else None,
        "ask": AskForm(auto_id=AskForm.AUTO_ID),
        "page": page,
        "address": address_of(page, request.build_absolute_uri("/")) if page else "",
        "moderation": decided.count() if may_answer and has(chosen, "moderation") else 0,
    }


def routing_of(chosen: Case) -> dict[str, Any] | None:
    """The last reading by the rules, each rule with its reason in the reader's words; None when none found it."""
    read = Routing.objects.filter(case=chosen).order_by("-at", "-pk")
    routing = read.first() if has(chosen, "routings") else None
    if routing is None or not (routing.matched or routing.because == "changed"):
        return None
    rules = [{**each, "why": [*each["words"], *map(translated, each["facts"])]} for each in routing.matched]
    return {"at": routing.at, "because": routing.because, "is_kept": routing.is_kept, "rules": rules}


def proposal_for(chosen: Case) -> dict[str, Any] | None:
    """The service that past cases speak for, unless the case is with it; None when nothing is sure enough."""
    learned = LearnedServices.objects.filter(organisation=chosen.organisation).first()
    proposal: Proposal | None = learned.propose(chosen.latest.says) if learned else None
    if proposal is None or proposal.service == chosen.team_id:
        return None
    team = Team.objects.filter(pk=proposal.service, organisation=chosen.organisation).first()
    return {"team": team, "percent": round(100 * proposal.share), "words": proposal.words} if team else None


def words_to_begin_with(request: HttpRequest, chosen: Case) -> str | None:
    """The service's words, when the agent asked to make an answer of them; None otherwise."""
    given = number_in(request.GET.get("words", ""))
    if not given:
        return None
    said = Consultation.objects.filter(case=chosen, pk=given).exclude(words="").first()
    return f"{chosen.greeting}{said.words}" if said else None


def _returned(consultations: list[Consultation], last: Assignment | None) -> Consultation | None:
    """The one that was given back, while nobody has handed the case on."""
    if last is None or last.returned_by_id is None:
        return None
    return next((each for each in reversed(consultations) if not each.is_theirs), None)
