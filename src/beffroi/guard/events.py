"""What the ledger says about alarms."""

from django.utils.translation import gettext_lazy as _

EVENTS = {
    "ALARM_RAISED": _("An alarm was raised on {account}."),
    "ALARM_WAS_US": _("{who} said of the alarm on {account}: it was us."),
    "ALARM_NOT_US": _("{who} said of the alarm on {account}: not us."),
    "ALARM_POSTPONED": _("{who} wants to be asked again about the alarm on {account}."),
    "ALARM_RANG_AGAIN": _("The alarm on {account} still waits for a word: was it you?"),
    "PEER_WATCHED": _("{who} has {account}, which is not ours, watched."),
    "PEER_ACCEPTED": _("{who} said that what {account} shows now is right."),
    "PEER_LEFT": _("{who} has {account} watched no more."),
    "IDENTITY_SIGNED": _("{who} signed the identity of {account}, version {number}."),
    "PLAYBOOK_OPENED": _("{who} opened the playbook of {account}: somebody else holds it."),
    "PLAYBOOK_STEP_DONE": _("{who} did, for {account}: {step}"),
    "PLAYBOOK_STEP_UNDONE": _("{who} says that this is not done for {account}: {step}"),
    "PLAYBOOK_WAY_CHOSEN": _("{who} chose what becomes of {account}: {way}"),
    "SURFACE_RIGHT": _("{account} reads right again. {surface}: {said}"),
    "SURFACE_WRONG": _("{account} does not read right. {surface}: {said}"),
    "SURFACE_UNREADABLE": _("A person has to look at {account}. {surface}: {said}"),
    "SURFACE_SEEN": _("{who} looked at {account} and says that it is right. {surface}"),
    "REPAIR_VERIFIED": _("{account} reads right everywhere again."),
    "REPAIR_BROKEN": _("{account} no longer reads right everywhere."),
    "PLAYBOOK_CLOSED": _("{who} closed the playbook of {account}: it is back in our hands."),
    "PLAYBOOK_CLOSED_DESPITE": _("{who} closed the playbook of {account} although not all of it reads right: {reason}"),
    "CITIZENS_LINE_OPENED": _("{who} opened the citizens' line."),
    "CITIZENS_LINE_CLOSED": _("{who} closed the citizens' line."),
    "PLATFORM_MAIL_READ": _("{who} read a mail of the network about {account}."),
    "ACCOUNT_RECOVERED": _("{who} said that {account} is back in our hands."),
}
