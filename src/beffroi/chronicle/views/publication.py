"""What of an incident everybody may read: what a person chose, and nothing else."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from beffroi.access.desk import DeskRequest, allowed
from beffroi.access.numbers import numbers_in
from beffroi.chronicle.models import Incident
from beffroi.chronicle.telling import tell
from beffroi.chronicle.views.shown import chosen, shown


@allowed("publish a chronicle")
def publication(request: DeskRequest, pk: int) -> HttpResponse:
    told = chosen(request, pk)
    if request.method == "POST":
        picked = numbers_in(request.POST.getlist("entry"))
        told.publish(picked, by=request.user, now=timezone.now())
        messages.success(request, _("The chronicle is public, with what you chose."))
        return redirect("incident_publication", pk=pk)
    context = {
        "incident": told,
        "telling": tell(told),
        "address": request.build_absolute_uri(reverse("public_incident", args=[told.public_slug])),
    }
    return render(request, "chronicle/publication.html", context)


@require_POST
@allowed("publish a chronicle")
def withdrawal(request: DeskRequest, pk: int) -> HttpResponse:
    chosen(request, pk).unpublish(by=request.user, now=timezone.now())
    messages.success(request, _("The chronicle is private again."))
    return redirect("incident_publication", pk=pk)


@login_not_required
def public(request: HttpRequest, slug: str) -> HttpResponse:
    """For everybody who has the address; on the clock of those who tell it, out of the search engines."""
    told = get_object_or_404(
        Incident.objects.select_related("organisation", "post", "account"), public_slug=slug, is_public=True
    )
    with timezone.override(told.organisation.tz):
        answer = render(request, "chronicle/public.html", shown(tell(told, public=True)))
    answer["X-Robots-Tag"] = "noindex, nofollow"
    answer["Cache-Control"] = "no-cache"
    return answer
