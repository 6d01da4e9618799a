"""From the store to the places of an edition and its archive. Knows no table: it runs wherever a store is."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from beffroi.engines.ranking.measures import Needs, needs
from beffroi.engines.ranking.placing import Place, ranked
from beffroi.engines.ranking.record import Account
from beffroi.engines.ranking.summing import COLUMNS
from beffroi.engines.ranking.window import Window
from beffroi.engines.ranking.writing import accounts_file, result
from beffroi.rankings import bundle
from beffroi.rankings.store import Store


def reckon(
    kept: Store, file: Path, manifest: Mapping[str, Any], accounts: Sequence[Account], own: Iterable[tuple[int, str]]
) -> tuple[list[Place], str]:
    """The places, and the SHA-256 of the archive that is written to `file`.

    `manifest` says measure, weights and window; `own` are pairs of an account and the native id of one of its own
    institutions.
    """
    window = Window(date.fromisoformat(manifest["first"]), date.fromisoformat(manifest["until"]))
    wanted = needs(manifest["measure"], manifest["weights"])
    known = _known(kept, window, accounts, own, wanted)
    keys = [account.key for account in known]
    sums = kept.sums(window, wanted, keys)
    places = ranked(manifest["measure"], known, sums, window, manifest["weights"])
    daily = file.with_suffix(".csv")
    if not kept.write_daily(window, wanted, keys, daily):
        daily.write_text(",".join(COLUMNS[:2] + wanted.columns) + "\n", encoding="utf-8")
    digest = bundle.write(file, manifest, accounts_file(known), daily, result(places))
    daily.unlink()
    return places, digest


def _known(
    kept: Store, window: Window, accounts: Sequence[Account], own: Iterable[tuple[int, str]], wanted: Needs
) -> Sequence[Account]:
    """The accounts, with what of them is no sum of days."""
    keys = [account.key for account in accounts]
    if wanted.counterparts:
        met = kept.counterparts(window, keys, own)
        counted = {key: met.get(key, (0, 0)) for key in keys}
        accounts = [replace(each, counterparts=counted[each.key][0], outside=counted[each.key][1]) for each in accounts]
    if wanted.last_post:
        last = kept.last_posts(window, keys)
        accounts = [replace(each, last_post=last.get(each.key)) for each in accounts]
    return accounts
