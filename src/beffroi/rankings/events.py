"""What the ledger says about rankings."""

from django.utils.translation import gettext_lazy as _

EVENTS = {
    "COUNTERS_BOUGHT": _("{who} had {accounts} accounts read on {network}, for up to ${total}."),
    "RANKING_BEGUN": _("{who} began the ranking “{ranking}”."),
    "RANKING_STOPPED": _("{who} stopped the ranking “{ranking}”."),
    "RANKING_REPLIED": _("{who} replied for {body} to the ranking “{ranking}”."),
}
