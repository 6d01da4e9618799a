"""Inviting people, and coming in."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from beffroi.access.desk import DeskRequest, allowed
from beffroi.access.forms import JoinForm
from beffroi.access.models import Membership, User
from beffroi.access.secret_link import unlisted
from beffroi.door.coming_in import let_in
from beffroi.journal.moves import NotAllowed
from beffroi.people.forms import InviteForm
from beffroi.people.letters import is_sent, link_to
from beffroi.people.models import Invitation, Leaving
from beffroi.people.models.invitation import GivesNothing
from beffroi.people.models.leaving import end_sessions


@allowed("invite")
def people(request: DeskRequest) -> HttpResponse:
    """Everybody here, whoever is invited, and whoever is leaving. A new link is shown in this answer only."""
    form = InviteForm(request.organisation, request.POST or None)
    if request.method == "POST" and form.is_valid() and not request.organisation.is_demo:
        said = {"by": request.user, "now": timezone.now(), **form.cleaned_data}
        try:
            return _told(request, *Invitation.invite(request.organisation, **said))
        except PermissionDenied as refused:
            form.add_error("role", str(refused))
    return _page(request, form)


@require_POST
@allowed("invite")
def renewal(request: DeskRequest, pk: int) -> HttpResponse:
    """Another link for somebody who has not come in."""
    made = get_object_or_404(Invitation.objects.of(request.organisation), pk=pk)
    if request.organisation.is_demo:
        messages.info(request, _("The demonstration sends no real mail: nobody is invited from it."))
        return redirect("people")
    try:
        secret = made.renew(by=request.user, now=timezone.now())
    except NotAllowed:
        messages.warning(request, _("They have come in meanwhile, or somebody took the invitation back."))
        return redirect("people")
    return _told(request, made, secret)


@require_POST
@allowed("invite")
def revocation(request: DeskRequest, pk: int) -> HttpResponse:
    made = get_object_or_404(Invitation.objects.of(request.organisation), pk=pk)
    made.revoke(by=request.user, now=timezone.now())
    messages.success(request, _("The invitation of %(name)s opens nothing any more.") % {"name": made.name})
    return redirect("people")


def _told(request: DeskRequest, made: Invitation, secret: str) -> HttpResponse:
    """By mail where mail is set; else the link is shown, once, to be handed over."""
    link = link_to(secret, request.build_absolute_uri("/"))
    if is_sent(made, link):
        messages.success(request, _("%(name)s is invited by mail.") % {"name": made.name})
        return redirect("people")
    return _page(request, InviteForm(request.organisation), made=made, link=link)


def _page(request: DeskRequest, form: InviteForm, *, made: Invitation | None = None, link: str = "") -> HttpResponse:
    now: datetime = timezone.now()
    members = Membership.objects.filter(organisation=request.organisation).select_related("user").order_by("user__name")
    invited = [(one, one.is_over(now)) for one in Invitation.objects.shown(request.organisation, now)]
    leaving = {one.user_id: one for one in Leaving.objects.of(request.organisation)}
    rows = [(member, leaving.pop(member.user_id, None)) for member in members]
    context: dict[str, Any] = {"form": form, "members": rows, "invited": invited, "gone": leaving.values()}
    context |= {"made": made, "link": link, "runs": request.membership.may("run the organisation")}
    answer = render(request, "people/people.html", context, status=422 if form.errors else 200)
    return unlisted(answer) if link else answer


@login_not_required
def join(request: HttpRequest, secret: str) -> HttpResponse:
    """An invited person comes in: a newcomer chooses a password, whoever has an account here signs in first."""
    invitation = Invitation.objects.opened_by(secret, timezone.now())
    if invitation is None:
        return unlisted(render(request, "people/join_expired.html", status=410))
    known = invitation.known_person()
    if known is None or invitation.resets_password:
        return _newcomer(request, invitation, known)
    if request.method == "POST" and request.user == known:
        return _come_in(request, invitation, known)
    context = {"invitation": invitation, "is_them": request.user == known, "here": request.path}
    return unlisted(render(request, "people/join_known.html", context))


def _newcomer(request: HttpRequest, invitation: Invitation, known: User | None) -> HttpResponse:
    """A password is chosen. Who was known already signs in with it, by every factor that they have."""
    form = JoinForm(known or User(email=invitation.email, name=invitation.name), request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                user: Any = form.save()
                invitation.accept(user, now=timezone.now())
        except NotAllowed:
            return unlisted(render(request, "people/join_expired.html", status=410))
        if known is not None:
            end_sessions(known, timezone.now())
            return redirect("sign_in")
        let_in(request, user, means="password", now=timezone.now())
        request.session["organisation"] = invitation.organisation_id
        return redirect("today")
    return unlisted(render(request, "people/join.html", {"form": form, "invited": invitation}))


def _come_in(request: HttpRequest, invitation: Invitation, user: User) -> HttpResponse:
    try:
        invitation.accept(user, now=timezone.now())
    except GivesNothing:
        said = _("You work for %(organisation)s already: this invitation changes nothing.")
        messages.info(request, said % {"organisation": invitation.organisation})
        return redirect("today")
    except NotAllowed:
        return unlisted(render(request, "people/join_expired.html", status=410))
    request.session["organisation"] = invitation.organisation_id
    messages.success(request, _("You work for %(organisation)s now too.") % {"organisation": invitation.organisation})
    return redirect("today")
