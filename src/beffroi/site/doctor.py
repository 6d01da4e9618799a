"""`beffroi doctor`: how is this installation? Settings without their secrets, what answers, what is late."""

import os
import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TextIO

from django.conf import settings
from django.db import connection, models
from django.db.migrations.executor import MigrationExecutor
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
from beffroi.listening.models import Parcel, Relay, Stream
from beffroi.listening.relay.address import Address
from beffroi.notify.models import Message
from beffroi.publishing.models import Publication
from beffroi.site.needs import missing, standings
from beffroi.work.models import Heartbeat

LATE = timedelta(minutes=1)
LEAST_ROOM = 200 * 10**6  # bytes
SECRET = ("KEY", "SECRET", "PASSWORD", "TOKEN", "DATABASE_URL")
MAY_HOLD_A_SECRET = ("BEFFROI_NATS", "BEFFROI_MAIL", "BEFFROI_SMS_GATEWAY", "BEFFROI_SMS_BODY")
Line = tuple[bool, str]


def examine(out: TextIO) -> int:
    """Prints one line per thing looked at; 1 when something needs a person."""
    print(f"Beffroi {__version__}, data in {settings.DATA}", file=out)
    for name, value in _settings():
        print(f"  {name}={value}", file=out)
    sound = True
    for well, words in _findings(timezone.now()):
        sound &= well
        print(f"{'ok ' if well else 'BAD'}  {words}", file=out)
    return 0 if sound else 1


def _settings() -> Iterator[tuple[str, str]]:
    for name, value in sorted(os.environ.items()):
        if name.startswith("BEFFROI_"):
            hidden = name in MAY_HOLD_A_SECRET or any(part in name for part in SECRET)
            yield name, "(set, not shown)" if hidden else value


def _findings(now: datetime) -> Iterator[Line]:
    try:
        waiting = pending_migrations()
    except DatabaseError as error:
        yield False, f"the database does not answer: {error}"
        return
    behind = f"{waiting} migrations to run: beffroi migrate" if waiting else "up to date"
    yield not waiting, f"database {connection.vendor}: {behind}"
    if waiting:
        return
    for process in must_live():
        yield from _beats(process, now)
    for beat in Heartbeat.alive("web", now):
        yield True, f"web {beat.host}/{beat.pid}: {_seen(beat)}"
    free = shutil.disk_usage(settings.DATA).free
    yield has_room(), f"disk of the data folder: {free / 1e9:.1f} GB free"
    server = settings.MAIL_SERVER
    yield True, f"mail: through {server}, from {settings.MAIL_FROM}" if server else "mail: no server (BEFFROI_MAIL)"
    yield from _accounts()
    yield from _late(now)
    for stream in Stream.objects.all():
        read = f"{stream.posts_read} posts read, {stream.lines_passed_over} lines passed over"
        yield not stream.trouble, f"stream {stream}: {stream.trouble.get('say') or read}"
    if settings.NATS:
        yield from _relay(settings.NATS, now)
    yield from _missing(now)


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
            yield True, f"relay {address}: answers, {broker.held().waiting} messages wait there"
    except RelayTrouble as trouble:
        yield False, f"relay {address}: {trouble}"
    late = Parcel.objects.on_their_way().filter(packed_at__lt=now - LATE).count()
    on_their_way, dead = Parcel.objects.on_their_way().count(), Parcel.objects.dead().count()
    yield not late, f"parcels: {on_their_way} on their way, {late or 'none'} late by more than a minute; {Relay.told()}"
    yield not dead, f"parcels that nobody could open: {dead or 'none'}"


def pending_migrations() -> int:
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _beats(process: str, now: datetime) -> Iterator[Line]:
    """A line for each that lives and for each that died within the hour, or one that says that nobody does it."""
    alive, silent = list(Heartbeat.alive(process, now)), list(Heartbeat.fell_silent(process, now))
    for beat in alive:
        yield True, f"{process} {beat.host}/{beat.pid}: {_seen(beat)}"
    for beat in silent:
        yield bool(alive), f"{process} {beat.host}/{beat.pid}: ended without a word, {_seen(beat)}"
    if not (alive or silent):
        last = Heartbeat.objects.filter(process=process).order_by("-seen_at").first()
        yield False, f"{process}: {_seen(last) if last else 'never seen'}"


def _seen(beat: Heartbeat) -> str:
    return f"last seen {beat.seen_at:%Y-%m-%d %H:%M:%S} UTC"


def _accounts() -> Iterator[Line]:
    for account in Account.objects.select_related("connection"):
        try:
            account.connection.credentials()
        except WrongKey:
            yield False, f"{account}: no key in BEFFROI_KEYS opens its credentials"
            continue
        lost = account.connection.lost_reason.get("say")
        yield not lost, f"{account} ({account.network}): {f'access lost: {lost}' if lost else 'credentials open'}"


def _late(now: datetime) -> Iterator[Line]:
    queues: dict[str, models.QuerySet[models.Model]] = {
        "publications": Publication.objects.filter(due_at__lt=now - LATE),
        "messages to people": Message.objects.filter(due_at__lt=now - LATE),
        "profile readings": ProfilePoll.objects.filter(due_at__lt=now - LATE),
        "mention readings": MentionPoll.objects.filter(due_at__lt=now - LATE),
    }
    for name, late in queues.items():
        count = late.count()
        yield not count, f"{name}: {f'{count} late by more than a minute' if count else 'none late'}"


def _missing(now: datetime) -> Iterator[Line]:
    """What the page of each organisation says too. It is for people to see to, no trouble of what runs: never BAD."""
    with override("en"):
        for organisation in Organisation.objects.filter(is_demo=False).order_by("pk"):
            names = [str(each.need.name).lower() for each in missing(standings(organisation, now))]
            listed = f"still missing: {', '.join(names)} (Settings, “What is still missing”)"
            yield True, f"{organisation}: {listed if names else 'nothing is missing'}"


def verify_journal(out: TextIO) -> int:
    """Walks every chain; 1 when a link is broken."""
    broken = 0
    for organisation in Organisation.objects.all():
        for event in broken_links(organisation):
            broken += 1
            print(f"BAD  {organisation}: event {event.number} does not fit its chain", file=out)
        if is_cut_short(organisation):
            broken += 1
            print(f"BAD  {organisation}: the last events of the journal are not those of its chain", file=out)
    if not broken:
        print("ok   every event fits its chain", file=out)
    return 1 if broken else 0
