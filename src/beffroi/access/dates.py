"""A day as the reader's language writes it."""

import re
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import get_language

ALONE = re.compile(r"(?<!\d)1 (?=\D)")


def dated(day: date, form: str) -> str:
    """`day`, a date or a local datetime, in Django's `form`. The first of a month is an ordinal in French, "1er mai",
    which no form can say."""
    words = date_format(day, form)
    is_ordinal = day.day == 1 and (get_language() or "").startswith("fr")
    return ALONE.sub("1er ", words, count=1) if is_ordinal else words
