"""What may be done about a post that has left: correct it, change its text, write it again. Each begins a draft, which
is agreed like any other."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from beffroi.access.models import User
from beffroi.directory.models import Account
from beffroi.journal.moves import NotAllowed
from beffroi.publishing.models.draft import Draft
from beffroi.publishing.models.publication import Publication
from beffroi.publishing.models.version import Image, Version


def correct(faulty: Draft, *, by: User, now: datetime) -> Draft:
    """A draft whose posts will answer those of `faulty`, from the same accounts. Raises NotAllowed when none stands."""
    original = original_of(faulty)
    return _begin(original, _where_it_stands(original), _as_it_stands(original), "correction", by=by, now=now)


def change_text(published: Draft, *, by: User, now: datetime) -> Draft:
    """A draft that will take the place of the posts of `published`, on the accounts whose networks let it.

    Raises NotAllowed when there is none.
    """
    original = original_of(published)
    accounts = [account for account in _where_it_stands(original) if account.capabilities.edits]
    return _begin(original, accounts, _as_it_stands(original), "edit", by=by, now=now)


def write_again(publication: Publication, *, by: User, now: datetime) -> Draft:
    """A draft with the text of a post that did not leave, or was deleted, for its account only."""
    draft = publication.draft
    if publication.stands or publication.state in ("queued", "sending", "unsure"):
        raise NotAllowed(f"{publication} stands, or may still leave")
    return _begin(draft, [publication.account], publication.version, "", by=by, now=now)


def original_of(draft: Draft) -> Draft:
    """What `draft` changed the text of, itself when it is no change of a text."""
    return draft.amends if draft.amendment == "edit" and draft.amends is not None else draft


def _where_it_stands(draft: Draft) -> list[Account]:
    standing = draft.publications.standing().values("account")
    return list(draft.accounts.filter(pk__in=standing).order_by("pk"))


def _as_it_stands(draft: Draft) -> Version:
    """The version that readers see: that of the last change of the text that left."""
    changes = Publication.objects.filter(draft__amends=draft, act="edit", state="sent").order_by("-sent_at")
    last = changes.select_related("version").first()
    return last.version if last else draft.latest


def _begin(
    earlier: Draft, accounts: Iterable[Account], version: Version, amendment: str, *, by: User, now: datetime
) -> Draft:
    accounts = list(accounts)
    if not accounts:
        raise NotAllowed(f"nothing of {earlier.pk} can be amended")
    with transaction.atomic():
        draft = Draft.begin(
            organisation=earlier.organisation,
            by=by,
            accounts=accounts,
            text=version.text,
            texts=version.texts,
            is_thread=version.is_thread,
            lang=version.lang,
            campaign=earlier.campaign,
            in_reply_to=None if amendment else earlier.in_reply_to,
            is_relay=earlier.is_relay,
            amends=earlier if amendment else None,
            amendment=amendment,
            now=now,
        )
        draft.latest.attach([Image(a.alt, a.decorative, kept=a.pk) for a in version.pictures], earlier=version)
    return draft
