"""`beffroi doctor`: how is this installation? Settings without their secrets, what answers, what is late."""

import os
import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TextIO

from django.conf import settings
from django.db import connection, models
from django.db.utils import DatabaseError
from django.utils import timezone
from django.utils.translation import override

from beffroi import __version__
from beffroi.access.models import Organisation
from beffroi.access.sealing import WrongKey
from beffroi.directory.models import Account
from beffroi.guard.models import ProfilePoll
from beffroi.inbox.models import MentionPoll
from beffroi.journal.models import broken_links, is_cut_short
from beffroi.journal.sentences import translated
from beffroi.listening.models import Parcel, Relay, Stream
from beffroi.listening.relay.address import Address
from beffroi.notify.models import Message
from beffroi.publishing.models import Publication
from beffroi.site.needs import missing, standings
from beffroi.site.starting import pending_migrations
from beffroi.site.terminal import decimal, language, look, ngettext
from beffroi.site.terminal import gettext as _
from beffroi.work.models import Heartbeat

LATE = timedelta(minutes=1)
LEAST_ROOM = 200 * 10**6  # bytes
SECRET = ("KEY", "SECRET", "PASSWORD", "TOKEN", "DATABASE_URL")
MAY_HOLD_A_SECRET = ("BEFFROI_NATS", "BEFFROI_MAIL", "BEFFROI_SMS_GATEWAY", "BEFFROI_SMS_BODY")
Line = tuple[bool, str]


def examine(out: TextIO) -> int:
    """Prints one line per thing looked at; 1 when something needs a person."""
    print(_("Beffroi {version}, data in {folder}").format(version=__version__, folder=settings.DATA), file=out)
    for name, value in _settings():
        print(f"  {name}={value}", file=out)
    sound = True
    with override(language()):
        for well, words in _findings(timezone.now()):
            sound &= well
            look(well, words, out)
    return 0 if sound else 1


def _settings() -> Iterator[tuple[str, str]]:
    for name, value in sorted(os.environ.items()):
        if name.startswith("BEFFROI_"):
            hidden = name in MAY_HOLD_A_SECRET or any(part in name for part in SECRET)
            yield name, _("(set, not shown)") if hidden else value


def _findings(now: datetime) -> Iterator[Line]:
    try:
        waiting = pending_migrations()
    except DatabaseError as error:
        yield False, _("the database does not answer: {error}").format(error=error)
        return
    yield not waiting, _database(waiting)
    if waiting:
        return
    for process in must_live():
        yield from _beats(process, now)
    for beat in Heartbeat.alive("web", now):
        yield True, f"web {beat.host}/{beat.pid}: {_seen(beat)}"
    free = decimal(shutil.disk_usage(settings.DATA).free / 1e9)
    yield has_room(), _("disk of the data folder: {free} GB free").format(free=free)
    yield True, _mail()
    yield from _accounts()
    yield from _late(now)
    for stream in Stream.objects.all():
        yield not stream.trouble, _("stream {name}: {how}").format(name=stream, how=_how(stream))
    if settings.NATS:
        yield from _relay(settings.NATS, now)
    yield from _missing(now)


def _database(waiting: int) -> str:
    if not waiting:
        return _("database {vendor}: up to date").format(vendor=connection.vendor)
    behind = ngettext(
        "database {vendor}: {count} migration to run: beffroi migrate",
        "database {vendor}: {count} migrations to run: beffroi migrate",
        waiting,
    )
    return behind.format(vendor=connection.vendor, count=waiting)


def _mail() -> str:
    if not (server := settings.MAIL_SERVER):
        return _("mail: no server (BEFFROI_MAIL)")
    return _("mail: through {server}, from {sender}").format(server=server, sender=settings.MAIL_FROM)


def _how(stream: Stream) -> str:
    if stream.trouble:
        return translated(stream.trouble)
    read = _("{posts} posts read, {lines} lines passed over")
    return read.format(posts=stream.posts_read, lines=stream.lines_passed_over)


def has_room() -> bool:
    """Whether the disk of the data folder has room for the next hours."""
    return shutil.disk_usage(settings.DATA).free >= LEAST_ROOM


def must_live() -> list[str]:
    """The processes beside the pages; a hearer only where a relay stands between it and the listener."""
    return ["worker", "listener", *(["hearer"] if settings.NATS else [])]


