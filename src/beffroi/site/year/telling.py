"""What stands in the archive of a year."""

import csv
import io
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from django.db import models
from django.db.models.functions import Cast

from beffroi import __version__
from beffroi.archive.erasing import MARK
from beffroi.archive.models import OwnPost, Post
from beffroi.directory.models import Account
from beffroi.inbox.models import Case
from beffroi.journal.exporting import CARRIED, lines
from beffroi.journal.models import Event
from beffroi.publishing.models import Attachment, Draft, Publication
from beffroi.site.year.writing import Book, Target

FORM = 1
HERE = Path(__file__).parent
COLUMNS = ("id", "published_at", "text", "address", "images", "written_in_beffroi", "gone_at")
STEP = 200


class Year:
    """`year` of `account`, from midnight to midnight on the clock of its organisation."""

    def __init__(self, account: Account, year: int) -> None:
        zone = account.organisation.tz
        self.account, self.year = account, year
        self.span = (datetime(year, 1, 1, tzinfo=zone), datetime(year + 1, 1, 1, tzinfo=zone))

    @property
    def own(self) -> "models.QuerySet[OwnPost]":
        within = {"post__published_at__gte": self.span[0], "post__published_at__lt": self.span[1]}
        return OwnPost.objects.filter(account=self.account, **within).select_related("post").order_by("pk")

    @property
    def messages(self) -> "models.QuerySet[Post]":
        """What people said to the account, and beside it in the same conversations."""
        said = Post.objects.filter(mentions__account=self.account, own=None)
        said = said.filter(published_at__gte=self.span[0], published_at__lt=self.span[1])
        return said.exclude(author_id__startswith=MARK, text="").order_by("pk")

    @property
    def cases(self) -> "models.QuerySet[Case]":
        mine = Case.objects.filter(account=self.account, opened_at__gte=self.span[0], opened_at__lt=self.span[1])
        return mine.with_answer().select_related("team", "closed_by", "latest").order_by("pk")

    @property
    def publications(self) -> "models.QuerySet[Publication]":
        within = {"sent_at__gte": self.span[0], "sent_at__lt": self.span[1]}
        return Publication.objects.filter(account=self.account, **within)

    @property
    def events(self) -> "models.QuerySet[Event]":
        """Of the texts that left, of what left, and of the cases."""
        number = models.CharField()
        about = {
            "publishing.draft": self.publications.values_list(Cast("draft_id", number)),
            "publishing.publication": self.publications.values_list(Cast("pk", number)),
            "inbox.case": self.cases.order_by().values_list(Cast("pk", number)),
        }
        named = models.Q()
        for kind, rows in about.items():
            named |= models.Q(subject_kind=kind, subject_id__in=rows)
        return Event.objects.filter(named, organisation=self.account.organisation)


def write(place: Path | IO[bytes], account: Account, year: int, *, now: datetime) -> dict[str, int]:
    """Writes the archive; how many of what is in it. Raises FileExistsError where `place` is there already."""
    asked, target = Year(account, year), Target(place)
    book = Book(target)
    try:
        counts = {
            "posts": book.lines("posts.jsonl", _posts(asked)),
            "messages": book.lines("messages.jsonl", (_message(post) for post in asked.messages.iterator(STEP))),
            "cases": book.lines("cases.jsonl", (_case(case) for case in asked.cases.iterator(STEP))),
            "media": _media(book, asked),
        }
        book.text("index.csv", _index(asked))
        book.text("journal.jsonl", lines(account.organisation, now=now, events=asked.events))
        for name, file in {
            "verify_journal.py": CARRIED / "verify_journal.py",
            "README.txt": HERE / "README.txt",
        }.items():
            with file.open("rb") as content:
                book.copy(name, content)
        book.finish(_manifest(asked, counts, now))
    finally:
        target.close()
    return counts


def _manifest(asked: Year, counts: dict[str, int], now: datetime) -> dict[str, Any]:
    account = asked.account
    return {
        "beffroi": "archive of a year",
        "form": FORM,
        "made_by": f"Beffroi {__version__}",
        "made_at": said(now),
        "organisation": account.organisation.name,
        "account": {
            "network": account.network,
            "native_id": account.native_id,
            "handle": account.handle,
            "name": account.name,
        },
        "year": asked.year,
        "zone": account.organisation.zone,
        "counts": counts,
    }


