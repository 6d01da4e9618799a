"""The people whom a list names: known by their mandate at the same body, for two people of one name are two people."""

from collections.abc import Iterable

from beffroi.directory.bringing_in.listed import Listed
from beffroi.directory.models import Body, Mandate, Person, Source
from beffroi.directory.models.body import words_of

BATCH = 1_000


def name_key(name: str) -> str:
    """What “DUPONT Ana” and “Ana Dupont” share."""
    return " ".join(sorted(words_of(name)))


class People:
    """Those who hold or held an office at some bodies, and what a list adds to them. `save` writes the latter."""

    def __init__(self, bodies: Iterable[int]) -> None:
        held = Mandate.objects.filter(body__in=list(bodies)).select_related("person").order_by("since", "pk")
        self.known: dict[tuple[int, str], Person] = {}
        self.mandates: dict[tuple[int, str, str], Mandate] = {}
        for mandate in held:
            person = self.known.setdefault((mandate.body_id, name_key(mandate.person.name)), mandate.person)
            self.mandates[mandate.body_id, name_key(person.name), mandate.office] = mandate
        self.new: list[Person] = []
        self.changed: dict[int, Person] = {}
        self.new_mandates: list[Mandate] = []

    def called(self, listed: Listed, body: Body, owner: Person | None, source: Source) -> Person:
        """The person whom a line names; a new one, not saved yet, where none of that name has an office at `body`.

        `owner` is who has the account already: of the same name it is the same person, wherever their offices are.
        """
        key = name_key(listed.person)
        person = owner if owner and name_key(owner.name) == key else self.known.get((body.pk, key))
        if person is None:
            person = Person()
            self.new.append(person)
        said = {"name": "" if person.name else listed.person, "official_page": listed.page}
        if person.take(source, **said) and person.pk:
            self.changed[person.pk] = person
        self.known[body.pk, key] = person
        self._hold(person, body, listed.office, source)
        return person

    def _hold(self, person: Person, body: Body, office: str, source: Source) -> None:
        key = name_key(person.name)
        offices = [known for known in self.mandates if known[:2] == (body.pk, key)] if not office else []
        if offices or (body.pk, key, office) in self.mandates:
            return
        mandate = Mandate(person=person, body=body)
        mandate.take(source, office=office or "other")
        self.mandates[body.pk, key, mandate.office] = mandate
        self.new_mandates.append(mandate)

    def save(self) -> None:
        Person.objects.bulk_create(self.new, batch_size=BATCH)
        Person.objects.bulk_update(self.changed.values(), ["name", "official_page", "origins"], batch_size=BATCH)
        for mandate in self.new_mandates:
            mandate.person = mandate.person  # takes over the key that saving gave
        Mandate.objects.bulk_create(self.new_mandates, batch_size=BATCH)
