"""The moderation charter: written and published by the organisation, read by anybody."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from beffroi.access.desk import DeskRequest, allowed
from beffroi.inbox.forms.moderation import CharterForm
from beffroi.inbox.models import ModerationCharter


@allowed("run the organisation")
def charter(request: DeskRequest) -> HttpResponse:
    standing = ModerationCharter.objects.in_force(request.organisation)
    written = {"text": standing.text, "motives": "\n".join(map(str, standing.motives.all()))} if standing else {}
    form = CharterForm(request.POST or None, initial=written)
    if request.method == "POST" and form.is_valid():
        said, now = form.cleaned_data, timezone.now()
        ModerationCharter.publish(
            request.organisation, text=said["text"], motives=said["motives"], by=request.user, now=now
        )
        messages.success(request, _("The charter is published and in force."), extra_tags="charter")
        return redirect("charter")
    address = request.build_absolute_uri(reverse("public_charter", args=[standing.address])) if standing else ""
    context = {"form": form, "standing": standing, "address": address, "versions": _versions(standing)}
    return render(request, "inbox/charter.html", context, status=422 if form.errors else 200)


@require_safe
@login_not_required
def public_charter(request: HttpRequest, address: str) -> HttpResponse:
    versions = list(ModerationCharter.objects.at(address).select_related("organisation")[:20])
    if not versions:
        raise Http404
    asked = request.GET.get("version", "")
    shown = next((each for each in versions if str(each.version) == asked), versions[0])
    with timezone.override(shown.organisation.tz):
        context = {"charter": shown, "organisation": shown.organisation, "versions": versions}
        return render(request, "inbox/public_charter.html", context)


def _versions(standing: ModerationCharter | None) -> list[ModerationCharter]:
    return list(ModerationCharter.objects.at(standing.address).select_related("published_by")) if standing else []
