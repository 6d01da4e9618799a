"""Elected officials and their mandates, with dates: who speaks for which body, and since when."""

from datetime import date
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from beffroi.directory.models.body import Body
from beffroi.directory.models.source import Sourced

OFFICES = {
    "mayor": _("Mayor"),
    "president": _("President"),
    "deputy": pgettext_lazy("office", "Deputy"),
    "senator": _("Senator"),
    "councillor": _("Councillor"),
    "minister": _("Minister"),
    "other": _("Other office"),
}


class Person(Sourced):
    """A public person, by the name that the official lists give. Nothing of their life is kept: name and mandates."""

    name = models.CharField(_("Name"), max_length=200)
    wikidata = models.CharField(max_length=20, default="")  # "Q42"
    official_page = models.CharField(max_length=500, default="")  # their page on their assembly's site

    class Meta:
        indexes = [models.Index(fields=["name"], name="person_by_name")]

    def __str__(self) -> str:
        return self.name


class MandateQuerySet(models.QuerySet["Mandate"]):
    def held_on(self, day: date) -> Self:
        begun = models.Q(since=None) | models.Q(since__lte=day)
        going = models.Q(until=None) | models.Q(until__gte=day)
        return self.filter(begun, going)


class Mandate(Sourced):
    """One person in one office of one body."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="mandates")
    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="mandates")
    office = models.CharField(max_length=20, choices=list(OFFICES.items()))
    since = models.DateField(null=True)
    until = models.DateField(null=True)

    objects = MandateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "body", "office", "since"], name="each_mandate_once"),
        ]
        indexes = [models.Index(fields=["body", "office"], name="mandate_by_body")]

    def __str__(self) -> str:
        return f"{self.person}, {self.get_office_display()}, {self.body}"
