"""Tells the members of an organisation: whose business it is, by the channels they chose, when they want it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.db.models import Model, Q
from django.urls import reverse

from beffroi.access.models import Membership, Organisation, User
from beffroi.access.roles import ROLES, may
from beffroi.journal.models import Event
from beffroi.notify.channels import CHANNELS, RINGING
from beffroi.notify.kinds import KINDS, Kind
from beffroi.notify.models import Choice, Message, Recipient, Watch
from beffroi.notify.models.message import About, named
from beffroi.vocabulary import Sentence
from beffroi.work.waking import wake

GATHERED = timedelta(minutes=1)  # what comes so soon after a message of its kind waits, and becomes one with a count
UNREACHED = timedelta(minutes=5)  # who was called and has not been reached for so long is not waited for any more


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
    unless: Kind | None = None,
) -> list[Message]:
    """Writes a message to each member who may act on this kind, in the transaction of the caller.

    `who` says which members only, `but` who knows already; `subject` is the kind's own when none is given; with a
    `count` above one `body` tells of that many things. The messages that were written: none to somebody who was told
    of the same kind a moment ago and whose message still waits, which tells of these too. What is `urgent` is told at
    once, as a kind that is urgent by itself: to who is on call, and others in their quiet hours sleep on; where nobody
    is on call with a channel that rings, to everybody. Whoever is told of `unless` by a channel is not told there of
    this beside. Raises KeyError for a kind that is not in `KINDS`.
    """
    told_of = KINDS[kind]
    is_urgent = urgent or told_of.urgent
    said = subject or Sentence(told_of.subject, {"organisation": organisation.name})
    what: dict[str, Any] = {"kind": kind, "subject": said, "body": body, "link": link, "about": about, "count": count}
    what["is_urgent"] = is_urgent
    called = list(on_call(organisation, told_of, now, but=but)) if is_urgent or told_of.called else []
    choices = [*called, *addressees(organisation, told_of, who=who, but=but)]
    wakes_everybody = is_urgent and not any(choice.rings for choice in called)
    at_once = {choice.user_id for choice in (choices if wakes_everybody else called)}
    written = []
    for choice in _without(unless, _once(choices), called):
        if choice.user_id in at_once or is_urgent or not choice.digests(kind):
            written.append(_write(choice, told_of, what, now, at_once=choice.user_id in at_once))
        elif not _is_told(choice, told_of, what):
            written.append(choice.add_to_digest(now=now, **what))
    return [message for message in written if message is not None]


def _without(kind: Kind | None, choices: Iterable[Choice], called: Sequence[Choice]) -> Iterator[Choice]:
    """Those by which nobody hears of this kind."""
    for choice in choices:
        hears = kind is not None and (choice.calls_for if choice in called else choice.wants)(kind.name)
        if not hears:
            yield choice


def _write(choice: Choice, kind: Kind, what: dict[str, Any], now: datetime, *, at_once: bool) -> Message | None:
    """The message by this channel; None where it was told already, or a message that waits tells it."""
    if _is_told(choice, kind, what):
        return None
    latest = _latest(choice, kind.name)
    if at_once and latest is not None and latest.due_at is not None and latest.due_at > now + GATHERED:
        latest = None  # it waits for the morning
    if latest is not None and _gathered(latest, kind, what):
        return None
    wanted_at = now if at_once else choice.leaves_at(now)
    leave_at = max(wanted_at, _after(latest, now)) + timedelta(seconds=kind.patience)
    return Message.write(choice.organisation, to=choice.recipient, leave_at=leave_at, now=now, **what)


def _is_told(choice: Choice, kind: Kind, what: dict[str, Any]) -> bool:
    about = what["about"]
    return about is not None and not kind.reminds and _is_known(choice, kind, about, what["body"])


def addressees(
    organisation: Organisation, kind: Kind, *, who: Iterable[User] | None = None, but: User | None = None
) -> Iterator[Choice]:
    """Each channel of each member who may act on this kind and wants to be told of it."""
    roles = [role for role in ROLES if may(role, kind.act)]
    return (way for way in ways_of(organisation, who, but=but, roles=roles) if way.wants(kind.name))


def on_call(organisation: Organisation, kind: Kind, now: datetime, *, but: User | None = None) -> Iterator[Choice]:
    """Each channel by which who is on call is called, whatever their role may decide: they know whom to ask."""
    people = [watch.user for watch in Watch.objects.of(organisation).at(now)]
    ways = ways_of(organisation, people, but=but) if people else iter(())
    return (way for way in ways if way.calls_for(kind.name))


def ways_of(
    organisation: Organisation,
    who: Iterable[User] | None = None,
    *,
    but: User | None = None,
    roles: Iterable[str] = tuple(ROLES),
) -> Iterator[Choice]:
    """Each channel of each member that is set and confirmed."""
    members = Membership.objects.filter(organisation=organisation, role__in=roles, user__is_active=True)
    members = members.exclude(user=but).select_related("user").order_by("user")
    if who is not None:
        members = members.filter(user__in=[user.pk for user in who])
    stored = Choice.objects.filter(organisation=organisation)
    chosen = {(choice.user_id, choice.channel): choice for choice in stored}
    for member in members:
        for channel in CHANNELS.values():
            choice = chosen.get((member.user_id, channel.name)) or Choice.untouched(
                member.user, organisation, channel.name
            )
            choice.user, choice.organisation = member.user, organisation
            if channel.is_set() and choice.is_confirmed:
                yield choice


def _once(choices: Iterable[Choice]) -> Iterator[Choice]:
    """A room that several people share only once."""
    seen: set[Recipient] = set()
    for choice in choices:
        place = replace(choice.recipient, name="", lang="")
        if place not in seen:
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
    return told.exclude(state="withdrawn").filter(digest=None).order_by("-written_at").first()


def _gathered(latest: Message, kind: Kind, what: dict[str, Any]) -> bool:
    """Whether the message that still waits tells of these too now."""
    if latest.state != "queued":
        return False
    body = Sentence(kind.many, {"count": latest.count + what["count"]})
    more = {"count": what["count"], "is_urgent": what["is_urgent"]}
    return latest.gather(body=body, link=page_of(kind.page), **more)


def _after(latest: Message | None, now: datetime) -> datetime:
    """`now`, or later when one of the same kind has only just left."""
    if latest is None or latest.state == "failed":
        return now
    return max(now, (latest.sent_at or latest.written_at) + GATHERED)


def call_the_others(missed: Message, now: datetime, *, is_broken: bool = False) -> None:
    """What is urgent and has not rung anywhere in time wakes those who sleep because somebody else was called. Nobody
    waits where it failed, or where the channel itself `is_broken`."""
    is_late = missed.state == "failed" or is_broken or now >= missed.written_at + UNREACHED
    if not missed.is_urgent or not is_late:
        return
    told = Message.objects.filter(organisation=missed.organisation, is_urgent=True)
    rang = told.filter(kind=missed.kind, channel__in=RINGING).exclude(pk=missed.pk)
    reached = Q(state="sent", sent_at__gte=missed.written_at)
    under_way = Q(state="queued", due_at__lte=now) | Q(state="sending", due_at__gt=now)  # not of a worker that died
    if rang.filter(reached | under_way).exists():
        return
    waiting = told.filter(kind__in=_kinds_with(missed.kind), state="queued", due_at__gt=now, attempts=0)
    if waiting.update(due_at=now):
        wake("notify.send_due")


def _kinds_with(name: str) -> list[str]:
    """This kind, and those that are not told beside it to whoever hears of it."""
    verbs = set(KINDS[name].verbs) if name in KINDS else set()
    return [name, *(kind.name for kind in KINDS.values() if verbs & set(kind.goes_with))]


def was_called(row: Model, since: datetime) -> bool:
    """Whether a call about this, written since, rang somewhere."""
    calls = Message.objects.about(row).filter(is_urgent=True, written_at__gte=since)
    return calls.filter(channel__in=RINGING, state="sent").exists()
