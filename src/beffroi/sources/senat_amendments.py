"""The Sénat's file of all amendments to a text."""

from datetime import timedelta

from beffroi.sources.addresses import optional, piece
from beffroi.sources.contract import Parameters, Source
from beffroi.sources.senat_list import SESSION, TEXT_FIELDS


def address(parameters: Parameters) -> str:
    session = piece(parameters, "session", SESSION, "2025-2026")
    number = piece(parameters, "number", r"\d{1,4}", "112")
    if optional(parameters, "place", "sitting|committee", "committee") == "committee":
        folder, name = "commissions/", f"jeu_complet_commission_{session}_{number}.csv"
    else:
        folder, name = "", f"jeu_complet_{session}_{number}.csv"
    return f"https://www.senat.fr/amendements/{folder}{session}/{number}/{name}"


SOURCE = Source(
    kind="senat-amendments",
    label="All amendments to a text at the Sénat",
    help="The fate of every amendment, in no order of discussion.",
    fields=TEXT_FIELDS,
    pace=timedelta(minutes=2),
    official=True,
    address=address,
)
