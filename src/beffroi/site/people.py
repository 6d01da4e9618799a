"""Coming in, and inviting others."""

from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode
from django.utils.translation import gettext as _

from beffroi.access.desk import DeskRequest, allowed
from beffroi.access.forms import InviteForm, JoinForm
from beffroi.access.models import Membership, Organisation, User
from beffroi.door.coming_in import let_in
from beffroi.journal.models import record


@allowed("invite")
def people(request: DeskRequest) -> HttpResponse:
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        member = invite(request.organisation, by=request.user, now=timezone.now(), **form.cleaned_data)
        messages.success(request, _("%(name)s is invited. Send them the link below.") % {"name": member.user.name})
        return redirect("people")
    members = Membership.objects.filter(organisation=request.organisation).select_related("user").order_by("user__name")
    context = {"form": form, "members": [(member, _invitation(request, member.user)) for member in members]}
    return render(request, "people.html", context)


def invite(organisation: Organisation, *, name: str, email: str, role: str, by: User, now: datetime) -> Membership:
    """A new person with a role here, who cannot sign in before they have chosen a password."""
    with transaction.atomic():
        user = User.objects.join(email=email, name=name, password=None)
        member = organisation.admit(user, role)
        record("PERSON_INVITED", user, organisation=organisation, actor=by, now=now, name=user.name, role=role)
    return member


def _invitation(request: HttpRequest, user: User) -> str:
    """The one-time link of somebody who has not chosen a password yet; empty for everybody else."""
    if user.has_usable_password():
        return ""
    uid = urlsafe_base64_encode(str(user.pk).encode())
    return request.build_absolute_uri(reverse("join", args=[uid, default_token_generator.make_token(user)]))


@login_not_required
def join(request: HttpRequest, uid: str, token: str) -> HttpResponse:
    """An invited person chooses a password; the link works once."""
    user = _invited(uid)
    if user is None or not default_token_generator.check_token(user, token):
        return render(request, "join_expired.html", status=410)
    form = JoinForm(user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        form.save()
        let_in(request, user, means="password", now=timezone.now())
        return redirect("today")
    return render(request, "join.html", {"form": form, "invited": user})


def _invited(uid: str) -> User | None:
    try:
        pk = int(urlsafe_base64_decode(uid))
    except ValueError:
        return None
    return User.objects.filter(pk=pk, is_active=True).first()
