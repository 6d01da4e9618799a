"""The rules on profiles and counters against the labelled incidents of a kept history, in two folds of accounts."""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from zlib import crc32

from beffroi.engines.takeover import returning
from beffroi.engines.takeover.detectors import Detector, Finding, Rate
from beffroi.engines.takeover.listed import Lists
from beffroi.engines.takeover.rates import DETECTORS, WARNINGS
from beffroi.engines.takeover.replay import Told, alarms
from beffroi.site.commands.guard.files import Flaws
from beffroi.site.commands.guard.history import Fleet
from bench.figures import table, verdict
from bench.headline import Figure

OF_PROFILES = ("id", "handle-lost", "name", "handle")
OF_COUNTERS = ("return", "mass-delete")
AIM_PROFILES = 1 / 1000  # false alarms of all profile rules together, per account-year
AIM_RETURN = 0.01
YEAR = 365.25  # days
EXTRACTED = 7  # accounts of the extract that is in the repository
FOLDS = ("A", "B")
THRESHOLDS = (180.0, 270.0, 365.0, 450.0, 540.0, 730.0)
AHEAD = timedelta(days=90)  # an alarm this short before an incident is no false one: it is told apart


@dataclass(frozen=True, slots=True)
class Incident:
    account: str
    begins: date
    ends: date | None
    changed_profile: bool

    def holds(self, day: date) -> bool:
        return self.begins <= day and (self.ends is None or day < self.ends)

    def is_near(self, day: date) -> bool:
        return self.begins - AHEAD <= day < self.begins


@dataclass(frozen=True, slots=True)
class Rung:
    """One alarm, and what a reader's labels say of it."""

    account: str
    day: date
    finding: Finding
    kind: str  # "takeover", "other incident", "ahead of one", "false"


def told(asked: argparse.Namespace) -> tuple[list[str], list[Figure], bool]:
    """The lines of the report, the figures, and whether the aims were kept."""
    flaws = Flaws(sys.stderr)
    fleet = Fleet.read(asked.profiles, asked.counters, flaws)
    incidents = list(labels(asked.incidents))
    replayed = dict(fleet.replayed(Lists()))
    rung = [each for account, told in replayed.items() for each in judged(account, told, incidents)]
    aims = _aims(rung, incidents, replayed)
    lines = [*_told(rung, incidents, replayed, aims), "", "### Other thresholds", "", *_by_threshold(fleet, incidents)]
    figures = [*_figures(rung, incidents, replayed)]
    return lines, figures[:1] if asked.is_extract else figures, all(aims.values())


def _figures(rung: Sequence[Rung], incidents: Sequence[Incident], replayed: Mapping[str, Told]) -> Iterator[Figure]:
    """For the page of results: first the takeovers, then rates, which mean nothing where the accounts were chosen."""
    takeovers = [each for each in incidents if each.changed_profile]
    found, many, of = sum(_first(each, rung) for each in takeovers), len(takeovers), f"{len(replayed):,} accounts"
    key, said = "guard.takeovers" if len(replayed) > EXTRACTED else "guard.extract", f"{found} of {many}"
    what = f"takeovers that ring at the first reading which shows them, in the history of {of}"
    yield Figure(key, what, said, found, "every one", found == many, is_more_better=True)
    years = sum(told.days for told in replayed.values()) / YEAR
    looked = sum(told.looked for told in replayed.values()) / YEAR
    false = [each.finding.detector for each in rung if each.kind == "false"]
    for key, name, detectors, over, aim in (
        ("false", "changed profiles", OF_PROFILES, years, AIM_PROFILES),
        ("returns", "a return from silence", ("return",), looked, AIM_RETURN),
    ):
        number = sum(detector in detectors for detector in false)
        rate = number / over
        what = f"false alarms of {name}, for an account and year ({over:,.0f} account-years)"
        yield Figure(f"guard.{key}", what, f"{rate:.4f} ({number})", rate, f"at most {aim}", rate <= aim)


def fold(account: str) -> str:
    return FOLDS[crc32(account.encode()) % 2]


def labels(path: Path) -> Iterator[Incident]:
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        ends = row["first_clean_poll"]
        yield Incident(
            row["a"],
            date.fromisoformat(row["first_hostile_poll"]),
            date.fromisoformat(ends) if ends else None,
            "profile" in row["kind"] and "seed" not in row["kind"],
        )


def judged(account: str, told: Told, incidents: Sequence[Incident]) -> Iterator[Rung]:
    """The alarms of one account, and its warnings, each beside the labels."""
    warned = [(day, found) for day, found in told.findings if found.detector in WARNINGS]
    own = [each for each in incidents if each.account == account]
    for day, finding in (*alarms(told.findings), *warned):
        yield Rung(account, day, finding, _kind(day, own))


