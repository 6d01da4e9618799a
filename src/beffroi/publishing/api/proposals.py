"""Drafts that an incident proposes: a correction of what announced too early, a statement about what is not ours."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from beffroi.access.api import ActRouter, Id, ProgramRequest, Refusal, may_act_on
from beffroi.publishing.api.shown import DraftWhole, draft_whole
from beffroi.publishing.models import Draft, EarlyPost, proposing

router = ActRouter("Drafts")


@router.post("/incidents/{pk}/correction", act="draft", gives=DraftWhole, status=201)
def propose_correction(request: ProgramRequest, pk: Id) -> Any:
    """In words to be changed; it answers the post that announced too early, and is agreed like any other draft."""
    early = get_object_or_404(EarlyPost.objects.of(request.organisation), incident=pk)
    if early.incident.account_id is not None:
        may_act_on(request, [early.incident.account_id])
    return _whole(request, proposing.correction(early, by=request.user, now=request.now))


@router.post("/incidents/{pk}/statement", act="draft", gives=DraftWhole, status=201)
def propose_statement(request: ProgramRequest, pk: Id) -> Any:
    """That an account is in other hands, or back in ours: on every other account that may speak."""
    incident = get_object_or_404(proposing.takeovers(request.organisation), pk=pk)
    account, others = incident.account, proposing.others_than(incident.account, request.organisation)
    if account is None or not others:
        raise Refusal(409, _("You have no other account here that may speak: tell people on your site."))
    may_act_on(request, [each.pk for each in others])
    draft, _new = proposing.statement(account, incident, others, by=request.user, now=request.now)
    return _whole(request, draft)


def _whole(request: ProgramRequest, draft: Draft) -> DraftWhole:
    return draft_whole(get_object_or_404(Draft.objects.opened(request.organisation), pk=draft.pk))
