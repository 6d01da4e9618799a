"""Does the text give away something about a private person?

What was found is said again only in part: the words of a lifted finding stay in the journal for good.
"""

import hashlib
from collections.abc import Iterator

from django.utils.translation import gettext as _

from beffroi.engines.texts.links import without_links
from beffroi.engines.texts.personal import PersonalDatum, personal_data
from beffroi.publishing.checks import Checked, Finding


def check(checked: Checked) -> Iterator[Finding]:
    told = _words()
    texts = [*checked.texts, *(image.alt for image in checked.images)]
    for datum in dict.fromkeys(each for text in texts for each in personal_data(without_links(text))):
        words = told[datum.kind] % {"hint": datum.hint}
        yield Finding("personal", "text", words, about=_name(datum), liftable=True)


def _words() -> dict[str, str]:
    return {
        "phone": _("“%(hint)s” looks like a private telephone number. Take it out, or say why it may be public."),
        "email": _("“%(hint)s” looks like a person’s own e-mail address. Take it out, or say why it may be public."),
        "iban": _("“%(hint)s” is the number of a bank account. Take it out, or say why it may be public."),
        "nir": _("“%(hint)s” is a social security number. Take it out."),
        "plate": _("“%(hint)s” looks like a number plate. Take it out, or say why it may be public."),
        "address": _("“%(hint)s” looks like where a person lives. Take it out, or say why it may be public."),
    }


def _name(datum: PersonalDatum) -> str:
    """Knows the same datum again without keeping it."""
    return f"{datum.kind}-{hashlib.sha256(datum.text.encode()).hexdigest()[:16]}"
