"""The official accounts that the directory has, by every name that they have or had."""

from collections.abc import Iterable

from beffroi.directory.models import FormerHandle, OfficialAccount
from beffroi.engines.addresses import Address


class Accounts:
    """The official accounts on some networks, by every name that they have or had."""

    def __init__(self, networks: Iterable[str]) -> None:
        wanted = set(networks)
        rows = OfficialAccount.objects.filter(network__in=wanted).select_related("body", "person")
        self.by_key: dict[tuple[str, str], OfficialAccount] = {}
        for account in rows.order_by("changed_at", "pk"):
            self.add(account)
        given_up = FormerHandle.objects.filter(account__network__in=wanted).select_related("account__body")
        self.given_up = {key_of(row.account.network, row.handle): row.account for row in given_up.order_by("until")}

    def add(self, account: OfficialAccount) -> None:
        for name in (account.handle, account.native_id):
            if name:
                self.by_key[key_of(account.network, name)] = account

    def at(self, address: Address) -> OfficialAccount | None:
        found = self.by_key.get(key_of(address.network, address.native_id)) if address.native_id else None
        return found or (self.by_key.get(key_of(address.network, address.handle)) if address.handle else None)

    def former(self, address: Address) -> OfficialAccount | None:
        """Whose handle this was."""
        return self.given_up.get(key_of(address.network, address.handle))


def key_of(network: str, name: str) -> tuple[str, str]:
    return network, Address(network, name).key
