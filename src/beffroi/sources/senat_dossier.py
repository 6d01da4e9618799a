"""The Sénat's feed of one bill."""

from datetime import timedelta

from beffroi.sources.addresses import piece
from beffroi.sources.contract import Parameters, Source
from beffroi.vocabulary import Field

DAY = Field("day", "Day", "The day of the vote, as 2026-11-20; empty: today or yesterday.", required=False)


def address(parameters: Parameters) -> str:
    bill = piece(parameters, "bill", r"(?:pjl|ppl|ppr|pjlf|plfss|plfr)[a-z]*\d\d(?:-\d{1,4})?", "pjl18-404")
    return f"https://www.senat.fr/dossier-legislatif/rss/dosleg{bill}.xml"


SOURCE = Source(
    kind="senat-dossier",
    label="Feed of a bill at the Sénat",
    help="Says that the text as a whole was adopted, modified or rejected, by the day; never an article.",
    fields=(Field("bill", "Bill", "The last part of the address of its page: pjl18-404."), DAY),
    pace=timedelta(minutes=5),
    official=True,
    address=address,
)
