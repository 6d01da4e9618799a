"""The complaint file of an account that was taken, as plain data: what a page and a PDF put on paper."""

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from beffroi.archive.models import ProfileSnapshot
from beffroi.chronicle.models import Entry
from beffroi.chronicle.models.evidence import FORM
from beffroi.chronicle.reports.words import TO_THE_SECOND, moment, number
from beffroi.guard.models import Baseline, PlaybookRun
from beffroi.journal.models import Event
from beffroi.journal.sentences import sentence

SNAPSHOT_FORM = "beffroi-profile-1"
SNAPSHOT_FIELDS = ("native_id", "handle", "name", "summary", "icon", "followers", "posts")


def complaint(run: PlaybookRun, *, now: datetime) -> dict[str, Any]:
    """Every word of it, translated; plain JSON."""
    account = run.account
    return {
        "lang": (get_language() or "fr")[:2],
        "organisation": account.organisation.name,
        "title": _("The account @%(handle)s was taken") % {"handle": account.handle},
        "when": _("Seen on %(when)s") % {"when": moment(run.alarm.raised_at, TO_THE_SECOND)},
        "identity": _identity(run),
        "snapshots": [_snapshot(shown) for shown in _snapshots(run)],
        "posts": [_post(entry) for entry in _posts(run)],
        "timeline": [_line(event) for event in _events(run)],
        "articles": _articles(),
        "labels": _labels(),
        "made": _("Written by Beffroi on %(when)s. All times are those of %(zone)s.")
        % {"when": moment(now), "zone": account.organisation.zone},
    }


def _identity(run: PlaybookRun) -> list[dict[str, str]]:
    account, baseline = run.account, Baseline.of(run.account)
    said = (
        (_("Network"), account.network_name),
        (_("Identifier on the network, which never changes"), account.native_id),
        (_("Registered handle"), "@" + " · @".join(baseline.handles or [account.handle])),
        (_("Registered name"), " · ".join([baseline.name, *baseline.accepted_names])),
        (_("Address of the account"), account.url),
        (_("Registered on"), f"{moment(baseline.signed_at, TO_THE_SECOND)} · {baseline.signed_by.name}"),
    )
    return [{"label": label, "value": value} for label, value in said if value]


def _snapshots(run: PlaybookRun) -> list[ProfileSnapshot]:
    """The last good look before the alarm, and everything from then on."""
    shown = ProfileSnapshot.objects.filter(account=run.account)
    before = shown.filter(at__lt=run.alarm.raised_at).order_by("-at", "-pk").first()
    until = {"at__lte": run.closed_at} if run.closed_at else {}
    later = shown.filter(at__gte=run.alarm.raised_at, **until).order_by("at", "pk")
    return [*([before] if before else []), *later]


def _snapshot(shown: ProfileSnapshot) -> dict[str, str]:
    return {
        "at": moment(shown.at, TO_THE_SECOND),
        "name": shown.name,
        "handle": f"@{shown.handle}",
        "native_id": shown.native_id,
        "summary": shown.summary,
        "icon": shown.icon,
        "followers": "" if shown.followers is None else number(shown.followers),
        "sha256": fingerprint(shown),
    }


def fingerprint(shown: ProfileSnapshot) -> str:
    """sha256, hexadecimal, of what a profile showed: JSON with its keys in order, no blanks, UTF-8, the moment in UTC
    to the microsecond."""
    said = {
        "form": SNAPSHOT_FORM,
        "at": shown.at.astimezone(UTC).isoformat(timespec="microseconds"),
        **{field: getattr(shown, field) for field in SNAPSHOT_FIELDS},
    }
    canonical = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def _posts(run: PlaybookRun) -> list[Entry]:
    """What was posted in our name, as it was captured."""
    if run.incident is None:
        return []
    return list(run.incident.entries.told().filter(episode="faulty", kind="post"))


def _post(entry: Entry) -> dict[str, str]:
    post = entry.post
    return {
        "at": moment(entry.at, TO_THE_SECOND),
        "text": post.text if post else _("The archive no longer keeps this post."),
        "address": post.url if post else "",
        "native_id": post.native_id if post else "",
        "captured": moment(entry.captured_at, TO_THE_SECOND),
        "sha256": entry.sha256,
    }


def _events(run: PlaybookRun) -> Iterator[Event]:
    """What the ledger knows of it: the alarms, the freezes, the playbook."""
    account = run.account
    about = Q(subject_kind="guard.playbookrun", subject_id=str(run.pk))
    about |= Q(subject_kind="guard.alarm", subject_id=str(run.alarm_id))
    about |= Q(subject_kind="directory.account", subject_id=str(account.pk), at__gte=run.since)
    told = Event.objects.filter(about, organisation=account.organisation).select_related("actor")
    if run.closed_at:
        told = told.filter(at__lte=run.closed_at)
    return told.order_by("number").iterator()


def _line(event: Event) -> dict[str, str]:
    return {
        "at": moment(event.at, TO_THE_SECOND),
        "said": sentence(event),
        "number": str(event.number),
        "sha256": event.hash,
    }


def _articles() -> list[dict[str, str]]:
    """What the complaint may rest on. Whoever files it checks it: this is no legal advice."""
    return [
        {
            "article": _("Code pénal, article 226-4-1"),
            "said": _("Identity theft, on line too: one year of prison and a fine of 15,000 €."),
        },
        {
            "article": _("Code pénal, article 323-1 (to be checked)"),
            "said": _("Fraudulent access to a system of automated data processing. To be checked before it is cited."),
        },
    ]


def _labels() -> dict[str, str]:
    return {
        "file": _("Complaint file"),
        "identity": _("The account, as it was registered"),
        "snapshots": _("What it showed"),
        "posts": _("What was posted in our name"),
        "no_posts": _("Beffroi has seen no post that did not leave through it."),
        "timeline": _("What happened, line by line"),
        "articles": _("What the complaint may rest on"),
        "at": _("Time"),
        "name": _("Name"),
        "handle": _("Handle"),
        "id": _("Identifier"),
        "summary": _("Description"),
        "picture": _("Picture"),
        "followers": _("Followers"),
        "address": _("Address"),
        "captured": _("captured"),
        "journal": _("journal, line"),
        "page": _("page {n} of {m}"),
        "added": _("To be added by hand"),
        "adding": _(
            "Pictures of the screen with the address and the hour, mails of the network, messages that people had from "
            "the thief, who held the account, what it cost."
        ),
        "method_title": _("How to check it"),
        "method": _(
            "The sha256 of a profile is that of its stored fields as JSON, keys in order, without blanks, in the form "
            "%(profile)s; that of a post in the form %(post)s; that of a line of the journal is its own place in the "
            "chain."
        )
        % {"profile": SNAPSHOT_FORM, "post": FORM},
    }
