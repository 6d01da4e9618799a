"""The networks that an account can be connected on, one line each. Importing this is cheap: no SDK comes with it."""

from collections.abc import Mapping

from beffroi.connectors import bluesky, sandbox
from beffroi.connectors.bluesky import keys
from beffroi.connectors.contract import Connector, Credentials, Field, Keep, Network


def connect_bluesky(credentials: Credentials, keep: Keep) -> Connector:
    from beffroi.connectors.bluesky.connector import connect  # only who connects pays for what it imports

    return connect(credentials, keep)


NETWORKS: Mapping[str, Network] = {
    "bluesky": Network(
        name="bluesky",
        label="Bluesky",
        fields=bluesky.FIELDS,
        connect=connect_bluesky,
        capabilities=bluesky.CAPABILITIES,
        new_key=keys.new_key,
        stream=lambda credentials: bluesky.setting(credentials, "jetstream"),
    ),
    "sandbox": Network(
        name="sandbox",
        label="Sandbox (fictional network)",
        fields=(Field("handle", "Handle"), Field("folder", "Folder", "Where the fictional network is kept.")),
        connect=sandbox.connect,
        capabilities=sandbox.CAPABILITIES,
        new_key=sandbox.new_key,
        stream=lambda credentials: credentials["folder"],
        fictional=True,
    ),
}
