"""A fictional list of a fictional Sénat, kept in a folder: for the demonstration and for training, and named so."""

import hashlib
from datetime import datetime, timedelta
from pathlib import Path

from beffroi.sources.contract import NotPublishedYet, Parameters, Reading, Source
from beffroi.vocabulary import Field

FILE = "liste_discussion.json"
MADE_NOW = b"MADE-NOW"  # where the real list says when it was generated
NOTHING = "The fictional list is not published yet."


def address(parameters: Parameters) -> str:
    return f"sandbox:{parameters['folder']}/{FILE}"


def plays(parameters: Parameters, now: datetime) -> Reading:
    """The list as it lies in the folder, generated at this very moment. Raises NotPublishedYet."""
    try:
        body = Path(parameters["folder"], FILE).read_bytes()
    except FileNotFoundError as error:
        raise NotPublishedYet(NOTHING) from error
    body = body.replace(MADE_NOW, str(int(now.timestamp() * 1000)).encode())
    digest = hashlib.sha256(body).hexdigest()
    return Reading("sandbox", address(parameters), now, 200, {"content-type": "application/json"}, body, digest)


SOURCE = Source(
    kind="sandbox",
    label="Live list of a fictional Sénat",
    help="For the demonstration: nothing of it is real.",
    fields=(Field("folder", "Folder", "Where the fictional list is kept."),),
    pace=timedelta(seconds=5),
    official=False,
    address=address,
    judged_as="senat",
    plays=plays,
)
