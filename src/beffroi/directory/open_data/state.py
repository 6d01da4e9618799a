"""Whether the directory has changed, told without reading it."""

import json
from hashlib import sha256

from django.db.models import Count, Max

from beffroi.directory.models import Body, FormerName, Mandate, OfficialAccount, Proof, Source

FORM = 1  # of the files: another one, and they are written anew


def state_of_the_directory() -> str:
    """A word that is another one after a change: told from counts and latest moments, without reading the rows."""
    counts = (
        FORM,
        Body.objects.aggregate(n=Count("pk"), at=Max("changed_at")),
        OfficialAccount.objects.aggregate(n=Count("pk"), at=Max("changed_at"), reviewed=Max("reviewed_at")),
        Proof.objects.aggregate(n=Count("pk"), at=Max("checked_at"), last=Max("pk")),
        Source.objects.aggregate(n=Count("pk"), last=Max("pk")),
        FormerName.objects.aggregate(n=Count("pk"), last=Max("pk")),
        Mandate.objects.filter(person__accounts__isnull=False).aggregate(n=Count("pk"), last=Max("pk")),
    )
    return sha256(json.dumps(counts, default=str).encode()).hexdigest()[:16]