def _posts(asked: Year) -> Iterator[dict[str, Any]]:
    for own in asked.own.iterator(STEP):
        sent = Publication.objects.filter(account=asked.account, act="publish", remote_id=own.post.native_id)
        publication = sent.exclude(remote_id="").select_related("draft__author").first()
        told = _message(own.post)
        if publication is not None:
            told["publication"] = _publication(publication)
            told["draft"] = _draft(publication.draft)
            told["media"] = [_picture(one) for one in publication.version.pictures] if publication.part == 0 else []
        yield told


def _message(post: Post) -> dict[str, Any]:
    return {
        "network": post.network,
        "id": post.native_id,
        "version": post.version,
        "conversation": post.conversation,
        "reply_to": post.reply_to,
        "root_version": post.root_version,
        "quote_of": post.quote_of,
        "author": {"id": post.author_id, "handle": post.author_handle, "name": post.author_name},
        "text": post.text,
        "changed_text": post.changed_text,
        "lang": post.lang,
        "address": post.url,
        "published_at": said(post.published_at),
        "changed_at": said(post.changed_at),
        "gone_at": said(post.gone_at),
        "private": bool(post.private),
    }


def _publication(publication: Publication) -> dict[str, Any]:
    amended = [
        {"act": each.act, "sent_at": said(each.sent_at), "text": each.text}
        for each in publication.amendments.exclude(sent_at=None).order_by("sent_at")
    ]
    return {
        "number": publication.pk,
        "sent_at": said(publication.sent_at),
        "sent": publication.sent,
        "amended": amended,
    }


def _draft(draft: Draft) -> dict[str, Any]:
    versions = []
    for version in draft.versions.select_related("by").order_by("number"):
        approvals = version.approvals.select_related("by", "outside")
        agreed = [
            {"who": one.who, "at": said(one.at), "ground": one.ground, "comment": one.comment} for one in approvals
        ]
        back = [{"who": str(one.by or one.outside), "reason": one.reason} for one in version.change_requests.all()]
        told = {"number": version.number, "text": version.text, "texts": version.texts, "by": version.by.name}
        versions.append({**told, "at": said(version.at), "approvals": agreed, "sent_back": back})
    return {"number": draft.pk, "author": draft.author.name, "created_at": said(draft.created_at), "versions": versions}


def _case(case: Case) -> dict[str, Any]:
    return {
        "number": case.pk,
        "conversation": case.conversation,
        "latest": case.latest.native_id,
        "opened_at": said(case.opened_at),
        "answered_at": said(case.answered_at),
        "closed_at": said(case.closed_at),
        "closed_by": case.closed_by.name if case.closed_by else "",
        "service": case.team.name if case.team else "",
        "drafts": sorted(case.replies.values_list("draft", flat=True)),
        "notes": [
            {"by": note.by.name, "at": said(note.at), "text": note.text} for note in case.notes.select_related("by")
        ],
    }


def _picture(one: Attachment) -> dict[str, Any]:
    return {"file": _name(one), "alt": one.alt, "decorative": one.decorative, "mime": one.mime}


def _name(one: Attachment) -> str:
    return f"media/{one.pk}-{Path(str(one.file.name)).name}"


def _media(book: Book, asked: Year) -> int:
    """Each image once; one whose file is no longer there is left out, and its post still names it."""
    versions = asked.publications.filter(act="publish", part=0).values("version")
    count = 0
    for one in Attachment.objects.filter(version__in=versions).order_by("pk").iterator(STEP):
        try:
            with one.file.open("rb") as content:
                book.copy(_name(one), content)
        except FileNotFoundError:
            continue
        count += 1
    return count


def _index(asked: Year) -> Iterator[str]:
    yield _row(COLUMNS)
    for own in asked.own.iterator(STEP):
        post = own.post
        sent = Publication.objects.filter(account=asked.account, act="publish", remote_id=post.native_id).first()
        images = len(sent.version.pictures) if sent and sent.part == 0 else 0
        text = " ".join(post.text.split())
        yield _row([post.native_id, said(post.published_at), text, post.url, images, bool(sent), said(post.gone_at)])


def _row(values: Any) -> str:
    """A cell that a spreadsheet would reckon is kept from it by an apostrophe."""
    safe = [f"'{value}" if isinstance(value, str) and value[:1] in "=+-@\t\r" and value else value for value in values]
    csv.writer(line := io.StringIO()).writerow(safe)
    return line.getvalue()


def said(moment: datetime | None) -> str:
    return moment.astimezone(UTC).isoformat() if moment else ""
