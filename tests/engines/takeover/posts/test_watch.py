"""Do these posts read like those of the account?"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

import msgspec
import pytest

from beffroi.engines.takeover.posts import Model, Watch, Written, unlike
from beffroi.guard.post_model import shipped
from tests.engines.takeover.posts.town import HOUR, LURES, START, lures, posts_of_the_town

TEN_YEARS = 7980.0


@pytest.fixture(scope="module")
def model() -> Model:
    return shipped()


def alarms(watch: Watch, posts: Iterable[Written]) -> list[int]:
    return [place for place, post in enumerate(posts, 1) if watch.judge(post)]


def watching_a_town(model: Model, posts: int = 200) -> Watch:
    watch = Watch(model, TEN_YEARS)
    assert not alarms(watch, posts_of_the_town(posts))
    return watch


def test_a_stranger_is_seen_within_three_posts(model: Model) -> None:
    watch = watching_a_town(model)
    assert alarms(watch, lures(START + 200 * HOUR))[0] <= 3


def test_a_stranger_is_seen_among_genuine_posts(model: Model) -> None:
    watch = watching_a_town(model)
    hostile, genuine = list(lures(START + 200 * HOUR)), posts_of_the_town(20, seed=2, start=START + 200 * HOUR)
    mixed = [next(genuine) if place % 3 else hostile[place // 3] for place in range(15)]
    assert alarms(watch, mixed)


def test_a_town_that_goes_on_as_before_raises_nothing(model: Model) -> None:
    assert not alarms(watching_a_town(model), posts_of_the_town(800, seed=5, start=START + 200 * HOUR))


def test_the_alarm_carries_the_posts_it_is_about(model: Model) -> None:
    watch = watching_a_town(model)
    carried = next(found for post in lures(START + 200 * HOUR) if (found := watch.judge(post)))
    assert all(post.new_words > post.words / 2 for post in carried)
    assert carried[-1].evidence >= TEN_YEARS
    assert "another language" in {name for post in carried for name in post.strange}


def test_alarms_within_a_day_are_one(model: Model) -> None:
    watch = watching_a_town(model)
    assert len(alarms(watch, [*lures(START + 200 * HOUR), *lures(START + 202 * HOUR)])) == 1


def test_thirty_posts_are_enough_to_begin_with(model: Model) -> None:
    assert alarms(watching_a_town(model, posts=60), lures(START + 200 * HOUR))


def test_an_account_is_not_judged_on_its_first_posts(model: Model) -> None:
    assert not alarms(Watch(model, TEN_YEARS), lures(START))


def test_hostile_posts_do_not_enter_the_habits_while_they_wait(model: Model) -> None:
    watch = watching_a_town(model)
    for post in lures(START + 200 * HOUR):
        watch.judge(post)
    assert "lonely" not in known_words(watch)


def test_what_nobody_refused_enters_after_a_week(model: Model) -> None:
    watch = watching_a_town(model)
    watch.judge(Written("hey guys im so lonely tonight", START + 200 * HOUR, client="Hootsuite"))
    watch.judge(next(posts_of_the_town(1, start=START + 200 * HOUR + timedelta(days=8))))
    assert "lonely" in known_words(watch)


def test_nothing_enters_while_a_person_has_yet_to_answer(model: Model) -> None:
    watch = watching_a_town(model)
    watch.held = True
    for post in lures(START + 200 * HOUR):
        watch.judge(post)
    watch.judge(next(posts_of_the_town(1, start=START + 200 * HOUR + timedelta(days=30))))
    assert "lonely" not in known_words(watch)


def test_it_was_us_lets_the_posts_in_and_ends_the_evidence(model: Model) -> None:
    watch = watching_a_town(model)
    for post in lures(START + 200 * HOUR):
        watch.judge(post)
    watch.accept()
    assert "lonely" in known_words(watch)
    assert watch.evidence == 0


def test_it_was_not_us_forgets_the_posts(model: Model) -> None:
    watch = watching_a_town(model)
    for post in lures(START + 200 * HOUR):
        watch.judge(post)
    watch.refuse()
    watch.judge(next(posts_of_the_town(1, start=START + 200 * HOUR + timedelta(days=30))))
    assert "lonely" not in known_words(watch)


def test_an_account_that_writes_in_four_languages_is_not_suspected(model: Model) -> None:
    watch = Watch(model, TEN_YEARS)
    said = (
        "Retrouvez-nous au marché de Noël samedi",
        "Meet us at the Christmas market on Saturday",
        "Besuchen Sie uns am Samstag auf dem Weihnachtsmarkt",
        "Te esperamos el sábado en el mercado de Navidad",
    )
    spoken = (
        Written(f"{said[place % 4]} {place % 7}", START + place * HOUR, client="Hootsuite") for place in range(400)
    )
    assert not alarms(watch, spoken)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<url>",
        "🙏" * 140,
        "مرحبا بكم في بلديتنا",
        "<script>alert(1)</script>" * 40,
        "\u202etxet",
        "a" * 100_000,
        "\0\ud800",
    ],
)
def test_any_text_can_be_judged(model: Model, text: str) -> None:
    watch = watching_a_town(model, posts=40)
    watch.judge(Written(text, START + 100 * HOUR))
    assert watch.evidence < TEN_YEARS


def test_a_post_on_a_network_without_clients_is_judged_by_its_words(model: Model) -> None:
    watch = Watch(model, TEN_YEARS)
    for post in posts_of_the_town(200):
        watch.judge(replace(post, client=""))
    assert alarms(watch, (replace(post, client="") for post in lures(START + 200 * HOUR)))


def test_a_watch_goes_on_where_it_was_put_away(model: Model) -> None:
    watch, hostile = watching_a_town(model), list(lures(START + 200 * HOUR))
    watch.judge(hostile[0])
    kept = msgspec.msgpack.encode(watch.pack())
    again = Watch.unpack(msgspec.msgpack.decode(kept), model, TEN_YEARS)
    assert [bool(again.judge(post)) for post in hostile[1:]] == [bool(watch.judge(post)) for post in hostile[1:]]
    assert again.pack()["scores"] == watch.pack()["scores"]


def test_what_is_put_away_holds_no_text(model: Model) -> None:
    watch = watching_a_town(model)
    watch.judge(next(lures(START + 200 * HOUR)))
    assert b"lonely" not in msgspec.msgpack.encode(watch.pack())


def test_the_alarm_is_told_in_one_paragraph_with_its_signs(model: Model) -> None:
    watch = watching_a_town(model)
    carried = next(found for post in lures(START + 200 * HOUR) if (found := watch.judge(post)))
    told = unlike(carried, threshold=TEN_YEARS, handle="@feurs")
    assert str(told.sentence).startswith(
        f"The {len(carried)} posts of @feurs that raise this alarm do not read like it"
    )
    assert "about once in 10 years" in str(told.sentence)
    assert "They are in a language that the account hardly uses." in map(str, told.signs)


def known_words(watch: Watch) -> set[str]:
    """Which of the words of the lures the account is said to use."""
    from beffroi.engines.takeover.posts.traits import number_of

    words = {word for text in LURES for word in text.split()}
    return {word for word in words if number_of(word) in watch.habits.counts["words"]}
