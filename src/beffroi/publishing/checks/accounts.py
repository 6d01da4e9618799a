"""May the chosen accounts speak at all?"""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from beffroi.publishing.checks import Checked, Finding


def check(checked: Checked) -> Iterator[Finding]:
    if not checked.destinations:
        yield Finding("accounts", "accounts", _("Choose at least one account."))
    for destination in checked.destinations:
        if destination.frozen:
            words = _("@%(handle)s is frozen, nothing leaves from it: %(reason)s")
            yield Finding("accounts", "accounts", words % {"handle": destination.handle, "reason": destination.frozen})
        if destination.lost:
            words = _("Access to @%(handle)s was lost: connect the account again. The network said: %(reason)s")
            yield Finding("accounts", "accounts", words % {"handle": destination.handle, "reason": destination.lost})
