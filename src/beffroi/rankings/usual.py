"""The rankings that every Beffroi makes once enough accounts are listed: nobody has to choose before reading."""

from datetime import datetime

from beffroi.engines.ranking.window import last_whole
from beffroi.rankings.models import Collection, Ranking

ENOUGH = 8  # accounts of one kind of body: fewer are no ranking
# How often what moves slowly is asked; nothing of a whole life is.
USUAL = (
    ("own-posts", "week"),
    ("replies", "week"),
    ("answered", "month"),
    ("response", "month"),
    ("audience", "month"),
    ("described-images", "month"),
    ("reciprocity", "month"),
    ("silence", "month"),
    ("follower-progress", "quarter"),
)


def begin_usual(now: datetime) -> int:
    """Begins them for each kind of body of which enough accounts are read; how many are new. Each is begun once: its
    first edition comes when the window that holds `now` is over."""
    collected = Collection.objects.filter(missing_since=None, account__is_institutional=True).exclude(read_at=None)
    kinds = [kind for kind in collected.values_list("account__body__kind", flat=True).order_by() if kind]
    begun = set(Ranking.objects.values_list("measure", "window", "kind"))
    new = [
        Ranking(measure=measure, window=window, kind=kind, added_at=now)
        for kind in sorted(set(kinds))
        if kinds.count(kind) >= ENOUGH
        for measure, window in USUAL
        if (measure, window, kind) not in begun
    ]
    for ranking in new:
        ranking.due_at = ranking.due_after(last_whole(ranking.window, now.date()))
    return len(Ranking.objects.bulk_create(new))
