"""What is looked at before an answer is posted elsewhere: the checks of every text, and none that is about an account.

Nothing can be held back here, since a person posts it by hand: what is found is said, and they decide.
"""

from collections.abc import Iterator
from dataclasses import replace

from django.utils.translation import gettext as _

from beffroi.engines.announce import announcements
from beffroi.engines.texts.links import links as addresses
from beffroi.publishing.checks import (
    Check,
    Checked,
    Finding,
    LinkSeen,
    capitals,
    emoji,
    fancy,
    hashtags,
    links,
    personal,
)

CHECKS: tuple[Check, ...] = (personal.check, links.check, fancy.check, capitals.check, hashtags.check, emoji.check)


def remarks(text: str, *, lang: str) -> list[Finding]:
    """What is to be mended first, then what is good to know. No link is read: nothing is said of where it leads."""
    unread = {address: LinkSeen(None) for address in addresses(text)}
    checked = Checked(text=text, images=(), destinations=(), lang=lang, links=unread)
    found = [*_announced(text, lang), *(finding for check in CHECKS for finding in check(checked))]
    return sorted((replace(each, liftable=False) for each in found), key=lambda finding: not finding.blocks)


def _announced(text: str, lang: str) -> Iterator[Finding]:
    words = _("“%(words)s” announces something as done. Is it so already? Nothing waits for it here.")
    for said in dict.fromkeys(each.words for each in announcements(text, lang)):
        yield Finding("announcement", "text", words % {"words": said})
