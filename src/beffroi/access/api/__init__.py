"""How a program comes in: its token, what it may, the shape of lists and of errors. The rooms write their own `api.py`
with these."""

from beffroi.access.api.errors import Refusal, Trouble, checked
from beffroi.access.api.listed import Cursor, Listed, listed
from beffroi.access.api.router import ActRouter, ProgramRequest, may_act_on
from beffroi.access.api.words import Day, Flag, Id, Moment, Number, OneOf, Said, Shown, Text, Word

__all__ = [
    "ActRouter",
    "Cursor",
    "Day",
    "Flag",
    "Id",
    "Listed",
    "Moment",
    "Number",
    "OneOf",
    "ProgramRequest",
    "Refusal",
    "Said",
    "Shown",
    "Text",
    "Trouble",
    "Word",
    "checked",
    "listed",
    "may_act_on",
]
