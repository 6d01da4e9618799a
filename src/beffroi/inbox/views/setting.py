"""Inbox: labels and services: its labels, and the services at which one works."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from beffroi.access.desk import DeskRequest, allowed
from beffroi.access.models import Team
from beffroi.access.numbers import numbers_in
from beffroi.inbox.forms.answering import LabelForm
from beffroi.inbox.models import Label, Seat


@allowed("answer")
def inbox_settings(request: DeskRequest) -> HttpResponse:
    return _page(request, LabelForm(Label(organisation=request.organisation)))


@require_POST
@allowed("answer")
def labels(request: DeskRequest) -> HttpResponse:
    return _call(request, Label(organisation=request.organisation))


@require_POST
@allowed("answer")
def label(request: DeskRequest, pk: int) -> HttpResponse:
    """Another name for a label."""
    return _call(request, _label(request, pk))


@require_POST
@allowed("answer")
def label_removal(request: DeskRequest, pk: int) -> HttpResponse:
    gone = _label(request, pk)
    number, name = gone.cases.count(), gone.name
    gone.remove(by=request.user, now=timezone.now())
    said = ngettext(
        "The label “%(name)s” is removed, from %(n)s case.",
        "The label “%(name)s” is removed, from %(n)s cases.",
        number,
    )
    messages.success(request, said % {"name": name, "n": number})
    return redirect("inbox_settings")


@require_POST
@allowed("answer")
def seats(request: DeskRequest) -> HttpResponse:
    chosen = numbers_in(request.POST.getlist("team"))
    teams = Team.objects.filter(organisation=request.organisation, pk__in=chosen).order_by("name")
    Seat.take(teams, request.organisation, by=request.user, now=timezone.now())
    messages.success(request, _("“My service” in the inbox follows this."))
    return redirect("inbox_settings")


def _call(request: DeskRequest, called: Label) -> HttpResponse:
    form = LabelForm(called, request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    called.call(form.cleaned_data["name"], by=request.user, now=timezone.now())
    messages.success(request, _("Saved."))
    return redirect("inbox_settings")


def _page(request: DeskRequest, form: LabelForm, *, status: int = 200) -> HttpResponse:
    every = list(Label.objects.filter(organisation=request.organisation))
    wrong = form.label if form.label.pk else None
    new = LabelForm(Label(organisation=request.organisation)) if wrong else form
    context = {
        "form": new,
        "labels": [(one, form if one == wrong else LabelForm(one)) for one in every],
        "errors": form,
        "may_bring_in": request.membership.may("connect accounts"),
        "teams": list(Team.objects.filter(organisation=request.organisation).order_by("name")),
        "seats": set(Seat.of(request.user, request.organisation)),
    }
    return render(request, "inbox/settings.html", context, status=status)


def _label(request: DeskRequest, pk: int) -> Label:
    return get_object_or_404(Label.objects.select_related("organisation"), organisation=request.organisation, pk=pk)
