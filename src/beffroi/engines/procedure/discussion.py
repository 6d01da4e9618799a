"""Where an article stands in an ordered list of amendments: the one rule for every such list.

A list tells the fate of amendments, never the article's own vote: most articles are voted by show of hands, and no
machine says so when it happens. So the best it can give is COMPATIBLE.

Lists repeat a division: "Article 4 (Réservé)" where it would have come, "Article 4" where it does. Its rows are one
article: the amendments of all of them count, and what comes after it is what comes after its last row. This can hold
longer than it must, when the last row is an empty reminder ("précédemment examiné"), and never less long.
"""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from beffroi.engines.procedure import divisions
from beffroi.engines.procedure.judgement import BadQuestion, Judgement, State
from beffroi.engines.texts.fold import fold
from beffroi.vocabulary import Sentence

NO_SUBJECT = "Say which division is meant: “Article 2 bis”."
NOT_IN_LIST = "Not in this list: “{subject}”. It may be of another text or another part of it, or be called otherwise."
NO_AMENDMENT = "There is no amendment to “{subject}”, so this list cannot tell what becomes of it."
PASSED_OVER = "The discussion has passed over it: “{later}” has begun."
UNDECIDED = "Amendments to “{subject}”: {undecided} of {all} are still to be decided."
VOTE_TO_COME = (
    "Amendments to “{subject}”: {all} of {all} are decided, and nothing after it has begun. Its own vote may be still"
    " to come."
)
LATER_BEGUN = (
    "Amendments to “{subject}”: {all} of {all} are decided, and “{later}” has begun. Whether it was adopted or"
    " rejected, this list does not say."
)
TWICE = "It stands {times} times in this list; the last place counts."
RESERVED = "The list says that it is reserved: its vote comes later, out of the order."
BLOCKED = "The list speaks of a single vote on several things at once: what was decided apart is not adopted by that."
AGAIN = "The list speaks of a second deliberation: what was decided may be put to the vote again."
ANNEX = "Its annex “{annex}”, which is voted with it, still has amendments to be decided."
REORDERED = "The order of discussion has changed since the last reading."
ONLY_WITHDRAWN = (
    "Of what comes after it, only withdrawn or inadmissible amendments are sorted: perhaps before the sitting."
)

NOT_YET = frozenset(("", "a discuter", "en traitement"))  # what the Assemblée writes in the place of a fate
WITHOUT_DISCUSSION = ("retire", "irrecevable")


@dataclass(frozen=True, slots=True)
class Amendment:
    number: str
    sort: str  # its fate in the list's own word, empty until it is decided

    @property
    def is_decided(self) -> bool:
        return fold(self.sort).strip() not in NOT_YET


