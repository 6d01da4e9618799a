"""Messages to colleagues that quote or name somebody: only while they wait, for what left keeps no words."""

from collections.abc import Callable, Iterable
from typing import Any

from beffroi.access.models import Organisation
from beffroi.archive.kept import authored
from beffroi.journal.erasing import Names
from beffroi.keeping.kinds import Person
from beffroi.notify.models import Message

CUT = "…"  # at the end of a quotation that is longer


def says_of(organisation: Organisation, person: Person) -> Callable[[str], bool]:
    """Whether some words name this person, or are how one of their messages begins."""
    names = Names(person.words)
    texts = [" ".join(post.text.split()) for post in authored(organisation, person)]

    def says(words: str) -> bool:
        begins = words.removesuffix(CUT)
        return names.are_in(words) or bool(begins and any(text.startswith(begins) for text in texts))

    return says


def waiting(organisation: Organisation, person: Person) -> list[Message]:
    says = says_of(organisation, person)
    unsettled = Message.objects.unsettled().filter(organisation=organisation).order_by("written_at")
    return [message for message in unsettled if any(map(says, _values(message)))]


def _values(message: Message) -> Iterable[str]:
    for sentence in (message.subject, message.body):
        yield from map(str, sentence.get("values", {}).values())


def say_less(organisation: Organisation, person: Person, rows: Iterable[Message], *_whom: Any) -> int:
    says = says_of(organisation, person)
    return sum(message.say_less(says) for message in rows)
