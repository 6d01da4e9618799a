"""What the ledger says about rankings."""

from django.utils.translation import gettext_lazy as _

from beffroi.journal.counted import counted

EVENTS = {
    "COUNTERS_BOUGHT": counted(
        "{who} had {accounts} account read on {network}, for up to ${total}.",
        "{who} had {accounts} accounts read on {network}, for up to ${total}.",
        "accounts",
    ),
    "RANKING_BEGUN": _("{who} began the ranking “{ranking}”."),
    "RANKING_STOPPED": _("{who} stopped the ranking “{ranking}”."),
    "RANKING_REPLIED": _("{who} replied for {body} to the ranking “{ranking}”."),
}
