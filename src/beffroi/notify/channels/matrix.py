"""Matrix, and so Tchap: one message into a room, by the client-server API.

https://spec.matrix.org/v1.11/client-server-api/: `join` is answered the same when one is in already, and `send` with
the same transaction id is done once. Only rooms without encryption: in any other nothing is written.
"""

import re
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.utils.translation import gettext_noop

from beffroi import outbound
from beffroi.notify.channels.answers import client, said, weigh
from beffroi.notify.channels.contract import BadAddress, Channel, Later, Notice, Refused
from beffroi.vocabulary import Sentence

API = "/_matrix/client/v3"
NO_SERVER = Sentence(gettext_noop("No Matrix server is set."))
NO_ROOM = Sentence(gettext_noop("This is not a room. Examples: !aBcDeF:matrix.example, #alertes:matrix.example."))
NOT_INVITED = Sentence(gettext_noop("Beffroi is not in this room: invite its account first."))
ENCRYPTED = Sentence(gettext_noop("This room is encrypted, and Beffroi cannot write in it: choose one that is not."))
UNREADABLE = Sentence(gettext_noop("The Matrix server's answer could not be read."))
LONGEST = 255  # bytes, as the specification has it
ROOM = re.compile(r"![^\s:]+(:[^\s:]+(:\d{1,5})?)?|#[^\s:]+:[^\s:]+(:\d{1,5})?")  # newer room ids name no server


def is_set() -> bool:
    return bool(settings.MATRIX_SERVER and settings.MATRIX_TOKEN)


def cleaned(address: str) -> str:
    if not ROOM.fullmatch(address.strip()) or len(address.strip().encode()) > LONGEST:
        raise BadAddress(NO_ROOM)
    return address.strip()


def send(notice: Notice) -> None:
    if not is_set():
        raise Later(NO_SERVER)
    try:
        room = _joined(notice.address)
        _refuse_encrypted(room)
        path = f"rooms/{_part(room)}/send/m.room.message/{_part(notice.key)}"
        weigh(_ask("PUT", path, json={"msgtype": "m.text", "body": notice.lines}))
    except outbound.OutboundError as error:
        raise Later(Sentence(str(error.reason))) from error


def _joined(address: str) -> str:
    """The id of the room, which Beffroi's account is in now."""
    answer = _ask("POST", f"join/{_part(address)}", json={})
    if answer.status_code in (403, 404) and _code(answer) != "M_UNKNOWN_TOKEN":
        raise Refused(NOT_INVITED)
    weigh(answer)
    room = said(answer).get("room_id")
    if not isinstance(room, str):
        raise Later(UNREADABLE)
    return room


def _refuse_encrypted(room: str) -> None:
    answer = _ask("GET", f"rooms/{_part(room)}/state/m.room.encryption")
    if answer.status_code == 404 and _code(answer) == "M_NOT_FOUND":
        return
    weigh(answer)
    raise Refused(ENCRYPTED)


def _ask(method: str, path: str, **more: Any) -> outbound.Response:
    headers = {"Authorization": f"Bearer {settings.MATRIX_TOKEN}"}
    return client().request(method, f"{settings.MATRIX_SERVER.rstrip('/')}{API}/{path}", headers=headers, **more)


def _code(answer: outbound.Response) -> str:
    return str(said(answer).get("errcode", ""))


def _part(words: str) -> str:
    return quote(words, safe="")


MATRIX = Channel(
    name="matrix",
    label=Sentence(gettext_noop("Matrix or Tchap")),
    heading=Sentence(gettext_noop("On Matrix or Tchap")),
    is_set=is_set,
    to_set=Sentence(
        gettext_noop(
            "No Matrix server is set. Whoever runs Beffroi sets BEFFROI_MATRIX_SERVER and BEFFROI_MATRIX_TOKEN."
        )
    ),
    cleaned=cleaned,
    send=send,
    untried=Sentence(
        gettext_noop("Verified on Synapse, a Matrix server; not verified on Tchap. Send yourself a test.")
    ),
    rings=True,
)
