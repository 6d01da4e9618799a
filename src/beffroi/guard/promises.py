"""What each detector promises, in words and numbers, beside what people answered to its alarms."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from beffroi.access.models import Organisation
from beffroi.engines.takeover.audit import Band, Said
from beffroi.engines.takeover.detectors import Detector
from beffroi.engines.takeover.rates import DETECTORS
from beffroi.guard.models import Alarm, Watching
from beffroi.guard.models.baseline import NOT_SENT

WATCHES: Mapping[str, str | Promise] = {
    "name": _("The shown name no longer agrees with the registered one"),
    "handle": _("The handle is another than the registered ones"),
    "id": _("Another account stands behind the handle"),
    NOT_SENT: _("A post that Beffroi did not send"),
    "access-lost": _("The network no longer takes our key"),
    "gone": _("The network no longer shows the account"),
    "handle-lost": _("A former handle leads to another account"),
    "return": _("The account speaks again after a long silence"),
    "mass-delete": _("Many posts disappear at once"),
    "listed-link": _("The profile leads to a listed address"),
    "posts": _("Posts that do not read like the account"),
    "citizens": _("People say that the account looks taken"),
    "platform-mail": _("The network writes of something unusual"),
    "lookalike": _("Another account looks like ours, and a second sign agrees"),
}


UNCOUNTED = (
    "lookalike",
    "citizens",
    "platform-mail",
)  # no false alarms of these were counted anywhere: they promise nothing


@dataclass(frozen=True, slots=True)
class Audit:
    """A promise beside what came of it. `ours` are the alarms of which people said "it was us": the false ones.

    `rate` and `bound` are false alarms per account-year, None for certain knowledge, which promises nothing, and for
    what nobody has counted yet.
    """

    watches: str | Promise
    is_certain: bool
    rate: float | None
    bound: float | None
    ours: int
    not_ours: int
    unanswered: int
    years: float
    band: Band | None

    @property
    def said(self) -> Said | None:
        """Whether the promise is kept so far; None where nothing was promised."""
        return self.band.says(self.ours) if self.band else None


def audits(organisation: Organisation, now: datetime) -> list[Audit]:
    """One per detector, then nothing else: zero data is a row of zeros."""
    answers = Alarm.objects.filter(account__organisation=organisation).answers()
    years = Watching.years_of(organisation, now)
    watching = {**DETECTORS, **{key: Detector(key, None) for key in UNCOUNTED}}
    return [_audit(detector, answers.get(key, {}), years.get(key, 0.0)) for key, detector in watching.items()]


def _audit(detector: Detector, answers: Mapping[str, int], years: float) -> Audit:
    rate = detector.rate
    return Audit(
        watches=WATCHES.get(detector.key, detector.key),
        is_certain=rate is None and detector.key not in UNCOUNTED,
        rate=rate.per_year if rate else None,
        bound=rate.bound if rate else None,
        ours=answers.get("ours", 0),
        not_ours=answers.get("not_ours", 0),
        unanswered=answers.get("unanswered", 0),
        years=years,
        band=Band.of(rate.per_year * years, rate.bound * years) if rate else None,
    )


def in_all(rows: list[Audit]) -> Audit:
    """The sum of what is promised, which needs no independence, beside the sum of what was observed."""
    counted = [row for row in rows if row.rate is not None and row.bound is not None]
    expected = sum((row.rate or 0) * row.years for row in counted)
    most = sum((row.bound or 0) * row.years for row in counted)
    return Audit(
        watches=_("All that promise a rate"),
        is_certain=False,
        rate=sum(row.rate or 0 for row in counted),
        bound=sum(row.bound or 0 for row in counted),
        ours=sum(row.ours for row in counted),
        not_ours=sum(row.not_ours for row in counted),
        unanswered=sum(row.unanswered for row in counted),
        years=max((row.years for row in counted), default=0.0),
        band=Band.of(expected, most),
    )


def broken_promises(rows: list[Audit]) -> Iterator[Audit]:
    """Those whose false alarms have left the band, in either direction."""
    return (row for row in rows if row.said in ("more", "fewer"))
