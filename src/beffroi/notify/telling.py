"""Tells the members of an organisation: whose business it is, by the channels they chose, when they want it."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse

from beffroi.access.models import Membership, Organisation, User
from beffroi.access.roles import ROLES, may
from beffroi.journal.models import Event
from beffroi.notify.channels import CHANNELS
from beffroi.notify.kinds import KINDS, Kind
from beffroi.notify.models import Choice, Message, Recipient
from beffroi.notify.models.message import About, named
from beffroi.vocabulary import Sentence

GATHERED = timedelta(minutes=1)  # what comes so soon after a message of its kind waits, and becomes one with a count


def tell(
    organisation: Organisation,
    kind: str,
    *,
    subject: Sentence | None = None,
    body: Sentence,
    link: str = "",
    now: datetime,
    about: About | None = None,
    who: Iterable[User] | None = None,
    but: User | None = None,
    count: int = 1,
    urgent: bool = False,
) -> list[Message]:
    """Writes a message to each member who may act on this kind, in the transaction of the caller.

    `who` says which members only, `but` who knows already; `subject` is the kind's own when none is given; with a
    `count` above one `body` tells of that many things. The messages that were written: none to somebody who was told
    of the same kind a moment ago and whose message still waits, which tells of these too. What is `urgent` is told in
    quiet hours, as a kind that is urgent by itself. Raises KeyError for a kind that is not in `KINDS`.
    """
    told_of = KINDS[kind]
    said = subject or Sentence(told_of.subject, {"organisation": organisation.name})
    what: dict[str, Any] = {"kind": kind, "subject": said, "body": body, "link": link, "about": about, "count": count}
    written = []
    for choice in addressees(organisation, told_of, who=who, but=but):
        if about is not None and not told_of.reminds and _is_known(choice, told_of, about, body):
            continue
        latest = _latest(choice, kind)
        if urgent and latest is not None and latest.due_at is not None and latest.due_at > now + GATHERED:
            latest = None  # it waits for the morning
        if latest is not None and _gathered(latest, told_of, count):
            continue
        wanted_at = now if urgent else choice.leaves_at(kind, now)
        leave_at = max(wanted_at, _after(latest, now)) + timedelta(seconds=told_of.patience)
        written.append(Message.write(organisation, to=choice.recipient, leave_at=leave_at, now=now, **what))
    return written


def addressees(
    organisation: Organisation, kind: Kind, *, who: Iterable[User] | None = None, but: User | None = None
) -> Iterator[Choice]:
    """Each channel of each member who may act on this kind and wants to be told of it; none that is not set, and a room
    that several people share only once."""
    members = Membership.objects.filter(organisation=organisation, role__in=[r for r in ROLES if may(r, kind.act)])
    members = members.filter(user__is_active=True).exclude(user=but).select_related("user").order_by("user")
    if who is not None:
        members = members.filter(user__in=[user.pk for user in who])
    stored = Choice.objects.filter(organisation=organisation)
    chosen = {(choice.user_id, choice.channel): choice for choice in stored}
    seen: set[Recipient] = set()
    for member in members:
        for channel in CHANNELS.values():
            choice = chosen.get((member.user_id, channel.name)) or Choice.untouched(
                member.user, organisation, channel.name
            )
            choice.user, choice.organisation = member.user, organisation
            place = replace(choice.recipient, name="", lang="")
            if channel.is_set() and choice.wants(kind.name) and place not in seen:
                seen.add(place)
                yield choice


def _is_known(choice: Choice, kind: Kind, about: About, body: Sentence) -> bool:
    """Whether this person was told the same of the same thing by this channel, and nothing has settled it since."""
    if not kind.verbs:
        return False  # whoever tells it says itself when it is told again
    to, (about_kind, about_id) = choice.recipient, named(about)
    told = Message.objects.to(to.channel, to.address).filter(organisation=choice.organisation, kind=kind.name)
    same = told.filter(about_kind=about_kind, about_id=about_id, body__say=body.say)
    last = same.exclude(state__in=["withdrawn", "failed"]).order_by("-written_at").first()
    if last is None:
        return False
    since = Event.objects.filter(organisation=choice.organisation, at__gte=last.written_at, verb__in=kind.settled_by)
    return not since.filter(subject_kind=about_kind, subject_id=about_id).exists()


def page_of(url_name: str, *args: object) -> str:
    """The absolute address of a page; empty while nobody said under which address people reach Beffroi."""
    return urljoin(settings.PUBLIC_ADDRESS, reverse(url_name, args=args)) if settings.PUBLIC_ADDRESS else ""


def _latest(choice: Choice, kind: str) -> Message | None:
    to = choice.recipient
    told = Message.objects.to(to.channel, to.address).filter(organisation=choice.organisation, kind=kind)
    return told.exclude(state="withdrawn").order_by("-written_at").first()


def _gathered(latest: Message, kind: Kind, count: int) -> bool:
    """Whether the message that still waits tells of these too now."""
    if latest.state != "queued":
        return False
    body = Sentence(kind.many, {"count": latest.count + count})
    return latest.gather(count=count, body=body, link=page_of(kind.page))


def _after(latest: Message | None, now: datetime) -> datetime:
    """`now`, or later when one of the same kind has only just left."""
    if latest is None or latest.state == "failed":
        return now
    return max(now, (latest.sent_at or latest.written_at) + GATHERED)
