"""Drafts and publications, as a program is told of them."""

from datetime import datetime
from typing import Any

from beffroi.access.api import Shown
from beffroi.access.api.people import Person, person
from beffroi.journal.sentences import translated
from beffroi.publishing.checks import Finding
from beffroi.publishing.models import Draft, Publication


class AccountNamed(Shown):
    id: int
    network: str
    handle: str


class FindingShown(Shown):
    """What a check says. `check` and `about` name it where it is waived."""

    check: str
    about: str
    place: str
    words: str
    blocks: bool
    may_be_waived: bool


class PublicationShown(Shown):
    id: int
    draft: int
    account: AccountNamed
    act: str
    state: str
    part: int
    text: str
    leave_at: datetime
    not_after: datetime
    sent_at: datetime | None
    gone_at: datetime | None
    url: str
    attempts: int
    trouble: str


class ApprovalShown(Shown):
    by: str
    ground: str
    at: datetime
    comment: str


class DraftShown(Shown):
    id: int
    state: str
    version: int
    text: str
    texts: dict[str, str]
    lang: str
    is_thread: bool
    is_relay: bool
    kind: str
    images: int
    accounts: list[AccountNamed]
    author: Person
    written_by: Person
    campaign: str
    awaits: int | None
    created_at: datetime
    leave_at: datetime | None
    not_after: datetime | None
    submitted_at: datetime | None


class DraftWhole(DraftShown):
    """A draft with what the checks say of it now, who approved it, and what became of it."""

    findings: list[FindingShown]
    approvals: list[ApprovalShown]
    change_request: str
    publications: list[PublicationShown]


def draft_shown(draft: Draft) -> DraftShown:
    return DraftShown(**_told(draft))


def _told(draft: Draft) -> dict[str, Any]:
    version = draft.latest
    accounts = [
        AccountNamed(id=account.pk, network=account.network, handle=account.handle) for account in draft.accounts.all()
    ]
    return {
        "id": draft.pk,
        "state": draft.state,
        "version": version.number,
        "text": version.text,
        "texts": version.texts,
        "lang": version.lang,
        "is_thread": version.is_thread,
        "is_relay": draft.is_relay,
        "kind": draft.kind,
        "images": version.picture_count,
        "accounts": accounts,
        "author": person(draft.author),
        "written_by": person(version.by),
        "campaign": draft.campaign.name if draft.campaign else "",
        "awaits": draft.awaits_id,
        "created_at": draft.created_at,
        "leave_at": draft.leave_at,
        "not_after": draft.not_after,
        "submitted_at": draft.submitted_at,
    }


def draft_whole(draft: Draft) -> DraftWhole:
    asked = draft.change_request if draft.state == "changes_requested" else None
    publications = draft.publications.select_related("account").order_by("pk")
    return DraftWhole(
        **_told(draft),
        findings=findings_shown(draft.standing_findings()),
        approvals=[
            ApprovalShown(by=str(each.who), ground=each.ground, at=each.at, comment=each.comment)
            for each in draft.approvals
        ],
        change_request=asked.reason if asked else "",
        publications=[publication_shown(each) for each in publications],
    )


def findings_shown(findings: list[Finding]) -> list[FindingShown]:
    return [
        FindingShown(
            check=each.check,
            about=each.about,
            place=each.place,
            words=str(each.words),
            blocks=each.blocks,
            may_be_waived=each.liftable,
        )
        for each in findings
    ]


def publication_shown(row: Publication) -> PublicationShown:
    account = row.account
    return PublicationShown(
        id=row.pk,
        draft=row.draft_id,
        account=AccountNamed(id=account.pk, network=account.network, handle=account.handle),
        act=row.act,
        state=row.state,
        part=row.part,
        text=row.text,
        leave_at=row.leave_at,
        not_after=row.not_after,
        sent_at=row.sent_at,
        gone_at=row.gone_at,
        url=row.url,
        attempts=row.attempts,
        trouble=translated(row.trouble),
    )
