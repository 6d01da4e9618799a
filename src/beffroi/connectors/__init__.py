"""The networks that an account can be connected on, one line each. Importing this is cheap: no SDK comes with it."""

from collections.abc import Mapping

from beffroi.connectors import bluesky, facebook, mastodon, sandbox, x
from beffroi.connectors.bluesky import keys
from beffroi.connectors.contract import Connector, Credentials, Field, Keep, Network


def connect_bluesky(credentials: Credentials, keep: Keep) -> Connector:
    from beffroi.connectors.bluesky.connector import connect  # only who connects pays for what it imports

    return connect(credentials, keep)


def connect_facebook(credentials: Credentials, keep: Keep) -> Connector:
    from beffroi.connectors.facebook.connector import connect

    return connect(credentials, keep)


def connect_x(credentials: Credentials, keep: Keep) -> Connector:
    from beffroi.connectors.x.connector import connect

    return connect(credentials, keep)


def connect_mastodon(credentials: Credentials, keep: Keep) -> Connector:
    from beffroi.connectors.mastodon.connector import connect

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
    "facebook": Network(
        name="facebook",
        label="Facebook",
        fields=facebook.FIELDS,
        connect=connect_facebook,
        capabilities=facebook.CAPABILITIES,
        new_key=facebook.new_key,
        stream=lambda credentials: "",
        unverified=True,
    ),
    "x": Network(
        name="x",
        label="X",
        fields=x.FIELDS,
        connect=connect_x,
        capabilities=x.CAPABILITIES,
        new_key=x.new_key,
        stream=lambda credentials: "",
        unverified=True,
    ),
    "mastodon": Network(
        name="mastodon",
        label="Mastodon",
        fields=mastodon.FIELDS,
        connect=connect_mastodon,
        capabilities=mastodon.CAPABILITIES,
        new_key=mastodon.new_key,
        stream=mastodon.stream_address,
        unverified=True,
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
