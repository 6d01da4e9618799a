"""The page of expected followers, for everybody."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from beffroi.directory.models import Body, OfficialAccount
from beffroi.rankings.expected.expecting import expected_of
from beffroi.rankings.models import Activity, CounterReading
from tests.cast import NOW
from tests.engines.test_expected import towns

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


def town(code: str, population: int | None, followers: int, *, network: str = "bluesky") -> OfficialAccount:
    body, _new = Body.objects.get_or_create(
        kind="commune", code=code, defaults={"name": f"Ville {code}", "population": population, "changed_at": NOW}
    )
    account = OfficialAccount.objects.create(
        body=body, network=network, handle=f"{code}.{followers}.example", changed_at=NOW
    )
    CounterReading.objects.create(account=account, at=NOW - DAY, followers=followers)
    return account


@pytest.fixture
def forty(db: None) -> list[OfficialAccount]:
    return [town(each.key, each.population, each.followers or 0) for each in towns(count=40)]


def test_the_latest_reading_counts_and_an_old_one_does_not(forty: list[OfficialAccount]) -> None:
    CounterReading.objects.create(account=forty[0], at=NOW, followers=123_456)
    CounterReading.objects.filter(account=forty[1]).update(at=NOW - 400 * DAY)
    told = expected_of("commune", None, "bluesky", with_activity=False, now=NOW)
    assert len(told.expectation.placed) == 39
    assert told.expectation.placed[0].observed.followers == 123_456
    assert told.read_at == NOW


def test_a_class_compares_its_own_bodies_only(forty: list[OfficialAccount]) -> None:
    told = expected_of("commune", 2_000, "bluesky", with_activity=False, now=NOW)
    assert told.expectation.placed
    assert all(2_000 <= (each.observed.population or 0) < 10_000 for each in told.expectation.placed)


def test_of_two_accounts_of_a_body_the_larger_one_stands_for_it(forty: list[OfficialAccount]) -> None:
    town("00000", None, 1)
    told = expected_of("commune", None, "bluesky", with_activity=False, now=NOW)
    assert len(told.expectation.placed) == 40


def test_an_account_that_no_ranking_counts_is_left_out_with_its_reason(forty: list[OfficialAccount]) -> None:
    forty[0].excluded_because = {"say": "Followers were bought.", "values": {}}
    forty[0].save()
    told = expected_of("commune", None, "bluesky", with_activity=False, now=NOW)
    assert [str(reason) for _each, reason in told.expectation.left_out] == ["Followers were bought."]


def test_posts_of_four_weeks_are_counted_and_who_was_never_seen_is_left_out(forty: list[OfficialAccount]) -> None:
    for number, account in enumerate(forty[1:]):
        for post in range(number % 7 + 1):
            at = NOW - post * DAY
            Activity.objects.create(account=account, native_id=f"{account.pk}-{post}", kind="own", at=at)
    told = expected_of("commune", None, "bluesky", with_activity=True, now=NOW)
    assert len(told.expectation.placed) == 39
    assert {each.observed.posts_a_week for each in told.expectation.placed} == {n / 4 for n in range(1, 8)}
    assert len(told.expectation.left_out) == 1


def test_everybody_may_read_the_page_with_its_drawing_and_its_table(
    forty: list[OfficialAccount], client: Client
) -> None:
    page = client.get(reverse("expected"), {"kind": "commune", "network": "bluesky"})
    text = page.content.decode()
    assert page.status_code == 200
    assert "sessionid" not in page.cookies
    assert text.count("<circle") + text.count('class="scatter-below"') == 40
    assert text.count('scope="row"') == 40
    assert "max-age=600" in page["Cache-Control"]


def test_too_few_bodies_give_a_sentence_and_no_line(db: None, client: Client) -> None:
    town("42094", 8_367, 296)
    text = client.get(reverse("expected"), headers={"accept-language": "en"}).content.decode()
    assert "Too few to say what is expected. Bodies with all values: 1;" in text
    assert "<circle" not in text


def test_a_commune_in_which_nobody_lives_is_named_with_the_reason(forty: list[OfficialAccount], client: Client) -> None:
    town("55039", 0, 12)
    text = client.get(reverse("expected"), headers={"accept-language": "en"}).content.decode()
    assert "Ville 55039: Nobody lives there" in text.replace("\u202f", " ")


@pytest.mark.parametrize("asked", [{"kind": "x"}, {"class": "7"}, {"class": "-1"}, {"network": "nowhere"}])
def test_what_cannot_be_asked_is_not_there(asked: dict[str, str], db: None, client: Client) -> None:
    assert client.get(reverse("expected"), asked).status_code == 404
