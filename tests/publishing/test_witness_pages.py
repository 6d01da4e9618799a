"""The page of a witness: one question on a telephone, asked once more, and ten seconds to undo."""

from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from beffroi.facts.models import Attestation, Fact, Source, Witness, WitnessLink
from beffroi.publishing.models import Draft
from tests.cast import NOW, Feurs, minutes

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    """The time of the pages, to be moved."""
    now = [NOW]
    monkeypatch.setattr("django.utils.timezone.now", lambda: now[0])
    return now


@pytest.fixture
def fact(feurs: Feurs) -> Fact:
    fact = Fact.state_it(
        feurs.organisation,
        statement="Le conseil a voté la délibération 41.",
        kind="vote",
        by=feurs.bruno,
        now=NOW,
        expires_at=NOW + minutes(240),
    )
    draft = Draft.begin(
        organisation=feurs.organisation,
        by=feurs.bruno,
        accounts=[feurs.account],
        text="La délibération 41 est adoptée.",
        awaits=fact.outcome_called("yes"),
        now=NOW,
    )
    draft.submit(by=feurs.bruno, now=NOW)
    draft.approve(by=feurs.chloe, version=1, now=NOW)
    return fact


@pytest.fixture
def address(fact: Fact, feurs: Feurs) -> str:
    witness = Witness.name_one(fact, name="Jeanne", channel="link", address="", by=feurs.bruno, now=NOW)
    _link, secret = witness.ask(by=feurs.bruno, now=NOW)
    return reverse("witness", args=[secret])


def words(client: Client, address: str, data: dict[str, str] | None = None, status: int = 200) -> str:
    answer = client.post(address, data, follow=True) if data else client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def settled(fact: Fact) -> bool:
    return Fact.objects.get(pk=fact.pk).state == "settled"


def test_opening_the_link_says_nothing(client: Client, address: str, fact: Fact) -> None:
    page = words(client, address)
    assert "délibération 41" in page
    assert "Jeanne" in page
    assert not Attestation.objects.exists()


def test_one_press_asks_once_more_and_says_what_leaves_and_where(client: Client, address: str, fact: Fact) -> None:
    page = words(client, address, {"outcome": "yes"})
    assert "La délibération 41 est adoptée." in page
    assert "@feurs" in page
    assert not settled(fact)


def test_the_second_press_is_the_word(client: Client, address: str, fact: Fact) -> None:
    words(client, address, {"outcome": "yes"})
    words(client, address, {"outcome": "yes", "sure": "1"})
    assert settled(fact)
    given = Attestation.objects.get()
    assert (given.who, given.outcome.key) == ("Jeanne", "yes")


def test_going_back_says_nothing(client: Client, address: str, fact: Fact) -> None:
    words(client, address, {"outcome": "yes"})
    words(client, address, {"outcome": "yes", "back": "1"})
    assert not settled(fact)


def test_pressing_twice_on_a_slow_line_says_it_once(client: Client, address: str, fact: Fact) -> None:
    for _press in range(2):
        words(client, address, {"outcome": "yes", "sure": "1"})
    assert Attestation.objects.count() == 1


def test_it_can_be_undone_for_ten_seconds_and_the_link_is_open_again(
    client: Client, address: str, fact: Fact, clock: list[datetime]
) -> None:
    words(client, address, {"outcome": "yes", "sure": "1"})
    clock[0] = NOW + minutes(9 / 60)
    words(client, address, {"undo": "1"})
    assert not settled(fact)
    words(client, address, {"outcome": "no", "sure": "1"})
    assert settled(fact)


def test_after_ten_seconds_it_stands(client: Client, address: str, fact: Fact, clock: list[datetime]) -> None:
    words(client, address, {"outcome": "yes", "sure": "1"})
    clock[0] = NOW + minutes(11 / 60)
    words(client, address, {"undo": "1"})
    assert settled(fact)


def test_a_link_that_was_forwarded_does_nothing_in_another_browser(client: Client, address: str, fact: Fact) -> None:
    words(client, address, {"outcome": "yes"})
    eve = Client()
    words(eve, address, {"outcome": "yes", "sure": "1"}, status=410)
    assert not settled(fact)
    assert "adoptée" not in words(eve, address, status=410)  # and shows nothing of what would leave


def test_opening_a_link_ties_it_to_nobody(client: Client, address: str, fact: Fact) -> None:
    words(Client(), address)  # a mail scanner looks at every link before its reader does
    words(client, address, {"outcome": "yes", "sure": "1"})
    assert settled(fact)


def test_a_link_ends(client: Client, address: str, fact: Fact, clock: list[datetime]) -> None:
    clock[0] = NOW + minutes(241)
    words(client, address, {"outcome": "yes", "sure": "1"}, status=410)
    assert not settled(fact)


def test_a_new_link_closes_the_earlier_one(client: Client, address: str, fact: Fact, feurs: Feurs) -> None:
    Witness.objects.get().ask(by=feurs.bruno, now=NOW)
    words(client, address, {"outcome": "yes", "sure": "1"}, status=410)
    assert not settled(fact)


def test_a_link_that_never_was_says_so(client: Client, fact: Fact) -> None:
    words(client, reverse("witness", args=["x" * 43]), status=404)


def test_what_others_settled_needs_no_witness(client: Client, address: str, fact: Fact, feurs: Feurs) -> None:
    outcome = fact.outcome_called("no")
    assert outcome is not None
    Attestation.give(fact, outcome, by=feurs.chloe, now=NOW)
    words(client, address, {"outcome": "yes", "sure": "1"}, status=410)
    assert Attestation.objects.count() == 1


def test_against_a_source_the_witness_has_to_write_how_they_know(
    client: Client, address: str, fact: Fact, feurs: Feurs
) -> None:
    source = Source.add(fact, kind="senat", parameters={}, address="https://senat.example/", by=feurs.bruno, now=NOW)
    reasons = [{"say": "Amendments to “{division}”: {undecided} of {count} are still to be examined.", "values": {}}]
    Source.objects.filter(pk=source.pk).update(state="CONTRADICTED", reasons=reasons)
    page = words(client, address, {"outcome": "yes"})
    assert 'name="reason"' in page
    words(client, address, {"outcome": "yes", "sure": "1"})
    assert not settled(fact)
    words(client, address, {"outcome": "yes", "sure": "1", "reason": "Article réservé, voté en premier."})
    assert settled(fact)
    assert Attestation.objects.get().reason == "Article réservé, voté en premier."


def test_only_the_hash_of_the_secret_is_kept(address: str) -> None:
    secret = address.rsplit("/", 1)[-1]
    assert secret not in str(list(WitnessLink.objects.values()))


def test_the_page_follows_nobody_and_is_kept_nowhere(client: Client, address: str) -> None:
    answer = client.get(address)
    assert (answer["Referrer-Policy"], answer["Cache-Control"]) == ("same-origin", "no-store, private")
    assert "noindex" in answer["X-Robots-Tag"]


def test_the_page_is_small_enough_for_a_bad_line(client: Client, address: str) -> None:
    answer = client.get(address)
    assert len(answer.content) < 6_000
    assert answer.content.count(b"stylesheet") == 2
    assert b"<script" not in answer.content
