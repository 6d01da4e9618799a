"""What a settled fact does to the texts that wait for it: the right ones leave, the others are discarded with a trace.

Publishing reads what was settled; nothing below calls up.
"""

from datetime import datetime

from django.db import transaction

from beffroi.facts.models import Settlement
from beffroi.publishing.models import Draft, Publication
from beffroi.publishing.models.early import EarlyPost
from beffroi.publishing.models.gates import NEVER_CAME
from beffroi.vocabulary import Sentence


def follow(settlement: Settlement, now: datetime) -> bool:
    """Wakes what announces what came true and discards what was prepared otherwise, in one transaction.

    The drafts are locked before the fact, in the order in which an approval takes both.
    """
    with transaction.atomic():
        bound = Draft.objects.filter(awaits__fact=settlement.fact_id).exclude(state="discarded")
        drafts = list(bound.select_for_update(no_key=True).order_by("pk"))
        settlement.fact.lock()
        if not settlement.follow(now=now):
            return False
        for publication in Publication.objects.awaiting(settlement):
            publication.wake(now=now)
        for draft in drafts:
            if draft.awaits_id != settlement.outcome_id:
                draft.overtake(settlement, now=now)
        for early in EarlyPost.objects.filter(fact=settlement.fact_id).select_related("post", "incident"):
            early.follow(settlement, now=now)
    return True


def miss(publication: Publication, now: datetime) -> bool:
    """Its fact has expired or was given up: a person is asked what becomes of the text."""
    assert publication.draft.awaits is not None, "asked for so"  # noqa: S101  # the query has it
    reason = Sentence(NEVER_CAME, {"fact": publication.draft.awaits.fact.statement})
    publication.miss(reason, now=now)
    return True
