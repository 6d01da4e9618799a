"""One document of the Assemblée's open data: an amendment."""

from datetime import timedelta

from beffroi.sources.addresses import piece
from beffroi.sources.contract import Parameters, Source
from beffroi.vocabulary import Field


def address(parameters: Parameters) -> str:
    uid = piece(parameters, "uid", r"AMAN[A-Z0-9]{10,60}", "AMANR5L17PO838901BTC1583P0D1N000040")
    return f"https://www.assemblee-nationale.fr/dyn/opendata/{uid}.json"


SOURCE = Source(
    kind="assemblee-document",
    label="An amendment at the Assemblée",
    help="Says that one amendment was adopted or rejected, minutes later. It says next to nothing of its article.",
    fields=(Field("uid", "Number of the document", "It begins with AMAN."),),
    pace=timedelta(minutes=1),
    official=True,
    address=address,
)
