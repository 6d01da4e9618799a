"""What the ledger says about itself."""

from django.utils.translation import gettext_lazy as _

EVENTS = {
    "JOURNAL_DETAIL_ERASED": _("{who} erased personal details of {events} events of the journal: {reason}"),
    "JOURNAL_EXPORTED": _("{who} exported the journal up to its event {last}."),
}
