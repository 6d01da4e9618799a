"""Approved posts on real Bluesky accounts, made by the product's own verbs. Needs Django set up."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import F
from django.utils import timezone

from beffroi.access.models import Organisation, User
from beffroi.directory.models import Account
from beffroi.publishing.models import Draft, Publication
from tests.network.far_side import Network, TestAccount

PATIENCE = timedelta(hours=3)


@dataclass(frozen=True, slots=True)
class Speaker:
    """One of our accounts, and its side on the network."""

    ours: Account
    theirs: TestAccount


def settle(network: Network, accounts: int) -> tuple[Organisation, list[Speaker]]:
    organisation = Organisation.objects.create(name="Ville de Feurs")
    for who, role in {"bruno": "contributor", "chloe": "approver"}.items():
        organisation.admit(User.objects.create(email=f"{who}@feurs.example", name=who.title()), role)
    owner = User.objects.create(email="ana@feurs.example", name="Ana")
    organisation.admit(owner, "owner")
    speakers = []
    for n in range(accounts):
        theirs = network.create_account(f"feurs{n}")
        ours = Account.register(
            organisation=organisation,
            network="bluesky",
            credentials={**network.credentials(theirs), "jetstream": "", "appview": ""},
            by=owner,
            now=timezone.now(),
        )
        speakers.append(Speaker(ours, theirs))
    return organisation, speakers


def approve(organisation: Organisation, speakers: list[Speaker], posts: int) -> list[str]:
    """Writes, submits and approves `posts` posts in turn on each account, all due now; returns their texts in order.

    Late is wrong: a post that cannot leave within 15 minutes becomes `missed`. Being killed again and again may take
    longer than that, so the limit alone is moved, in the rows; nothing else differs from what people do.
    """
    bruno, chloe = User.objects.get(name="Bruno"), User.objects.get(name="Chloe")
    texts = [f"{n:05d} La piscine rouvre lundi à 10 h. #Feurs" for n in range(posts)]
    for n, text in enumerate(texts):
        account, now = speakers[n % len(speakers)].ours, timezone.now()
        draft = Draft.begin(organisation=organisation, by=bruno, accounts=[account], text=text, now=now)
        draft.submit(by=bruno, now=now)
        draft.approve(by=chloe, version=1, now=now)
    Publication.objects.update(not_after=F("not_after") + PATIENCE)
    return texts
