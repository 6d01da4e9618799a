"""From the case to a service that has no account here, and back: the agent's acts."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from beffroi.access.desk import DeskRequest, allowed_somewhere
from beffroi.access.models import Team
from beffroi.access.numbers import number_in
from beffroi.access.secret_link import unlisted
from beffroi.inbox.asking import ask
from beffroi.inbox.forms.asking import AskForm
from beffroi.inbox.models import Consultation
from beffroi.inbox.views.cases import page_of
from beffroi.inbox.views.shown import case_of


@require_POST
@allowed_somewhere("answer")
def asking(request: DeskRequest, pk: int) -> HttpResponse:
    """Asks the service by mail, or shows the link once to be handed over."""
    chosen = case_of(request, pk)
    teams = Team.objects.filter(organisation=request.organisation)
    team = get_object_or_404(teams, pk=number_in(request.POST.get("team", "")))
    form = AskForm(request.POST, auto_id=AskForm.AUTO_ID)
    if not form.is_valid():
        return page_of(request, chosen, status=422, asking=form)
    here = request.build_absolute_uri("/")
    asked = ask(chosen, team, note=form.cleaned_data["note"], by=request.user, now=timezone.now(), here=here)
    if asked.is_sent:
        messages.success(request, _("%(service)s is asked by mail.") % {"service": team}, extra_tags=f"ask-{pk}")
        return redirect("case", pk=pk)
    context = {"case": chosen, "asked": asked.consultation, "link": asked.address}
    return unlisted(render(request, "inbox/service_link.html", context))


@require_POST
@allowed_somewhere("answer")
def closing(request: DeskRequest, pk: int) -> HttpResponse:
    """The service is asked no longer: its link says so."""
    mine = Consultation.objects.select_related("case__organisation", "team")
    asked = get_object_or_404(mine, pk=pk, case__organisation=request.organisation)
    if asked.close(by=request.user, now=timezone.now()):
        messages.success(request, _("%(service)s is asked no longer.") % {"service": asked.team})
    else:
        messages.info(request, _("Nothing was to be done: it was so already."))
    return redirect("case", pk=asked.case_id)
