"""Does what is to be corrected or changed stand on the chosen accounts, and may it be changed there?"""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from beffroi.publishing.checks import Checked, Destination, Finding


def check(checked: Checked) -> Iterator[Finding]:
    for destination in checked.destinations:
        if checked.amendment == "edit":
            yield from _of_an_edit(destination)
        elif checked.amendment == "correction" and not destination.standing:
            words = _("Nothing of the post to correct stands on @%(handle)s: the correction would be a new post there.")
            said = words % {"handle": destination.handle}
            yield Finding("amendment", "accounts", said, blocks=False, about=destination.handle)


def _of_an_edit(destination: Destination) -> Iterator[Finding]:
    named = {"handle": destination.handle, "network": destination.network}
    if not destination.capabilities.edits:
        words = _(
            "%(network)s lets nobody change a post: take @%(handle)s away, or delete the post and write it again."
        )
        yield Finding("amendment", "accounts", words % named, about=destination.handle)
    elif not destination.standing:
        words = _("Nothing stands on @%(handle)s that could be changed: take this account away.")
        yield Finding("amendment", "accounts", words % named, about=destination.handle)
    elif destination.standing != len(destination.posts):
        words = ngettext(
            "One post stands on @%(handle)s, and this text would make %(made)s: as many must remain.",
            "%(count)s posts stand on @%(handle)s, and this text would make %(made)s: as many must remain.",
            destination.standing,
        )
        said = words % {**named, "count": destination.standing, "made": len(destination.posts)}
        yield Finding("amendment", "text", said, about=destination.handle)
