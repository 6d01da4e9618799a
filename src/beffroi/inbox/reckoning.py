"""Goes through the open cases of an organisation whose calendars or targets were changed, a batch at a time."""

from datetime import datetime, timedelta

from django.db import transaction

from beffroi.inbox.models import Case, Deadline, Reckoning, ResponseTarget
from beffroi.journal.models import record

LEASE = timedelta(minutes=1)
BATCH = 100  # cases: a commit each


def reckon(row: Reckoning, now: datetime) -> bool:
    """One batch. Who dies in it leaves the place of the one before; a change meanwhile begins from the first case."""
    if not Reckoning.objects.claim(row, until=now + LEASE):
        return False
    organisation = row.organisation
    targets = list(ResponseTarget.objects.of(organisation))
    open_cases = Case.objects.of(organisation).unsettled().filter(pk__gt=row.after)
    batch = list(open_cases.select_related("organisation").order_by("pk")[:BATCH])
    with transaction.atomic():
        for case in batch:
            Deadline.follow(case, targets=targets)
        is_over = len(batch) < BATCH
        if row.settle(None if is_over else batch[-1].pk, now=now) and is_over:
            record("TARGETS_RECKONED", row, organisation=organisation, now=now)
    return True
