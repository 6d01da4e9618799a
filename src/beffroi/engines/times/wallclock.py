"""What a clock on the wall shows, and the moments that it means: none when the clocks jump over it, two when they
are set back over it."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


def moments(wall: datetime, zone: ZoneInfo) -> list[datetime]:
    """The UTC moments at which a clock of `zone` shows the naive `wall`: one, none or two, the earlier first.

    Raises OverflowError where time, as Python counts it, ends.
    """
    meant = {wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1)}
    return sorted(at for at in meant if shown(at, zone) == wall)


def shown(at: datetime, zone: ZoneInfo) -> datetime:
    """What a clock of `zone` shows at an aware moment, as a naive datetime."""
    return at.astimezone(zone).replace(tzinfo=None, fold=0)


def around(wall: datetime, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The last minute that the clock shows before it jumps over `wall`, and the first that it shows after."""
    offsets = [wall.replace(tzinfo=zone, fold=fold).utcoffset() for fold in (0, 1)]
    before, after = (wall.replace(tzinfo=UTC) - offset for offset in reversed(offsets) if offset is not None)
    old = before.astimezone(zone).utcoffset()
    while after - before > SECOND:
        middle = before + (after - before) // 2
        if middle.astimezone(zone).utcoffset() == old:
            before = middle
        else:
            after = middle
    jump = after.replace(microsecond=0)
    return shown(jump - MINUTE, zone), shown(jump, zone)


def is_summer_time(at: datetime, zone: ZoneInfo) -> bool:
    """Whether the clock is ahead of the zone's own standard at this moment."""
    return bool(at.astimezone(zone).dst())


def beginning(day: date, zone: ZoneInfo) -> datetime:
    """The UTC moment at which a day begins: midnight, or what the clock shows first where it jumps over midnight."""
    midnight = datetime.combine(day, time.min)
    meant = moments(midnight, zone) or moments(around(midnight, zone)[1], zone)
    return meant[0]


def next_at(at: time, zone: ZoneInfo, after: datetime) -> datetime:
    """The first UTC moment after `after` at which the clock shows `at`, once a day: the first of two, and the moment
    after the jump where the clock jumps over it."""
    day = shown(after, zone).date()
    for wall in (datetime.combine(day + timedelta(days=n), at) for n in range(3)):
        meant = moments(wall, zone) or moments(around(wall, zone)[1], zone)
        if meant[0] > after:
            return meant[0]
    raise AssertionError(f"no clock goes three days without showing {at}")
