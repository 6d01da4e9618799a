"""What every page of one case needs."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone

from beffroi.access.desk import DeskRequest
from beffroi.access.models import Organisation, Team, User
from beffroi.access.roles import MAY
from beffroi.archive.models import Mention, Post
from beffroi.inbox.models import Act, BroughtIn, Case, Label, Merging, Reply, SavedReply, Writing
from beffroi.inbox.models.case import PRIORITIES
from beffroi.inbox.models.joining import held_by
from beffroi.inbox.moments import UNTIL
from beffroi.inbox.promises import running
from beffroi.inbox.views.beside import service_of
from beffroi.inbox.views.told import told
from beffroi.work.paging import page

EARLIER = 10
SHOWN = 200  # messages of a conversation; the newest, for they are what one answers


def case_of(request: DeskRequest, pk: int) -> Case:
    cases = Case.objects.of(request.organisation).with_answer().with_snooze()
    return get_object_or_404(cases.select_related("account__organisation", "organisation"), pk=pk)


def who_may_answer(organisation: Organisation) -> list[User]:
    """Whom a case can be given."""
    may = {"memberships__organisation": organisation, "memberships__role__in": MAY["answer"]}
    return list(User.objects.filter(is_active=True, **may).order_by("name", "pk"))


def choices(request: DeskRequest) -> dict[str, Any]:
    """What a case can be given, labelled or set aside with."""
    return {
        "teams": list(Team.objects.filter(organisation=request.organisation).order_by("name")),
        "labels": list(Label.objects.filter(organisation=request.organisation)),
        "people": who_may_answer(request.organisation),
        "priorities": PRIORITIES,
        "until": UNTIL,
    }


def around(request: DeskRequest, chosen: Case) -> dict[str, Any]:
    """The case with its clock and what is beside its answer. `writes_now` puts the cursor into the answer."""
    clocks, now = chosen.clocks.filter(superseded_at=None).with_answer().select_related("search"), timezone.now()
    saved = _saved(request, chosen)
    BroughtIn.mark([chosen])
    wanted = request.GET.get("saved", "")
    return {
        "case": chosen,
        "brought": chosen.of_the_past,
        "clock": clocks.first(),
        "carried": [one.label for one in chosen.labelled.select_related("label").order_by("label__name")],
        "may_answer": request.membership.may("answer"),
        "writes_now": "answer" in request.GET,
        "notes": list(chosen.notes.select_related("by", "to")),
        "writers": [person.name for person in Writing.others(chosen, than=request.user, now=now)],
        "saved": saved,
        "inserted": next((one.words for one in saved if str(one.pk) == wanted), ""),
        "last_act": told(Act.of(request.user, request.organisation, now=now)),
        "promises": running(chosen),
        "service": service_of(request, chosen),
        **_joined(chosen),
        **choices(request),
    }


def _saved(request: DeskRequest, chosen: Case) -> list[Any]:
    """The answers that were agreed, each with its words for this person."""
    agreed = SavedReply.objects.filter(organisation=request.organisation).exclude(agreed_at=None)
    found: list[Any] = list(agreed.select_related("agreed_by"))
    for one in found:
        one.words = one.for_case(chosen)
    return found


def _joined(chosen: Case) -> dict[str, Any]:
    """The person's earlier cases, and what was told as one matter with this one, or taken out of it."""
    earlier, holds = list(chosen.earlier()[:EARLIER]), list(held_by(chosen))
    BroughtIn.mark(earlier)
    part_of = chosen.merged.filter(undone_at=None).select_related("by").first()
    merged = Merging.objects.filter(case__in=[one.pk for one in earlier], undone_at=None)
    return {
        "earlier": earlier,
        "holds": holds,
        "part_of": part_of,
        "is_part": part_of is not None,
        "in_a_merging": set(merged.values_list("case", flat=True)),
        "taken_from": chosen.apart.first(),
    }


def thread_of(request: DeskRequest, chosen: Case) -> dict[str, Any]:
    """What was said, a page of it where it is long, the newest first of all; whose messages are ours, what they quote,
    and which can leave the conversation."""
    said = chosen.messages()
    part = page(said, request.GET.get("older", ""), by=["-published_at", "-pk"], size=SHOWN)
    shown = list(reversed(part.rows))
    Post.find_quoted(shown)
    parts = [chosen, *(one.case for one in held_by(chosen))]
    ours = {part.account.native_id for part in parts if part.account is not None}
    spoke = Mention.objects.filter(account=chosen.account_id, post__in=[post.pk for post in shown])
    first = shown[0].pk if shown and not part.after else None
    return {
        "messages_seen": shown,
        "older": part.after,
        "is_newest": part.is_first,
        "said_in_all": said.count() if part.after else 0,
        "ours": ours,
        "can_leave": set(spoke.exclude(post=first).values_list("post", flat=True)) if chosen.account_id else set(),
    }


def seen_of(chosen: Case, *, by: User) -> str:
    """What an answer by this person is an answer to: the latest message as it stands, and the last words of a colleague
    on it."""
    theirs = Reply.objects.filter(case=chosen).exclude(draft__author=by).exclude(draft__state="discarded")
    return f"{message_seen(chosen)}-{theirs.order_by('-pk').values_list('pk', flat=True).first() or 0}"


def message_seen(chosen: Case) -> str:
    """The latest message, and whether its author has changed it or taken it away."""
    latest = chosen.latest
    changed = f".{latest.changed_at:%Y%m%d%H%M%S}" if latest.changed_at else ""
    return f"{latest.pk}{changed}{'.gone' if latest.gone_at else ''}"
