"""What is kept of the messages to people."""

from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from beffroi.access.models import Organisation
from beffroi.journal.erasing import Names
from beffroi.keeping.kinds import Circumstance, Kind, Part, Person, delete, delete_theirs, shown
from beffroi.notify.models import Choice, Message, Watch, WebhookDelivery
from beffroi.notify.models.webhook_delivery import KEPT as CALLS_KEPT

SETTLED = ("sent", "failed", "withdrawn")
CARRIERS = {
    "mail": _("the mail server of the installation"),
    "sms": _("the SMS gateway"),
    "matrix": _("the Matrix server"),
    "push": _("the push services of the browsers of those who chose that"),
    "webhook": _("the programs by which people chose to be told"),
    "apprise": _("the further services by which people chose to be told"),
}


def _old(organisation: Organisation, days: int, now: datetime) -> "models.QuerySet[Message]":
    settled = Message.objects.filter(organisation=organisation, state__in=SETTLED)
    return settled.filter(written_at__lte=now - timedelta(days=days))


def _to(organisation: Organisation, person: Person) -> "models.QuerySet[Message]":
    settled = Message.objects.filter(organisation=organisation, state__in=SETTLED)
    return settled.filter(person.mailed("address") | person.named("name")).order_by("written_at")


def _of_message(message: Message) -> dict[str, Any]:
    said = {"channel": message.channel, "address": message.address, "name": message.name, "kind": message.kind}
    return {**said, "written_at": shown(message.written_at), "sent_at": shown(message.sent_at)}


def _choices(organisation: Organisation, person: Person) -> "models.QuerySet[Choice]":
    return Choice.objects.filter(organisation=organisation, user__in=person.users).order_by("channel")


def _of_choice(choice: Choice) -> dict[str, Any]:
    told = {"kinds": choice.kinds, "digest_kinds": choice.digest_kinds, "on_call": choice.on_call}
    return {"channel": choice.channel, "address": choice.address, **told}


def _over(organisation: Organisation, days: int, now: datetime) -> "models.QuerySet[Watch]":
    return Watch.objects.filter(organisation=organisation, ends_at__lte=now - timedelta(days=days))


def _watches(organisation: Organisation, person: Person) -> "models.QuerySet[Watch]":
    return Watch.objects.filter(organisation=organisation, user__in=person.users).order_by("starts_at")


def _of_watch(watch: Watch) -> dict[str, Any]:
    return {"from": shown(watch.starts_at), "until": shown(watch.ends_at), "removed_at": shown(watch.removed_at)}


def _calls(organisation: Organisation, person: Person) -> list[WebhookDelivery]:
    names = Names(person.words)
    written = WebhookDelivery.objects.filter(endpoint__organisation=organisation).order_by("written_at", "pk")
    return [call for call in written.iterator() if names.names and call.names(names)]


def _of_call(call: WebhookDelivery) -> dict[str, Any]:
    return {"type": call.type, "said": call.body, "answer": call.answer, "written_at": shown(call.written_at)}


def _say_less(_organisation: Organisation, person: Person, calls: list[WebhookDelivery], *_whom: Any) -> int:
    for call in calls:
        call.say_less(Names(person.words))
    return len(calls)


def say(organisation: Organisation) -> list[Circumstance]:
    used = Choice.objects.filter(organisation=organisation).values_list("channel", flat=True).distinct()
    return [Circumstance("processors", CARRIERS[channel]) for channel in sorted(set(used))]


KINDS = [
    Kind(
        "notify.messages",
        name=_("Messages to people"),
        why=_("To know who was told of what, and who could not be reached."),
        basis=_("Task in the public interest (GDPR, art. 6 (1) e)"),
        days=90,
        at="written_at",
        going=_old,
        erase=delete,
        example=lambda message: f"{message.channel}, {message.kind}",
    ),
    Kind(
        "notify.watches",
        name=_("Who was on call"),
        why=_("To know who was called, and whose turn it is."),
        basis=_("Task in the public interest (GDPR, art. 6 (1) e)"),
        days=365,
        at="ends_at",
        going=_over,
        erase=delete,
    ),
    Kind(
        "notify.calls",
        name=_("Calls to programs"),
        why=_("To see which call did not get through, and to make it again."),
        basis=_("Task in the public interest (GDPR, art. 6 (1) e)"),
        days=CALLS_KEPT.days,
    ),
]
PARTS = [
    Part(
        "notify.messages",
        name=_("Messages to them"),
        find=_to,
        said=_of_message,
        fate="erased",
        because=_("Nobody needs it."),
        erase=delete_theirs,
    ),
    Part(
        "notify.choices",
        name=_("What they want to be told, and where"),
        find=_choices,
        said=_of_choice,
        fate="erased",
        because=_("Nobody needs it."),
        erase=delete_theirs,
    ),
    Part(
        "notify.watches",
        name=_("When they are on call"),
        find=_watches,
        said=_of_watch,
        fate="erased",
        because=_("Nobody needs it."),
        erase=delete_theirs,
    ),
    Part(
        "notify.calls",
        name=_("Calls to programs that name them"),
        find=_calls,
        said=_of_call,
        fate="erased",
        because=_(
            "The call stays in the list for a month, without the name. What the program keeps is its own affair."
        ),
        erase=_say_less,
    ),
]
CIRCUMSTANCES = [say]
