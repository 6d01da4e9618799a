"""The mail that asks a service, reminds it, and in the end asks its deputy: each in the transaction of its decision."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urljoin

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_noop

from beffroi.access.models import Team, User
from beffroi.inbox.models import Case, Consultation, ServiceContact
from beffroi.journal.models import record
from beffroi.notify.channels import CHANNELS
from beffroi.notify.models import Message, Recipient
from beffroi.vocabulary import Sentence

ASKED = gettext_noop(
    "{asker} ({organisation}) asks the service “{team}” what to answer a citizen. Read the question and write your "
    "words here, without an account; nothing is published before {organisation} has read them."
)
REMINDED = gettext_noop(
    "A question of a citizen has waited for the service “{team}” since {day}. The same page, once more:"
)
ESCALATED = gettext_noop(
    "A question of a citizen has waited for the service “{team}” since {day}, and nobody has answered. You are its "
    "deputy: what can {organisation} answer?"
)
SUBJECTS = {
    ASKED: gettext_noop("{organisation}: a citizen asks “{team}”"),
    REMINDED: gettext_noop("{organisation}: a question still waits for “{team}”"),
    ESCALATED: gettext_noop("{organisation}: nobody has answered for “{team}”"),
}


@dataclass(frozen=True)
class Asked:
    """`address` leads to the service's page; it was sent when `is_sent`, else somebody has to hand it over."""

    consultation: Consultation
    address: str
    is_sent: bool


def ask(case: Case, team: Team, *, note: str, by: User, now: datetime, here: str) -> Asked:
    """Asks `team` and writes the mail, in one transaction. `here` is where the asker's page stands."""
    with transaction.atomic():
        asked, secret = Consultation.ask(case, team, note=note, by=by, now=now)
        address = link_to(secret, here)
        contact = ServiceContact.of(team)
        is_sent = _write(asked, ASKED, team.name, contact.email, address, now)
    return Asked(asked, address, is_sent)


def remind(consultation: Consultation, *, now: datetime) -> bool:
    """Reminds the service, or asks its deputy when it was reminded already. Never twice: the claim of the due row, the
    message and the next due time are one transaction. Where nobody can be written to, the case says since when it
    waits."""
    contact, is_first = ServiceContact.of(consultation.team), consultation.reminded_at is None
    name, email = (consultation.team.name, contact.email) if is_first else (contact.deputy, contact.deputy_email)
    reachable = email and settings.PUBLIC_ADDRESS and CHANNELS["mail"].is_set()
    if consultation.standing(now) != "open" or not reachable:
        return _claim(consultation, due_at=None)
    with transaction.atomic():
        if is_first:
            later = now + contact.last_patience if contact.deputy_email else None
            taken = _claim(consultation, due_at=later, reminded_at=now)
        else:
            taken = _claim(consultation, due_at=None, escalated_at=now)
        if taken:
            _write_again(consultation, name or consultation.team.name, email, is_first, now)
    return taken


def _claim(consultation: Consultation, **changes: object) -> bool:
    mine = Consultation.objects.filter(pk=consultation.pk, due_at=consultation.due_at, ended_at=None)
    return bool(mine.update(**changes))


def _write_again(consultation: Consultation, name: str, email: str, is_first: bool, now: datetime) -> None:
    secret, case = consultation.new_link(now=now, to_deputy=not is_first), consultation.case
    _write(consultation, REMINDED if is_first else ESCALATED, name, email, link_to(secret), now)
    verb = "SERVICE_REMINDED" if is_first else "SERVICE_ESCALATED"
    record(verb, case, organisation=case.organisation, now=now, team=consultation.team.name)


def link_to(secret: str, here: str = "") -> str:
    return urljoin(settings.PUBLIC_ADDRESS or here, reverse("service_page", args=[secret]))


def _write(consultation: Consultation, say: str, name: str, email: str, link: str, now: datetime) -> bool:
    if not email or not CHANNELS["mail"].is_set():
        return False
    organisation = consultation.case.organisation
    said: dict[str, str | int] = {
        "asker": consultation.asked_by.name,
        "organisation": organisation.name,
        "team": consultation.team.name,
        "day": consultation.asked_at.astimezone(organisation.tz).strftime("%d/%m/%Y"),
    }
    Message.write(
        organisation,
        kind="service_asked",
        to=Recipient(name, "mail", email, "fr"),
        subject=Sentence(SUBJECTS[say], said),
        body=Sentence(say, said),
        link=link,
        now=now,
        about=consultation,
        not_after=consultation.expires_at,
    )
    return True
