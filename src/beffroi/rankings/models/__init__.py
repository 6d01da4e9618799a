"""Rankings, their editions, and what they are reckoned from."""

from beffroi.rankings.models.collection import Collection
from beffroi.rankings.models.edition import Edition, Place, Ranking, Reply, class_name, speaks_for
from beffroi.rankings.models.observed import Activity, ChangedDay, CounterReading

__all__ = [
    "Activity",
    "ChangedDay",
    "Collection",
    "CounterReading",
    "Edition",
    "Place",
    "Ranking",
    "Reply",
    "class_name",
    "speaks_for",
]
