"""With whom an account talks: what both say counts, what one shouts does not."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.engines.counts.exchange_words import A_ROBOT, ONE_DAY, ONLY_THEY, ONLY_WE, OUR_OWN, calls_itself_a_robot
from beffroi.engines.counts.exchanges import HALF_LIFE, WEIGHTS, Exchange, score, talk

NOW = datetime(2026, 11, 20, 14, 0, tzinfo=UTC)
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)

EXCHANGES = st.lists(
    st.builds(
        Exchange,
        who=st.sampled_from(["lucie", "karim", "carnet"]),
        kind=st.sampled_from(sorted(WEIGHTS)),
        by_us=st.booleans(),
        at=st.integers(0, 90 * 24 * 60).map(lambda ago: NOW - ago * MINUTE),
    ),
    max_size=30,
)


def said(who: str, kind: str = "reply", *, by_us: bool = False, ago: timedelta = DAY) -> Exchange:
    return Exchange(who, kind, by_us, NOW - ago)


def a_talk_with(who: str, days: int = 3) -> list[Exchange]:
    return [said(who, by_us=by_us, ago=day * DAY) for day in range(1, days + 1) for by_us in (True, False)]


def test_who_is_answered_comes_before_who_only_speaks() -> None:
    only_speaks = [said("karim", ago=day * DAY) for day in range(1, 8)]
    found = talk([*only_speaks, *a_talk_with("lucie")], NOW)
    assert [each.who for each in found.ranked] == ["lucie", "karim"]


def test_a_reply_and_its_answer_weigh_two_when_they_are_new() -> None:
    found = talk([said("lucie", ago=0 * DAY), said("lucie", by_us=True, ago=0 * DAY)], NOW)
    assert (found.ranked[0].score, found.ranked[0].given, found.ranked[0].received) == (2.0, 1.0, 1.0)


def test_after_its_half_life_an_exchange_weighs_half() -> None:
    found = talk([said("lucie", by_us=True, ago=HALF_LIFE * DAY)], NOW)
    assert found.ranked[0].given == pytest.approx(0.5)
    assert talk([said("lucie", by_us=True, ago=10 * DAY)], NOW, half_life=10).ranked[0].given == pytest.approx(0.5)


def test_a_share_weighs_a_quarter_of_a_reply() -> None:
    shared, replied = (talk([said("x", kind, by_us=True)], NOW).ranked[0].given for kind in ("share", "reply"))
    assert shared == pytest.approx(replied / 4)


def test_a_hundred_mentions_in_an_hour_weigh_as_much_as_five() -> None:
    burst = [said("spam", "mention", ago=DAY + n * MINUTE / 2) for n in range(100)]
    one = [said("spam", "mention")]
    found, single = (talk([*each, said("spam", by_us=True, ago=9 * DAY)], NOW).ranked[0] for each in (burst, one))
    assert 5 < found.received / single.received < 5.3
    assert "In bursts: 99 of their messages count less" in " ".join(map(str, found.words))


def test_who_spoke_on_one_day_only_and_got_no_answer_is_shown_apart() -> None:
    shouting = [said("spam", "mention", ago=DAY + n * MINUTE) for n in range(50)]
    found = talk([*shouting, *a_talk_with("lucie", 1)], NOW)
    assert [each.who for each in found.ranked] == ["lucie"]
    assert [(each.counterpart.who, each.because) for each in found.apart] == [("spam", ONE_DAY)]


def test_robots_and_our_own_accounts_are_shown_apart_and_not_ranked() -> None:
    everybody = [*a_talk_with("maire"), *a_talk_with("meteo_bot"), *a_talk_with("lucie")]
    found = talk(everybody, NOW, own={"maire"}, robots={"meteo_bot"})
    assert [each.who for each in found.ranked] == ["lucie"]
    assert {each.counterpart.who: each.because for each in found.apart} == {"maire": OUR_OWN, "meteo_bot": A_ROBOT}


def test_the_parts_are_told_in_words() -> None:
    both = talk([said("lucie", by_us=True), said("lucie", "mention"), said("lucie", "mention", ago=3 * DAY)], NOW)
    assert [str(each) for each in both.ranked[0].words] == ["Our replies: 1", "Their mentions: 2"]
    assert talk([said("karim", by_us=True)], NOW).ranked[0].words[-1] == ONLY_WE
    assert talk([said("karim"), said("karim", ago=3 * DAY)], NOW).ranked[0].words[-1] == ONLY_THEY


def test_a_kind_that_nobody_knows_is_a_bug() -> None:
    with pytest.raises(KeyError):
        talk([said("lucie", "smile")], NOW)


@pytest.mark.parametrize("name", ["meteo_bot", "AlertBot", "Robot de la mairie", "BOT", "bot.feurs.example"])
def test_a_robot_says_so_in_its_name(name: str) -> None:
    assert calls_itself_a_robot(name)


@pytest.mark.parametrize("name", ["Marie Talbot", "Jardin botanique", "Abbot", "robotique.example", "Sabotier"])
def test_who_has_bot_in_their_name_is_no_robot(name: str) -> None:
    assert not calls_itself_a_robot(name)


@given(EXCHANGES, st.randoms())
def test_the_order_in_which_things_were_read_changes_nothing(exchanges: list[Exchange], random: object) -> None:
    mixed = list(exchanges)
    random.shuffle(mixed)  # type: ignore[attr-defined]  # hypothesis' own Random
    one, other = talk(exchanges, NOW), talk(mixed, NOW)
    assert [each.who for each in one.ranked] == [each.who for each in other.ranked]
    assert [each.score for each in one.ranked] == pytest.approx([each.score for each in other.ranked])


@given(EXCHANGES)
def test_nobody_is_lost_and_nobody_is_there_twice(exchanges: list[Exchange]) -> None:
    found = talk(exchanges, NOW, own={"karim"})
    names = [each.who for each in found.ranked] + [each.counterpart.who for each in found.apart]
    assert sorted(names) == sorted({each.who for each in exchanges})


@given(EXCHANGES)
def test_the_scores_fall_and_the_counts_add_up(exchanges: list[Exchange]) -> None:
    found = talk(exchanges, NOW)
    scores = [each.score for each in found.ranked]
    assert scores == sorted(scores, reverse=True)
    everybody = [*found.ranked, *(each.counterpart for each in found.apart)]
    assert sum(sum(each.counts.values()) for each in everybody) == len(exchanges)


@given(st.floats(0, 100), st.floats(0, 100), st.floats(0.01, 10))
def test_saying_more_never_lowers_a_score(given_: float, received: float, more: float) -> None:
    assert score(given_ + more, received) > score(given_, received)
    assert score(given_, received + more) > score(given_, received)
    assert score(given_, received) <= given_ + received + 1e-9


@given(EXCHANGES, st.integers(1, 200))
def test_no_burst_outweighs_its_logarithm(exchanges: list[Exchange], many: int) -> None:
    burst = [Exchange("spam", "reply", False, NOW - n * MINUTE / 10) for n in range(many)]
    found = talk([*exchanges, *burst], NOW)
    spam = next(each.counterpart for each in found.apart if each.counterpart.who == "spam")
    assert spam.received <= 6
