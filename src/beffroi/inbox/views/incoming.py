"""The door through which a program of ours brings in questions, and the page on which it is opened and closed."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from beffroi.access.desk import DeskRequest, allowed
from beffroi.access.models import IncomingWebhook
from beffroi.access.models.incoming import Replayed
from beffroi.access.sealing import WrongKey
from beffroi.engines.webhooks import Unsigned, checked
from beffroi.inbox.forms.answering import IncomingForm
from beffroi.inbox.incoming import Unusable, close_door, open_door, question_in, take_in
from beffroi.notify.telling import page_of

MOST = 128 * 1024  # bytes of a call


@csrf_exempt
@login_not_required
@require_POST
def door(request: HttpRequest, name: str) -> JsonResponse:
    """Takes a signed call, once. What is not signed learns only that."""
    length, now = request.META.get("CONTENT_LENGTH") or "0", timezone.now()
    if not (length.isascii() and length.isdecimal()) or int(length) > MOST:
        return _refused(413, _("A call has at most %(most)s kB.") % {"most": MOST // 1024})
    webhook = IncomingWebhook.objects.filter(door=name).select_related("organisation", "user").first()
    if webhook is None or not webhook.lives:
        return _refused(410, _("Nothing is taken here, or no longer."))
    try:
        key = checked([webhook.secret], request.headers, request.body, now=now)
    except Unsigned as why:
        return _refused(401, str(why))
    except WrongKey:
        return _refused(503, _("This cannot be checked now; try again later."))
    return _taken(webhook, key, request.body)


def _taken(webhook: IncomingWebhook, key: str, body: bytes) -> JsonResponse:
    now = timezone.now()
    if webhook.is_overrun(now):
        answer = _refused(429, _("Too many at once; try again later."))
        answer["Retry-After"] = "60"
        return answer
    try:
        return JsonResponse({"case": take_in(webhook, key, question_in(body), now)}, status=201)
    except Unusable as why:
        return _refused(422, str(why))
    except Replayed as before:
        return JsonResponse({"case": before.outcome})


@allowed("run the organisation")
def incoming(request: DeskRequest) -> HttpResponse:
    """Those that stand open. A new secret is shown in this very answer, and never again."""
    form = IncomingForm(request.POST or None)
    made, secret = None, ""
    if request.method == "POST" and form.is_valid():
        name = form.cleaned_data["name"]
        made, secret = open_door(request.organisation, name=name, by=request.user, now=timezone.now())
        form = IncomingForm()
    mine = IncomingWebhook.objects.filter(organisation=request.organisation, revoked_at=None).select_related("user")
    context = {
        "form": form,
        "webhooks": mine.order_by("-made_at"),
        "made": made,
        "secret": secret,
        "address": (page_of("incoming_door", made.door) or made.door) if made else "",
        "has_address": bool(settings.PUBLIC_ADDRESS),
    }
    return render(request, "inbox/incoming.html", context, status=422 if form.errors else 200)


@require_POST
@allowed("run the organisation")
def revocation(request: DeskRequest, pk: int) -> HttpResponse:
    webhook = get_object_or_404(IncomingWebhook, pk=pk, organisation=request.organisation)
    close_door(webhook, by=request.user, now=timezone.now())
    messages.success(request, _("“%(name)s” brings in nothing any more.") % {"name": webhook.name})
    return redirect("incoming")


def _refused(status: int, why: str) -> JsonResponse:
    return JsonResponse({"error": why}, status=status)
