"""The people whom a list names: known by their mandate at the same body, for two people of one name are two people."""

from collections.abc import Iterable
from datetime import datetime

from beffroi.directory.models import Body, Mandate, Person, Source
from beffroi.directory.models.body import words_of

BATCH = 1_000


def name_key(name: str) -> str:
    """What “DUPONT Ana” and “Ana Dupont” share."""
    return " ".join(sorted(words_of(name)))


class People:
    """Those who hold or held an office at some bodies, and those whom a list adds to them. `save` writes the latter."""

    def __init__(self, bodies: Iterable[int]) -> None:
        held = Mandate.objects.filter(body__in=list(bodies)).select_related("person")
        self.known = {(each.body_id, name_key(each.person.name)): each.person for each in held.order_by("since", "pk")}
        self.new: list[Mandate] = []

    def called(self, name: str, body: Body, office: str, source: Source, *, now: datetime) -> Person:
        """The person of that name who has an office at `body`; a new one, not saved yet, where there is none."""
        key = (body.pk, name_key(name))
        if key not in self.known:
            person = Person()
            person.take(source, now=now, name=name)
            mandate = Mandate(person=person, body=body)
            mandate.take(source, now=now, office=office or "other")
            self.known[key] = person
            self.new.append(mandate)
        return self.known[key]

    def save(self) -> None:
        Person.objects.bulk_create([mandate.person for mandate in self.new], batch_size=BATCH)
        for mandate in self.new:
            mandate.person = mandate.person  # takes over the key that saving gave
        Mandate.objects.bulk_create(self.new, batch_size=BATCH)
