"""The sources that can be asked about a fact, one line each."""

from collections.abc import Mapping

from beffroi.sources import (
    assemblee_ballot,
    assemblee_derouleur,
    assemblee_document,
    assemblee_dossier,
    assemblee_eliasse,
    assemblee_list,
    jorf,
    own,
    senat_amendments,
    senat_dossier,
    senat_list,
)
from beffroi.sources.contract import (
    BadParameters,
    NotModified,
    NotPublishedYet,
    Reading,
    Refused,
    Source,
    SourceTrouble,
    TryLater,
    Validators,
)
from beffroi.sources.fetch import fetch

SOURCES: Mapping[str, Source] = {
    source.kind: source
    for source in (
        senat_list.SOURCE,
        senat_amendments.SOURCE,
        senat_dossier.SOURCE,
        assemblee_eliasse.SOURCE,
        assemblee_derouleur.SOURCE,
        assemblee_document.SOURCE,
        assemblee_ballot.SOURCE,
        assemblee_dossier.SOURCE,
        assemblee_list.SOURCE,
        jorf.SOURCE,
        own.JSON_PATH,
        own.CSS_SELECTOR,
        own.FEED,
        own.CSV,
        own.CALENDAR,
        own.TRUSTED_POST,
    )
}

__all__ = [
    "SOURCES",
    "BadParameters",
    "NotModified",
    "NotPublishedYet",
    "Reading",
    "Refused",
    "Source",
    "SourceTrouble",
    "TryLater",
    "Validators",
    "fetch",
]