def _relay(address: Address, now: datetime) -> Iterator[Line]:
    """Whether NATS answers, and what is on its way there."""
    from beffroi.listening.relay.broker import RelayTrouble, opened  # here: most installations never load NATS

    try:
        with opened(address) as broker:
            answers = _("relay {address}: answers, {count} messages wait there")
            yield True, answers.format(address=address, count=broker.held().waiting)
    except RelayTrouble as trouble:
        yield False, _("relay {address}: {why}").format(address=address, why=translated(trouble.reason.as_json()))
    late = Parcel.objects.on_their_way().filter(packed_at__lt=now - LATE).count()
    on_their_way, dead, told = Parcel.objects.on_their_way().count(), Parcel.objects.dead().count(), Relay.told()
    parcels = _(
        "parcels: {count} on their way, {late} late by more than a minute; {again} redelivered, {read} times read again"
    )
    yield (
        not late,
        parcels.format(count=on_their_way, late=late or _("none"), again=told.redelivered, read=told.read_again),
    )
    yield not dead, _("parcels that nobody could open: {count}").format(count=dead or _("none"))


def _beats(process: str, now: datetime) -> Iterator[Line]:
    """A line for each that lives and for each that died within the hour, or one that says that nobody does it."""
    alive, silent = list(Heartbeat.alive(process, now)), list(Heartbeat.fell_silent(process, now))
    for beat in alive:
        yield True, f"{process} {beat.host}/{beat.pid}: {_seen(beat)}"
    for beat in silent:
        ended = _("ended without a word, {seen}").format(seen=_seen(beat))
        yield bool(alive), f"{process} {beat.host}/{beat.pid}: {ended}"
    if not (alive or silent):
        never = _("never seen")
        last = Heartbeat.objects.filter(process=process).order_by("-seen_at").first()
        yield False, f"{process}: {_seen(last) if last else never}"


def _seen(beat: Heartbeat) -> str:
    return _("last seen {at} UTC").format(at=f"{beat.seen_at:%Y-%m-%d %H:%M:%S}")


def _accounts() -> Iterator[Line]:
    for account in Account.objects.select_related("connection"):
        try:
            account.connection.credentials()
        except WrongKey:
            yield False, _("{account}: no key in BEFFROI_KEYS opens its credentials").format(account=account)
            continue
        lost = translated(account.connection.lost_reason)
        how = _("access lost: {why}").format(why=lost) if lost else _("credentials open")
        yield not lost, f"{account} ({account.network}): {how}"


def _late(now: datetime) -> Iterator[Line]:
    queues: dict[str, models.QuerySet[models.Model]] = {
        _("publications"): Publication.objects.filter(due_at__lt=now - LATE),
        _("messages to people"): Message.objects.filter(due_at__lt=now - LATE),
        _("profile readings"): ProfilePoll.objects.filter(due_at__lt=now - LATE),
        _("mention readings"): MentionPoll.objects.filter(due_at__lt=now - LATE),
    }
    for name, late in queues.items():
        count = late.count()
        some = _("{name}: {count} late by more than a minute") if count else _("{name}: none late")
        yield not count, some.format(name=name, count=count)


def _missing(now: datetime) -> Iterator[Line]:
    """What the page of each organisation says too. It is for people to see to, no trouble of what runs: never BAD."""
    for organisation in Organisation.objects.filter(is_demo=False).order_by("pk"):
        names = ", ".join(str(each.need.name).lower() for each in missing(standings(organisation, now)))
        listed = _("{organisation}: still missing: {names} (Settings, “What is still missing”)")
        nothing = _("{organisation}: nothing is missing")
        yield True, (listed if names else nothing).format(organisation=organisation, names=names)


def verify_journal(out: TextIO) -> int:
    """Walks every chain; 1 when a link is broken."""
    broken = 0
    for organisation in Organisation.objects.all():
        for event in broken_links(organisation):
            broken += 1
            misfit = _("{organisation}: event {number} does not fit its chain")
            look(False, misfit.format(organisation=organisation, number=event.number), out)
        if is_cut_short(organisation):
            broken += 1
            cut = _("{organisation}: the last events of the journal are not those of its chain")
            look(False, cut.format(organisation=organisation), out)
    if not broken:
        look(True, _("every event fits its chain"), out)
    return 1 if broken else 0
