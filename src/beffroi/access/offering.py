"""What somebody can choose in a form, where it depends on who asks."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet


def offer_rows(form: forms.BaseForm, name: str, rows: QuerySet[Any], **more: Any) -> None:
    """Lets the field `name` be one of `rows`, or some of them. `more` is what else differs: its label, say."""
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  # declared so in the form
    field.queryset = rows
    for attribute, value in more.items():
        setattr(field, attribute, value)


def offer(form: forms.BaseForm, name: str, choices: Iterable[tuple[Any, Any]]) -> None:
    """Lets the field `name` be one of `choices`, or some of them: values, each with its label."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101  # declared so in the form
    field.choices = list(choices)
