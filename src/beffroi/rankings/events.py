"""What the ledger says about rankings."""

from django.utils.translation import gettext_lazy as _

EVENTS = {
    "RANKING_REPLIED": _("{who} replied for {body} to the ranking “{ranking}”."),
}
