"""One question to one source."""

from datetime import datetime

from beffroi import outbound
from beffroi.sources.contract import NotModified, Parameters, Reading, Source, Validators


def fetch(
    source: Source, parameters: Parameters, *, client: outbound.Client, now: datetime, since: Validators | None = None
) -> Reading | NotModified:
    """Asks once and never again by itself. Raises SourceTrouble and BadParameters."""
    raise NotImplementedError
