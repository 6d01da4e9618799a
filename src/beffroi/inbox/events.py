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
    "ANSWER_WRITTEN": _("{who} wrote an answer to be posted on {place}."),
    "ANSWER_POSTED": _("{who} said that our answer stands on {place}: {page}"),
    "ANSWER_NOT_POSTED": _("{who} said that our answer does not stand on {place} after all."),
}
