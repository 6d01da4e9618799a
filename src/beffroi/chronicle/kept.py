"""Where people are found in chronicles, and what can be held of one."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from beffroi.access.models import Organisation
from beffroi.access.numbers import number_in
from beffroi.chronicle.models import Incident, Voice
from beffroi.keeping.kinds import Holdable, Part, Person, delete_theirs
from beffroi.keeping.models import Hold


def _voices(organisation: Organisation, person: Person) -> "models.QuerySet[Voice]":
    mine = Voice.objects.filter(incident__organisation=organisation)
    return mine.filter(person.authored(handle="")).order_by("pk")


def _of_voice(voice: Voice) -> dict[str, Any]:
    return {
        "incident": str(voice.incident),
        "network": voice.network,
        "id": voice.author_id,
        "followers": voice.followers,
    }


def _held(organisation: Organisation) -> models.Q:
    held = Hold.objects.standing(organisation).filter(kind="incident").values_list("subject_id", flat=True)
    return models.Q(incident__in=[int(number) for number in held])


def _find(organisation: Organisation, said: str) -> Incident | None:
    return Incident.objects.filter(organisation=organisation, pk=number_in(said)).first()


def _covers(incident: Incident) -> Iterable[tuple[str, str]]:
    told = incident.entries.exclude(post=None).values_list("post__network", "post__conversation")
    yield from set(told)
    if incident.post is not None:
        yield incident.post.network, incident.post.conversation


PARTS = [
    Part(
        "chronicle.voices",
        name=_("Voices in an incident"),
        find=_voices,
        said=_of_voice,
        fate="erased",
        because=_("The chronicle keeps the fingerprint of what was said, and not who said it."),
        erase=delete_theirs,
        held=_held,
    ),
]
HOLDABLE = [Holdable("incident", _("an incident, by its number"), _find, covers=_covers)]
