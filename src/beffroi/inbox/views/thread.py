"""What was said in a case, and what an answer to it answers."""

from typing import Any

from beffroi.access.desk import DeskRequest
from beffroi.access.models import User
from beffroi.archive.models import Mention, Post
from beffroi.inbox.models import Case, Reply
from beffroi.inbox.models.beside import has
from beffroi.inbox.models.joining import held_by, messages_of
from beffroi.work.paging import page

SHOWN = 200  # messages of a conversation; the newest, for they are what one answers


def thread_of(request: DeskRequest, chosen: Case) -> dict[str, Any]:
    """What was said, a page of it where it is long, the newest first of all; whose messages are ours, what they quote,
    and which can leave the conversation."""
    said = messages_of(chosen, whole=any(has(chosen, what) for what in ("merged", "apart", "stand_ins")))
    part = page(said, request.GET.get("older", ""), by=["-published_at", "-pk"], size=SHOWN)
    shown = list(reversed(part.rows))
    Post.find_quoted(shown, chosen.organisation_id)
    parts = [chosen, *(one.case for one in (held_by(chosen) if has(chosen, "merged") else ()))]
    ours = {part.account.native_id for part in parts if part.account is not None}
    first = shown[0].pk if shown and not part.after else None
    may_leave = [post.pk for post in shown if post.pk != first and post.author_id not in ours]
    spoke = (
        Mention.objects.filter(account=chosen.account_id, post__in=may_leave) if may_leave else Mention.objects.none()
    )
    return {
        "messages_seen": shown,
        "older": part.after,
        "is_newest": part.is_first,
        "said_in_all": said.count() if part.after else 0,
        "ours": ours,
        "can_leave": set(spoke.values_list("post", flat=True)) if chosen.account_id else set(),
    }


def seen_of(chosen: Case, *, by: User) -> str:
    """What an answer by this person is an answer to: the latest message as it stands, and the last words of a colleague
    on it."""
    if not has(chosen, "replies"):
        return f"{message_seen(chosen)}-0"
    theirs = Reply.objects.filter(case=chosen).exclude(draft__author=by).exclude(draft__state="discarded")
    return f"{message_seen(chosen)}-{theirs.order_by('-pk').values_list('pk', flat=True).first() or 0}"


def message_seen(chosen: Case) -> str:
    """The latest message, and whether its author has changed it or taken it away."""
    latest = chosen.latest
    changed = f".{latest.changed_at:%Y%m%d%H%M%S}" if latest.changed_at else ""
    return f"{latest.pk}{changed}{'.gone' if latest.gone_at else ''}"
