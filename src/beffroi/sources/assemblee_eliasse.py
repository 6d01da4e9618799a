"""Eliasse, the Assemblée's server of the sitting.

Its TLS chain has been seen without the certificate in between: then it cannot be told from an impostor, and is not
read. An administrator may add that certificate to the machine's authorities (SSL_CERT_FILE); checking is never off.
"""

from datetime import timedelta

from beffroi.sources.addresses import optional, piece, query
from beffroi.sources.contract import Parameters, Source
from beffroi.vocabulary import Field

SERVER = "https://eliasse.assemblee-nationale.fr/eliasse"


def address(parameters: Parameters) -> str:
    organ = optional(parameters, "organ", r"[A-Z0-9_-]{1,20}", "AN") or "AN"
    text = piece(parameters, "text", r"\d{1,5}", "1583")
    suffix = optional(parameters, "suffix", r"[A-Z]{1,3}", "A")
    legislature = optional(parameters, "legislature", r"\d{1,2}", "17") or "17"
    amendment = piece(parameters, "amendment", r"[A-Z]{0,6}-?\d{1,5}", "12")
    asked = {"legislature": legislature, "bibard": text, "bibardSuffixe": suffix, "organeAbrv": organ}
    return f"{SERVER}/amendement.do?{query(**asked, numAmdt=amendment)}"


SOURCE = Source(
    kind="eliasse",
    label="Sitting of the Assemblée, live (Eliasse)",
    help="The fate of one amendment, about a second after it is known in the room.",
    fields=(
        Field("text", "Number of the text", "The number under which the Assemblée distributed it: 1583."),
        Field("amendment", "Number of the amendment"),
        Field(
            "organ", "Sitting or committee", "AN for the public sitting, else the committee: CION-SOC.", initial="AN"
        ),
        Field("legislature", "Legislature", initial="17"),
        Field("suffix", "Letter behind the number", "Only for some texts, for example A.", required=False),
    ),
    pace=timedelta(seconds=5),
    official=True,
    address=address,
)
