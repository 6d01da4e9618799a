"""The Journal officiel as open data: an issue packed as XML, or one of its texts."""

from datetime import timedelta

from beffroi.sources.addresses import web_address
from beffroi.sources.contract import MEBIBYTE, Source
from beffroi.vocabulary import Field

SOURCE = Source(
    kind="jorf",
    label="An issue of the Journal officiel",
    help="Says that a law, a decree or an order is published: the one full proof that comes the same morning.",
    fields=(
        Field("number", "Number of the text", "Its NOR (ABCD2612345L) or its number JORFTEXT000012345678."),
        Field(
            "address",
            "Address",
            "That of the day's issue at echanges.dila.gouv.fr/OPENDATA/JORF/ (.tar.gz), or of the text.",
        ),
    ),
    pace=timedelta(minutes=15),
    official=True,
    address=web_address,
    max_age=timedelta(hours=26),
    max_bytes=40 * MEBIBYTE,
)
