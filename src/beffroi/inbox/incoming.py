"""A program of ours that brings in questions, the form on the town's own site: its door, and what it says."""

import json
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from beffroi.access.models import IncomingWebhook, Organisation, User
from beffroi.inbox.models import TypedMessage
from beffroi.journal.models import record

TYPE = "question.asked"
LONGEST, LONGEST_NAME = 20_000, 120  # signs, as of what is typed in


class Unusable(Exception):
    """What was sent is no question; the text says why."""


@dataclass(frozen=True, slots=True)
class Question:
    text: str
    name: str = ""


def open_door(organisation: Organisation, *, name: str, by: User, now: datetime) -> tuple[IncomingWebhook, str]:
    """Lets a program of ours bring in questions, for which `by` answers; with its secret, which is kept sealed."""
    with transaction.atomic():
        made, secret = IncomingWebhook.make(organisation, by, name, now)
        record("INCOMING_ADDED", made, organisation=organisation, actor=by, now=now, name=name)
    return made, secret


def close_door(webhook: IncomingWebhook, *, by: User | None, now: datetime) -> None:
    """It brings in nothing any more; twice changes nothing."""
    with transaction.atomic():
        if webhook.revoke(now):
            record("INCOMING_REVOKED", webhook, organisation=webhook.organisation, actor=by, now=now, name=webhook.name)


def question_in(body: bytes) -> Question:
    """What a call says. Raises Unusable."""
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        raise Unusable(_("The body is no JSON.")) from None
    if not isinstance(said, dict) or said.get("type") != TYPE or not isinstance(said.get("data"), dict):
        raise Unusable(_('Send {"type": "question.asked", "data": {"text": …, "name": …}}.'))
    text, name = said["data"].get("text"), said["data"].get("name") or ""
    if not isinstance(text, str) or not text.strip() or len(text) > LONGEST:
        raise Unusable(_("data.text is the question, in at most %(most)s characters.") % {"most": LONGEST})
    if not isinstance(name, str) or len(name) > LONGEST_NAME:
        raise Unusable(
            _("data.name is how the person wants to be called, in at most %(most)s characters.") % {"most": 120}
        )
    return Question(text.strip(), " ".join(name.split()))


def take_in(webhook: IncomingWebhook, key: str, question: Question, now: datetime) -> str:
    """Makes a case of it, once for each `key`; the number of the case. Raises Replayed."""
    with transaction.atomic():
        call = webhook.take(key, now)
        case = TypedMessage.take(
            webhook.organisation,
            channel="form",
            text=question.text,
            name=question.name,
            by=webhook.user,
            now=now,
            through=webhook.name,
        )
        call.outcome = str(case.pk)
        call.save(update_fields=["outcome"])
    return call.outcome
