from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from beffroi.connectors.contract import AccessLost, NetworkTrouble, Refused, TryLater
from beffroi.connectors.x.troubles import DUPLICATE, LONGEST, NO_CREDIT, answered, message_in, seconds_to_wait

THEN = datetime(2026, 11, 18, 20, 15, 30, tzinfo=UTC)
DATE = format_datetime(THEN, usegmt=True)
CAPPED = {"type": "https://api.twitter.com/2/problems/usage-capped", "title": "UsageCapExceeded"}


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"x-rate-limit-reset": str(int((THEN + timedelta(seconds=288)).timestamp())), "date": DATE}, 288),
        ({"x-rate-limit-reset": str(int((THEN - timedelta(seconds=9)).timestamp())), "date": DATE}, 0),
        ({"x-rate-limit-reset": "1795000000"}, None),
        ({"retry-after": "60"}, 60),
        ({"x-rate-limit-reset": "soon", "date": "yesterday", "retry-after": "²"}, None),
        ({}, None),
    ],
)
def test_seconds_to_wait_are_counted_by_xs_own_clock(headers: dict[str, str], seconds: float | None) -> None:
    assert seconds_to_wait(headers) == seconds


@pytest.mark.parametrize(
    ("status", "body", "kind", "words"),
    [
        (429, {}, TryLater, "wait"),
        (429, CAPPED, Refused, NO_CREDIT),
        (402, None, Refused, NO_CREDIT),
        (403, {**CAPPED, "status": 403}, Refused, NO_CREDIT),
        (408, None, TryLater, ""),
        (500, None, TryLater, ""),
        (503, {"title": "Service Unavailable"}, TryLater, ""),
        (401, {"title": "Unauthorized"}, AccessLost, "@feurs"),
        (403, {"detail": "You are not allowed to create a Tweet with duplicate content."}, Refused, DUPLICATE),
        (403, {"detail": "Your account is temporarily locked."}, AccessLost, "@feurs"),
        (403, {"detail": "You may not reply to a suspended user."}, Refused, "suspended user"),
        (403, {"detail": "Your Tweet text is too long."}, Refused, "280 characters"),
        (404, None, Refused, "404"),
        (413, None, Refused, "5 MB"),
        (400, {"errors": [{"message": "A name is wrong"}], "title": "Invalid"}, Refused, "A name is wrong"),
        (400, "odd", Refused, "400"),
    ],
)
def test_each_answer_is_one_of_the_three_errors(
    status: int, body: object, kind: type[NetworkTrouble], words: str
) -> None:
    trouble = answered(status, body, {}, account="feurs")
    assert isinstance(trouble, kind)
    assert words in str(trouble.reason)


def test_a_request_that_was_turned_away_had_no_effect_and_one_that_failed_may_have() -> None:
    limited, broken = answered(429, {}, {}, account=""), answered(500, {}, {}, account="")
    assert isinstance(limited, TryLater) and limited.delivered is False
    assert isinstance(broken, TryLater) and broken.delivered is None


def test_a_long_message_of_theirs_is_cut() -> None:
    assert len(message_in({"detail": "a" * 10_000})) == LONGEST
