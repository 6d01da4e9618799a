"""A town whose approved posts are written in bulk, as rows: what a measure of delivery needs. Needs Django set up."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils import timezone

from beffroi.access.models import Organisation, User
from beffroi.connectors import NETWORKS
from beffroi.directory.models import Account
from beffroi.publishing.models import Draft, Publication, Version
from beffroi.work.waking import wake
from tests.network.loopback import register

PATIENCE = timedelta(hours=3)  # late is wrong, but a measure is to measure
CHUNK = 500


def settle(url: str, kinds: Sequence[str], accounts: int) -> list[Account]:
    """`accounts` accounts of each kind, in one organisation."""
    register(NETWORKS)
    organisation = Organisation.objects.create(name="Ville de Feurs")
    ana = User.objects.create(email="ana@feurs.example", name="Ana")
    organisation.admit(ana, "owner")
    now = timezone.now()
    return [
        Account.register(
            organisation=organisation,
            network=kind,
            credentials={"url": url, "account": f"{kind}-{n}"},
            by=ana,
            now=now,
        )
        for n in range(accounts)
        for kind in kinds
    ]


def plan(accounts: Sequence[Account], times: Sequence[datetime], *, mark: str = "") -> list[str]:
    """One approved post for each time, in turn on each account; returns their texts, in the order of the times."""
    organisation, author, now = accounts[0].organisation, accounts[0].added_by, timezone.now()
    texts = [f"{mark}{n:05d} La piscine rouvre lundi à 10 h. #Feurs" for n in range(len(times))]
    drafts = Draft.objects.bulk_create(
        [
            Draft(organisation=organisation, author=author, state="approved", leave_at=at, created_at=now)
            for at in times
        ],
        CHUNK,
    )
    versions = Version.objects.bulk_create(
        [
            Version(draft=draft, number=1, text=text, by=author, at=now)
            for draft, text in zip(drafts, texts, strict=True)
        ],
        CHUNK,
    )
    rows = []
    for n, (version, at) in enumerate(zip(versions, times, strict=True)):
        account = accounts[n % len(accounts)]
        rows.append(
            Publication(
                draft_id=version.draft_id,
                version=version,
                account=account,
                text=version.text,
                leave_at=at,
                due_at=at,
                not_after=at + PATIENCE,
                key=account.on.new_key(at),
            )
        )
    Publication.objects.bulk_create(rows, CHUNK)
    wake("publishing.send_due")  # as the approval does
    return texts
