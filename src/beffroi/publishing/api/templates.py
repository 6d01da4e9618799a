"""The texts to begin from."""

from datetime import datetime
from typing import Annotated, Any

from django.shortcuts import get_object_or_404
from ninja import Query
from pydantic import Field

from beffroi.access.api import ActRouter, Cursor, Id, Listed, ProgramRequest, Said, Shown, Text, Word, checked, listed
from beffroi.access.api.people import Person, person
from beffroi.publishing.forms.templates import TemplateForm
from beffroi.publishing.models import Template

router = ActRouter("Templates")


class TemplateSaid(Said):
    name: Annotated[Word, Field(min_length=1, max_length=120)] = Field(examples=["Coupure d'eau"])
    text: Annotated[Text, Field(min_length=1)] = Field(examples=["L'eau sera coupée…"])


class TemplateShown(Shown):
    id: int
    name: str
    text: str
    by: Person
    at: datetime


@router.read("/templates", gives=Listed[TemplateShown], act="draft")
def list_templates(request: ProgramRequest, cursor: Query[Cursor]) -> Any:
    """By name."""
    mine = Template.objects.filter(organisation=request.organisation).select_related("by")
    return listed(mine, cursor, by=["name", "pk"], shown=_shown)


@router.post("/templates", act="draft", gives=TemplateShown, status=201)
def write_template(request: ProgramRequest, said: TemplateSaid) -> Any:
    return _write(request, Template(organisation=request.organisation), said)


@router.read("/templates/{pk}", gives=TemplateShown, act="draft")
def read_template(request: ProgramRequest, pk: Id) -> Any:
    return _shown(_mine(request, pk))


@router.put("/templates/{pk}", act="draft", gives=TemplateShown)
def rewrite_template(request: ProgramRequest, pk: Id, said: TemplateSaid) -> Any:
    return _write(request, _mine(request, pk), said)


@router.delete("/templates/{pk}", act="draft")
def remove_template(request: ProgramRequest, pk: Id) -> Any:
    _mine(request, pk).remove(by=request.user, now=request.now)


def _write(request: ProgramRequest, template: Template, said: TemplateSaid) -> TemplateShown:
    template.write(by=request.user, now=request.now, **checked(TemplateForm(template, said.model_dump())))
    return _shown(template)


def _mine(request: ProgramRequest, pk: int) -> Template:
    return get_object_or_404(
        Template.objects.select_related("organisation", "by"), organisation=request.organisation, pk=pk
    )


def _shown(row: Template) -> TemplateShown:
    return TemplateShown(id=row.pk, name=row.name, text=row.text, by=person(row.by), at=row.at)
