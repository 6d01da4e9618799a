"""The public bodies of the country: communes and their groups, départements, régions, and others added by hand."""

from collections.abc import Iterable
from datetime import datetime
from typing import Self

from django.db import connection, models, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from beffroi.access.models import Organisation, User
from beffroi.directory.models.source import Sourced
from beffroi.engines.texts.fold import fold
from beffroi.journal.models import record

KINDS = {
    "commune": _("Commune"),
    "epci": _("Group of communes (EPCI)"),
    "departement": _("Département"),
    "region": _("Région"),
    "state": _("State"),
    "assembly": _("Assembly"),
    "other": _("Other body"),
}
# Lower bounds, in inhabitants, of the classes within which bodies are compared.
CLASSES = (0, 500, 2_000, 10_000, 20_000, 100_000)
WORD = 40  # characters of a word that are kept for the search


class BodyQuerySet(models.QuerySet["Body"]):
    def standing(self) -> Self:
        """Bodies that exist: neither merged into another nor dissolved."""
        return self.filter(ended_on=None)

    def called(self, asked: str) -> Self:
        """Bodies in whose names each word of `asked` begins a word: those that are called just that first, then the
        largest. A code of INSEE or SIREN finds its own."""
        found, whole = self, folded_name(asked)
        for word in words_of(asked):
            found = found.filter(pk__in=BodyWord.objects.filter(beginning_with(word)).values("body"))
        just_that = models.Case(models.When(folded=whole, then=0), default=1)
        return found.order_by(just_that, models.F("population").desc(nulls_last=True), "name", "pk")


class Body(Sourced):
    """One public body. `code` is its INSEE code, the SIREN of a group, else a word that a person chose. Codes
    are text: "01001", "2A004"."""

    kind = models.CharField(max_length=20, choices=list(KINDS.items()))
    code = models.CharField(max_length=40)
    siren = models.CharField(max_length=9, default="")
    name = models.CharField(_("Name"), max_length=200)
    folded = models.CharField(max_length=200, default="")  # the words of the name, as the search folds them
    nature = models.CharField(max_length=40, default="")  # of a group: CC, CA, CU, METRO
    departement = models.CharField(max_length=3, default="")
    region = models.CharField(max_length=3, default="")
    population = models.PositiveIntegerField(null=True)  # inhabitants; null: not known, 0: nobody lives there
    population_year = models.PositiveSmallIntegerField(null=True)  # of the file that gave it
    site = models.CharField(_("Official site"), max_length=500, default="")
    colour = models.CharField(max_length=7, default="")  # "#rrggbb", of its cards
    group = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="+")  # a commune's EPCI
    ended_on = models.DateField(null=True)
    successor = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="predecessors")
    organisation = models.ForeignKey(Organisation, on_delete=models.SET_NULL, null=True, related_name="+")
    changed_at = models.DateTimeField()

    objects = BodyQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "code"], name="each_body_once")]
        indexes = [
            models.Index(fields=["kind", "departement", "name"], name="body_by_departement"),
            models.Index(fields=["kind", "-population"], name="body_by_population"),
            models.Index(fields=["siren"], name="body_by_siren"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("directory_body", args=[self.kind, self.code])

    @property
    def population_class(self) -> int | None:
        """The lower bound of its class of population, in inhabitants; None where the population is not known."""
        return class_of(self.population)

    @classmethod
    def note_words(cls, bodies: "Iterable[Body]") -> None:
        """Makes these saved bodies findable by the words of their names, former ones too, and of their codes."""
        bodies = list(bodies)
        if renamed := [body for body in bodies if body.folded != folded_name(body.name)]:
            for body in renamed:
                body.folded = folded_name(body.name)
            cls.objects.bulk_update(renamed, ["folded"], batch_size=200)
        BodyWord.objects.filter(body__in=[body.pk for body in bodies]).delete()
        former: dict[int, set[str]] = {}
        for pk, name in FormerName.objects.filter(body__in=bodies).values_list("body_id", "name"):
            former.setdefault(pk, set()).update(words_of(name))
        words = ((body, body.words() | former.get(body.pk, set())) for body in bodies)
        rows = (BodyWord(body=body, word=word) for body, said in words for word in sorted(said))
        BodyWord.objects.bulk_create(rows, batch_size=2_000)

    def answered_for_by(self, organisation: Organisation, *, by: User, now: datetime) -> None:
        """From now on the people of `organisation` may declare its accounts."""
        with transaction.atomic():
            if Body.objects.filter(pk=self.pk, organisation=None).update(organisation=organisation, changed_at=now):
                record("BODY_ANSWERED_FOR", self, organisation=organisation, actor=by, now=now, body=str(self))
        self.refresh_from_db(fields=["organisation"])

    def words(self) -> set[str]:
        codes = {each.casefold() for each in (self.code, self.siren) if each}
        return {*words_of(self.name), *codes}


class BodyWord(models.Model):
    """A word by which a body is found: folded, so that “epinay” finds “Épinay”."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="+")
    word = models.CharField(max_length=WORD, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["word", "body"], name="each_word_of_a_body_once")]

    def __str__(self) -> str:
        return self.word


class FormerName(models.Model):
    """What a body was called before, or a commune that went into it."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="former_names")
    name = models.CharField(max_length=200)
    code = models.CharField(max_length=40, default="")  # the code that went out of use, if any
    until = models.DateField(null=True)  # null: not known

    def __str__(self) -> str:
        return self.name


def words_of(text: str) -> list[str]:
    """The folded words of `text`, each once: “L'Haÿ-les-Roses” is l, hay, les, roses."""
    plain = "".join(char if char.isalnum() else " " for char in fold(text))
    return list(dict.fromkeys(word[:WORD] for word in plain.split()))


def folded_name(name: str) -> str:
    return " ".join(words_of(name))[:200]


def beginning_with(word: str) -> models.Q:
    """What finds the words that begin so through an index: PostgreSQL keeps one for that, and compares in an order of
    its own; SQLite compares bytes, and its LIKE knows no index."""
    if connection.vendor == "postgresql":
        return models.Q(word__startswith=word)
    return models.Q(word__gte=word, word__lt=word + "\uffff")


def class_of(population: int | None) -> int | None:
    if population is None:
        return None
    return max(bound for bound in CLASSES if population >= bound)
