"""The codes of an application, against the vectors of RFC 6238 (appendix B) and by their guarantees."""

import pytest

from beffroi.engines.time_codes import SECONDS, code, spelled, step_of

SECRET = b"12345678901234567890"
VECTORS = {59: "287082", 1111111109: "081804", 1111111111: "050471", 1234567890: "005924", 2000000000: "279037"}


@pytest.mark.parametrize(("moment", "shown"), VECTORS.items())
def test_the_codes_are_those_of_the_standard(moment: int, shown: str) -> None:
    assert code(SECRET, moment // SECONDS) == shown


def test_a_code_fits_once_and_within_a_minute() -> None:
    step = 40_000_000
    now = step * SECONDS + 10.0
    assert step_of(SECRET, code(SECRET, step), now, after=0) == step
    assert step_of(SECRET, code(SECRET, step - 1), now, after=0) == step - 1
    assert step_of(SECRET, code(SECRET, step), now, after=step) is None
    assert step_of(SECRET, code(SECRET, step - 2), now, after=0) is None


def test_what_is_no_code_fits_nothing() -> None:
    for typed in ("", "abcdef", "٠٠٠٠٠٠", "0" * 400, "12345é"):
        assert step_of(SECRET, typed, 1e9, after=0) is None


def test_the_secret_is_typed_in_letters() -> None:
    assert spelled(SECRET) == "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