def _kind(day: date, own: Sequence[Incident]) -> str:
    held = [each for each in own if each.holds(day)]
    if held:
        return "takeover" if any(each.changed_profile for each in held) else "other incident"
    return "ahead of one" if any(each.is_near(day) for each in own) else "false"


def _years(told: Told, detector: Detector) -> float:
    """Account-years on which a detector could have rung: counters say nothing while nobody was looking."""
    return (told.looked if detector.key in OF_COUNTERS else told.days) / YEAR


def _aims(rung: Sequence[Rung], incidents: Sequence[Incident], replayed: Mapping[str, Told]) -> dict[str, bool]:
    false = [each for each in rung if each.kind == "false"]
    of_profiles = sum(each.finding.detector in OF_PROFILES for each in false)
    returns = sum(each.finding.detector == "return" for each in false)
    years = sum(told.days for told in replayed.values()) / YEAR
    looked = sum(told.looked for told in replayed.values()) / YEAR
    takeovers = [each for each in incidents if each.changed_profile]
    return {
        f"every takeover at its first hostile poll: {sum(_first(each, rung) for each in takeovers)} of "
        f"{len(takeovers)}": all(_first(each, rung) for each in takeovers),
        f"profile rules together at most 1 false alarm per 1,000 account-years: {of_profiles} in {years:,.0f}": (
            of_profiles <= AIM_PROFILES * years
        ),
        f"return from silence below 0.01 per account-year: {returns} in {looked:,.0f}": returns < AIM_RETURN * looked,
    }


def _first(incident: Incident, rung: Sequence[Rung]) -> bool:
    """Whether an alarm rang at the first hostile poll itself."""
    return any(each.account == incident.account and each.day == incident.begins for each in _alarms(rung))


def _alarms(rung: Sequence[Rung]) -> list[Rung]:
    return [each for each in rung if each.finding.detector in DETECTORS]


def _told(
    rung: Sequence[Rung], incidents: Sequence[Incident], replayed: Mapping[str, Told], aims: Mapping[str, bool]
) -> Iterator[str]:
    readings = sum(told.readings for told in replayed.values())
    notes = Counter(note.kind for told in replayed.values() for _, note in told.notes)
    late = sum(len(told.out_of_order) for told in replayed.values())
    yield from ("## Profiles and counters", "")
    yield f"{len(replayed):,} accounts, {readings:,} readings. Told, and no alarms: {notes['unlike']} names that at the"
    yield f"first reading did not resemble the register, {notes['reopened']} accounts opened anew under the same name."
    yield f"{late} readings out of order were dropped."
    yield ""
    yield from (f"- {aim}: {verdict(kept)}" for aim, kept in aims.items())
    yield from ("", *_by_detector(rung, incidents, replayed), "", *_by_fold(rung, replayed), "")
    yield from ("### Takeovers and other incidents", "", *_of_incidents(rung, incidents), "")
    yield from ("### False alarms, one by one", "", *_false(rung))


def _by_detector(rung: Sequence[Rung], incidents: Sequence[Incident], replayed: Mapping[str, Told]) -> Iterator[str]:
    takeovers = [each for each in incidents if each.changed_profile]
    rows = []
    for detector in (DETECTORS | WARNINGS).values():
        if detector.rate is None or detector.key == "listed-link":  # certain knowledge, and what needs a list
            continue
        own = [each for each in rung if each.finding.detector == detector.key]
        years = sum(_years(told, detector) for told in replayed.values())
        rate = Rate(sum(each.kind == "false" for each in own), years)
        found = {(each.account) for each in own if each.kind == "takeover"}
        others = sum(each.kind in ("other incident", "ahead of one") for each in own)
        name = f"{detector.key} (a warning)" if detector.key in WARNINGS else detector.key
        share = f"{len(found)} of {len(takeovers)}"
        rows.append(
            (name, len(own), rate.alarms, f"{years:,.0f}", f"{rate.per_year:.4f}", f"{rate.bound:.4f}", share, others)
        )
    yield table(
        ("detector", "findings", "false", "account-years", "per year", "95 % bound", "takeovers", "other incidents"),
        rows,
    )
    yield ""
    yield "One alarm a reading: what else broke in the same reading stands among its signs. Account-years of the"
    yield "counter rules leave out the time in which nobody was looking. The bound is exact, one-sided (Garwood 1936)."
    yield "6 of 6 found means a recall of 0.61 at least, at 95 %."


