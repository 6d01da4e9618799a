"""What the ledger says about people."""

from django.utils.translation import gettext_lazy as _

EVENTS = {
    "ORGANISATION_FOUNDED": _("{who} founded the organisation."),
    "ORGANISATION_CHANGED": _("{who} changed the name or the clock of the organisation."),
    "SERVICE_ADDED": _("{who} added the service {service}."),
    "PERSON_INVITED": _("{who} invited {name}."),
}
