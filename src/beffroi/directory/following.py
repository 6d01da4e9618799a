"""Follows an account by the network's own id of it: to the handle that it has now, and to who has a former one."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_noop

from beffroi.directory import outside
from beffroi.directory.models import FormerHandle, OfficialAccount
from beffroi.directory.models.official import number_of
from beffroi.vocabulary import Sentence

NOTHING = "—"

POINTS_NOWHERE = gettext_noop("The name {handle} points to no account.")
TAKEN = gettext_noop("The name {handle} now belongs to another account than the one that was listed.")
NOT_BACK = gettext_noop("The account calls itself {claimed}, and this name does not point back to it.")


class Fails(Exception):
    """What was to be proven does not hold; `words` says why."""

    def __init__(self, words: str, **values: str) -> None:
        self.words = Sentence(words, values)
        super().__init__(str(self.words))


def follow(account: OfficialAccount, *, now: datetime) -> None:
    """Learns the network's own id of the account, and follows it to the handle that it has now.

    Raises Fails where its handle has become another account's, NetworkTrouble where nobody can tell.
    """
    if account.network == "bluesky":
        _follow_identity(account, now)
        return
    shown = outside.mastodon(account.handle)
    if not account.native_id:
        _learn(account, shown.native_id)
    elif number_of(account.native_id) != number_of(shown.native_id):
        raise Fails(TAKEN, handle=account.handle)


def _follow_identity(account: OfficialAccount, now: datetime) -> None:
    names = outside.bluesky()
    if not account.native_id:
        did = names.behind(account.handle)
        if not did:
            raise Fails(POINTS_NOWHERE, handle=account.handle)
        claimed = names.document(did).handle
        if claimed != account.handle.lower():
            raise Fails(NOT_BACK, claimed=claimed or NOTHING)
        _learn(account, did)
        return
    claimed = names.document(account.native_id).handle
    if not claimed or names.behind(claimed) != account.native_id:
        holder = names.behind(account.handle)
        if holder and holder != account.native_id:
            raise Fails(TAKEN, handle=account.handle)
        raise Fails(NOT_BACK, claimed=claimed or NOTHING)
    if claimed != account.handle.lower():
        former = account.handle
        with transaction.atomic():
            account.rename(claimed, now=now)
            account.tell("OFFICIAL_ACCOUNT_RENAMED", now=now, former=f"@{former}")


def _learn(account: OfficialAccount, native_id: str) -> None:
    try:
        with transaction.atomic():
            OfficialAccount.objects.filter(pk=account.pk, native_id="").update(native_id=native_id)
    except IntegrityError:
        return  # the same account is listed twice: the other row has it
    account.native_id = native_id


def who_has(former: FormerHandle, *, now: datetime) -> bool:
    """Looks for who has a handle that was given up; whether it is somebody new. Raises NetworkTrouble."""
    account = former.account
    holder = outside.bluesky().behind(former.handle)
    if not holder or holder == account.native_id or holder == former.taken_by:
        return False
    with transaction.atomic():
        former.taken_by, former.taken_at = holder, now
        former.save(update_fields=["taken_by", "taken_at"])
        account.tell("OFFICIAL_HANDLE_TAKEN", now=now, about=former, former=f"@{former.handle}")
    return True
