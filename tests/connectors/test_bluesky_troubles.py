from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from beffroi.connectors.bluesky.troubles import answered, seconds_to_wait
from beffroi.connectors.contract import AccessLost, NetworkTrouble, Refused, TryLater

THEN = datetime(2026, 11, 18, 20, 15, 30, tzinfo=UTC)
DATE = format_datetime(THEN, usegmt=True)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "288"}, 288),
        ({"retry-after": "0"}, 0),
        ({"retry-after": format_datetime(THEN + timedelta(seconds=90), usegmt=True), "date": DATE}, 90),
        ({"ratelimit-reset": str(int(THEN.timestamp()) + 42), "date": DATE}, 42),
        ({"ratelimit-reset": str(int(THEN.timestamp()) - 42), "date": DATE}, 0),
        ({"ratelimit-reset": "1795000000"}, None),
        ({"retry-after": "soon", "ratelimit-reset": "-1", "date": "yesterday"}, None),
        ({"retry-after": "²"}, None),
        ({}, None),
    ],
)
def test_seconds_to_wait_are_counted_by_the_servers_own_clock(headers: dict[str, str], seconds: float | None) -> None:
    assert seconds_to_wait(headers) == seconds


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [
        (429, "RateLimitExceeded", TryLater),
        (500, "InternalServerError", TryLater),
        (502, "UpstreamFailure", TryLater),
        (401, "AuthMissing", AccessLost),
        (401, "", AccessLost),
        (400, "ExpiredToken", AccessLost),
        (400, "InvalidToken", AccessLost),
        (401, "AccountTakedown", AccessLost),
        (403, "AccountDeactivated", AccessLost),
        (400, "InvalidRequest", Refused),
        (403, "Forbidden", Refused),
        (404, "", Refused),
        (413, "PayloadTooLarge", Refused),
    ],
)
def test_each_answer_is_one_of_the_three_errors(status: int, code: str, kind: type[NetworkTrouble]) -> None:
    trouble = answered(status, code, "", {}, account="mairie.test")
    assert isinstance(trouble, kind)
    assert str(trouble.reason)
