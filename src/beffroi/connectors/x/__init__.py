"""X: what connecting asks for and what the network takes. Pay per use; never run against the real service.

Prices as documented in August 2026: https://docs.x.com/x-api/getting-started/pricing
"""

import secrets
from datetime import datetime
from decimal import Decimal

from beffroi.connectors.contract import Capabilities, Credentials, Field, Price

SERVICE = "https://api.x.com"

CAPABILITIES = Capabilities(
    max_length=280,
    counts="weighted",
    url_length=23,
    max_images=4,
    max_image_bytes=5_000_000,
    max_alt=1000,
    idempotent=False,
    price=Price(post=Decimal("0.015"), with_link=Decimal("0.200"), profile=Decimal("0.010")),
)
FIELDS = (
    Field("client_id", "Client ID", "Of your own app in X's developer console, under OAuth 2.0."),
    Field("client_secret", "Client secret", "Empty if your app has none.", secret=True, required=False),
    Field("access_token", "Access token", "Of the account itself, with OAuth 2.0.", secret=True),
    Field("refresh_token", "Refresh token", "Given with the access token for the scope offline.access.", secret=True),
    Field("service", "Server", "Where X's API is reached.", initial=SERVICE),
)


def setting(credentials: Credentials, name: str) -> str:
    """A setting of the connection as typed (empty included), or its usual value when it was never asked."""
    usual = {field.name: field.initial for field in FIELDS}
    return credentials.get(name, usual.get(name, "")).strip().rstrip("/")


def new_key(now: datetime) -> str:
    """X takes no key: this one is ours alone."""
    return f"{now:%Y%m%d%H%M%S}-{secrets.token_hex(4)}"
