"""What is kept of texts that never left, and of those who approve from outside."""

from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.core.files.storage import default_storage
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from beffroi.access.models import Organisation, User
from beffroi.keeping.kinds import Kind, Part, Person, shown
from beffroi.publishing.models import Approval, Attachment, Draft, OutsideApprover, Publication, Version


def _dead(organisation: Organisation, days: int, now: datetime) -> "models.QuerySet[Draft]":
    """Discarded and expired drafts of which nothing ever left, and that nothing points to."""
    old = Draft.objects.filter(organisation=organisation, created_at__lte=now - timedelta(days=days))
    agreed = Approval.objects.filter(version__draft=models.OuterRef("pk"))
    dead = old.filter(state__in=["discarded", "expired"], publications=None, amendments=None)
    pointed = models.Q()
    for each in Draft._meta.get_fields(include_hidden=True):
        if isinstance(each, models.ManyToOneRel) and each.on_delete is models.PROTECT:
            rows = each.related_model._default_manager.filter(**{each.field.name: models.OuterRef("pk")})
            pointed |= models.Q(models.Exists(rows))
    return dead.exclude(models.Exists(agreed)).exclude(pointed)


def _drafts(organisation: Organisation, person: Person) -> "models.QuerySet[Draft]":
    return Draft.objects.filter(organisation=organisation, author__in=person.users).order_by("pk")


def _of_draft(draft: Draft) -> dict[str, Any]:
    versions = Version.objects.filter(draft=draft).order_by("number")
    said = [{"number": one.number, "text": one.text, "at": shown(one.at)} for one in versions]
    return {"draft": draft.pk, "state": draft.state, "created_at": shown(draft.created_at), "versions": said}


def _answers(organisation: Organisation, person: Person) -> "models.QuerySet[Publication]":
    mine = Publication.objects.filter(draft__organisation=organisation, sent_at__isnull=False)
    return mine.filter(person.authored("draft__in_reply_to__")).select_related("account").order_by("sent_at")


def _of_answer(publication: Publication) -> dict[str, Any]:
    return {"account": str(publication.account), "sent_at": shown(publication.sent_at), "sent": publication.sent}


def _outside(organisation: Organisation, person: Person) -> "models.QuerySet[OutsideApprover]":
    known = person.mailed("email") | person.named("name")
    return OutsideApprover.objects.filter(known, organisation=organisation).order_by("pk")


def _of_outside(approver: OutsideApprover) -> dict[str, Any]:
    return {"name": approver.name, "email": approver.email, "since": shown(approver.added_at)}


def _unname(organisation: Organisation, person: Person, rows: Any, by: User, now: datetime) -> int:
    """Who may still approve is taken off first."""
    gone = 0
    for approver in rows.exclude(removed_at=None):
        OutsideApprover.objects.filter(pk=approver.pk).update(
            name=f"No. {approver.pk}", email=f"{approver.pk}@left.invalid"
        )
        gone += 1
    return gone


def _delete_drafts(_organisation: Organisation, rows: "models.QuerySet[Draft]", _now: datetime) -> int:
    """With the files of their images, once that has committed; a working copy may share one with a text that stays."""
    attached = Attachment.objects.filter(version__draft__in=rows)
    files, count = set(attached.values_list("file", flat=True)), rows.count()
    rows.delete()
    files -= set(Attachment.objects.filter(file__in=files).values_list("file", flat=True))
    for file in files:
        transaction.on_commit(partial(default_storage.delete, file))
    return count


KINDS = [
    Kind(
        "publishing.discarded",
        name=_("Drafts that were discarded or expired, with their images"),
        why=_("To find again what was prepared."),
        basis=_("Task in the public interest (GDPR, art. 6 (1) e)"),
        days=365,
        least=30,
        at="created_at",
        going=_dead,
        erase=_delete_drafts,
        example=lambda draft: str(draft),
    ),
]
PARTS = [
    Part(
        "publishing.drafts",
        name=_("Texts they wrote for the organisation"),
        find=_drafts,
        said=_of_draft,
        fate="kept",
        because=_("What was written for the body is a public archive. Once somebody left, a number wrote it."),
    ),
    Part(
        "publishing.answers",
        name=_("Our answers to them"),
        find=_answers,
        said=_of_answer,
        fate="kept",
        because=_(
            "What left in the name of the body is a public archive, with the number of the message it answers, as it "
            "left."
        ),
    ),
    Part(
        "publishing.outside",
        name=_("Who approves from outside"),
        find=_outside,
        said=_of_outside,
        fate="pseudonymised",
        because=_("What they approved stays; who approves no more gets a number for a name."),
        erase=_unname,
    ),
]
