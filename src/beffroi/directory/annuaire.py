"""Brings in a file of the directory of the administration: which of the listed accounts its entries name."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from beffroi.access.models import Organisation, User
from beffroi.directory.models import OfficialAccount, Proof
from beffroi.directory.models.proof import DECLARED
from beffroi.engines.addresses import Address, NoAddress, read
from beffroi.engines.likeness.lookalike import skeleton
from beffroi.engines.tables.annuaire import Entry, entries
from beffroi.journal.models import record

BATCH = 500  # entries that are compared at once


def bring_in(raw: bytes, *, title: str, organisation: Organisation, by: User | None, now: datetime) -> int:
    """Proves the listed accounts that an entry of their own body names, for a year; how many. Raises Unreadable.

    What is not listed stays out: an entry names an account, and whose it is stands in the register.
    """
    proven, some = 0, []
    with transaction.atomic():
        for entry in entries(raw):
            some.append(entry)
            if len(some) == BATCH:
                proven += _prove(some, now)
                some = []
        proven += _prove(some, now)
        said = {"file": title, "proven": proven}
        record("ANNUAIRE_BROUGHT_IN", organisation, organisation=organisation, actor=by, now=now, **said)
    return proven


def _prove(some: Iterable[Entry], now: datetime) -> int:
    named: dict[tuple[str, str], list[tuple[Address, Entry]]] = defaultdict(list)
    for entry in some:
        for said in entry.accounts:
            try:
                address = read(said)
            except NoAddress:
                continue
            named[address.network, skeleton(address.handle or address.native_id)].append((address, entry))
    listed = OfficialAccount.objects.filter(looks__in={looks for _network, looks in named}).select_related("body")
    return sum(_proves(account, named.get((account.network, account.looks), ()), now) for account in listed)


def _proves(account: OfficialAccount, named: Iterable[tuple[Address, Entry]], now: datetime) -> bool:
    key = Address(account.network, account.handle).key
    entry = next((entry for address, entry in named if address.key == key and _is_of(entry, account)), None)
    if entry is None:
        return False
    known = account.proofs.filter(kind="dila").first()
    proof = known or Proof(account=account, kind="dila", added_at=now)
    proof.address, proof.proven_at, proof.checked_at = entry.page, now, now
    proof.failed_since, proof.failure, proof.due_at = None, {}, now + DECLARED
    proof.save()
    return True


def _is_of(entry: Entry, account: OfficialAccount) -> bool:
    """By the SIREN; by the code of the commune where the entry or the register has none."""
    body = account.body
    if body is None:
        return False
    if entry.siren and body.siren:
        return entry.siren == body.siren
    return bool(entry.commune) and body.kind == "commune" and entry.commune == body.code
