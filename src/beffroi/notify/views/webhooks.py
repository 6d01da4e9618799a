"""Settings: the programs of the organisation that are called when something happens."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from beffroi.access.desk import DeskRequest, allowed
from beffroi.journal.moves import NotAllowed
from beffroi.journal.sentences import translated
from beffroi.notify.calling import call
from beffroi.notify.forms.webhooks import EventsForm, WebhookForm
from beffroi.notify.models import WebhookDelivery, WebhookEndpoint
from beffroi.notify.models.webhook import MOST
from beffroi.notify.models.webhook_delivery import SHOWN
from beffroi.notify.reading_on import write_test
from beffroi.work.paging import page


@allowed("run the organisation")
def webhooks(request: DeskRequest) -> HttpResponse:
    """All of them, and a form for another one; its secret is shown in this very answer, and never again."""
    form = WebhookForm(request.POST or None)
    made, secret = None, ""
    if request.method == "POST" and form.is_valid():
        if WebhookEndpoint.objects.of(request.organisation).count() >= MOST:
            form.add_error(None, _("There are %(most)s webhooks already: remove one first.") % {"most": MOST})
        else:
            said = form.cleaned_data
            made, secret = WebhookEndpoint.add(request.organisation, by=request.user, now=timezone.now(), **said)
            form = WebhookForm()
    context = {
        "form": form,
        "webhooks": WebhookEndpoint.objects.of(request.organisation),
        "made": made,
        "secret": secret,
    }
    return _untold(render(request, "notify/webhooks.html", context, status=422 if form.errors else 200))


@allowed("run the organisation")
def webhook(request: DeskRequest, pk: int) -> HttpResponse:
    """One of them: of what it is told, and what came of each call."""
    endpoint = _mine(request, pk)
    form = EventsForm(request.POST or None, initial={"events": endpoint.events})
    if request.method == "POST" and form.is_valid():
        endpoint.choose(form.cleaned_data["events"], by=request.user, now=timezone.now())
        messages.success(request, _("Saved."))
        return redirect("webhook", pk=pk)
    return _page(request, endpoint, form)


@require_POST
@allowed("run the organisation")
def secret(request: DeskRequest, pk: int) -> HttpResponse:
    endpoint = _mine(request, pk)
    made = endpoint.renew_secret(by=request.user, now=timezone.now())
    return _page(request, endpoint, EventsForm(initial={"events": endpoint.events}), secret=made)


@require_POST
@allowed("run the organisation")
def test(request: DeskRequest, pk: int) -> HttpResponse:
    """Calls it now, and says what came of it."""
    endpoint = _mine(request, pk)
    if request.organisation.is_demo:
        messages.warning(request, _("The demonstration calls nobody."))
        return redirect("webhook", pk=pk)
    if not endpoint.is_active:
        messages.warning(request, _("It is switched off: switch it on before you test it."))
        return redirect("webhook", pk=pk)
    delivery = write_test(endpoint, timezone.now())
    call(delivery, timezone.now)
    delivery.refresh_from_db()  # a worker may have been faster
    _say_what_came(request, delivery)
    return redirect("webhook", pk=pk)


def _say_what_came(request: DeskRequest, delivery: WebhookDelivery) -> None:
    reason = {"reason": translated(delivery.trouble)}
    if delivery.state == "sent":
        said = _("It was taken: the server answered %(status)s in %(took)s ms.")
        messages.success(request, said % {"status": delivery.status, "took": delivery.took})
    elif delivery.state == "failed":
        messages.error(request, _("It was not taken, and nothing is called there any more: %(reason)s") % reason)
    elif delivery.trouble:
        messages.error(request, _("It was not taken: %(reason)s It is tried again.") % reason)
    else:
        messages.info(request, _("It is on its way already."))


@require_POST
@allowed("run the organisation")
def switch(request: DeskRequest, pk: int) -> HttpResponse:
    endpoint = _mine(request, pk)
    if request.POST.get("to") == "on":
        endpoint.switch_on(by=request.user, now=timezone.now())
        messages.success(request, _("It is called again, of what happens from now on."))
    else:
        endpoint.switch_off(by=request.user, now=timezone.now())
        messages.success(request, _("It is not called any more. What waits is withdrawn."))
    return redirect("webhook", pk=pk)


@require_POST
@allowed("run the organisation")
def removal(request: DeskRequest, pk: int) -> HttpResponse:
    endpoint = _mine(request, pk)
    endpoint.remove(by=request.user, now=timezone.now())
    messages.success(request, _("The webhook at %(place)s is removed.") % {"place": endpoint.place})
    return redirect("webhooks")


@require_POST
@allowed("run the organisation")
def again(request: DeskRequest, pk: int) -> HttpResponse:
    """One call once more, under the same id."""
    mine = WebhookDelivery.objects.filter(endpoint__organisation=request.organisation, endpoint__removed_at=None)
    delivery = get_object_or_404(mine.select_related("endpoint__organisation"), pk=pk)
    if not delivery.endpoint.is_active:
        messages.warning(request, _("It is switched off: switch it on before you send something again."))
        return redirect("webhook", pk=delivery.endpoint_id)
    try:
        delivery.send_again(now=timezone.now())
    except NotAllowed:
        messages.warning(request, _("It is on its way already."))
    else:
        messages.success(request, _("It is sent again, under the same id."))
    return redirect("webhook", pk=delivery.endpoint_id)


def _mine(request: DeskRequest, pk: int) -> WebhookEndpoint:
    return get_object_or_404(WebhookEndpoint.objects.of(request.organisation).select_related("organisation"), pk=pk)


def _page(request: DeskRequest, endpoint: WebhookEndpoint, form: EventsForm, *, secret: str = "") -> HttpResponse:
    show = request.GET.get("show", "")
    calls = WebhookDelivery.objects.to(endpoint).shown(show)
    found = page(calls, request.GET.get("after", ""), by=("-written_at", "-id"))
    context: dict[str, Any] = {
        "webhook": endpoint,
        "form": form,
        "calls": found,
        "show": show if show in SHOWN else "",
        "secret": secret,
    }
    return _untold(render(request, "notify/webhook.html", context, status=422 if form.errors else 200))


def _untold(answer: HttpResponse) -> HttpResponse:
    answer["Cache-Control"] = "no-store"
    return answer
