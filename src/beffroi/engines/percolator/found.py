"""What an index found in lines."""

from typing import NamedTuple

from beffroi.engines.percolator.lines import Lines


class FoundInLines(NamedTuple):
    """Hits as the line's place and the search's number, in this order; the at:// address of each line with a hit; the
    places of the lines that are of another shape or broken; the number of lines."""

    hits: list[tuple[int, int]]
    addresses: dict[int, str]
    unread: list[int]
    lines: int

    @classmethod
    def of(cls, hits: list[tuple[int, int]], lines: Lines) -> "FoundInLines":
        """From hits whose first half counts posts."""
        posts, unread, number = lines
        addresses = {posts.places[nth]: posts.address(nth) for nth in dict(hits)}
        if len(posts.places) != number:
            hits = [(posts.places[nth], search) for nth, search in hits]
        return cls(hits, addresses, unread, number)
