"""Is this account official? Answered from the register alone: nothing that somebody typed is asked of any server.

“Yes” rests on proofs that stand, each with its day. “No” says of which listed account it falls short, and by what.
All else is “unknown”: the register does not hold every account, and what is not listed is not false.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_noop

from beffroi.directory.laying_out import register_of
from beffroi.directory.models import Body, FormerHandle, OfficialAccount, Proof
from beffroi.directory.models.official import ENDED
from beffroi.engines.addresses import Address
from beffroi.engines.likeness.lookalike import skeleton
from beffroi.engines.likeness.resembling import MOST, By, claims, compact, name_of
from beffroi.vocabulary import Sentence

Answer = Literal["yes", "no", "unknown"]

PROVEN = gettext_noop("This is an official account of {owner}.")
UNPROVEN = gettext_noop("This account is listed for {owner}, but nothing proves it at present.")
ENDED_SINCE = gettext_noop("{owner} no longer uses this account. Do not take what it says for official.")
RETAKEN = gettext_noop("This name was that of {account}, and somebody else has it now.")
FORMER = gettext_noop(
    "{owner} gave this name up: its account is called {account} now. Whoever uses the old name is somebody else."
)
NOT_LISTED = gettext_noop("We do not know this account. That it is not listed does not make it false.")
WHY: dict[By, str] = {
    "homoglyph": gettext_noop("It is not listed, and some letters only look like those of {account}, of {owner}."),
    "looks": gettext_noop("It is not listed, and at a glance it cannot be told from {account}, of {owner}."),
    "server": gettext_noop("It is not listed: it has the name of {account}, of {owner}, in another place."),
    "one letter": gettext_noop("It is not listed, and it is one letter away from {account}, of {owner}."),
    "name": gettext_noop("It is not listed, and it bears the name of {owner}, whose account here is {account}."),
}
MANY = 20  # bodies whose name begins so that are looked at


@dataclass(frozen=True, slots=True)
class Verdict:
    """`reason` is a word for programs, `words` what a person reads. `proofs` stand; `nearest` are listed accounts."""

    answer: Answer
    reason: str
    words: Sentence
    account: OfficialAccount | None = None
    proofs: Sequence[Proof] = ()
    nearest: Sequence[OfficialAccount] = ()


def verify(asked: Address, *, now: datetime) -> Verdict:
    """What the register knows of the account that an address names."""
    listed = _listed(asked)
    if listed is not None:
        return _of_listed(listed)
    return _former(asked) or _alike(asked, now) or _unknown(asked)


Rows = QuerySet[OfficialAccount]


def _rows() -> Rows:
    return OfficialAccount.objects.select_related("body", "person")


def _listed(asked: Address) -> OfficialAccount | None:
    """By the network's own id, where the address gives one; else by the handle."""
    there = _rows().filter(network=asked.network)
    if asked.native_id:
        return there.filter(native_id=asked.native_id).first()
    alike = there.filter(looks=skeleton(asked.handle)).order_by("-changed_at")
    return next((row for row in alike if Address(row.network, handle=row.handle).key == asked.key), None)


def _of_listed(account: OfficialAccount) -> Verdict:
    proofs = list(account.proofs.all())
    said = {"owner": str(account.owner), "account": str(account)}
    if account.handle_taken_at is not None:
        return Verdict("no", "retaken", Sentence(RETAKEN, said), nearest=_others(account))
    if account.status in ENDED:
        return Verdict("no", "ended", Sentence(ENDED_SINCE, said), account, nearest=_others(account))
    standing = [proof for proof in proofs if proof.holds()]
    if not standing:
        return Verdict("unknown", "unproven", Sentence(UNPROVEN, said), account, nearest=_others(account))
    return Verdict("yes", "proven", Sentence(PROVEN, said), account, standing)


def _others(account: OfficialAccount) -> list[OfficialAccount]:
    """What else its owner has, where something proves it."""
    mine = Q(body=account.body_id) if account.body_id else Q(person=account.person_id)
    return list(_proven(_rows().filter(mine).exclude(pk=account.pk))[:MOST])


def _proven(accounts: Rows) -> Rows:
    return accounts.exclude(status__in=ENDED).filter(pk__in=Proof.objects.standing().values("account"))


def _former(asked: Address) -> Verdict | None:
    """A handle that an official account gave up. By the network's own id of who took it, too."""
    is_it = Q(taken_by=asked.native_id) if asked.native_id else Q(looks=skeleton(asked.handle))
    found = FormerHandle.objects.filter(is_it).select_related("account__body", "account__person").order_by("-until")
    here = (former for former in found if former.account.network == asked.network)
    former = next((one for one in here if asked.native_id or one.handle.casefold() == asked.handle.casefold()), None)
    if former is None:
        return None
    account = former.account
    said = {"owner": str(account.owner), "account": str(account)}
    if former.taken_by:
        return Verdict("no", "retaken", Sentence(RETAKEN, said), nearest=[account])
    return Verdict("no", "former", Sentence(FORMER, said), nearest=[account])


def _alike(asked: Address, now: datetime) -> Verdict | None:
    if not asked.handle:
        return None
    found = register_of(asked.network, now=now).alike(asked.handle)
    rows = _rows().in_bulk([one.pk for one in found])
    nearest = [(rows[one.pk], one.by) for one in found if one.pk in rows]
    if not nearest:
        return None
    account, by = nearest[0]
    said = {"owner": str(account.owner), "account": str(account)}
    return Verdict("no", by.replace(" ", "_"), Sentence(WHY[by], said), nearest=[row for row, _ in nearest])


def _unknown(asked: Address) -> Verdict:
    """With what is proven for a body whose name the handle bears, on whatever network."""
    claimed = set(claims(name_of(asked.handle))) if asked.handle else set()
    bodies = [body for name in claimed for body in Body.objects.called(name)[:MANY] if compact(body.name) in claimed]
    nearest = list(_proven(_rows().filter(body__in=bodies))[:MOST]) if bodies else []
    return Verdict("unknown", "not_listed", Sentence(NOT_LISTED), nearest=nearest)
