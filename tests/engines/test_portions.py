"""A list taken a part at a time."""

from collections.abc import Iterator

from beffroi.engines.portions import portions


def test_every_thing_comes_once_and_what_is_left_comes_last() -> None:
    assert list(portions(range(7), 3)) == [[0, 1, 2], [3, 4, 5], [6]]
    assert list(portions(range(6), 3)) == [[0, 1, 2], [3, 4, 5]]
    assert list(portions([], 3)) == []


def test_nothing_is_read_ahead_of_its_part() -> None:
    read: list[int] = []

    def file() -> Iterator[int]:
        for line in range(5):
            read.append(line)
            yield line

    parts = portions(file(), 2)
    assert next(parts) == [0, 1]
    assert read == [0, 1]
