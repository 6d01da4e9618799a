"""A public ballot of the Assemblée."""

from datetime import timedelta

from beffroi.sources.addresses import web_address
from beffroi.sources.contract import Source
from beffroi.sources.senat_dossier import DAY
from beffroi.vocabulary import Field

SOURCE = Source(
    kind="assemblee-ballot",
    label="A public ballot of the Assemblée",
    help="Says that an article or a text was adopted or rejected. Most votes are no public ballots, and the open data"
    " is rebuilt at night.",
    fields=(
        Field("address", "Address", "That of the ballot as JSON (VTANR5L17V1234.json)."),
        Field("dossier", "Words of the text's title", "All of them must stand in the title of the ballot."),
        DAY,
    ),
    pace=timedelta(minutes=10),
    official=True,
    address=web_address,
    max_age=timedelta(hours=26),
)
