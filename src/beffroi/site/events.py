"""What the ledger says about people."""

from django.utils.translation import gettext_lazy as _

EVENTS = {
    "ORGANISATION_FOUNDED": _("{who} founded the organisation."),
    "PERSON_INVITED": _("{who} invited {name} ({role})."),
}
