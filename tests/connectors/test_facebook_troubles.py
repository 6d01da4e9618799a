import pytest

from beffroi.connectors.contract import AccessLost, NetworkTrouble, Refused, TryLater
from beffroi.connectors.facebook.troubles import LONGEST, NotThere, answered


@pytest.mark.parametrize(
    ("status", "code", "kind", "words"),
    [
        (400, 190, AccessLost, "Page 123"),
        (401, None, AccessLost, "Page 123"),
        (400, 102, AccessLost, "Page 123"),
        (400, 4, TryLater, "wait"),
        (400, 17, TryLater, "wait"),
        (403, 32, TryLater, "wait"),
        (400, 613, TryLater, "wait"),
        (400, 80_001, TryLater, "wait"),
        (429, None, TryLater, "wait"),
        (500, 1, TryLater, "problem of its own"),
        (400, 2, TryLater, "problem of its own"),
        (503, None, TryLater, "problem of its own"),
        (408, None, TryLater, "problem of its own"),
        (400, 368, Refused, "spam"),
        (400, 506, Refused, "same text twice"),
        (403, 200, Refused, "Facebook's words"),
        (400, 100, Refused, "Facebook's words"),
        (413, None, Refused, "4 MB"),
        (404, None, NotThere, ""),
        (400, 803, NotThere, ""),
        (400, {"odd": 1}, Refused, "Facebook's words"),
    ],
)
def test_each_answer_is_one_of_the_three_errors(
    status: int, code: object, kind: type[NetworkTrouble], words: str
) -> None:
    trouble = answered(status, {"error": {"code": code, "message": "Facebook's words"}}, {}, account="123")
    assert isinstance(trouble, kind)
    assert words in str(trouble.reason)


def test_a_request_that_was_turned_away_had_no_effect_and_one_that_failed_may_have() -> None:
    limited, broken = answered(400, {"error": {"code": 4}}, {}, account=""), answered(500, None, {}, account="")
    assert isinstance(limited, TryLater) and limited.delivered is False
    assert isinstance(broken, TryLater) and broken.delivered is None


def test_what_is_meant_for_people_is_said_first_and_cut() -> None:
    error = {"code": 1366046, "message": "For machines", "error_user_msg": "é" * 10_000}
    assert str(answered(400, {"error": error}, {}, account="").reason) == f"Facebook refuses this: {'é' * LONGEST}"


@pytest.mark.parametrize("body", [None, "words", [], {"error": "odd"}, {"error": None}])
def test_an_answer_without_an_error_in_it_is_told_by_its_status(body: object) -> None:
    assert str(answered(418, body, {}, account="").reason) == "Facebook refuses this: 418"


def test_the_time_to_wait_is_told_in_seconds() -> None:
    error = {"code": 80_001, "estimated_time_to_regain_access": 5}
    trouble = answered(400, {"error": error}, {}, account="")
    assert isinstance(trouble, TryLater) and trouble.seconds == 300


@pytest.mark.parametrize(("after", "seconds"), [("288", 288), ("²", None), ("soon", None)])
def test_the_time_to_wait_may_stand_in_the_usual_header(after: str, seconds: float | None) -> None:
    trouble = answered(429, None, {"retry-after": after}, account="")
    assert isinstance(trouble, TryLater) and trouble.seconds == seconds
