"""What the ledger says about alarms."""

from django.utils.translation import gettext_lazy as _

EVENTS = {
    "ALARM_RAISED": _("An alarm was raised on {account}."),
    "ALARM_WAS_US": _("{who} said of the alarm on {account}: it was us."),
    "ALARM_NOT_US": _("{who} said of the alarm on {account}: not us."),
    "ALARM_POSTPONED": _("{who} wants to be asked again about the alarm on {account}."),
    "ALARM_RANG_AGAIN": _("The alarm on {account} still waits for a word: was it you?"),
    "IDENTITY_SIGNED": _("{who} signed the identity of {account}, version {number}."),
    "ACCOUNT_RECOVERED": _("{who} said that {account} is back in our hands."),
}
