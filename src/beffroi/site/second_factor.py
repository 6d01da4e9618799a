"""Who can let something leave shows a second factor. One gate, for the pages and for whatever acts by a token.

A session that has shown one is let through without a look at the database. Members who must and have not are led to
the page that says why, once per session while there is time, and to nothing else when it is over.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from beffroi.access.models import Membership, Organisation, User
from beffroi.access.roles import ROLES, needs_second_factor
from beffroi.directory.models import AccountRole
from beffroi.directory.rights import roles_for_accounts
from beffroi.door.coming_in import SECOND_FACTOR
from beffroi.door.models import has_second_factor
from beffroi.publishing.models import Delegation

TOLD = "second_factor_told"  # in the session: this member has seen the page
MUST = [role for role in ROLES if needs_second_factor(role)]
MUST_WITH_DELEGATION = [role for role in ROLES if needs_second_factor(role, with_delegation=True)]


@dataclass(frozen=True, slots=True)
class Asking:
    """A second factor is asked of somebody who has shown none; from `until` on nothing else is open to them.

    `until` is None where it is only recommended (BEFFROI_SECOND_FACTOR=grace).
    """

    until: datetime | None
    is_closed: bool


def asked_of(membership: Membership | None, now: datetime) -> Asking | None:
    """What is asked of a member who has shown no second factor; None where nothing is."""
    if membership is None or settings.SECOND_FACTOR == "off" or membership.organisation.is_demo:
        return None
    if not _must(membership, now):
        return None
    since = membership.ask_for_second_factor(now)
    if settings.SECOND_FACTOR == "grace":
        return Asking(until=None, is_closed=False)
    until = since + timedelta(days=settings.SECOND_FACTOR_DAYS)
    return Asking(until=until, is_closed=now >= until)


def refusal(user: User, organisation: Organisation, now: datetime) -> str:
    """Why a program with this person's token is refused; empty where it is not."""
    membership = Membership.objects.filter(user=user, organisation=organisation).select_related("organisation").first()
    asked = asked_of(membership, now)
    if asked is None or not asked.is_closed or has_second_factor(user):
        return ""
    return _("The person this token acts for has to set up a second factor first: they sign in, and are shown how.")


def _must(membership: Membership, now: datetime) -> bool:
    held = [membership.role, *roles_for_accounts(membership)]
    if any(needs_second_factor(role) for role in held):
        return True
    if not any(needs_second_factor(role, with_delegation=True) for role in held):
        return False
    given = Delegation.objects.in_force(now).filter(to=membership.user_id, organisation=membership.organisation_id)
    return given.exists()


def who_must(organisation: Organisation, now: datetime) -> QuerySet[Membership]:
    """The members of whom `_must` says so, in one query: those who may let something leave, or let others in."""
    own = AccountRole.objects.filter(user=OuterRef("user"), account__organisation=organisation)
    given = Delegation.objects.in_force(now).filter(to=OuterRef("user"), organisation=organisation)
    delegated = Q(role__in=MUST_WITH_DELEGATION) | Exists(own.filter(role__in=MUST_WITH_DELEGATION))
    held = Q(role__in=MUST) | Exists(own.filter(role__in=MUST)) | (delegated & Exists(given))
    return Membership.objects.filter(held, organisation=organisation, user__is_active=True)


class SecondFactor:
    """The middleware, after the one that finds the membership."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self._get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], _args: Any, _kwargs: Any
    ) -> HttpResponse | None:
        membership: Membership | None = getattr(request, "membership", None)
        if membership is None or request.session.get(SECOND_FACTOR) or _is_open(request, view):
            return None
        asked = asked_of(membership, timezone.now())
        request.second_factor_asked = asked  # type: ignore[attr-defined]  # read by the page that says why
        if asked is None or getattr(view, "is_before_second_factor", False):
            return None
        if asked.is_closed or (request.method == "GET" and not _is_part(request) and not request.session.get(TOLD)):
            request.session[TOLD] = True
            return _to_the_page(request)
        return None


def _is_open(request: HttpRequest, view: Callable[..., HttpResponse]) -> bool:
    """Pages for everybody, except the first one of the desk, which looks at who is there."""
    named = request.resolver_match.url_name if request.resolver_match else ""
    is_for_everybody = getattr(view, "login_required", True) is False and named != "today"
    return is_for_everybody and not getattr(view, "is_before_second_factor", False)


def _is_part(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true" or "text/html" not in request.headers.get("Accept", "")


def _to_the_page(request: HttpRequest) -> HttpResponse:
    wanted = request.get_full_path() if request.method == "GET" and not _is_part(request) else ""
    page = reverse("second_factor") + (f"?{urlencode({'next': wanted})}" if wanted else "")
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(status=200, headers={"HX-Redirect": page})
    return redirect(page)
