"""A few bodies of the directory, as its register has them."""

from datetime import date, timedelta

from beffroi.directory.models import Body, FormerName
from tests.cast import NOW

SAID = timedelta(days=30)
REGISTER = (
    ("commune", "01004", "Ambérieu-en-Bugey", "01", 14_233),
    ("commune", "74010", "Annecy", "74", 131_766),
    ("commune", "72181", "Le Mans", "72", 145_004),
    ("commune", "93066", "Saint-Denis", "93", 149_077),
    ("commune", "97411", "Saint-Denis", "974", 155_634),
    ("commune", "42094", "Feurs", "42", 8_400),
    ("departement", "42", "Loire", "42", None),
    ("departement", "93", "Seine-Saint-Denis", "93", None),
    ("epci", "200000172", "CC Faucigny - Glières", "74", 28_363),
)


def settle_register() -> dict[str, Body]:
    """The bodies by their code."""
    bodies = [
        Body(kind=kind, code=code, name=name, departement=where, population=people, changed_at=NOW - SAID)
        for kind, code, name, where, people in REGISTER
    ]
    Body.objects.bulk_create(bodies)
    Body.note_words(bodies)
    found = {body.code: body for body in bodies}
    FormerName.objects.create(body=found["74010"], name="Annecy-le-Vieux", code="74011", until=date(2017, 1, 1))
    return found
