"""How often one place may ask: so many times within a span, counted in memory, and nothing else is kept of who asks."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network

PLACES = 20_000  # that are remembered at once; more of them begin a new span for all


@dataclass(slots=True)
class Allowance:
    """`most` questions of one place within `span`, which begins with its first one. One process counts for itself."""

    most: int
    span: timedelta
    _counted: dict[str, tuple[datetime, int]] = field(default_factory=dict)

    def wait(self, place: str, *, now: datetime) -> timedelta:
        """Counts a question from `place`; nothing when it may be asked, else how long to wait before the next."""
        begun, count = self._counted.get(place, (now, 0))
        if begun + self.span <= now:
            begun, count = now, 0
        if count >= self.most:
            return begun + self.span - now
        if place not in self._counted and len(self._counted) >= PLACES:
            self._counted.clear()
        self._counted[place] = (begun, count + 1)
        return timedelta(0)


def place_of(address: str) -> str:
    """Where a question comes from: an address, and of the newer kind the network, for a household has millions."""
    try:
        known = ip_address(address)
    except ValueError:
        return address
    return str(known) if known.version == 4 else str(ip_network((known, 64), strict=False))
