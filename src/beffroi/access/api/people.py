"""A person, as every answer names one."""

from beffroi.access.api.words import Shown
from beffroi.access.models import User


class Person(Shown):
    id: int
    name: str


def person(user: User) -> Person:
    return Person(id=user.pk, name=user.name)


def person_or_none(user: User | None) -> Person | None:
    return person(user) if user is not None else None
