"""The Assemblée's file of one bill."""

from datetime import timedelta

from beffroi.sources.addresses import piece
from beffroi.sources.contract import Parameters, Source
from beffroi.sources.senat_dossier import DAY
from beffroi.vocabulary import Field


def address(parameters: Parameters) -> str:
    uid = piece(parameters, "uid", r"DLR5L\d{1,2}N\d{4,6}", "DLR5L17N51035")
    return f"https://www.assemblee-nationale.fr/dyn/opendata/{uid}.json"


SOURCE = Source(
    kind="assemblee-dossier",
    label="File of a bill at the Assemblée",
    help="Says what became of the text as a whole in both chambers, by the day; never an article.",
    fields=(
        Field("uid", "Number of the file", "It begins with DLR5L."),
        Field(
            "stage",
            "Stage",
            "AN1-DEBATS-DEC: first reading at the Assemblée; SN1-DEBATS-DEC: at the Sénat.",
            required=False,
        ),
        DAY,
    ),
    pace=timedelta(minutes=10),
    official=True,
    address=address,
    max_age=timedelta(hours=26),
)
