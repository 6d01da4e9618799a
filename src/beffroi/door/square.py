"""The square that an application photographs: the otpauth address of a secret, drawn as a QR code."""

import base64
import io
from urllib.parse import quote, urlencode

from qrcode import QRCode
from qrcode.image.svg import SvgPathFillImage

from beffroi.engines import time_codes

ISSUER = "Beffroi"
QUIET = 4  # modules of white around it, as ISO/IEC 18004 asks


def square_of(secret: bytes, account: str) -> str:
    """An image as an address of its own (data:), inside the page: nobody else ever gets to see it."""
    square, drawn = QRCode(border=QUIET), io.BytesIO()
    square.add_data(address_of(secret, account))
    square.make_image(image_factory=SvgPathFillImage).save(drawn)
    return f"data:image/svg+xml;base64,{base64.b64encode(drawn.getvalue()).decode()}"


def address_of(secret: bytes, account: str) -> str:
    """What the square holds; applications show `account` beside their codes."""
    asked = urlencode({"secret": time_codes.spelled(secret), "issuer": ISSUER}, quote_via=quote)
    return f"otpauth://totp/{quote(f'{ISSUER}:{account}')}?{asked}"
