"""Does the text speak to somebody who only looks like an account we know?"""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from beffroi.engines.likeness.lookalike import mentions, resemblance
from beffroi.engines.texts.links import without_links
from beffroi.publishing.checks import Checked, Finding


def check(checked: Checked) -> Iterator[Finding]:
    if not checked.known_handles:
        return
    for handle in dict.fromkeys(each for text in checked.texts for each in mentions(without_links(text))):
        found = resemblance(handle, checked.known_handles)
        if found is None:
            continue
        said = {"handle": handle, "known": found.known}
        if found.by == "looks":
            words = _(
                "@%(handle)s cannot be told from @%(known)s at a glance, and is another account. Take @%(known)s, or "
                "say why you mean the other."
            )
            yield Finding("lookalike", "text", words % said, about=handle[:200], liftable=True)
        else:
            words = _("@%(handle)s is one letter away from @%(known)s. Did you mean that account?")
            yield Finding("lookalike", "text", words % said, blocks=False, about=handle[:200])
