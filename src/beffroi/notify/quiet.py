"""Quiet hours: when a message leaves that would come in the night."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from beffroi.engines.times.wallclock import around, moments, shown


def leaves_at(now: datetime, begins: time | None, ends: time | None, zone: ZoneInfo) -> datetime:
    """`now`, or the end of the quiet hours that a clock of `zone` is in; they may pass midnight.

    The end is what the wall clock shows: a night is an hour longer or shorter when the clocks are changed. Where the
    clock shows the end twice the first counts, where it jumps over it the moment after the jump.
    """
    if begins is None or ends is None or begins == ends:
        return now
    wall = shown(now, zone)
    if begins < ends:
        is_quiet = begins <= wall.time() < ends
    else:
        is_quiet = wall.time() >= begins or wall.time() < ends
    if not is_quiet:
        return now
    return _next(wall, ends, now, zone)


def _next(wall: datetime, ends: time, now: datetime, zone: ZoneInfo) -> datetime:
    end = datetime.combine(wall.date(), ends)
    if end <= wall:
        end += timedelta(days=1)
    meant = moments(end, zone) or moments(around(end, zone)[1], zone)
    return next((at for at in meant if at >= now), meant[-1])
