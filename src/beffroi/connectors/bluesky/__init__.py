"""Bluesky: what connecting asks for and what the network takes. Light: the SDK is imported by `session` only."""

from beffroi.connectors.contract import Capabilities, Credentials, Field

SERVICE = "https://bsky.social"
APPVIEW = "https://public.api.bsky.app"
DIRECTORY = "https://plc.directory"
JETSTREAM = "wss://jetstream2.us-east.bsky.network/subscribe"

CAPABILITIES = Capabilities(
    max_length=300,
    max_bytes=3000,
    max_images=4,
    max_image_bytes=2_000_000,
    idempotent=True,
    moderates=("hide", "report", "block"),
)
FIELDS = (
    Field("handle", "Handle", "For example mairie.bsky.social, without the @."),
    Field("app_password", "App password", "Made in Bluesky's settings, under Privacy and security.", secret=True),
    Field("service", "Server", "The server that holds the account.", initial=SERVICE),
    Field(
        "appview",
        "Public view",
        "Where profiles and mentions are read; empty if the server has none.",
        required=False,
        initial=APPVIEW,
    ),
    Field("jetstream", "Stream", "Where new posts are listened to.", initial=JETSTREAM),
    Field(
        "directory",
        "Directory of identities",
        "Asked only where the stream is a signed one, which ends in com.atproto.sync.subscribeRepos.",
        required=False,
        initial=DIRECTORY,
    ),
)


def setting(credentials: Credentials, name: str) -> str:
    """A setting of the connection as typed (empty included), or its usual value when it was never asked."""
    usual = {field.name: field.initial for field in FIELDS}
    return credentials.get(name, usual[name]).strip().rstrip("/")