@dataclass(frozen=True, slots=True)
class Subdivision:
    label: str
    amendments: tuple[Amendment, ...] = ()

    @property
    def has_begun(self) -> bool:
        return any(amendment.is_decided for amendment in self.amendments)

    def says(self, *words: str) -> bool:
        said = fold(self.label)
        return any(word in said for word in words)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a division is: its own rows, those of its annexes, and what comes after the last of them."""

    subject: str
    rows: tuple[Subdivision, ...]
    annexes: tuple[Subdivision, ...]
    after: tuple[Subdivision, ...]

    @property
    def amendments(self) -> tuple[Amendment, ...]:
        return tuple(amendment for row in self.rows for amendment in row.amendments)

    @property
    def undecided(self) -> int:
        return sum(not amendment.is_decided for amendment in self.amendments)

    @property
    def begun_after(self) -> str:
        return next((row.label for row in self.after if row.has_begun), "")


def standing(rows: Sequence[Subdivision], subject: str, *, order: str = "") -> Judgement:
    """What a list in order of discussion says about `subject`; CONFIRMED never. `order` is the `evidence["order"]` of
    the last reading, empty when there was none."""
    place = _place(rows, subject)
    now_in_order = order_of(rows)
    if place is None:
        return Judgement(
            State.NO_DATA, "", (Sentence(NOT_IN_LIST, {"subject": subject}),), {"subject": subject, "found": False}
        )
    state, reasons = _state(place)
    state, held = _held(state, place, rows)
    reasons = (*reasons, *held)
    if order and order != now_in_order:
        reasons = (*reasons, Sentence(REORDERED))
    return Judgement(state, "", reasons, {**_evidence(place), "order": now_in_order})


def order_of(rows: Sequence[Subdivision]) -> str:
    """A short name of this order of discussion: another order has another."""
    return hashlib.sha256("\n".join(row.label for row in rows).encode("utf-8", "replace")).hexdigest()[:16]


def _place(rows: Sequence[Subdivision], subject: str) -> Place | None:
    wanted = divisions.key(subject)
    if not wanted:
        raise BadQuestion(Sentence(NO_SUBJECT))
    keys = [divisions.key(row.label) for row in rows]
    own = [at for at, found in enumerate(keys) if found == wanted]
    annexes = [at for at, found in enumerate(keys) if divisions.is_part_of(found, wanted)]
    if not own:
        return None
    last = max(*own, *annexes) if annexes else own[-1]
    return Place(subject, tuple(rows[at] for at in own), tuple(rows[at] for at in annexes), tuple(rows[last + 1 :]))


def _state(place: Place) -> tuple[State, tuple[Sentence, ...]]:
    named: dict[str, str | int] = {"subject": place.subject, "all": len(place.amendments)}
    later = place.begun_after
    if not place.amendments:
        nothing = Sentence(NO_AMENDMENT, {"subject": place.subject})
        return State.NO_DATA, (nothing, Sentence(PASSED_OVER, {"later": later})) if later else (nothing,)
    if place.undecided:
        return State.CONTRADICTED, (Sentence(UNDECIDED, named | {"undecided": place.undecided}),)
    if not later:
        return State.PENDING_VOTE, (Sentence(VOTE_TO_COME, named),)
    return State.COMPATIBLE, (Sentence(LATER_BEGUN, named | {"later": later}),)


def _held(state: State, place: Place, rows: Sequence[Subdivision]) -> tuple[State, tuple[Sentence, ...]]:
    """What makes less of a state, or only warns; never what makes more of it."""
    holding = tuple(_holding(place))
    if holding and state is State.COMPATIBLE:
        state = State.PENDING_VOTE
    return state, (*holding, *_warnings(state, place, rows))


def _holding(place: Place) -> list[Sentence]:
    found = []
    if place.rows[-1].says("reserve") and not place.rows[-1].says("precedemment reserve"):
        found.append(Sentence(RESERVED))
    if any(row.says("vote bloque", "vote unique") for row in place.rows):
        found.append(Sentence(BLOCKED))
    for annex in place.annexes:
        if not all(amendment.is_decided for amendment in annex.amendments):
            found.append(Sentence(ANNEX, {"annex": annex.label}))
    return found


def _warnings(state: State, place: Place, rows: Sequence[Subdivision]) -> list[Sentence]:
    found = []
    if len(place.rows) > 1:
        found.append(Sentence(TWICE, {"times": len(place.rows)}))
    if any(row.says("deliberation") for row in rows):
        found.append(Sentence(AGAIN))
    fates = [fold(amendment.sort) for row in place.after for amendment in row.amendments if amendment.is_decided]
    if state is State.COMPATIBLE and all(fate.startswith(WITHOUT_DISCUSSION) for fate in fates):
        found.append(Sentence(ONLY_WITHDRAWN))
    return found


def _evidence(place: Place) -> dict[str, Any]:
    return {
        "subject": place.subject,
        "found": True,
        "labels": [row.label for row in place.rows],
        "amendments": len(place.amendments),
        "undecided": place.undecided,
        "fates": dict(Counter(amendment.sort for amendment in place.amendments if amendment.is_decided)),
        "later": place.begun_after,
    }
