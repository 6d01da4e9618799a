"""The cast of every story: Ana the mayor, Bruno who drafts, Chloé who approves, Driss at the desk, Eve the stranger."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from beffroi.access.models import Organisation, User
from beffroi.connectors.sandbox import SandboxConnector
from beffroi.connectors.sandbox_network import Sandbox
from beffroi.directory.models import Account

NOW = datetime(2026, 11, 20, 14, 0, tzinfo=UTC)
PASSWORD = "a-long-enough-password"


def minutes(n: float) -> timedelta:
    return timedelta(minutes=n)


@dataclass
class Feurs:
    """A small town with its people and one account on the sandbox network."""

    organisation: Organisation
    ana: User
    bruno: User
    chloe: User
    driss: User
    eve: User
    sandbox: Sandbox
    account: Account

    @property
    def connector(self) -> SandboxConnector:
        """The town's own way to the network."""
        connector = self.account.connect()
        assert isinstance(connector, SandboxConnector)
        return connector

    def another_account(self, handle: str, name: str = "Feurs Culture") -> Account:
        self.sandbox.join(handle, name)
        return connect(self.organisation, self.sandbox, handle, by=self.ana)


def settle_feurs(folder: Path) -> Feurs:
    organisation = Organisation.objects.create(name="Ville de Feurs")
    people = {
        who: User.objects.join(email=f"{who}@feurs.example", name=name, password=PASSWORD)
        for who, name in {"ana": "Ana", "bruno": "Bruno", "chloe": "Chloé", "driss": "Driss", "eve": "Eve"}.items()
    }
    for who, role in {"ana": "owner", "bruno": "contributor", "chloe": "approver", "driss": "agent"}.items():
        organisation.admit(people[who], role)
    sandbox = Sandbox.create(folder)
    sandbox.join("feurs", "Ville de Feurs")
    sandbox.join("eve", "Eve")
    account = connect(organisation, sandbox, "feurs", by=people["ana"])
    return Feurs(organisation=organisation, sandbox=sandbox, account=account, **people)


def connect(organisation: Organisation, sandbox: Sandbox, handle: str, *, by: User) -> Account:
    credentials = {"folder": str(sandbox.file.parent), "handle": handle}
    return Account.register(
        organisation=organisation, network="sandbox", credentials=credentials, by=by, now=NOW - timedelta(days=1)
    )
