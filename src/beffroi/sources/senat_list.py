"""The Sénat's live list of amendments. In 2026 nobody has seen whether it is still published as JSON."""

from datetime import timedelta

from beffroi.sources.addresses import optional, or_the_whole, piece
from beffroi.sources.contract import Parameters, Source
from beffroi.vocabulary import Field

SESSION = r"20\d\d-20\d\d"
PLACES = {"": "enseance", "sitting": "enseance", "committee": "encommission"}

TEXT_FIELDS = (
    Field("session", "Parliamentary year", "From October to September, for example 2025-2026."),
    Field("number", "Number of the text", "That of the text in this parliamentary year, not of the bill's page: 112."),
    Field(
        "place",
        "Where it is discussed",
        required=False,
        initial="sitting",
        choices=(("sitting", "In the sitting"), ("committee", "In committee")),
    ),
)


def address(parameters: Parameters) -> str:
    session = piece(parameters, "session", SESSION, "2025-2026")
    number = piece(parameters, "number", r"\d{1,4}", "112")
    place = PLACES[optional(parameters, "place", "sitting|committee", "committee")]
    part = optional(parameters, "part", r"\d{1,7}", "103393")
    name = f"liste_discussion_{part}.json" if part else "liste_discussion.json"
    return f"https://www.senat.fr/{place}/{session}/{number}/{name}"


SOURCE = Source(
    kind="senat",
    label="Live list of the Sénat",
    help="Amendments in order of discussion, with their fate as the sitting goes on. It never says that an article was"
    " adopted.",
    fields=(
        *TEXT_FIELDS,
        Field("part", "Part of the text", "The number of a part or of a mission of a finance bill.", required=False),
        Field(
            "address", "Address", "Only if it has moved: the whole address, in the place of all above.", required=False
        ),
    ),
    pace=timedelta(seconds=60),
    official=True,
    address=or_the_whole(address),
)
