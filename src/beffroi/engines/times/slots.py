"""Recurring times on a clock: when they come next, and which of them is still free."""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from beffroi.engines.times.wallclock import moments, shown

Weekly = tuple[int, time]  # Monday is 0
AHEAD = 8 * 7  # days


def occurrences(weekly: Iterable[Weekly], zone: ZoneInfo, after: datetime, *, days: int = AHEAD) -> Iterator[datetime]:
    """The moments after `after` at which a weekly time comes, in their order, for so many days.

    On the night when the clocks jump over it a time does not come; when they are set back it comes once, at first.
    """
    times = sorted(set(weekly))
    today = shown(after, zone).date()
    for day in (today + timedelta(days=n) for n in range(days)):
        walls = (datetime.combine(day, at) for weekday, at in times if weekday == day.weekday())
        meant = sorted(both[0] for wall in walls if (both := moments(wall, zone)))
        yield from (at for at in meant if at > after)


def next_free(
    weekly: Iterable[Weekly], zone: ZoneInfo, after: datetime, *, taken: Collection[datetime]
) -> datetime | None:
    """The first occurrence in whose minute nothing leaves yet; None when there is none in eight weeks."""
    minutes = {at.replace(second=0, microsecond=0) for at in taken}
    return next((at for at in occurrences(weekly, zone, after) if at not in minutes), None)
