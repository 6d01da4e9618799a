"""Cases: who waits, what they said, our answer, and what the desk does with them."""

from datetime import timedelta
from typing import Annotated, Any, Literal

from django.utils.translation import gettext as _
from ninja import Query
from pydantic import Field

from beffroi.access.api import (
    ActRouter,
    Cursor,
    Flag,
    Id,
    Listed,
    Moment,
    Number,
    ProgramRequest,
    Refusal,
    Said,
    Shown,
    Text,
    Word,
    checked,
    listed,
    may_act_on,
)
from beffroi.access.api.errors import wrong
from beffroi.access.models import Team
from beffroi.archive.models import Post
from beffroi.inbox.api.asked import case_asked, whole, wrong_team
from beffroi.inbox.api.shown import CaseShown, CaseWhole, case_shown
from beffroi.inbox.forms.answering import NoteForm, ReplyForm, TypedForm
from beffroi.inbox.models import Act, Apart, Case, Label, Merging, Note, ResponseTarget, TypedMessage
from beffroi.inbox.wanted import Wanted
from beffroi.journal.moves import NotAllowed
from beffroi.publishing.models import Blocked, Draft

router = ActRouter("Cases")
Show = Literal["waiting", "mine", "service", "nobody", "snoozed", "answered", "closed", "past", "all"]
Priority = Literal["urgent", "high", "normal", "low"]
FARTHEST = timedelta(days=366)


class CasesWanted(Cursor):
    """The filters of the inbox. `q`: words that its messages have."""

    show: Show = "waiting"
    q: Annotated[Word, Field(max_length=200)] = ""
    team: Id | None = None
    network: Annotated[Word, Field(max_length=40)] = ""
    label: Id | None = None
    wave: Id | None = None
    priority: Priority | None = None
    order: Literal["", "waiting"] = Field(
        "", description="waiting: who has waited longest first, whatever is promised."
    )


class ReplySaid(Said):
    """`latest` is the number of the message that was read: 409 when a newer one came meanwhile."""

    text: Annotated[Text, Field(min_length=1)] = Field(examples=["Bonjour, la rue rouvre lundi."])
    latest: Number | None = None
    submit: Flag = True


class ReplyShown(Shown):
    """`state` is approved when it leaves now, submitted while it waits for somebody, draft when something is to be
    mended first."""

    draft: int
    state: str
    findings: list[str]


class Given(Said):
    person: Number | None = Field(description="Empty: nobody in particular.")


class Handed(Said):
    team: Number | None = Field(description="Empty: no service.")


class Prioritised(Said):
    priority: Priority


class SetAside(Said):
    until: Moment | None = Field(description="Empty: it is taken up again.")


class Labelled(Said):
    label: Number
    on: Flag = True


class NoteSaid(Said):
    text: Annotated[Text, Field(min_length=1, max_length=5000)]
    to: Number | None = Field(None, description="A colleague whose attention it asks for.")


class Merged(Said):
    case: Number = Field(description="The case that is told as a part of this one.")
    is_same_person: Flag = False


class Split(Said):
    message: Number


class TypedSaid(Said):
    channel: Literal["telephone", "counter", "letter", "e-mail"]
    text: Annotated[Text, Field(min_length=1)]
    name: Annotated[Word, Field(max_length=120)] = ""


@router.read("/cases", gives=Listed[CaseShown])
def list_cases(request: ProgramRequest, wanted: Query[CasesWanted]) -> Any:
    """The same lists as in the inbox, in the same order."""
    said = wanted.model_dump(exclude={"after", "limit"})
    asked = Wanted.read({name: "" if value is None else str(value) for name, value in said.items()})
    promised = ResponseTarget.objects.of(request.organisation).exists()
    rows = asked.cases(request.organisation, by=request.user)
    return listed(rows, wanted, by=list(asked.sorts(promised=promised)), shown=case_shown)


@router.post("/cases", act="answer", gives=CaseWhole, status=201)
def type_case_in(request: ProgramRequest, said: TypedSaid) -> Any:
    """A question that came by telephone, at the counter or by letter."""
    clean = checked(TypedForm(said.model_dump()))
    made = TypedMessage.take(request.organisation, **clean, by=request.user, now=request.now)
    return whole(request, made.pk)


@router.read("/cases/{pk}", gives=CaseWhole)
def read_case(request: ProgramRequest, pk: Id) -> Any:
    """With the last fifty messages, the oldest of them first."""
    return whole(request, pk)


@router.post("/cases/{pk}/replies", act="answer", gives=ReplyShown, status=201)
def reply_to_case(request: ProgramRequest, pk: Id, said: ReplySaid) -> Any:
    """Writes an answer and submits it: it leaves when somebody else has approved it, or under a delegation."""
    case = case_asked(request, pk)
    if said.latest is not None and said.latest != case.latest_id:
        raise Refusal(409, _("Meanwhile another message came: read the case again."))
    text = checked(ReplyForm({"text": said.text}))["text"]
    draft = case.reply(text, by=request.user, now=request.now)
    if not said.submit:
        return ReplyShown(draft=draft.pk, state=draft.state, findings=[])
    return submitted(draft, request)


