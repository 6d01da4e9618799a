"""The measures by which accounts are ranked: each with its formula, its facts and its method in words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from beffroi.engines.ranking import formulas
from beffroi.engines.ranking.record import Account, Sums
from beffroi.engines.ranking.summing import COLUMNS
from beffroi.engines.ranking.told import Told
from beffroi.engines.ranking.window import Window

Formula = Callable[[Account, Sums, Window], Told]


@dataclass(frozen=True, slots=True)
class Measure:
    """`columns` are the facts of a day that it needs; `title`, `unit` and `method` are English message ids.

    `lowest_first`: less is better. `within_class`: ranks are given in each class of population apart. `is_share`: the
    figure is a share of 1, said as a percentage. The others say what it needs beyond the days of the window.
    """

    name: str
    title: str
    unit: str
    method: str
    formula: Formula
    columns: tuple[str, ...]
    lowest_first: bool = False
    within_class: bool = False
    is_share: bool = False
    counts_followers: bool = False
    needs_before: bool = False
    needs_counterparts: bool = False
    needs_last_post: bool = False


_ALL = (
    Measure(
        "own-posts",
        "Own posts per week",
        "Posts per week",
        "Posts with words of its own, quotations among them, divided by the weeks of the window. Replies and shares "
        "are ranked apart, and what was posted before the window counts nothing.",
        formulas.own_posts,
        ("own", "quotes"),
    ),
    Measure(
        "replies",
        "Replies per week",
        "Replies per week",
        "Answers to others, divided by the weeks of the window.",
        formulas.replies,
        ("replies",),
    ),
    Measure(
        "shares",
        "Shares per week",
        "Shares per week",
        "What others said and the account passed on without a word of its own, divided by the weeks of the window.",
        formulas.shares,
        ("shares",),
    ),
    Measure(
        "counter",
        "Posts of all kinds per week, by the counter",
        "Posts per week",
        "By how much the account's own counter of posts rose from each reading to the next, divided by the weeks "
        "between the first and the last reading. For networks that show nothing but counters. A deleted post hides a "
        "new one.",
        formulas.by_counter,
        ("posts",),
    ),
    Measure(
        "answered",
        "Share of questions answered",
        "Share answered",
        "Of all public posts that spoke to the account, the share that it answered within 72 hours. With fewer than 10 "
        "there is no rank: of three, chance decides.",
        formulas.answered,
        ("heard", "answered"),
        is_share=True,
    ),
    Measure(
        "response",
        "Time to answer",
        "Hours, median",
        "Half of the answers came sooner, half later. Only answers count: look at the share of "
        "questions answered beside it.",
        formulas.response,
        ("waits",),
        lowest_first=True,
    ),
    Measure(
        "audience",
        "Followers per 1,000 inhabitants",
        "Followers per 1,000 inhabitants",
        "Followers at the last reading of the window, divided by the population of the latest census, in each class of "
        "population apart: the bare number of followers mostly ranks populations.",
        formulas.audience,
        ("followers",),
        within_class=True,
        counts_followers=True,
    ),
    Measure(
        "follower-progress",
        "Progress of the followers",
        "Followers gained",
        "Followers gained from the first to the last reading of the window, relative to those there were at first and "
        "100 more: whoever starts from 3 has not doubled with 6.",
        formulas.follower_progress,
        ("followers",),
        is_share=True,
        counts_followers=True,
    ),
    Measure(
        "activity-progress",
        "Progress of the activity",
        "Change of activity",
        "Posts, replies and shares of the window against those of as many days before, with 10 added to both.",
        formulas.activity_progress,
        ("own", "quotes", "replies", "shares"),
        is_share=True,
        needs_before=True,
    ),
    Measure(
        "described-images",
        "Images with a text alternative",
        "Share described",
        "Of the images in the account's own posts, the share that has a text for those who cannot see them. With fewer "
        "than 10 images there is no rank.",
        formulas.described,
        ("images", "described"),
        is_share=True,
    ),
    Measure(
        "readable-hashtags",
        "Readable hashtags",
        "Share readable",
        "Of the account's hashtags, the share of those that are one word or have a capital for each, as in "
        "#MairieDeFeurs: a screen reader spells out the others. With fewer than 10 there is no rank.",
        formulas.readable_tags,
        ("tags", "readable"),
        is_share=True,
    ),
    Measure(
        "reciprocity",
        "Talking with others than one's own",
        "Share of others",
        "Of the accounts that it answered, shared or quoted, each counted once, the share that is not of its own "
        "institutions. With fewer than 10 there is no rank.",
        formulas.reciprocity,
        (),
        is_share=True,
        needs_counterparts=True,
    ),
    Measure(
        "silence",
        "Days since the last post",
        "Days since the last post",
        "Days from the last post that is known to the last day of the window.",
        formulas.silence,
        (),
        lowest_first=True,
        needs_last_post=True,
    ),
)
MEASURES: Mapping[str, Measure] = {measure.name: measure for measure in _ALL}
COMPOSITE = "composite"


@dataclass(frozen=True, slots=True)
class Needs:
    """What a ranking reads; its archive holds no more."""

    columns: tuple[str, ...]
    before: bool
    counterparts: bool
    last_post: bool


def needs(named: str, weights: Mapping[str, float]) -> Needs:
    """Those of a measure, or of all parts of a composite. Raises KeyError for a measure that does not exist."""
    measures = [MEASURES[name] for name in (weights if named == COMPOSITE else (named,))]
    wanted = {column for measure in measures for column in measure.columns}
    return Needs(
        tuple(column for column in COLUMNS if column in wanted),
        any(measure.needs_before for measure in measures),
        any(measure.needs_counterparts for measure in measures),
        any(measure.needs_last_post for measure in measures),
    )
