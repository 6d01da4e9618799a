"""A case, as a program is told of it."""

from datetime import datetime
from typing import Any

from beffroi.access.api import Shown
from beffroi.access.api.people import Person, person, person_or_none
from beffroi.archive.api import PostShown, post_shown
from beffroi.inbox.models import Case, CaseLabel, Reply
from beffroi.inbox.models.deadline import FAR


class LabelShown(Shown):
    id: int
    name: str


class TeamNamed(Shown):
    id: int
    name: str


class CaseShown(Shown):
    """`account` is null where it stands elsewhere; `answer_by` where nothing is promised."""

    id: int
    status: str
    account: int | None
    place: str
    latest: PostShown
    team: TeamNamed | None
    assignee: Person | None
    priority: str
    opened_at: datetime
    waiting_since: datetime
    answer_by: datetime | None
    answered_at: datetime | None
    snoozed_until: datetime | None
    closed_at: datetime | None


class NoteShown(Shown):
    id: int
    text: str
    by: Person
    to: Person | None
    at: datetime


class AnswerShown(Shown):
    draft: int
    state: str
    text: str
    author: Person
    is_trace: bool


class PartShown(Shown):
    """Another case that is told as a part of this one; `id` is that of the merging, by which it is undone."""

    id: int
    case: int
    by: Person
    at: datetime


class CaseWhole(CaseShown):
    """A case with what was said last, what was answered, its notes, its labels and the cases told with it."""

    messages: list[PostShown]
    answers: list[AnswerShown]
    notes: list[NoteShown]
    labels: list[LabelShown]
    parts: list[PartShown]


def case_shown(case: Case) -> CaseShown:
    return CaseShown(**_told(case))


def _told(case: Case) -> dict[str, Any]:
    same = ("priority", "opened_at", "waiting_since", "answered_at", "snoozed_until", "closed_at")
    return {
        "id": case.pk,
        "status": case.turn,
        "account": case.account_id,
        "place": case.place,
        "latest": post_shown(case.latest),
        "team": TeamNamed(id=case.team.pk, name=case.team.name) if case.team else None,
        "assignee": person_or_none(case.assignee),
        "answer_by": case.answer_by if case.answer_by < FAR else None,
        **{name: getattr(case, name) for name in same},
    }


def case_whole(case: Case) -> CaseWhole:
    said = list(case.messages().order_by("-published_at", "-pk")[:50])
    replies = Reply.objects.filter(case=case).select_related("draft__author").prefetch_related("draft__versions")
    carried = CaseLabel.objects.filter(case=case).select_related("label").order_by("label__name")
    notes = case.notes.select_related("by", "to")
    parts = case.holds.filter(undone_at=None).select_related("by")
    return CaseWhole(
        **_told(case),
        messages=[post_shown(post) for post in reversed(said)],
        answers=[_answer(reply) for reply in replies.order_by("pk")],
        notes=[
            NoteShown(id=note.pk, text=note.text, by=person(note.by), to=person_or_none(note.to), at=note.at)
            for note in notes
        ],
        labels=[LabelShown(id=one.label.pk, name=one.label.name) for one in carried],
        parts=[PartShown(id=one.pk, case=one.case_id, by=person(one.by), at=one.at) for one in parts.order_by("pk")],
    )


def _answer(reply: Reply) -> AnswerShown:
    draft = reply.draft
    return AnswerShown(
        draft=draft.pk,
        state=draft.state,
        text=draft.latest.text,
        author=person(draft.author),
        is_trace=reply.is_trace,
    )
