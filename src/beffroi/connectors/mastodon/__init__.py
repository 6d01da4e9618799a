"""The Mastodon API, as many servers speak it: what connecting asks for, and what they take where they do not say."""

import secrets
from datetime import datetime
from urllib.parse import urlsplit

from beffroi.connectors.contract import Capabilities, Credentials, Field

# Only where a server does not say: `limits` reads its own word. No key is trusted: not every server keeps it.
CAPABILITIES = Capabilities(
    max_length=500,
    max_images=4,
    max_image_bytes=16 * 2**20,
    idempotent=False,
    counts="characters",
    url_length=23,
    max_alt=1500,
    edits=True,
    replies_name=True,
    private=True,
    moderates=("report", "block"),
)
FIELDS = (
    Field("server", "Server", "The address of the server that holds the account, for example mastodon.social."),
    Field(
        "access_token",
        "Access token",
        "Made on that server, under Preferences, Development, New application, with the scopes read and write.",
        secret=True,
    ),
)


def server_address(credentials: Credentials) -> str:
    """The server as a base URL, however it was typed: host, https://host/@mairie, @mairie@host."""
    typed = credentials["server"].strip()
    scheme, divider, rest = typed.rpartition("://")
    host = rest.partition("/")[0].rpartition("@")[2]
    return f"{scheme.lower() if divider else 'https'}://{host}"


def host_of(address: str) -> str:
    """The name of a server, for people and for handles."""
    try:
        return urlsplit(address).hostname or address
    except ValueError:
        return address


def stream_address(credentials: Credentials) -> str:
    """What tells streams apart: all accounts of one server read the same one."""
    return f"{server_address(credentials)}/api/v1/streaming/public"


def new_key(now: datetime) -> str:
    return f"{now:%Y%m%d%H%M%S}-{secrets.token_hex(12)}"
