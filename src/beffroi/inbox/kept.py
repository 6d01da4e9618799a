"""What the inbox keeps, and where a person is found in it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from beffroi.access.models import Organisation, User
from beffroi.access.numbers import number_in
from beffroi.archive.erasing import MARK, pseudonymise
from beffroi.archive.holding import held
from beffroi.archive.kept import authored
from beffroi.archive.models import BroughtPost, Mention, Post
from beffroi.engines.likeness.stories import told
from beffroi.inbox.models import Case, ModerationAct, TypedMessage, Wave
from beffroi.inbox.models.joining import Apart, Merging
from beffroi.inbox.models.typed import TYPED
from beffroi.inbox.quoting import say_less, waiting
from beffroi.keeping.kinds import Holdable, Kind, Part, Person, shown
from beffroi.publishing.models import Draft


def _over(organisation: Organisation, days: int, now: datetime) -> "models.QuerySet[Case]":
    """Answered and closed cases. The register of moderation keeps its own, and a merged one goes with its other."""
    old = Case.objects.filter(organisation=organisation, waiting_since__lte=now - timedelta(days=days))
    waiting = old.waiting().order_by().values("pk")
    merged = models.Q(merged__isnull=False, merged__undone_at=None)
    stays = models.Exists(_told_by_another("pk")) | models.Exists(
        BroughtPost.objects.filter(post=models.OuterRef("latest"))
    )
    parts = Merging.objects.filter(into=models.OuterRef("pk"), undone_at=None)
    part = models.Exists(_told_by_another("case")) | models.Exists(
        BroughtPost.objects.filter(post=models.OuterRef("case__latest"))
    )
    old = old.exclude(pk__in=waiting).exclude(merged).filter(moderation=None)
    return old.exclude(stays).exclude(models.Exists(parts.filter(part)))


def _told_by_another(origin: str) -> "models.QuerySet[Apart]":
    """What was taken out of a case into one that does not go with it: without the first, the second has no words."""
    back = Merging.objects.filter(case=models.OuterRef("case"), into=models.OuterRef("origin"), undone_at=None)
    return (
        Apart.objects.filter(origin=models.OuterRef(origin))
        .exclude(case=models.F("origin"))
        .exclude(models.Exists(back))
    )


def _held_case(organisation: Organisation) -> models.Q:
    """A case goes with those that were merged into it: where one of them is held, all are."""
    parts = Merging.objects.filter(into=models.OuterRef("pk"), undone_at=None)
    return held("latest__", organisation) | models.Q(models.Exists(parts.filter(held("case__latest__", organisation))))


# What goes on pointing to a message without needing what it says.
ONLY_POINT: "list[models.Field[Any, Any]]" = [Draft._meta.get_field("in_reply_to"), Wave._meta.get_field("first")]


def _delete_cases(organisation: Organisation, rows: "models.QuerySet[Case]", now: datetime) -> int:
    chosen = list(Case.objects.filter(models.Q(pk__in=rows) | models.Q(merged__into__in=rows, merged__undone_at=None)))
    with transaction.atomic():
        said = {post.pk for case in chosen for post in _messages(case)}
        accounts = {case.account_id for case in chosen if case.account_id}
        Case.objects.filter(pk__in=[case.pk for case in chosen], moderation=None).delete()
        needed = Case.objects.filter(account__in=accounts, conversation=models.OuterRef("post__conversation"))
        mentions = Mention.objects.filter(post__in=said, account__in=accounts)
        mentions.exclude(models.Exists(needed)).delete()
        others = Case.objects.filter(
            latest__network=models.OuterRef("network"), conversation=models.OuterRef("conversation")
        )
        alone = Post.objects.filter(pk__in=said).exclude(models.Exists(others))
        Wave.objects.filter(organisation=organisation, first__in=alone, rose_at=None).delete()
        alone.nobody_needs().delete()
        answers = Draft.objects.filter(in_reply_to=models.OuterRef("pk")).exclude(organisation=organisation)
        left = alone.nobody_needs(but=ONLY_POINT).exclude(models.Exists(answers))
        pseudonymise(left.exclude(author_id__startswith=MARK), keeps_words=lambda _post: False, now=now)
    return len(chosen)


def _messages(case: Case) -> "Iterable[Post]":
    return [post for post in case.messages() if not post.own.exists()]


def _of_case(case: Case) -> dict[str, Any]:
    return {
        "case": case.pk,
        "opened_at": shown(case.opened_at),
        "closed_at": shown(case.closed_at),
        "service": case.team.name if case.team else "",
        "notes": [note.text for note in case.notes.all()],
        "asked_services": [one.note for one in case.consultations.all()],
    }


def _cases(organisation: Organisation, person: Person) -> "models.QuerySet[Case]":
    theirs = authored(organisation, person)
    mine = Case.objects.filter(organisation=organisation)
    mine = mine.filter(models.Q(conversation__in=theirs.values("conversation")) | models.Q(latest__in=theirs))
    return mine.select_related("team").order_by("pk")


def _forget_waves(
    organisation: Organisation, person: Person, rows: "models.QuerySet[Case]", by: User, now: datetime
) -> int:
    """The cases stay, and read what the archive says from now on; the words of the first are those of a wave."""
    count = rows.count()
    begun_by_them = Wave.objects.filter(person.authored("first__"), organisation=organisation)
    begun_by_them = begun_by_them.exclude(held("first__", organisation))
    begun_by_them.filter(rose_at=None).delete()
    begun_by_them.update(telling=told("", "").as_json())
    return count


def _follow(network: str, old: str, new: str) -> None:
    """A conversation is numbered by the post that began it."""
    Case.objects.filter(latest__network=network, conversation=old).update(conversation=new)


def _answered_elsewhere(organisation: Organisation, post: Post) -> bool:
    here = Case.objects.filter(organisation=organisation, latest__network=post.network, conversation=post.conversation)
    return here.filter(elsewhere__posted_at__isnull=False).exists()


def _moderated(organisation: Organisation, person: Person) -> "models.QuerySet[ModerationAct]":
    acts = ModerationAct.objects.filter(organisation=organisation).filter(person.authored("post__"))
    return acts.select_related("motive").order_by("decided_at")


def _of_act(act: ModerationAct) -> dict[str, Any]:
    said = {"act": act.act, "motive": act.motive.words, "reason": act.reason, "words": act.words}
    return {
        **said,
        "decided_at": shown(act.decided_at),
        "review_on": shown(act.review_on),
        "lifted_at": shown(act.lifted_at),
    }


def _typed(organisation: Organisation, person: Person) -> "models.QuerySet[TypedMessage]":
    mine = TypedMessage.objects.filter(case__organisation=organisation).exclude(due_at=None)
    return mine.filter(person.named("case__latest__author_name")).select_related("case__latest").order_by("at")


def _of_typed(typed: TypedMessage) -> dict[str, Any]:
    post = typed.case.latest
    return {"channel": typed.channel, "at": shown(typed.at), "name": post.author_name, "text": post.text}


def _held_typed(organisation: Organisation) -> models.Q:
    return held("case__latest__", organisation)


def _forget(rows: "Iterable[TypedMessage]", now: datetime) -> int:
    return sum(typed.forget(now=now) for typed in rows)


def _find_case(organisation: Organisation, said: str) -> Case | None:
    return Case.objects.filter(organisation=organisation, pk=number_in(said)).select_related("latest").first()


def _covers(case: Case) -> "Iterable[tuple[str, str]]":
    yield case.latest.network, case.conversation
    yield from {(post.network, post.conversation) for post in case.messages()}


KINDS = [
    replace(
        TYPED,
        going=TypedMessage.objects.to_forget,
        erase=lambda _organisation, rows, now: _forget(rows.select_related("case__organisation"), now),
        held=_held_typed,
        example=lambda typed: typed.case.latest.text[:80],
    ),
    Kind(
        "inbox.cases",
        name=_("Cases that were answered or closed"),
        why=_("To show what the organisation was asked, and what it answered."),
        basis=_("Task in the public interest (GDPR, art. 6 (1) e); public archives (code du patrimoine, L211-1)"),
        days=365,
        least=30,
        at="waiting_since",
        going=_over,
        erase=_delete_cases,
        held=_held_case,
        example=lambda case: case.latest.text[:80],
    ),
]
PARTS = [
    Part(
        "inbox.cases",
        name=_("Cases"),
        find=_cases,
        said=_of_case,
        fate="pseudonymised",
        because=_("What the organisation was asked and answered is a public archive: it stays, without who asked."),
        erase=_forget_waves,
        held=_held_case,
    ),
    Part(
        "inbox.moderation",
        name=_("Messages hidden or reported, and blocks"),
        find=_moderated,
        said=_of_act,
        fate="kept",
        because=_("Who limits what people may say must be able to show why. Its author goes with the message."),
    ),
    Part(
        "inbox.typed",
        name=_("Messages that were typed in"),
        find=_typed,
        said=_of_typed,
        fate="erased",
        because=_("The case stays, for the figures, and says nothing any more."),
        erase=lambda _organisation, _person, rows, _by, now: _forget(rows.select_related("case__organisation"), now),
        held=_held_typed,
    ),
    Part(  # the last of its room is the first that goes: the messages that it quotes are still there
        "inbox.quoting",
        name=_("Messages to colleagues that quote or name them and have not left yet"),
        find=waiting,
        said=lambda message: {"kind": message.kind, "written_at": shown(message.written_at)},
        fate="erased",
        because=_("The message leaves without these words. One that has left keeps none."),
        erase=say_less,
    ),
]
HOLDABLE = [Holdable("case", _("a case, by its number"), _find_case, covers=_covers)]
RENUMBERED = [_follow]
ANSWERED = [_answered_elsewhere]
