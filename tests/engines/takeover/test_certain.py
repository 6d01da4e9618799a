"""What is certain and no guess: an account that is gone, a key refused."""

from beffroi.engines.takeover import access_lost, gone


def test_what_is_certain_is_severe_and_says_what_to_do() -> None:
    for found in (gone("ana"), access_lost("ana")):
        assert found.severe and "ana" in str(found.sentence) and "If nobody " in str(found.sentence)
