"""What the ledger says about itself."""

from django.utils.translation import gettext_lazy as _

from beffroi.journal.counted import counted

EVENTS = {
    "JOURNAL_DETAIL_ERASED": counted(
        "{who} erased personal details of {events} event of the journal: {reason}",
        "{who} erased personal details of {events} events of the journal: {reason}",
        "events",
    ),
    "JOURNAL_EXPORTED": _("{who} exported the journal up to its event {last}."),
}
