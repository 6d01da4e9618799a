"""With whom an account spoke is forgotten in time; how often it did is not."""

from datetime import timedelta
from pathlib import Path

from beffroi.engines.ranking.measures import needs
from beffroi.rankings.duties import forget_counterparts
from beffroi.rankings.models import Activity
from beffroi.rankings.store import Store
from tests.rankings.test_store import WEEK
from tests.rankings.towns import NOW, exported, said, town


def test_after_400_days_nothing_tells_with_whom_an_account_spoke(kept: Path) -> None:
    feurs = town("Feurs")
    said(feurs, "heard", 2, other="did:lucie")
    said(feurs, "reply", 2, other="did:lucie")
    exported()
    wanted = needs("composite", {"answered": 1, "replies": 1})
    before = Store(kept).sums(WEEK, wanted, [feurs.pk])
    assert forget_counterparts(NOW + timedelta(days=380)) == 0
    later = NOW + timedelta(days=420)
    assert (forget_counterparts(later), forget_counterparts(later)) == (4, 0)
    assert exported(later) == 1
    assert set(Activity.objects.values_list("other", flat=True)) == {""}
    assert all(row.native_id.startswith("forgotten") for row in Activity.objects.filter(kind="heard"))
    assert Store(kept).sums(WEEK, wanted, [feurs.pk]) == before
    assert Store(kept).counterparts(WEEK, [feurs.pk], []) == {}
    assert not any(b"lucie" in file.read_bytes() for file in kept.rglob("*.parquet"))
