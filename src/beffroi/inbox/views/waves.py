"""A wave of messages that say nearly the same: its cases, and what is done with all of them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from beffroi.access.desk import DeskRequest, allowed
from beffroi.access.models import Team
from beffroi.access.numbers import number_in
from beffroi.inbox.models import Act, Wave


@allowed("see")
def wave(request: DeskRequest, pk: int) -> HttpResponse:
    """Where a message to the desk leads: the list of its cases."""
    return redirect(_list_of(_wave(request, pk)))


@require_POST
@allowed("answer")
def acts(request: DeskRequest, pk: int) -> HttpResponse:
    """Does it with every case of the wave that waits."""
    chosen, now, act = _wave(request, pk), timezone.now(), request.POST.get("act", "")
    if act == "close":
        number = Act.press_on(chosen, "close", True, by=request.user, now=now)
    elif act == "to-me":
        number = Act.press_on(chosen, "assign", request.user.pk, by=request.user, now=now, person=request.user.name)
    elif act == "hand" and (team := _team(request)) is not None:
        number = Act.press_on(chosen, "hand", team.pk, by=request.user, now=now, team=team.name)
    else:
        messages.warning(request, _("Nothing was done: choose a service."))
        return redirect(_list_of(chosen))
    if number:
        said = ngettext("Done with %(n)s case of the wave.", "Done with %(n)s cases of the wave.", number)
        messages.success(request, said % {"n": number})
    else:
        messages.info(request, _("Nothing was to be done: it was so already."))
    return redirect(_list_of(chosen))


def _wave(request: DeskRequest, pk: int) -> Wave:
    return get_object_or_404(Wave.objects.exclude(rose_at=None), pk=pk, organisation=request.organisation)


def _team(request: DeskRequest) -> Team | None:
    wanted = number_in(request.POST.get("team", ""))
    return Team.objects.filter(pk=wanted, organisation=request.organisation).first()


def _list_of(chosen: Wave) -> str:
    return f"{reverse('inbox')}?wave={chosen.pk}"
