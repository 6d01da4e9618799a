"""What is asked of a server that may say "unchanged", and for how long it asks to be left alone."""

import httpx
import pytest

from beffroi.outbound.headers import conditions, retry_after

DATE = "Fri, 20 Nov 2026 12:00:00 GMT"


def test_only_what_is_known_of_the_last_answer_is_asked_with() -> None:
    assert conditions(etag='"a"', last_modified="") == {"If-None-Match": '"a"'}
    assert conditions(etag="", last_modified=DATE) == {"If-Modified-Since": DATE}
    assert conditions(etag="", last_modified="") == {}


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": " 30 "}, 30.0),
        ({"Retry-After": "Fri, 20 Nov 2026 12:01:30 GMT", "Date": DATE}, 90.0),
        ({"Retry-After": "Fri, 20 Nov 2026 11:00:00 GMT", "Date": DATE}, 0.0),
        ({"Retry-After": "Fri, 20 Nov 2026 12:01:30 GMT"}, None),  # by whose clock?
        ({"Retry-After": "soon"}, None),
        ({}, None),
    ],
)
def test_the_wait_is_counted_by_the_servers_own_clock(headers: dict[str, str], seconds: float | None) -> None:
    assert retry_after(httpx.Headers(headers)) == seconds
