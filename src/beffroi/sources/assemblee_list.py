"""The Assemblée's list of amendments in order of discussion. Called deprecated in 2020."""

from datetime import timedelta

from beffroi.sources.addresses import optional, piece
from beffroi.sources.contract import Parameters, Source
from beffroi.vocabulary import Field


def address(parameters: Parameters) -> str:
    legislature = optional(parameters, "legislature", r"\d{1,2}", "17") or "17"
    text = piece(parameters, "text", r"\d{1,5}[A-Z]{0,3}", "1583")
    organ = optional(parameters, "organ", r"[A-Z0-9_-]{1,20}", "AN") or "AN"
    return f"https://www.assemblee-nationale.fr/eloi/{legislature}/amendements/{text}/{organ}/liste.xml"


SOURCE = Source(
    kind="assemblee-list",
    label="List of amendments at the Assemblée",
    help="Amendments in order of discussion with their fate. Old: nobody has seen whether it is still published.",
    fields=(
        Field("text", "Number of the text", "The number under which the Assemblée distributed it: 1583."),
        Field(
            "organ", "Sitting or committee", "AN for the public sitting, else the committee: CION-SOC.", initial="AN"
        ),
        Field("legislature", "Legislature", initial="17"),
    ),
    pace=timedelta(seconds=60),
    official=True,
    address=address,
)
