"""What an index found in lines."""

from typing import NamedTuple

from beffroi.engines.percolator.lines import Posts


class FoundInLines(NamedTuple):
    """Hits as the line's place and the search's number, in this order; the at:// address of each line with a hit; the
    places of the lines that are of another shape or broken."""

    hits: list[tuple[int, int]]
    addresses: dict[int, str]
    unread: list[int]

    @classmethod
    def of(cls, hits: list[tuple[int, int]], posts: Posts, unread: list[int]) -> "FoundInLines":
        """From hits whose first half counts posts."""
        addresses = {posts.places[nth]: posts.address(nth) for nth, _ in hits}
        return cls([(posts.places[nth], number) for nth, number in hits], addresses, unread)
