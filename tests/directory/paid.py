"""Feurs with an account on X, on the model of X at an address of this machine."""

from collections.abc import Iterator
from contextlib import contextmanager

from beffroi.directory.models import Account
from tests.cast import NOW, Feurs
from tests.network.answering import answering
from tests.network.fixtures import loopback_allowed
from tests.network.x_model import Person, XModel


@contextmanager
def on_x(feurs: Feurs, model: XModel) -> Iterator[tuple[Account, Person]]:
    person = model.join("Ville de Feurs", "feurs")
    with loopback_allowed(), answering(model.answer) as service:
        account = Account.register(
            organisation=feurs.organisation,
            network="x",
            credentials=model.credentials(person, service),
            by=feurs.ana,
            now=NOW,
        )
        yield account, person
