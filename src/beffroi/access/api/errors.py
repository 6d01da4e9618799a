"""Errors: one shape for all, in words of the language that was asked for."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import JsonResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import Schema
from pydantic import Field


class Place(Schema):
    """What is wrong with one value: `at` says where it was sent, `body.text` or `query.limit`."""

    at: str
    error: str


class Trouble(Schema):
    """Why it was not done."""

    error: str = Field(examples=["There is nothing at this address."])
    places: list[Place] = Field(default_factory=list, description="With 422: each value that is wrong.")
    findings: list[dict[str, Any]] = Field(default_factory=list, description="With 409: what must be mended first.")
    version: int | None = Field(None, description="With 409: the number of the version that is the newest.")


class Refusal(Exception):
    """It is not done; `words` say why."""

    def __init__(self, status: int, words: str, *, headers: Mapping[str, str] | None = None, **more: Any) -> None:
        super().__init__(words)
        self.status, self.words, self.headers, self.more = status, words, dict(headers or {}), more

    def answer(self) -> JsonResponse:
        return JsonResponse({"error": self.words, **self.more}, status=self.status, headers=self.headers)


WRONG = gettext_lazy("Something in it is not as it is asked for: see “places”.")
SENTENCES: dict[str, str | Promise] = {  # what pydantic calls it
    "missing": gettext_lazy("This is needed."),
    "extra_forbidden": gettext_lazy("Nobody asks for this."),
    "string_type": gettext_lazy("This is to be a text."),
    "string_unicode": gettext_lazy("This is not a text that can be read."),
    "string_too_long": gettext_lazy("This is too long."),
    "string_too_short": gettext_lazy("This is too short."),
    "nul": gettext_lazy("A text has no NUL byte in it."),
    "moment": gettext_lazy("A moment is written as 2027-03-27T10:00:00+01:00."),
    "timezone_aware": gettext_lazy("A moment is written as 2027-03-27T10:00:00+01:00."),
    "day": gettext_lazy("A day is written as 2027-03-27."),
    "int_type": gettext_lazy("This is to be a whole number."),
    "int_parsing": gettext_lazy("This is to be a whole number."),
    "int_from_float": gettext_lazy("This is to be a whole number."),
    "greater_than_equal": gettext_lazy("This number is too small."),
    "less_than_equal": gettext_lazy("This number is too large."),
    "bool_type": gettext_lazy("This is to be true or false."),
    "bool_parsing": gettext_lazy("This is to be true or false."),
    "list_type": gettext_lazy("This is to be a list."),
    "too_long": gettext_lazy("These are too many."),
    "too_short": gettext_lazy("These are too few."),
    "literal_error": gettext_lazy("This is none of the words that are known here."),
}
OTHER = gettext_lazy("This cannot be read.")


def in_words(troubles: Sequence[Mapping[str, Any]]) -> Refusal:
    """What pydantic found, as a refusal. `loc` is ("body", name of the argument, place in it…)."""
    places = []
    for trouble in troubles:
        where, *rest = trouble["loc"]
        rest = rest[1:] if where == "body" else rest[-1:]
        said = SENTENCES.get(trouble["type"].rpartition("datetime_")[2] or trouble["type"], OTHER)
        if trouble["type"].startswith("datetime"):
            said = SENTENCES["moment"]
        places.append({"at": ".".join(str(part) for part in [where, *rest]), "error": str(said)})
    return Refusal(422, str(WRONG), places=places)


def checked(form: forms.BaseForm, **names: str) -> dict[str, Any]:
    """What a form of the pages makes of the same values; `names` are those that a program calls otherwise.

    Raises Refusal with each place.
    """
    if form.is_valid():
        return form.cleaned_data
    places = [
        {"at": f"body.{names.get(name, name)}" if name != "__all__" else "body", "error": " ".join(map(str, errors))}
        for name, errors in form.errors.items()
    ]
    raise Refusal(422, str(WRONG), places=places)


def wrong(at: str, words: str) -> Refusal:
    """One value of the body is wrong; `at` is its name."""
    return Refusal(422, str(WRONG), places=[{"at": f"body.{at}", "error": words}])


def nothing_there() -> Refusal:
    return Refusal(404, _("There is nothing at this address."))
