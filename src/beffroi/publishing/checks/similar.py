"""Was the same text sent lately, or does another one leave at nearly the same time?"""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from beffroi.publishing.checks import Checked, Finding

SENT, AT_THE_SAME_TIME = "sent", "time"  # the first of each pair in `Checked.similar`


def check(checked: Checked) -> Iterator[Finding]:
    for what, which in checked.similar:
        if what == SENT:
            words = _("The same text left from the same account in the last 30 days: %(which)s")
            yield Finding("similar", "text", words % {"which": which}, blocks=False, about=f"{what} {which}"[:200])
        else:
            words = _("Another text leaves from the same account within ten minutes: %(which)s")
            yield Finding("similar", "time", words % {"which": which}, blocks=False, about=f"{what} {which}"[:200])
