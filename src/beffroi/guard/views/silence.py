"""Which of our accounts are asleep?"""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from beffroi.access.desk import DeskRequest, allowed
from beffroi.guard.silence import STEPS, election_ahead, silences


@allowed("see")
def silent_accounts(request: DeskRequest) -> HttpResponse:
    now = timezone.now()
    found = silences(request.organisation, now)
    ahead = election_ahead(request.organisation.territory, now.astimezone(request.organisation.tz).date())
    context = {
        "steps": [(step, [one for one in found if one.step == step]) for step in reversed(STEPS)],
        "silent": len(found),
        "ahead": ahead,
        "election": _(ahead.election.name) if ahead else "",
    }
    return render(request, "guard/silent_accounts.html", context)
