"""What is certain and no guess: an account that is gone, a key refused, a post that did not leave from here."""

from datetime import UTC, datetime

from beffroi.engines.takeover import access_lost, gone
from beffroi.engines.takeover.unsent import unsent
from beffroi.vocabulary import Post, Profile

ANA = Profile("bluesky", "did:plc:ana", "ana.feurs.example", "Ana Bellecloche")
SINCE = datetime(2026, 11, 1, tzinfo=UTC)


def post(number: int, day: int, url: str = "") -> Post:
    return Post("bluesky", f"at://ana/{number}", ANA, "Bonjour", datetime(2026, 11, day, tzinfo=UTC), url=url)


def test_a_post_that_did_not_leave_from_here_is_told_with_its_address() -> None:
    posts = [post(1, 2), post(2, 3, url="https://bsky.example/ana/2"), post(3, 4)]
    found = list(unsent(posts, {"at://ana/1"}, since=SINCE))
    assert [each.about for each in found] == ["https://bsky.example/ana/2", "at://ana/3"]
    assert all(each.severe and each.detector == "not-sent" for each in found)
    assert "did not leave from here: https://bsky.example/ana/2" in str(found[0].sentence)


def test_what_people_wrote_elsewhere_before_says_nothing() -> None:
    assert list(unsent([post(1, 2)], (), since=datetime(2026, 11, 3, tzinfo=UTC))) == []


def test_what_is_certain_is_severe_and_says_what_to_do() -> None:
    for found in (gone("ana"), access_lost("ana")):
        assert found.severe and "ana" in str(found.sentence) and "If nobody " in str(found.sentence)
