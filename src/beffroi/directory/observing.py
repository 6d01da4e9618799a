"""The way to what listed accounts show to anybody: profiles in batches and the newest of what they did, without a
login. The only door to connectors for that."""

from collections.abc import Sequence

from django.conf import settings

from beffroi.connectors import NETWORKS
from beffroi.connectors.contract import Connector, Credentials, ReadsActivity, ReadsProfiles
from beffroi.directory.models.official import OfficialAccount, number_of
from beffroi.vocabulary import Post, Profile

TOGETHER = 25  # profiles of one call of Bluesky


def place_of(account: OfficialAccount) -> str:
    """Accounts of one place are read together: the network, and on Mastodon the account's own server."""
    _before, _, server = account.native_id.partition("@")
    return f"mastodon {server}" if account.network == "mastodon" else account.network


def profiles(accounts: Sequence[OfficialAccount]) -> dict[int, Profile]:
    """What accounts of one place show, by the number of their rows; what is not shown is absent. Raises
    NetworkTrouble."""
    reader = _reader(accounts[0])
    assert isinstance(reader, ReadsProfiles)  # noqa: S101  # both networks of OPEN_NETWORKS do
    rows = {number_of(account.native_id): account.pk for account in accounts}
    return {rows[each.native_id]: each for each in reader.profiles(list(rows)) if each.native_id in rows}


def activity(account: OfficialAccount, limit: int) -> Sequence[Post]:
    """The newest of what an account did, newest first. Raises NetworkTrouble."""
    reader = _reader(account)
    assert isinstance(reader, ReadsActivity)  # noqa: S101  # likewise
    return reader.activity(number_of(account.native_id), limit)


def _reader(account: OfficialAccount) -> Connector:
    _network, _, server = place_of(account).partition(" ")
    nobody: dict[str, Credentials] = {
        "bluesky": {"handle": "", "app_password": "", "appview": settings.BLUESKY_VIEW},
        "mastodon": {"server": f"https://{server}", "access_token": ""},
    }
    return NETWORKS[account.network].connect(nobody[account.network], _nothing_to_keep)


def _nothing_to_keep(_credentials: Credentials) -> None:
    """There is no login."""
