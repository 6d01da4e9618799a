"""Accounts and windows to compare."""

from datetime import date, timedelta

from beffroi.engines.ranking.record import Account, Count, Sums
from beffroi.engines.ranking.window import Window

FIRST = date(2026, 11, 2)  # a Monday
WEEK = Window(FIRST, FIRST + timedelta(days=7))
MONTH = Window(date(2026, 11, 1), date(2026, 12, 1))


def town(key: int, *, population: int | None = 8_000, outside: int = 0, counterparts: int = 0) -> Account:
    bound = None if population is None else max(each for each in (0, 500, 2_000, 10_000) if population >= each)
    return Account(key, "bluesky", f"town{key}", f"Town {key}", population, bound, counterparts, outside)


def followers(first: int, last: int, window: Window = WEEK) -> Sums:
    return Sums(days=window.days, followers=Count(first, window.first, last, window.until - timedelta(days=1)))


def asked(heard: int, answered: int) -> Sums:
    return Sums(days=7, heard=heard, answered=answered)
