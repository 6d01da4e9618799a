"""The journal of a town that has worked: a true chain, written at once."""

from datetime import datetime, timedelta
from typing import Any

from beffroi.inbox.models import Case
from beffroi.journal.models import Chain, Event
from bench.town.conversations import BATCH, Conversation
from bench.town.people import Town

Act = tuple[datetime, str, int | None, str, int, dict[str, Any]]


def write(town: Town, talks: list[Conversation], cases: list[Case], *, number: int) -> None:
    """The latest acts on `cases`, chained to what the verbs have written already: `number` events in all."""
    chain, _new = Chain.objects.get_or_create(organisation=town.organisation)
    wanted = number - chain.number
    acts: list[Act] = []
    for talk, case in zip(reversed(talks), reversed(cases), strict=True):
        if len(acts) >= wanted:
            break
        acts += _acts(town, talk, case)
    events = [_chained(chain, act) for act in sorted(acts, key=lambda act: act[0])[-wanted:]]
    Event.objects.bulk_create(events, batch_size=BATCH)
    chain.save()


def _acts(town: Town, talk: Conversation, case: Case) -> list[Act]:
    subject, account, writer = ("inbox.case", case.pk), {"account": str(talk.account)}, town.writer().pk
    acts: list[Act] = []
    for post in talk.asked:
        said = {"author": post.author_handle, **account}
        acts.append((post.published_at, "CASE_OPENED" if not acts else "CASE_GREW", None, *subject, said))
        acts.append((post.published_at, "CASE_HANDED", writer, *subject, {"team": str(case.team or "—")}))
    for answer in talk.answers:
        at, draft = answer.at - timedelta(minutes=3), ("publishing.draft", case.pk)
        acts.append((at, "CASE_REPLY_DRAFTED", writer, *subject, {}))
        acts.append((at, "DRAFT_SAVED", writer, *draft, {"version": 1}))
        acts.append((at, "DRAFT_SUBMITTED", writer, *draft, {}))
        acts.append((at, "DRAFT_APPROVED", town.approver.pk, *draft, {"version": 1}))
        acts.append((answer.at, "PUBLICATION_SENT", None, "publishing.publication", case.pk, {"reason": {}, **account}))
    return acts


def _chained(chain: Chain, act: Act) -> Event:
    at, verb, actor, kind, pk, detail = act
    event = Event(
        organisation=chain.organisation, number=chain.number + 1, at=at, actor_id=actor, verb=verb, subject_kind=kind,
        subject_id=str(pk), detail=detail, previous=chain.hash,
    )  # fmt: skip
    event.seal()
    event.hash = event.computed_hash()
    chain.number, chain.hash = event.number, event.hash
    return event
