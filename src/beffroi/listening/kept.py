"""What listening keeps, and where a person is found in it."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from beffroi.access.models import Organisation, User
from beffroi.archive.erasing import MARK, pseudonymise
from beffroi.archive.holding import held
from beffroi.archive.kept import of_post
from beffroi.archive.models import Post
from beffroi.directory.models import OfficialAccount
from beffroi.keeping.kinds import Kind, Part, Person, delete_theirs, shown
from beffroi.listening.forgetting import drop, passing_of
from beffroi.listening.models import Match, Mute, OptOut, Story
from beffroi.listening.models.optout import digest
from beffroi.listening.models.retention import FOUND, passing, past_keeping
from beffroi.listening.models.story import NOTHING


def _held(organisation: Organisation) -> models.Q:
    return held("post__", organisation)


def _drop(_organisation: Organisation, rows: "models.QuerySet[Match]", _now: datetime) -> int:
    return drop(rows)


# By these a search points to a post, whoever wrote it.
ONLY_FOUND: "list[models.Field[Any, Any]]" = [Match._meta.get_field("post"), Story._meta.get_field("first")]


def _with_names(organisation: Organisation, days: int, now: datetime) -> "models.QuerySet[Match]":
    """Finds whose author is still named: not of the press, nor of an official account, which speak in public office.

    Nor our own posts, nor those on which somebody else relies: a case, the chronicle, an alarm, another organisation.
    """
    official = OfficialAccount.objects.filter(
        models.Q(native_id=models.OuterRef("post__author_id"))
        | models.Q(handle__iexact=models.OuterRef("post__author_handle")),
        network=models.OuterRef("post__network"),
    )
    old = passing().filter(search__organisation=organisation, at__lte=now - timedelta(days=days))
    named = old.exclude(post__author_id__startswith=MARK).exclude(post__network="feed")
    others = Match.objects.filter(post=models.OuterRef("post")).exclude(search__organisation=organisation)
    told = Story.objects.filter(first=models.OuterRef("post")).exclude(search__organisation=organisation)
    named = named.exclude(models.Exists(others)).exclude(models.Exists(told))
    named = named.exclude(models.Exists(official)).exclude(held("post__"))
    return named.filter(post__in=Post.objects.nobody_needs(but=ONLY_FOUND))


def _unname(organisation: Organisation, rows: "models.QuerySet[Match]", now: datetime) -> int:
    posts = list(Post.objects.filter(pk__in=rows.values("post")))
    with transaction.atomic():
        begun = Story.objects.filter(first__in=posts, search__organisation=organisation)
        Story.forget(begun)  # an address names who wrote there
        return pseudonymise(posts, keeps_words=lambda _post: True, now=now)


def _example(match: Match) -> str:
    return match.post.text[:80]


def _found(organisation: Organisation, person: Person) -> "models.QuerySet[Match]":
    theirs = passing_of(organisation).filter(person.authored("post__"))
    return theirs.select_related("post", "search").order_by("at", "pk")


def _of_match(match: Match) -> dict[str, Any]:
    return {"search": match.search.name, "found_at": shown(match.at), **of_post(match.post)}


def _stories(organisation: Organisation, person: Person) -> "models.QuerySet[Story]":
    told = Story.objects.filter(search__organisation=organisation).exclude(telling=NOTHING)
    return told.filter(person.authored("first__")).select_related("search").order_by("pk")


def _of_story(story: Story) -> dict[str, Any]:
    return {"search": story.search.name, "last_at": shown(story.last_at), **story.telling}


def _mutes(organisation: Organisation, person: Person) -> "models.QuerySet[Mute]":
    mine = Mute.objects.filter(search__organisation=organisation).exclude(author_id="")
    return mine.filter(person.authored(handle="")).order_by("at")


def _of_mute(mute: Mute) -> dict[str, Any]:
    return {"author": mute.name, "network": mute.network, "at": shown(mute.at), "until": shown(mute.until)}


def _wishes(organisation: Organisation, person: Person) -> "models.QuerySet[OptOut]":
    digests = [digest(network, name) for network, name in person.names | person.ids]
    said = models.Q(handle_digest__in=digests) | models.Q(id_digest__in=digests)
    return OptOut.objects.filter(said, organisation=organisation).order_by("added_at")


def _of_wish(wish: OptOut) -> dict[str, Any]:
    return {"number": wish.pk, "network": wish.network, "noted_at": shown(wish.added_at)}


def keep_out(organisation: Organisation, person: Person, by: User, now: datetime) -> int:
    """From now on no search keeps anything of any handle of this person; what was kept is for each part to erase."""
    wishes = [OptOut.add(organisation, network, handle, by=by, now=now) for network, handle in sorted(person.names)]
    return len(wishes)


KINDS = [
    replace(FOUND, going=past_keeping, erase=_drop, held=_held, example=_example),
    Kind(
        "listening.authors",
        name=_("Who said what searches found"),
        why=_(
            "To see whether the same people speak, and to answer them. The press and official accounts keep their name."
        ),
        basis=_("Task in the public interest (GDPR, art. 6 (1) e); minimisation (art. 5 (1) c)"),
        days=30,
        most=365,
        going=_with_names,
        erase=_unname,
        held=_held,
        example=_example,
    ),
    Kind(
        "listening.sample",
        name=_("Samples of streams, without their authors"),
        why=_("To try a search before it is saved."),
        basis=_("Task in the public interest (GDPR, art. 6 (1) e)"),
        days=7,
    ),
]
PARTS = [
    Part(
        "listening.stories",
        name=_("Words by which repetitions are known"),
        find=_stories,
        said=_of_story,
        fate="erased",
        because=_("Nobody needs it."),
        erase=lambda _organisation, _person, rows, _by, _now: Story.forget(rows),
        held=lambda organisation: held("first__", organisation),
    ),
    Part(
        "listening.found",
        name=_("What searches found"),
        find=_found,
        said=_of_match,
        fate="erased",
        because=_("Nobody needs it."),
        erase=lambda _organisation, _person, rows, _by, _now: drop(rows),
        held=_held,
    ),
    Part(
        "listening.mutes",
        name=_("Authors of whom a search does not ring"),
        find=_mutes,
        said=_of_mute,
        fate="erased",
        because=_("Nobody needs it."),
        erase=delete_theirs,
    ),
    Part(
        "listening.wishes",
        name=_("The wish not to be kept"),
        find=_wishes,
        said=_of_wish,
        fate="kept",
        because=_("It is a mark that cannot be read back: without it, what they write would be kept again."),
    ),
]
OBJECTS = [keep_out]
