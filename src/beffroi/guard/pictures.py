"""Reads the picture of a profile and takes its fingerprint; the picture itself is not kept."""

import io
import logging
from dataclasses import replace

import numpy as np
from PIL import Image, UnidentifiedImageError

from beffroi import outbound
from beffroi.engines.takeover.pictures import EDGE, ROW, ROWS, fingerprint

log = logging.getLogger("beffroi.guard")

MOST = 4 * 2**20  # bytes
SECONDS = 8.0
MOST_PIXELS = 20_000_000


def fingerprint_at(address: str) -> str:
    """The fingerprint of the picture at this address, which a stranger may have chosen; empty where there is none that
    can be read. Asks the network: no transaction may be open."""
    if not address.startswith(("https://", "http://")):
        return ""
    policy = replace(outbound.Policy.from_environment().for_typed_addresses(), max_bytes=MOST, total_seconds=SECONDS)
    try:
        with outbound.client(policy) as http:
            answer = http.get(address, headers={"Accept": "image/*"})
    except outbound.OutboundError as trouble:
        log.info("a picture could not be read: %s", trouble)
        return ""
    return fingerprint_of(answer.content) if answer.status_code == 200 else ""


def fingerprint_of(content: bytes) -> str:
    """Empty for what is no picture, or a bomb."""
    try:
        with Image.open(io.BytesIO(content)) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                return ""
            grey = picture.convert("L")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return ""
    square = np.asarray(grey.resize((EDGE, EDGE), Image.Resampling.LANCZOS), dtype=np.float64)
    rectangle = np.asarray(grey.resize((ROW, ROWS), Image.Resampling.LANCZOS), dtype=np.float64)
    return fingerprint(square, rectangle)