@router.post("/cases/{pk}/assignee", act="answer", gives=CaseWhole)
def give_case(request: ProgramRequest, pk: Id, said: Given) -> Any:
    """To somebody who may answer, or to nobody in particular."""
    case = case_asked(request, pk)
    people = {person.pk for person in request.organisation.members(may="answer")}
    if said.person is not None and said.person not in people:
        raise wrong("person", _("Nothing was done: choose to whom."))
    return _press(request, case, "assign", said.person)


@router.post("/cases/{pk}/team", act="answer", gives=CaseWhole)
def hand_case(request: ProgramRequest, pk: Id, said: Handed) -> Any:
    """To a service, or to none."""
    case = case_asked(request, pk)
    teams = Team.objects.filter(organisation=request.organisation)
    if said.team is not None and not teams.filter(pk=said.team).exists():
        raise wrong_team()
    return _press(request, case, "hand", said.team)


@router.post("/cases/{pk}/priority", act="answer", gives=CaseWhole)
def prioritise_case(request: ProgramRequest, pk: Id, said: Prioritised) -> Any:
    return _press(request, case_asked(request, pk), "prioritise", said.priority)


@router.post("/cases/{pk}/snooze", act="answer", gives=CaseWhole)
def set_case_aside(request: ProgramRequest, pk: Id, said: SetAside) -> Any:
    """Out of the list until a moment, or until the citizen writes again."""
    case = case_asked(request, pk)
    if said.until is not None and not request.now < said.until <= request.now + FARTHEST:
        raise wrong("until", _("Choose a moment of the coming year."))
    return _press(request, case, "snooze", said.until.isoformat() if said.until else None)


@router.post("/cases/{pk}/labels", act="answer", gives=CaseWhole)
def label_case(request: ProgramRequest, pk: Id, said: Labelled) -> Any:
    """Puts a label on it, or takes it off."""
    case = case_asked(request, pk)
    if not Label.objects.filter(pk=said.label, organisation=request.organisation).exists():
        raise wrong("label", _("Nothing was done: choose a label."))
    return _press(request, case, "label", said.on, about=said.label)


@router.post("/cases/{pk}/closing", act="answer", gives=CaseWhole)
def close_case(request: ProgramRequest, pk: Id) -> Any:
    """Nothing is owed any more; a new message opens it again."""
    return _press(request, case_asked(request, pk), "close", True)


@router.post("/cases/{pk}/reopening", act="answer", gives=CaseWhole)
def reopen_case(request: ProgramRequest, pk: Id) -> Any:
    return _press(request, case_asked(request, pk), "close", False)


@router.post("/cases/{pk}/notes", act="answer", gives=CaseWhole, status=201)
def note_on_case(request: ProgramRequest, pk: Id, said: NoteSaid) -> Any:
    """Colleagues read it; it never leaves the house."""
    case, text = case_asked(request, pk), checked(NoteForm({"note": said.text}), note="text")["note"]
    people = {person.pk: person for person in request.organisation.members(may="answer")}
    if said.to is not None and said.to not in people:
        raise wrong("to", _("Nothing was done: choose to whom."))
    Note.write(case, text, by=request.user, to=people.get(said.to or 0), now=request.now)
    return whole(request, pk)


@router.post("/cases/{pk}/mergings", act="answer", gives=CaseWhole, status=201)
def merge_case(request: ProgramRequest, pk: Id, said: Merged) -> Any:
    """Another case is told as a part of this one."""
    into, other = case_asked(request, pk), Case.objects.of(request.organisation).filter(pk=said.case).first()
    if other is None:
        raise wrong("case", _("There is no case of this number."))
    if other.account_id is not None:
        may_act_on(request, [other.account_id])
    Merging.merge(other, into, by=request.user, is_same_person=said.is_same_person, now=request.now)
    return whole(request, pk)


@router.post("/cases/{pk}/splitting", act="answer", gives=CaseWhole, status=201)
def split_case(request: ProgramRequest, pk: Id, said: Split) -> Any:
    """A message of it becomes a case of its own, which is the answer."""
    case, post = case_asked(request, pk), Post.objects.filter(pk=said.message).first()
    if post is None:
        raise NotAllowed(said.message)
    return whole(request, Apart.split(case, post, by=request.user, now=request.now).pk)


def _press(request: ProgramRequest, case: Case, kind: str, value: Any, *, about: int = 0) -> CaseWhole:
    Act.press(kind, [case], value, by=request.user, now=request.now, about=about)
    return whole(request, case.pk)


def submitted(draft: Draft, request: ProgramRequest) -> ReplyShown:
    """What became of an answer: what must be mended first leaves it a draft."""
    found: list[str] = []
    if draft.state == "draft":
        try:
            draft.submit(by=request.user, now=request.now)
        except Blocked as blocked:
            found = [str(finding.words) for finding in blocked.findings]
    return ReplyShown(draft=draft.pk, state=draft.state, findings=found)
