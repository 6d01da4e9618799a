"""The life of a thing as data: its states, and the moves between them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


class BadLifecycle(ValueError):
    """A lifecycle contradicts itself; says how."""


class UnknownState(KeyError):
    """A state was asked about that this lifecycle does not have."""


@dataclass(frozen=True)
class Lifecycle:
    """`moves` names every state and where it can go from there; a final state goes nowhere and says so with ().

    Checks itself when it is made, which is when its module is imported. Raises BadLifecycle when the initial state
    or the end of a move has no line of its own, when a state cannot be reached, or when a move is told twice.
    """

    name: str
    initial: str
    moves: Mapping[str, Sequence[str]]

    def __post_init__(self) -> None:
        faults = [*self._unknown(), *self._doubled()] or self._unreachable()
        if faults:
            raise BadLifecycle(f"{self.name}: {'; '.join(faults)}")

    @property
    def states(self) -> tuple[str, ...]:
        return tuple(self.moves)

    @property
    def final(self) -> tuple[str, ...]:
        """The states that nothing leaves."""
        return tuple(state for state, exits in self.moves.items() if not exits)

    def next(self, from_: str) -> tuple[str, ...]:
        """The states to which `from_` can move. Raises UnknownState."""
        if from_ not in self.moves:
            raise UnknownState(f"{self.name} has no state {from_!r}")
        return tuple(self.moves[from_])

    def allows(self, from_: str, to: str) -> bool:
        """Whether there is a move from one state to the other. Raises UnknownState for either name."""
        self.next(to)
        return to in self.next(from_)

    def mermaid(self) -> str:
        """The diagram of this lifecycle, as Mermaid draws it (stateDiagram-v2)."""
        arrows = [("[*]", self.initial)]
        arrows += [(state, to) for state, exits in self.moves.items() for to in exits]
        arrows += [(state, "[*]") for state in self.final]
        return "".join(["stateDiagram-v2\n", *(f"    {one} --> {other}\n" for one, other in arrows)])

    def _unknown(self) -> list[str]:
        named = {self.initial, *(to for exits in self.moves.values() for to in exits)}
        return [f"{state!r} is used but not declared" for state in sorted(named - self.moves.keys())]

    def _doubled(self) -> list[str]:
        return [f"{state!r} tells a move twice" for state, exits in self.moves.items() if len(set(exits)) < len(exits)]

    def _unreachable(self) -> list[str]:
        reached: set[str] = set()
        ahead = [self.initial]
        while ahead:
            state = ahead.pop()
            if state not in reached:
                reached.add(state)
                ahead += self.moves[state]
        return [f"{state!r} is never reached" for state in self.moves if state not in reached]
