"""The formulas, one measure each: an account and its sums over a window give a figure, or the reason why there is none.

None counts what an account gathered in its whole life: a counter is only ever compared with itself.
"""

from math import ceil

from beffroi.engines.ranking import intervals
from beffroi.engines.ranking.record import Account, Count, Sums
from beffroi.engines.ranking.told import (
    NEVER_POSTED,
    NO_COUNTER,
    NO_FOLLOWERS,
    NO_POPULATION,
    NOBODY_LIVES_THERE,
    TOO_FEW_DAYS,
    Figure,
    Told,
    too_few,
)
from beffroi.engines.ranking.window import WEEK, Window
from beffroi.vocabulary import Sentence

# Below ten, the interval of a share of one half is wider than half of all that is possible: chance would be ranked.
LEAST = 10
# Somebody who starts from 3 followers has not doubled with 6: as many are added to both sides, so that a small base
# moves little: G. J. Lidstone's additive smoothing, Transactions of the Faculty of Actuaries 8 (1920).
FOLLOWERS_ADDED, POSTS_ADDED = 100, 10


def own_posts(account: Account, sums: Sums, window: Window) -> Told:
    """Posts with words of its own, quotations of others among them, per week."""
    return _a_week(sums.own + sums.quotes, sums, window)


def replies(account: Account, sums: Sums, window: Window) -> Told:
    """Replies per week."""
    return _a_week(sums.replies, sums, window)


def shares(account: Account, sums: Sums, window: Window) -> Told:
    """What others said and it passed on without a word, per week."""
    return _a_week(sums.shares, sums, window)


def by_counter(account: Account, sums: Sums, window: Window) -> Told:
    """Posts of all kinds per week, from the steps up of its counter between the first and the last reading; what was
    deleted between two readings hides as many new posts."""
    counted = sums.posts
    if counted is None or not _spans(counted, window):
        return NO_COUNTER
    return _per(sums.gained, counted.days / WEEK)


def answered(account: Account, sums: Sums, window: Window) -> Told:
    """Of those who spoke to it, the share that it answered within 72 hours. Bounds: Wilson 1927."""
    return _share(sums.answered, sums.heard)


def response(account: Account, sums: Sums, window: Window) -> Told:
    """The median of the times that its answers took, in hours; what was not answered is in the share, not in here.
    Bounds: Thompson 1936."""
    waits = sums.waits
    if few := too_few(len(waits), LEAST):
        return few
    number = len(waits)
    middle = (waits[(number - 1) // 2] + waits[number // 2]) / 2
    low, high = intervals.of_median(waits)
    return Figure(middle / 60, low / 60, high / 60, number)


def audience(account: Account, sums: Sums, window: Window) -> Told:
    """Followers at the last reading per 1,000 inhabitants: what the rank of bare followers hides, which is that of the
    populations. Compared within the class of population only."""
    if account.population is None:
        return NO_POPULATION
    if account.population == 0:
        return NOBODY_LIVES_THERE
    if sums.followers is None:
        return NO_FOLLOWERS
    return _per(sums.followers.last, account.population / 1_000)


def follower_progress(account: Account, sums: Sums, window: Window) -> Told:
    """Followers gained between the first and the last reading, relative to those there were at first and 100 more."""
    counted = sums.followers
    if counted is None or not _spans(counted, window):
        return NO_FOLLOWERS
    change, base = counted.last - counted.first, counted.first + FOLLOWERS_ADDED
    low, high = intervals.of_change(change)
    return Figure(change / base, low / base, high / base, counted.first)


def activity_progress(account: Account, sums: Sums, window: Window) -> Told:
    """Posts, replies and shares against those of as many days before, with 10 added to both."""
    least = ceil(window.days / 2)
    if sums.days_before < least:
        return Sentence(TOO_FEW_DAYS, {"days": sums.days_before, "least": least})
    if few := _too_few_days(sums, window) or too_few(sums.written + sums.before, LEAST):
        return few
    now, before = sums.written + POSTS_ADDED, sums.before + POSTS_ADDED
    low, high = intervals.of_ratio(now, before)
    return Figure(now / before - 1, low - 1, high - 1, sums.written + sums.before)


def described(account: Account, sums: Sums, window: Window) -> Told:
    """Of the images in its own posts, the share with a text alternative (WCAG 2.1, 1.1.1). Bounds: Wilson 1927."""
    return _share(sums.described, sums.images)


def readable_tags(account: Account, sums: Sums, window: Window) -> Told:
    """Of its hashtags, the share of those that a screen reader can say: one word, or a capital for each, as in
    #MairieDeFeurs. Bounds: Wilson 1927."""
    return _share(sums.readable, sums.tags)


def reciprocity(account: Account, sums: Sums, window: Window) -> Told:
    """Of the accounts that it answered, shared or quoted, each counted once, the share that are not of its own
    institutions. Bounds: Wilson 1927."""
    return _share(account.outside, account.counterparts)


def silence(account: Account, sums: Sums, window: Window) -> Told:
    """Days from its last post to the end of the window. A date is known or not: nothing about it is by chance."""
    if account.last_post is None:
        return NEVER_POSTED
    days = float(max(0, (window.until - account.last_post).days - 1))
    return Figure(days, days, days, 1)


def _a_week(count: int, sums: Sums, window: Window) -> Told:
    return _too_few_days(sums, window) or _per(count, window.days / WEEK)


def _per(count: int, size: float) -> Figure:
    low, high = intervals.of_count(count)
    return Figure(count / size, low / size, high / size, count)


def _share(hits: int, tries: int) -> Told:
    if few := too_few(tries, LEAST):
        return few
    low, high = intervals.of_share(hits, tries)
    return Figure(hits / tries, low, high, tries)


def _too_few_days(sums: Sums, window: Window) -> Sentence | None:
    """An account is seen on a day when its counters were read, or when it said something. Half of the days are needed
    to tell silence from nobody looking."""
    least = ceil(window.days / 2)
    return Sentence(TOO_FEW_DAYS, {"days": sums.days, "least": least}) if sums.days < least else None


def _spans(counted: Count, window: Window) -> bool:
    return counted.days * 2 >= window.days - 1 and counted.days > 0
