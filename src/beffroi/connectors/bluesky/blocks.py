"""The blocks of a repository as they travel, each with the hash that it is called by.

They are looked at as the bytes that came: what a kit decodes and encodes again is not always the same, since it takes
bytes that look like a link, such as one signature in a thousand, for one.
https://ipld.io/specs/transport/car/carv1/
"""

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

import libipld

LINK = 36  # bytes of one with a SHA-256
OF_RECORDS, OF_FILES = b"\x01\x71\x12\x20", b"\x01\x55\x12\x20"
LONGEST = 9  # bytes of a number

Block = Any
Blocks = Mapping[bytes, Block]


def blocks_in(car: bytes) -> Blocks:
    """All that are what they are called. Raises ValueError when it cannot be read to its end."""
    pieces = _pieces(car)
    if next(pieces, None) is None:  # the header names the roots; so does the event that brought it
        raise ValueError("no header")
    blocks = {}
    for piece in pieces:
        name, raw = piece[:LINK], piece[LINK:]
        if not raw:  # millions of them would take seconds
            raise ValueError("a block without content")
        if name == OF_RECORDS + hashlib.sha256(raw).digest():
            blocks[name] = _read(raw)
    return blocks


def _pieces(car: bytes) -> Iterator[bytes]:
    place = 0
    while place < len(car):
        length, place = _number(car, place)
        if place + length > len(car):
            raise ValueError("a piece is cut")
        yield car[place : place + length]
        place += length


def _number(car: bytes, place: int) -> tuple[int, int]:
    """The number at `place`, seven bits a byte, the lowest first; and where it ends."""
    number = 0
    for step, byte in enumerate(car[place : place + LONGEST]):
        number |= (byte & 0x7F) << 7 * step
        if byte < 0x80:
            return number, place + step + 1
    raise ValueError("a number without end")


def _read(raw: bytes) -> Block:
    try:
        return libipld.decode_dag_cbor(raw)
    except (TypeError, RecursionError) as error:
        raise ValueError("a block that cannot be read") from error
