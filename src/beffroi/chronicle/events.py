"""What the ledger says about incidents."""

from django.utils.translation import gettext_lazy as _

from beffroi.journal.counted import counted

EVENTS = {
    "INCIDENT_OPENED": _("{who} opened the chronicle of an incident: {title}"),
    "INCIDENT_GREW": counted(
        "{who} gathered {entries} entry for the chronicle of an incident.",
        "{who} gathered {entries} entries for the chronicle of an incident.",
        "entries",
    ),
    "INCIDENT_NOTED": _("{who} added an entry to the chronicle of an incident."),
    "INCIDENT_ENTRY_MOVED": _("{who} moved an entry of a chronicle to another episode."),
    "INCIDENT_ENTRY_REMOVED": _("{who} took an entry out of a chronicle."),
    "INCIDENT_ENTRY_RESTORED": _("{who} put an entry back into a chronicle."),
    "INCIDENT_SUMMED_UP": _("{who} wrote the summary of an incident."),
    "INCIDENT_CLOSED": _("{who} closed the chronicle of an incident: {outcome}"),
    "INCIDENT_REOPENED": _("{who} opened the chronicle of an incident again."),
    "INCIDENT_PUBLISHED": counted(
        "{who} made the chronicle of an incident public, with {entries} entry.",
        "{who} made the chronicle of an incident public, with {entries} entries.",
        "entries",
    ),
    "INCIDENT_UNPUBLISHED": _("{who} took the chronicle of an incident back from the public."),
}
