"""What the ledger says about facts."""

from django.utils.translation import gettext_lazy as _

EVENTS = {
    "FACT_STATED": _("{who} stated a fact that is waited for: {fact}"),
    "FACT_SOURCE_ADDED": _("{who} added a source to “{fact}”: {source} {address}"),
    "FACT_SOURCE_REMOVED": _("{who} removed a source of “{fact}”: {source} {address}"),
    "FACT_ATTESTED": _("{name} says of “{fact}”: {outcome}. {reason}"),
    "FACT_SETTLED": _("“{fact}” is settled: {outcome}. {name}"),
    "FACT_TAKEN_BACK": _("{name} took the word on “{fact}” back."),
    "FACT_EXPIRED": _("“{fact}” was waited for long enough: nothing that waited for it leaves."),
    "FACT_GIVEN_UP": _("{who} gave up waiting for “{fact}”."),
    "FACT_WAITS_AGAIN": _("{who} moved the time until which “{fact}” is waited for."),
    "WITNESS_NAMED": _("{who} named {name} as a witness of “{fact}”."),
    "WITNESS_ASKED": _("{who} asked {name} how “{fact}” came out, by a link."),
}
