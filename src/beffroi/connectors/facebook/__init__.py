"""Facebook Pages: what connecting asks for and what the network takes. Never run against the real service."""

import secrets
from datetime import datetime

from beffroi.connectors.contract import Capabilities, Credentials, Field

SERVICE = "https://graph.facebook.com/v26.0"  # of 29 July 2026; a version lives about two years

CAPABILITIES = Capabilities(
    max_length=63_206,
    counts="characters",
    max_images=10,
    max_image_bytes=4_000_000,
    idempotent=False,
    edits=True,
    moderates=("hide",),
)
FIELDS = (
    Field("page_id", "Page ID", "A number, shown in the Page's settings under About, or by Meta's tools."),
    Field("access_token", "Page access token", "Of the Page itself, not of a person.", secret=True),
    Field(
        "app_secret",
        "App secret",
        "Signs every request; empty if your app does not demand it.",
        secret=True,
        required=False,
    ),
    Field("service", "Server", "Where the Graph API is reached, with its version.", initial=SERVICE),
)


def setting(credentials: Credentials, name: str) -> str:
    """A setting of the connection as typed (empty included), or its usual value when it was never asked."""
    usual = {field.name: field.initial for field in FIELDS}
    return credentials.get(name, usual.get(name, "")).strip().rstrip("/")


def new_key(now: datetime) -> str:
    """Facebook takes no key: this one is ours alone."""
    return f"{now:%Y%m%d%H%M%S}-{secrets.token_hex(4)}"
