"""What was kept goes when its time is over, or when the person asks."""

from datetime import datetime

from django.db import models, transaction

from beffroi.access.models import KeptAnswer, Organisation, User
from beffroi.archive.erasing import pseudonymise
from beffroi.archive.holding import held
from beffroi.archive.kept import spoken
from beffroi.archive.models import Mention, Post, spoken_to_us
from beffroi.keeping.kinds import Person
from beffroi.listening.models import Match, OptOut, Story
from beffroi.listening.models.optout import bare


def opt_out(organisation: Organisation, network: str, handle: str, *, by: User, now: datetime) -> int:
    """Keeps the wish of a person and erases what was kept of them, together: how many matches went.

    A conversation that spoke to us stays: the body must be able to show what it was asked and what it answered. So
    does what is held. What else of ours points to, a case elsewhere or the chronicle, stays without its author.
    """
    with transaction.atomic():
        OptOut.add(organisation, network, handle, by=by, now=now)
        KeptAnswer.forget_all(organisation)
        theirs = Post.objects.filter(network=network, author_handle__iexact=bare(handle))
        person = Person(ids=frozenset((network, number) for number in theirs.values_list("author_id", flat=True)))
        found = passing_of(organisation).filter(person.authored("post__"))
        gone = drop(found.exclude(held("post__")))
        left = spoken(organisation, person).exclude(models.Exists(_asked(organisation, ""))).exclude(held())
        pseudonymise(list(left), keeps_words=lambda _post: True, now=now, asked=organisation)
    return gone


def passing_of(organisation: Organisation) -> "models.QuerySet[Match]":
    """What its searches found in conversations that never spoke to an account of this organisation: another one's are
    no reason to keep it."""
    found = Match.objects.filter(search__organisation=organisation)
    return found.exclude(models.Exists(_asked(organisation, "post__")))


def _asked(organisation: Organisation, post: str) -> "models.QuerySet[Mention]":
    return spoken_to_us(post).filter(account__organisation=organisation)


def drop(matches: models.QuerySet[Match]) -> int:
    """Deletes these matches with the stories that began with them, and the posts that nobody needs without them."""
    with transaction.atomic():
        chosen = list(matches.values_list("pk", "post_id"))
        found = Match.objects.filter(pk__in=[match for match, _post in chosen])
        begun = Story.objects.filter(
            models.Exists(found.filter(search=models.OuterRef("search"), post=models.OuterRef("first")))
        )
        begun.delete()
        found.delete()
        Post.objects.filter(pk__in={post for _match, post in chosen}).nobody_needs().delete()
    return len(chosen)
