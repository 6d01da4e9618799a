"""Mentions out of a file, brought in as they were: JSON Lines or CSV, of any size, each wrong line told."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from django.db import transaction
from django.utils.translation import gettext_noop

from beffroi import vocabulary
from beffroi.access.models import User
from beffroi.archive.models import Post
from beffroi.directory.models import Account
from beffroi.engines.portions import portions
from beffroi.inbox.models import BroughtIn
from beffroi.inbox.past import AT_ONCE, Counted, bring_in
from beffroi.journal.models import record
from beffroi.listening.filed import NETWORK, Row

OTHER_NETWORK = gettext_noop("This message is of another network than the account.")
NO_ANSWER_MOMENT = gettext_noop("answered_at is no moment such as 2026-11-20T14:00:00+01:00.")
TO_COME = gettext_noop("This message is dated in the future.")


@dataclass(slots=True)
class Imported(Counted):
    """`wrong` rows were no messages."""

    wrong: int = 0


@dataclass(frozen=True, slots=True)
class Filed:
    """One message of the file, and when it was answered, if the file says so."""

    post: vocabulary.Post
    answered_at: datetime | None = None


class NotOne(ValueError):
    """A row that is a post and no message to this account; says why in words."""


def import_mentions(
    rows: Iterable[Row], account: Account, *, by: User, file: str, now: datetime, tell: Callable[[Row], None]
) -> Imported:
    """Each batch is one transaction; the same file again, or after a kill, finds nothing new. `tell` hears of every
    wrong row."""
    done = Imported()
    for batch in portions(rows, AT_ONCE):
        filed = list(_filed(batch, account, done, tell, now))
        with transaction.atomic():
            bring_in([each.post for each in filed], account, done, by=by, now=now)
            for each in filed:
                if each.answered_at is not None:
                    BroughtIn.note_answer(account, _conversation(each.post), each.answered_at)
    with transaction.atomic():
        said = {"file": file, "found": done.found, "known": done.known, "account": str(account)}
        record("PAST_IMPORTED", account, organisation=account.organisation, actor=by, now=now, **said)
    return done


def _filed(
    batch: Iterable[Row], account: Account, done: Imported, tell: Callable[[Row], None], now: datetime
) -> Iterator[Filed]:
    for row in batch:
        flaw = row.flaw
        try:
            if row.post is not None:
                yield _message(row.post, row, account, now)
        except NotOne as why:
            flaw = str(why)
        if flaw:
            done.wrong += 1
            tell(replace(row, flaw=flaw))


def _message(post: vocabulary.Post, row: Row, account: Account, now: datetime) -> Filed:
    """The message on the account's network. Whoever has the account's name is the account; whoever has none is nobody
    else's double."""
    if post.network not in (NETWORK, account.network):
        raise NotOne(OTHER_NETWORK)
    if post.published_at > now:
        raise NotOne(TO_COME)
    author = post.author
    handle = "" if author.handle == "?" else author.handle.removeprefix("@")
    native_id = author.native_id if author.native_id != author.handle else handle
    if handle and handle.casefold() == account.handle.casefold():
        native_id = account.native_id
    who = replace(author, network=account.network, handle=handle, native_id=native_id or post.native_id)
    who = replace(who, name="" if author.name == "?" else author.name)
    return Filed(replace(post, network=account.network, author=who), _answered_at(row))


def _answered_at(row: Row) -> datetime | None:
    said = row.said.get("answered_at")
    if said is None or not str(said).strip():
        return None
    try:
        moment = datetime.fromisoformat(str(said).strip())
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise NotOne(NO_ANSWER_MOMENT) from error


def _conversation(post: vocabulary.Post) -> str:
    """As the archive has it, which may know it better."""
    known = Post.objects.called(post.network, [post.native_id]).values_list("conversation", flat=True).first()
    return str(known or post.conversation)
