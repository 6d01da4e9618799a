"""Reads a source: claim (committed), one exchange with its address, then what it says, kept with its bytes.

Facts that wait for the same address are served by one reading: a chamber's list is asked once a minute, however many
posts wait for it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cache

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from beffroi import sources
from beffroi.archive.models import Post
from beffroi.engines.portions import portions
from beffroi.engines.procedure import BadQuestion, Judgement, Question, State, Untrusted, judge, weigh
from beffroi.engines.texts.fold import fold
from beffroi.facts.models import Evidence, Fact, Reading, Settlement, Source
from beffroi.facts.models.source import KEYS
from beffroi.notify.telling import page_of, tell
from beffroi.outbound import Policy, client
from beffroi.outbound.http import Client
from beffroi.sources.contract import NotModified, SourceTrouble, TryLater, Validators
from beffroi.sources.contract import Reading as Fetched
from beffroi.vocabulary import Sentence
from beffroi.work.duty import retry_after

Clock = Callable[[], datetime]

MOST = 40 * 2**20  # bytes: a day of the Journal officiel; each kind of source has its own, smaller limit
POSTS = 50  # of a trusted account, the newest
TOGETHER = 200  # facts whose readings are written in one transaction
LEASE = timedelta(seconds=90)  # more than an exchange may take
MAY_BE_SO = gettext_noop("A source says that it may be so: “{fact}” A named person has to say it.")
UNKNOWN = Sentence(gettext_noop("This kind of source is not known to this version of Beffroi."))
NO_POST = Sentence(gettext_noop("The account has said nothing of it yet, as far as Beffroi has heard."))
NOTHING_BEFORE = Sentence(gettext_noop("The server says that nothing changed, and nothing was read before."))


@dataclass(frozen=True)
class Came:
    """What one exchange gave: an answer, word that the last one still holds (`same`), or `trouble`."""

    at: datetime
    url: str = ""
    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None
    sha256: str = ""
    same: bool = False
    trouble: Sentence | None = None
    wait: float | None = None  # seconds that the server asked for


def read(source: Source, clock: Clock) -> bool:
    """One exchange with the address of `source`, for every waiting fact that reads it; False when another worker has
    taken it."""
    now = clock()
    known = sources.SOURCES.get(source.kind)
    claimed = _claim(source, now, ahead=known.pace / 2 if known else timedelta())
    if not claimed:
        return False
    came = Came(now, trouble=UNKNOWN) if known is None else _ask(known, source, clock)
    body = _last_body(source) if came.same else came.body
    for some in portions(claimed, TOGETHER):
        _take(some, came, body, clock(), pace=known.pace if known else timedelta(days=1))
    return True


def _claim(source: Source, now: datetime, *, ahead: timedelta) -> list[Source]:
    """Takes `source` and all that reads the same address and is nearly due."""
    until = now + LEASE
    if not Source.objects.claim(source, until=until):
        return []
    alike = Source.objects.with_address(source.address).filter(kind=source.kind, fact__state="waiting")
    alike.filter(due_at__lte=now + ahead).update(due_at=until)
    return list(alike.filter(due_at=until).select_related("fact__organisation").order_by("pk"))


def _ask(known: sources.Source, source: Source, clock: Clock) -> Came:
    if known.address is None:
        return _handed_in(source, clock())
    since = Validators(source.etag, source.last_modified)
    try:
        answer = sources.fetch(known, source.parameters, client=way_out(), now=clock(), since=since)
    except TryLater as trouble:
        return Came(clock(), trouble=trouble.reason, wait=trouble.seconds)
    except SourceTrouble as trouble:
        return Came(clock(), trouble=trouble.reason)
    if isinstance(answer, NotModified):
        return Came(answer.taken_at, answer.url, 304, answer.headers, same=True)
    return _came(answer)


def _handed_in(source: Source, now: datetime) -> Came:
    """The newest post of the trusted account that speaks of it, among those that a listener has brought in."""
    names = [name.strip().removeprefix("@") for name in source.parameters.get("author", "").split(",")]
    whose = models.Q(*[("author_handle__iexact", name) for name in names if name], _connector=models.Q.OR)
    words = fold(source.parameters.get("words", ""))
    posts = Post.objects.filter(whose, published_at__gte=source.fact.created_at).order_by("-published_at")[:POSTS]
    post = next((each for each in posts if words in fold(each.text)), None)
    if post is None:
        return Came(now, trouble=NO_POST)
    said = {"author": post.author_handle, "text": post.text, "published_at": post.published_at.isoformat()}
    body = json.dumps({**said, "url": post.url}, ensure_ascii=False).encode()
    return Came(now, post.url, None, {}, body, hashlib.sha256(body).hexdigest())


def _came(answer: Fetched) -> Came:
    return Came(answer.taken_at, answer.url, answer.status, answer.headers, answer.body, answer.sha256)


def try_out(fact: Fact, kind: str, parameters: Mapping[str, str], now: datetime) -> Judgement | Sentence:
    """What a source that is being set up says at this moment, or why it says nothing; nothing is kept.

    Raises BadParameters.
    """
    tried = Source(fact=fact, kind=kind, parameters=dict(parameters))
    came = _ask(sources.SOURCES[kind], tried, lambda: now)
    judged, trouble = _judge(tried, came.body, came, now)
    return judged if judged is not None else trouble or NOTHING_BEFORE


@cache
def way_out() -> Client:
    """The one client of this process for all sources."""
    return client(replace(Policy.from_environment(), max_bytes=MOST))


@dataclass(frozen=True)
class Judged:
    """What an answer says of the fact of one source, or why it says nothing."""

    source: Source
    judgement: Judgement | None
    trouble: Sentence | None


def _take(readers: Sequence[Source], came: Came, body: bytes | None, now: datetime, *, pace: timedelta) -> None:
    """Writes down what the answer says of each fact, in one transaction; settles those of which it is proof enough."""
    said = [Judged(each, *_judge(each, body, came, now)) for each in readers]
    with transaction.atomic():
        evidence = _evidence(said[0].source, came, body)
        readings = Reading.objects.bulk_create([_reading(each, came, evidence) for each in said])
        for each in said:
            still = Source.objects.filter(pk=each.source.pk, due_at=each.source.due_at)
            due_at = _next(each.source, came, now, pace, troubled=each.trouble is not None)
            still.update(due_at=due_at, **_of_server(came), **_of_judgement(each, came.at))
            _ask_people(each, now)
    for each, reading in zip(said, readings, strict=True):
        if each.judgement is not None and each.judgement.state is State.CONFIRMED:
            consider(each.source.fact, reading, now)


def _ask_people(said: Judged, now: datetime) -> None:
    """A source has begun to say that it may be so: those who may confirm it are told, once each time it begins."""
    if said.judgement is None or said.judgement.state is not State.COMPATIBLE or said.source.state == State.COMPATIBLE:
        return
    fact = said.source.fact
    body, link = Sentence(MAY_BE_SO, {"fact": fact.statement}), page_of("fact", fact.pk)
    tell(fact.organisation, "fact_waits", body=body, link=link, now=now, about=fact)


def _judge(source: Source, body: bytes | None, came: Came, now: datetime) -> tuple[Judgement | None, Sentence | None]:
    """What the answer says, or why nothing can be said."""
    if came.trouble is not None:
        return None, came.trouble
    if body is None:
        return None, NOTHING_BEFORE
    question = Question(source.fact.subject, {**source.parameters, "order": source.order})
    known = sources.SOURCES[source.kind]
    headers = None if came.same else came.headers  # a 304 has a date of its own, not the answer's
    try:
        return judge(
            known.judged_as or source.kind, body, question, now=now, headers=headers, max_age=known.max_age
        ), None
    except (Untrusted, BadQuestion) as error:
        return None, error.reason


def _next(source: Source, came: Came, now: datetime, pace: timedelta, *, troubled: bool) -> datetime:
    """Its pace; after troubles a growing pause, and never sooner than the server asked for."""
    if not troubled:
        return now + pace
    return now + max(pace, retry_after(source.troubles + 1, came.wait))


def _evidence(source: Source, came: Came, body: bytes | None) -> Evidence | None:
    if came.same:
        last = _last(source)
        return last.evidence if last else None
    return Evidence.keep(came.sha256, body) if body is not None else None


def _reading(said: Judged, came: Came, evidence: Evidence | None) -> Reading:
    judged = said.judgement
    return Reading(
        source=said.source,
        taken_at=came.at,
        status=came.status,
        headers=dict(came.headers),
        evidence=evidence,
        state=judged.state if judged else "",
        outcome=judged.outcome if judged else "",
        reasons=_said(judged.reasons) if judged else [],
        found=dict(judged.evidence) if judged else {},
        trouble=said.trouble.as_json() if said.trouble else {},
    )


def _of_server(came: Came) -> dict[str, str]:
    if came.body is None:
        return {}
    headers = came.headers
    return {"etag": headers.get("etag", "")[:300], "last_modified": headers.get("last-modified", "")[:100]}


def _of_judgement(said: Judged, at: datetime) -> dict[str, object]:
    judged = said.judgement
    if judged is None:
        trouble = said.trouble.as_json() if said.trouble else {}
        return {"read_at": at, "trouble": trouble, "troubles": said.source.troubles + 1}
    return {
        "read_at": at,
        "judged_at": at,
        "state": judged.state,
        "outcome": judged.outcome,
        "reasons": _said(judged.reasons),
        "order": str(judged.evidence.get("order", ""))[:120],
        "trouble": {},
        "troubles": 0,
    }


def _said(reasons: Sequence[Sentence]) -> list[dict[str, object]]:
    return [reason.as_json() for reason in reasons]


def _last(source: Source) -> Reading | None:
    """The last reading of this address that has its bytes, whichever fact it was made for."""
    alike = Reading.objects.filter(source__address=source.address, source__kind=source.kind)
    return alike.exclude(evidence=None).select_related("evidence").first()


def _last_body(source: Source) -> bytes | None:
    last = _last(source)
    return last.evidence.body if last and last.evidence else None


# --- what all sources say together


def weighed(fact: Fact) -> Judgement | None:
    """What the last trusted readings of all its sources say together; None while none was read."""
    heard = [each for each in fact.sources.all() if each.state and each.removed_at is None]
    return weigh({_name(each, heard): _as_judgement(each) for each in heard}) if heard else None


def _name(source: Source, among: Sequence[Source]) -> str:
    """What people call it; with its address where two of the same kind are read."""
    known = sources.SOURCES.get(source.kind)
    name = _(known.label) if known else source.kind
    return f"{name} ({source.address})" if sum(each.kind == source.kind for each in among) > 1 else name


def consider(fact: Fact, reading: Reading, now: datetime) -> None:
    """Settles the fact when its sources prove it. What is only compatible waits for a person."""
    judged = weighed(fact)
    if judged is None or judged.state is not State.CONFIRMED or judged.outcome not in KEYS:
        return
    with transaction.atomic():
        fact.lock()
        if fact.state == "waiting" and fact.outcome_called(KEYS[judged.outcome]) is not None:
            name = str(sources.SOURCES[reading.source.kind].label)
            Settlement.reach(fact, KEYS[judged.outcome], ground="source", now=now, reading=reading, who=name)


def _as_judgement(source: Source) -> Judgement:
    reasons = tuple(Sentence(each["say"], each.get("values", {})) for each in source.reasons)
    return Judgement(State(source.state), source.outcome, reasons)
