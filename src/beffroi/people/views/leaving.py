"""The end of somebody's time here: what they still hold, to whom it goes, and one press to shut them out."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from beffroi.access.desk import DeskRequest, allowed
from beffroi.access.models import Membership, User
from beffroi.access.numbers import number_in
from beffroi.directory.models import Account, AccountRole
from beffroi.journal.moves import NotAllowed
from beffroi.people.forms import EndForm, HandForm, RoleForm
from beffroi.people.holding import KINDS, held_by, settle, settle_all
from beffroi.people.models import LastOwner, Leaving, change_role
from beffroi.people.models.leaving import here_or_leaving
from beffroi.people.models.owners import LAST


@allowed("run the organisation")
def member(request: DeskRequest, pk: int) -> HttpResponse:
    """One person: their role, their accounts, what they hold."""
    return _page(request, person_asked(request, pk))


@require_POST
@allowed("run the organisation")
def role(request: DeskRequest, pk: int) -> HttpResponse:
    user, form = person_asked(request, pk), RoleForm(request.POST)
    theirs = get_object_or_404(Membership, organisation=request.organisation, user=user)
    if not form.is_valid():
        return _page(request, user, role_form=form)
    try:
        change_role(theirs, form.cleaned_data["role"], by=request.user, now=timezone.now())
    except LastOwner:
        messages.warning(request, _(LAST))
    else:
        messages.success(request, _("%(name)s is %(role)s now.") % {"name": user, "role": theirs.role_name})
    return redirect("member", pk=pk)


@require_POST
@allowed("run the organisation")
def planning(request: DeskRequest, pk: int) -> HttpResponse:
    """The day on which the mandate ends."""
    user, form = person_asked(request, pk), EndForm(request.POST)
    if not form.is_valid():
        return _page(request, user, end_form=form)
    try:
        Leaving.plan(request.organisation, user, by=request.user, now=timezone.now(), **form.cleaned_data)
    except NotAllowed:
        messages.info(request, _("They have no access already."))
    else:
        messages.success(request, _("Written down. You are told in time."))
    return redirect("member", pk=pk)


@require_POST
@allowed("run the organisation")
def suspension(request: DeskRequest, pk: int) -> HttpResponse:
    """One press, in the middle of the night: they can do nothing here any more."""
    user = person_asked(request, pk)
    try:
        Leaving.suspend_now(request.organisation, user, by=request.user, now=timezone.now())
    except LastOwner:
        messages.warning(request, _(LAST))
    except NotAllowed:
        messages.info(request, _("They have no access already."))
    else:
        said = _("%(name)s can do nothing here any more. See below what they still hold.")
        messages.success(request, said % {"name": user})
    if user == request.user:
        return redirect("today")
    return redirect("member", pk=pk)


@require_POST
@allowed("run the organisation")
def handing(request: DeskRequest, pk: int) -> HttpResponse:
    """Hands over one thing, or everything; or ends one thing."""
    user = person_asked(request, pk)
    form = HandForm(request.organisation, user, request.POST)
    to = form.cleaned_data["to"] if form.is_valid() else None
    kind, thing, act = (request.POST.get(name, "") for name in ("kind", "thing", "then"))
    if act == "end":
        to = None
    elif to is None:
        messages.warning(request, _("Nothing was handed over: choose to whom."))
        return redirect("member", pk=pk)
    who: dict[str, Any] = {"organisation": request.organisation, "whose": user, "to": to, "by": request.user}
    try:
        said = _settled(kind, thing, act, who)
    except PermissionDenied:
        if to is None:
            raise
        beyond = _("Nothing was handed over: the rights of %(name)s, or yours, do not reach that far.")
        messages.warning(request, beyond % {"name": to})
    else:
        messages.success(request, said)
    return redirect("member", pk=pk)


def _settled(kind: str, thing: str, act: str, who: dict[str, Any]) -> str:
    """What was done, in words."""
    if act == "all":
        done = settle_all(now=timezone.now(), **who)
        said = ngettext("%(n)s thing is handed over or ended.", "%(n)s things are handed over or ended.", done)
        return said % {"n": done}
    if kind not in KINDS or not number_in(thing):
        raise Http404
    is_done = settle(kind, number_in(thing), now=timezone.now(), **who)
    return _("Done.") if is_done else _("Nothing was to be done: it was so already.")


@require_POST
@allowed("run the organisation")
def end(request: DeskRequest, pk: int) -> HttpResponse:
    """Everything is handed over: the mandate is over."""
    user, now = person_asked(request, pk), timezone.now()
    leaving = Leaving.objects.of(request.organisation).filter(user=user).first()
    try:
        if leaving is None:
            leaving = Leaving.suspend_now(request.organisation, user, by=request.user, now=now)
        leaving.end(by=request.user, now=now)
    except LastOwner:
        messages.warning(request, _(LAST))
        return redirect("member", pk=pk)
    messages.success(request, _("The mandate of %(name)s is over. Thank you to them.") % {"name": user})
    return redirect("people")


@require_POST
@allowed("run the organisation")
def staying(request: DeskRequest, pk: int) -> HttpResponse:
    """They stay after all."""
    user = person_asked(request, pk)
    leaving = Leaving.objects.of(request.organisation).filter(user=user).first()
    if leaving is not None:
        leaving.take_back(by=request.user, now=timezone.now())
        messages.success(request, _("%(name)s stays, with the role that they had.") % {"name": user})
    return redirect("member", pk=pk)


def person_asked(request: DeskRequest, pk: int) -> User:
    return get_object_or_404(here_or_leaving(request.organisation), pk=pk)


def _page(request: DeskRequest, user: User, **forms: Any) -> HttpResponse:
    organisation, now = request.organisation, timezone.now()
    theirs = Membership.objects.filter(organisation=organisation, user=user).first()
    leaving = Leaving.objects.of(organisation).filter(user=user).first()
    own = {row.account_id: row for row in AccountRole.objects.of(organisation).filter(user=user)}
    context = {
        "person": user,
        "theirs": theirs,
        "leaving": leaving,
        "accounts": [(account, own.get(account.pk)) for account in Account.objects.of(organisation)],
        "held": held_by(user, organisation, now),
        "role_form": RoleForm(initial={"role": theirs.role if theirs else ""}),
        "end_form": EndForm(initial={"ends_on": leaving.ends_on, "suspends": leaving.suspends} if leaving else None),
        "hand_form": HandForm(organisation, user),
        "people": organisation.members().exclude(pk=user.pk),
        **forms,
    }
    wrong = any(form.errors for form in forms.values())
    return render(request, "people/member.html", context, status=422 if wrong else 200)
