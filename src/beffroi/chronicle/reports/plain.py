"""The whole report as plain data: what each form of it puts on paper."""

from datetime import datetime
from itertools import count
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from beffroi.chronicle.curve import MINUTE, Curve
from beffroi.chronicle.models.evidence import FORM
from beffroi.chronicle.reports import words
from beffroi.chronicle.states import KINDS
from beffroi.chronicle.telling import Heard, Line, Telling
from beffroi.engines.texts.direction import isolated

TICKS = 4
LOUDEST = 20  # voices of a report


def plain(telling: Telling, *, now: datetime) -> dict[str, Any]:
    """Every word of the report, translated; plain JSON."""
    incident = telling.incident
    return {
        "lang": (get_language() or "fr")[:2],
        "organisation": incident.organisation.name,
        "title": telling.title,
        "kind": str(KINDS[incident.kind]),
        "when": _when(telling),
        "early": words.lateness(telling),
        "summary": incident.summary,
        "outcome": incident.outcome,
        "figures": [{"label": label, "value": value} for label, value in words.figures(telling)],
        "curve": _curve(telling),
        "episodes": _episodes(telling),
        "voices": [_voice(heard) for heard in telling.voices[:LOUDEST]],
        "more_voices": words.others(len(telling.voices) - LOUDEST),
        "labels": _labels(telling),
        "made": _made(telling, now),
        "form": FORM,
    }


def _when(telling: Telling) -> str:
    incident = telling.incident
    start = words.moment(incident.started_at)
    if incident.ended_at is None:
        return _("since %(start)s") % {"start": start}
    return _("from %(start)s to %(end)s") % {"start": start, "end": words.moment(incident.ended_at)}


def _made(telling: Telling, now: datetime) -> str:
    said = {"when": words.moment(now), "zone": telling.incident.organisation.zone}
    return _("Written by Beffroi on %(when)s. All times are those of %(zone)s.") % said


def _curve(telling: Telling) -> dict[str, Any]:
    curve = telling.curve
    last = len(curve.counts)
    ticks = [round(last * part / TICKS) for part in range(TICKS + 1)]
    return {
        "counts": list(curve.counts),
        "peak": curve.peak,
        "unit": words.per_bin(curve),
        "ticks": [{"place": place, "said": words.moment(curve.at(place), words.MINUTE)} for place in ticks],
        "changes": [{"place": change.at, "said": str(n)} for n, change in enumerate(curve.changes, start=1)],
        "marks": [{"place": _bins(curve, mark.at), "said": str(telling.kinds[mark.episode])} for mark in curve.marks],
        "paces": [{"number": str(n or ""), **words.pace(stretch)} for n, stretch in enumerate(curve.paces)],
    }


def _bins(curve: Curve, at: datetime) -> float:
    return (at - curve.start) / (curve.width * MINUTE)


def _episodes(telling: Telling) -> list[dict[str, Any]]:
    """Every line has a number of its own, under which its evidence can be found."""
    numbers = count(1)
    return [
        {
            "key": episode.key,
            "name": str(episode.name),
            "lines": [{"number": str(next(numbers)), **_line(line)} for line in episode.lines],
        }
        for episode in telling.episodes
    ]


def _line(line: Line) -> dict[str, Any]:
    entry = line.entry
    captured = words.moment(entry.captured_at, words.TO_THE_SECOND)
    return {
        "at": words.moment(entry.at, words.MINUTE),
        "who": isolated(line.who),
        "name": isolated(line.name),
        "ours": _("our account") if line.is_ours else "",
        "said": line.said,
        "text": line.text,
        "lang": line.lang,
        "address": line.address,
        "source": line.source,
        "captured": _("captured %(when)s") % {"when": captured},
        "captured_at": captured,
        "sha256": entry.sha256,
        "warning": _("What is archived no longer has this fingerprint.") if entry.is_intact is False else "",
    }


def _voice(heard: Heard) -> dict[str, str]:
    return {
        "name": isolated(heard.name),
        "handle": isolated(f"@{heard.handle}"),
        "network": heard.network_name,
        "posts": words.number(heard.posts),
        "first": words.moment(heard.first_at, words.MINUTE),
        "audience": words.audience(heard),
        "ours": _("our account") if heard.is_ours else "",
    }


def _labels(telling: Telling) -> dict[str, str]:
    return {
        "report": _("Chronicle of an incident"),
        "summary": _("Summary"),
        "outcome": _("The outcome"),
        "curve": _("How it spread"),
        "paces": _("The changes of pace"),
        "from": _("Begins"),
        "to": _("Ends"),
        "posts": _("Posts"),
        "rate": _("per minute"),
        "voices": _("Who spoke, and before how many"),
        "voice": _("Voice"),
        "network": _("Network"),
        "first": _("First post"),
        "audience": _("Followers"),
        "evidence": _("The evidence"),
        "exhibit": _("exhibit"),
        "captured": _("captured"),
        "page": _("page {n} of {m}"),
        "method_title": _("How to check it"),
        "method": _(
            "The sha256 of an archived post is that of its stored fields as JSON, keys in order, without blanks, in "
            "the form %(form)s; that of a line of the journal is its own place in the chain; that of a reading is that "
            "of the bytes that were read. The pace changes where the counts, taken as Poisson, are cut most cheaply."
        )
        % {"form": FORM},
        "marks": _("What we said ourselves"),
    }
