"""The number of a row as an address or a form names it: whatever else somebody sends there names none."""

DIGITS = 18  # both databases count further, and no row has more


def number_in(said: str) -> int:
    """The number, or 0, which no row has, for what is none: an empty word, "²", more digits than a database counts."""
    return int(said) if said.isascii() and said.isdecimal() and len(said) <= DIGITS else 0


def numbers_in(said: list[str]) -> list[int]:
    """Those that are numbers, in their order."""
    return [number for number in map(number_in, said) if number]
