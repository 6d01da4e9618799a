"""Does it announce something as done that nobody has confirmed yet?

What announces a fact leaves once the fact is so: it is tied to one, or a named person says why it may leave as it is.
"""

from collections.abc import Iterator
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from beffroi.engines.announce import Announcement, announcements
from beffroi.engines.procedure.divisions import key
from beffroi.engines.texts.fold import fold
from beffroi.publishing.checks import Awaited, Checked, Finding


def check(checked: Checked) -> Iterator[Finding]:
    found = {each.words: each for text in checked.texts for each in announcements(text, checked.lang)}
    if checked.awaited is None:
        yield from (_unbound(each) for each in found.values())
    elif checked.awaited.came_otherwise:
        words = _("It is tied to “%(fact)s”, and that came out otherwise.") % {"fact": checked.awaited.statement}
        yield Finding("announcement", "time", words)
    else:
        yield from (_about_another(each, checked.awaited) for each in found.values() if _differs(each, checked.awaited))


def _unbound(announced: Announcement) -> Finding:
    words = _(
        "“%(words)s” announces something as done. Tie the text to the fact, so that it leaves once it is so, or say "
        "why it may leave as it is."
    )
    about = f"{announced.kind}: {fold(announced.words)}"[:200]
    asks = urlencode({"statement": announced.words, "subject": announced.subject, "kind": announced.kind})
    said = words % {"words": announced.words}
    return Finding("announcement", "text", said, about=about, liftable=True, asks=asks)


def _about_another(announced: Announcement, awaited: Awaited) -> Finding:
    words = _("“%(words)s” speaks of %(subject)s; the fact it waits for is about %(other)s.")
    said = {"words": announced.words, "subject": announced.subject, "other": awaited.subject}
    return Finding("announcement", "text", words % said, blocks=False)


def _differs(announced: Announcement, awaited: Awaited) -> bool:
    """Whether both name a division of a text, and not the same one."""
    ours, theirs = key(announced.subject), key(awaited.subject)
    return "other" not in (*ours[:1], *theirs[:1]) and bool(ours and theirs) and ours != theirs
