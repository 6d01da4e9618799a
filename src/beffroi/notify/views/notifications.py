"""How each member is told: their own channels, and nobody else's."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from beffroi.access.desk import DeskRequest, allowed
from beffroi.journal.sentences import translated
from beffroi.notify.channels import CHANNELS, Channel, push
from beffroi.notify.delivery import deliver
from beffroi.notify.forms.choices import ChoiceForm, ProofForm
from beffroi.notify.models import Choice, Message, PushKey
from beffroi.notify.models.choice import TooSoon

LATEST, MOST_SHOWN = 5, 20
A_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Way:
    """One channel as its owner sees it."""

    channel: Channel
    choice: Choice
    form: ChoiceForm
    proof: ProofForm
    latest: Any


@allowed("see")
def notifications(request: DeskRequest) -> HttpResponse:
    return _page(request)


@require_POST
@allowed("see")
def choice(request: DeskRequest, channel: str) -> HttpResponse:
    """Keeps what they want; a new address is sent its code at once."""
    chosen = _chosen(request, channel)
    form = ChoiceForm(CHANNELS[channel], chosen, request.membership, request.POST)
    if not form.is_valid():
        return _page(request, form=form)
    wishes = form.wishes()
    if channel == "push" and wishes["address"]:
        wishes["address"] = push.with_key(wishes["address"], PushKey.ours(timezone.now()).private)
    chosen.keep(lang=get_language() or settings.LANGUAGE_CODE, now=timezone.now(), **wishes)
    if chosen.is_confirmed:
        messages.success(request, _("Saved."))
        return _back(channel)
    return _send_code(request, chosen)


@require_POST
@allowed("see")
def proof(request: DeskRequest, channel: str) -> HttpResponse:
    """Takes the code, or sends another one."""
    chosen = _chosen(request, channel)
    if chosen.pk is None or not chosen.address:
        raise Http404
    if "again" in request.POST:
        return _send_code(request, chosen)
    form = ProofForm(request.POST, prefix=f"{channel}-proof")
    if not form.is_valid():
        return _page(request, proof=form, channel=channel)
    if not chosen.confirm(form.cleaned_data["code"], now=timezone.now()):
        form.add_error("code", _("This is not the code, or it is too old. You can ask for another one."))
        return _page(request, proof=form, channel=channel)
    messages.success(request, _("Confirmed: you are told here from now on."))
    return _back(channel)


@require_POST
@allowed("see")
def test(request: DeskRequest, channel: str) -> HttpResponse:
    chosen = _chosen(request, channel)
    if not chosen.is_confirmed:
        raise Http404
    try:
        message = chosen.test(now=timezone.now())
    except TooSoon:
        messages.warning(request, _("A message was sent a moment ago: wait a minute before the next one."))
    else:
        _say_what_came(request, message)
    return _back(channel)


def _say_what_came(request: DeskRequest, message: Message) -> None:
    """A test is sent in this very moment, so that its page says what came of it."""
    deliver(message, timezone.now)
    message.refresh_from_db()
    if message.state == "sent":
        messages.success(request, _("The test message has left: look whether it arrived."))
    elif message.trouble:
        reason = translated(message.trouble)
        messages.error(request, _("The test message did not leave: %(reason)s") % {"reason": reason})
    else:
        messages.success(request, _("A test message is on its way. It stands below once it has left."))


def _send_code(request: DeskRequest, chosen: Choice) -> HttpResponse:
    try:
        chosen.ask_for_proof(now=timezone.now())
    except TooSoon:
        messages.warning(request, _("A message was sent a moment ago: wait a minute before the next one."))
    else:
        messages.success(request, _("A code is on its way to this address. Type it below."))
    return _back(chosen.channel)


def _chosen(request: DeskRequest, channel: str) -> Choice:
    if channel not in CHANNELS or not CHANNELS[channel].is_set():
        raise Http404
    return _of(request, channel)


def _of(request: DeskRequest, channel: str) -> Choice:
    chosen = Choice.of(request.user, request.organisation, channel)
    chosen.organisation, chosen.user = request.organisation, request.user
    return chosen


def _back(channel: str) -> HttpResponse:
    answer = redirect("notifications")
    answer["Location"] += f"#{channel}"
    return answer


def _page(
    request: DeskRequest, *, form: ChoiceForm | None = None, proof: ProofForm | None = None, channel: str = ""
) -> HttpResponse:
    """The page; with the `form`, or the `proof` of one channel, that could not be taken."""
    ways = [_way(request, each, form, proof if each.name == channel else None) for each in CHANNELS.values()]
    context = {
        "ways": ways,
        "nobody": not any(way.choice.is_confirmed and way.channel.is_set() for way in ways)
        and not any(way.channel.is_set() for way in ways if way.channel.shown is None),
        "unreached": _unreached(request),
        "push_key": PushKey.ours(timezone.now()).public,
        "has_address": bool(settings.PUBLIC_ADDRESS),
        "form": form or proof,
    }
    return render(request, "notify/notifications.html", context, status=422 if form or proof else 200)


def _unreached(request: DeskRequest) -> list[tuple[Message, Channel]]:
    """For who runs the organisation: whom messages did not reach this week, by which channel and why."""
    if not request.membership.may("run the organisation"):
        return []
    since = timezone.now() - A_WEEK
    failed = Message.objects.of_whom_nobody_was_reached(request.organisation, since)[:MOST_SHOWN]
    return [(message, CHANNELS[message.channel]) for message in failed if message.channel in CHANNELS]


def _way(request: DeskRequest, channel: Channel, form: ChoiceForm | None, proof: ProofForm | None) -> Way:
    chosen = _of(request, channel.name)
    mine = Message.objects.to(channel.name, chosen.recipient.address).filter(organisation=request.organisation)
    if not chosen.is_confirmed:  # it may be somebody else's address
        mine = mine.filter(kind="address_code")
    return Way(
        channel=channel,
        choice=chosen,
        form=form if form and form.channel is channel else ChoiceForm(channel, chosen, request.membership),
        proof=proof or ProofForm(prefix=f"{channel.name}-proof"),
        latest=mine.order_by("-written_at")[:LATEST],
    )
