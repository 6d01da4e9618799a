"""The one page of a witness: no account, one question, one word that can be taken back for ten seconds.

Made for a telephone in a corridor: one short page, one small style sheet, no script needed, and nothing happens twice
when a slow answer makes somebody press again.
"""

import secrets
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from beffroi.access.secret_link import unlisted
from beffroi.facts.models import NeedsReason, Outcome, WitnessLink
from beffroi.journal.moves import NotAllowed
from beffroi.publishing.models.waiting import waiting_for

COOKIE = "beffroi_witness"
DAYS_2 = 2 * 86400


@login_not_required
@csrf_exempt  # whoever has the secret may answer; a session has nothing to do with it
def witness(request: HttpRequest, secret: str) -> HttpResponse:
    """GET asks. POST with `outcome` asks once more; with `sure` too it is said; with `undo` it is taken back."""
    link, now = WitnessLink.opened_by(secret), timezone.now()
    device = request.COOKIES.get(COOKIE, "") or secrets.token_urlsafe(24)
    if link is None:
        return _quiet(render(request, "publishing/witness.html", {"standing": "nowhere"}, status=404), device)
    with timezone.override(link.fact.organisation.tz):
        return _quiet(_answered(request, link, secret, device, now), device)


def _answered(request: HttpRequest, link: WitnessLink, secret: str, device: str, now: datetime) -> HttpResponse:
    if request.method != "POST" or link.standing(device, now) not in ("open", "said"):
        return _page(request, link, device, now)
    if "undo" in request.POST:
        return _taken_back(request, link, secret, device, now)
    outcome = link.fact.outcome_called(request.POST.get("outcome", ""))
    if outcome is None or "back" in request.POST:
        return redirect("witness", secret=secret)
    if "sure" not in request.POST:
        return _asked_once_more(request, link, outcome, device, now)
    return _said(request, link, outcome, secret, device, now)


def _asked_once_more(
    request: HttpRequest, link: WitnessLink, outcome: Outcome, device: str, now: datetime, **more: Any
) -> HttpResponse:
    try:
        link.hold(device, now)
    except NotAllowed:
        return _page(request, link, device, now)
    against = [source for source in link.fact.sources.all() if source.contradicts(outcome.key)]
    return _page(request, link, device, now, chosen=outcome, against=against, **more)


def _said(
    request: HttpRequest, link: WitnessLink, outcome: Outcome, secret: str, device: str, now: datetime
) -> HttpResponse:
    reason, browser = request.POST.get("reason", "")[:500], request.headers.get("User-Agent", "")
    try:
        link.say(outcome, device=device, browser=browser, reason=reason, now=now)
    except NeedsReason:
        return _asked_once_more(request, link, outcome, device, now, reason_missing=True)
    except NotAllowed:
        return _page(request, WitnessLink.opened_by(secret) or link, device, now)
    return redirect("witness", secret=secret)


def _taken_back(request: HttpRequest, link: WitnessLink, secret: str, device: str, now: datetime) -> HttpResponse:
    try:
        link.take_back(device=device, now=now)
    except NotAllowed:
        return _page(request, link, device, now, too_late=True)
    return redirect("witness", secret=secret)


def _page(request: HttpRequest, link: WitnessLink, device: str, now: datetime, **more: Any) -> HttpResponse:
    standing, fact, given = link.standing(device, now), link.fact, link.attestation
    settlement = given.settlement if given else None
    undo = given is not None and (settlement is None or settlement.may_be_taken_back(now))
    context = {
        "standing": standing,
        "link": link,
        "fact": fact,
        "outcomes": waiting_for(fact) if standing in ("open", "said") else [],
        "given": given,
        "settlement": settlement,
        "undo": undo,
        "seconds": _left(settlement, now),
        **more,
    }
    return render(request, "publishing/witness.html", context, status=200 if standing in ("open", "said") else 410)


def _left(settlement: Any, now: datetime) -> int:
    """Whole seconds until what waits leaves."""
    return max(0, round((settlement.stands_at - now).total_seconds())) if settlement else 0


def _quiet(response: HttpResponse, device: str) -> HttpResponse:
    response.set_cookie(
        COOKIE,
        device,
        max_age=DAYS_2,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Strict",
        path="/witness/",
    )
    return unlisted(response)
