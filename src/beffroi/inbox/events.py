"""What the ledger says about cases."""

from django.utils.translation import gettext_lazy as _

EVENTS = {
    "CASE_OPENED": _("@{author} spoke to {account}: a case was opened."),
    "CASE_TAKEN": _("{who} made a case of a post by @{author}, to be answered by {account}."),
    "CASE_TAKEN_ELSEWHERE": _("{who} made a case of what stands on {place}, to be answered there: {page}"),
    "CASE_GREW": _("@{author} wrote again to {account}."),
    "CASE_REPLY_DRAFTED": _("{who} wrote an answer."),
    "CASE_HANDED": _("{who} handed a case to {team}."),
    "CASE_CLOSED": _("{who} closed a case."),
    "CASE_SOON_DUE": _("Time runs out for a case."),
    "CASE_LATE": _("A case is late."),
    "CALENDAR_SET": _("{who} set the opened hours “{name}”."),
    "CALENDAR_REMOVED": _("{who} removed the opened hours “{name}”."),
    "TARGET_SET": _("{who} set a response target."),
    "TARGET_REMOVED": _("{who} removed a response target."),
    "TARGETS_RECKONED": _("What is promised of the open cases was reckoned again."),
    "ANSWER_WRITTEN": _("{who} wrote an answer to be posted on {place}."),
    "ANSWER_POSTED": _("{who} said that our answer stands on {place}: {page}"),
    "ANSWER_NOT_POSTED": _("{who} said that our answer does not stand on {place} after all."),
}
