"""What the ledger says about what is kept, held and asked for."""

from django.utils.translation import gettext_lazy as _

from beffroi.journal.counted import counted

EVENTS = {
    "KEEPING_CHANGED": counted(
        "{who} decided to keep “{kind}” for {days} day, and no longer for {before}.",
        "{who} decided to keep “{kind}” for {days} days, and no longer for {before}.",
        "days",
    ),
    "KEPT_LET_GO": counted(
        "What was past its time went: {rows} record.",
        "What was past its time went: {rows} records.",
        "rows",
    ),
    "HOLD_PLACED": _("{who} placed hold no. {number}, on {what}: nothing of it goes."),
    "HOLD_LIFTED": _("{who} lifted hold no. {number}, on {what}."),
    "HOLD_ENDED": _("Hold no. {number}, on {what}, has had its last day."),
    "PERSON_ASKED": _("{who} noted request no. {number} of a person about their data, to be answered by {until}."),
    "PERSON_WAITS": _("Request no. {number} of a person about their data is to be answered by {until}."),
    "PERSON_ANSWERED": _("{who} noted that request no. {number} of a person about their data is answered."),
    "PERSON_EXPORTED": counted(
        "{who} took along what is kept of one person: {records} record.",
        "{who} took along what is kept of one person: {records} records.",
        "records",
    ),
    "PERSON_ERASED": _("{who} erased what is kept of one person. Records: {records}; held: {held}."),
    "NOTICE_SET": _("{who} changed what the privacy notice says, or who may read it."),
}