def _by_fold(rung: Sequence[Rung], replayed: Mapping[str, Told]) -> Iterator[str]:
    yield "The same in two folds of accounts, by the parity of a checksum of the name:"
    yield ""
    rows = []
    for name in FOLDS:
        own = [each for each in rung if fold(each.account) == name and each.kind == "false"]
        years = sum(told.days for account, told in replayed.items() if fold(account) == name) / YEAR
        counts = {key: sum(each.finding.detector == key for each in own) for key in (*OF_PROFILES, *OF_COUNTERS)}
        together = sum(counts[key] for key in OF_PROFILES)
        rows.append((name, f"{years:,.0f}", *counts.values(), f"{together} (1 per {years / max(together, 1):,.0f})"))
    yield table(("fold", "account-years", *OF_PROFILES, *OF_COUNTERS, "profile rules together"), rows)


def _by_threshold(fleet: Fleet, incidents: Sequence[Incident]) -> Iterator[str]:
    """What other thresholds of `return` would have given in each fold, and which one each fold would have chosen."""
    rung, replayed = _returns(fleet, incidents)
    count, rate = _false_returns(rung, replayed)
    yield "Other thresholds of `return` (quiet days, times the posts beyond the first one and the signs; twice as much"
    yield f"about a ballot). Shipped: {returning.THRESHOLD:.0f}, a year of silence and one thing more."
    yield ""
    rows = [
        (
            f"{threshold:.0f}",
            *(f"{count[name, threshold]} = {rate[name, threshold]:.4f}" for name in FOLDS),
            len({each.account for each in rung if each.kind != "false" and _rings_at(each, threshold)}),
        )
        for threshold in THRESHOLDS
    ]
    yield table(("threshold", *(f"false, fold {name}, per year" for name in FOLDS), "incidents that ring"), rows)
    yield ""
    for name, other in (FOLDS, FOLDS[::-1]):
        chosen = next((each for each in THRESHOLDS if rate[name, each] < AIM_RETURN), THRESHOLDS[-1])
        yield f"Fold {name} alone would choose {chosen:.0f}, the lowest below {AIM_RETURN}; on fold {other} that gives"
        yield f"{rate[other, chosen]:.4f}."


Counts = dict[tuple[str, float], int]  # by fold and threshold
Rates = dict[tuple[str, float], float]


def _false_returns(rung: Sequence[Rung], replayed: dict[str, Told]) -> tuple[Counts, Rates]:
    count: Counts = {}
    rate: Rates = {}
    for name in FOLDS:
        years = sum(told.looked for account, told in replayed.items() if fold(account) == name) / YEAR
        false = [each for each in rung if fold(each.account) == name and each.kind == "false"]
        for threshold in THRESHOLDS:
            count[name, threshold] = sum(_rings_at(each, threshold) for each in false)
            rate[name, threshold] = count[name, threshold] / years
    return count, rate


def _returns(fleet: Fleet, incidents: Sequence[Incident]) -> tuple[list[Rung], dict[str, Told]]:
    """Every return that rings at the lowest threshold."""
    own, returning.THRESHOLD = returning.THRESHOLD, THRESHOLDS[0]
    try:
        replayed = dict(fleet.replayed(Lists()))
    finally:
        returning.THRESHOLD = own
    rung = [each for account, told in replayed.items() for each in judged(account, told, incidents)]
    return [each for each in rung if each.finding.detector == "return"], replayed


def _rings_at(each: Rung, threshold: float) -> bool:
    """Whether an alarm of the lowest threshold rings at this one too."""
    return each.finding.score / each.finding.threshold * THRESHOLDS[0] >= threshold


def _of_incidents(rung: Sequence[Rung], incidents: Sequence[Incident]) -> Iterator[str]:
    rows = []
    for each in incidents:
        own = [one for one in _alarms(rung) if one.account == each.account]
        near = sorted({(one.day, one.finding.detector) for one in own if each.holds(one.day) or each.is_near(one.day)})
        said = ", ".join(f"{day} {detector}" for day, detector in near[:4]) or "–"
        rows.append((each.account, each.begins, "takeover" if each.changed_profile else "other", said))
    yield table(("account", "first hostile poll", "label", "alarms"), rows)


def _false(rung: Sequence[Rung]) -> Iterator[str]:
    rows = [
        (each.account, each.day, each.finding.detector, f"{each.finding.score:.0f} / {each.finding.threshold:.0f}")
        for each in _alarms(rung)
        if each.kind == "false"
    ]
    yield table(("account", "day", "detector", "score / threshold"), rows)
