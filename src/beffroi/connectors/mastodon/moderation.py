"""Blocking and reporting on a Mastodon server. Nobody hides somebody else's answer there.

https://docs.joinmastodon.org/methods/accounts/#block and https://docs.joinmastodon.org/methods/reports/
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager

from beffroi.connectors.contract import AccessLost, Measure, Refused
from beffroi.connectors.mastodon import troubles
from beffroi.connectors.mastodon.server import Server, path_of
from beffroi.connectors.values import identifier

LONGEST = 1000  # characters of a report


def block(server: Server, measure: Measure) -> None:
    with our_access_stays(server):
        server.write("POST", path_of("accounts", measure.author_id, "block"), "{}")


def unblock(server: Server, measure: Measure) -> None:
    with our_access_stays(server):
        try:
            server.write("POST", path_of("accounts", measure.author_id, "unblock"), "{}")
        except troubles.NotThere:
            return  # the account is gone, and the block with it


def report(server: Server, measure: Measure) -> str:
    said = {
        "account_id": measure.author_id,
        "status_ids": [measure.native_id],
        "comment": measure.reason[:LONGEST],
        "category": "other",  # "violation" asks for the server's own rules, which our charter is not
    }
    with our_access_stays(server):
        return identifier(server.write("POST", "/api/v1/reports", json.dumps(said, ensure_ascii=False)).object, "id")


@contextmanager
def our_access_stays(server: Server) -> Iterator[None]:
    """A token without the right to moderate still lets us read and speak: then this act is refused, and the account is
    not lost. Servers say the same of both, so the account is asked for."""
    try:
        yield
    except AccessLost as trouble:
        server.get("/api/v1/accounts/verify_credentials")
        raise Refused(trouble.reason) from trouble
