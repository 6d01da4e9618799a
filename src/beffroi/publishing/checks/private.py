"""A private answer reaches whomever its text names, and nobody else: does it name its person, and only them?"""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from beffroi.engines.likeness.lookalike import mentions
from beffroi.engines.texts.links import without_links
from beffroi.publishing.checks import Checked, Finding


def check(checked: Checked) -> Iterator[Finding]:
    person = checked.private_to.casefold()
    if not person:
        return
    for destination in checked.destinations:
        if not destination.capabilities.private:
            words = _("Nothing private can be sent from @%(handle)s: choose the account that was written to.")
            yield Finding("private", "accounts", words % {"handle": destination.handle})
    named = [{each.casefold() for each in mentions(without_links(text))} for text in checked.texts]
    if not all(person in each for each in named):
        words = _("This answer is private: it reaches its person only if each post of it names @%(handle)s.")
        yield Finding("private", "text", words % {"handle": checked.private_to})
    for other in sorted(set().union(*named) - {person}):
        words = _("This answer is private: whoever is named in it reads it too. Take @%(handle)s out.")
        yield Finding("private", "text", words % {"handle": other})
