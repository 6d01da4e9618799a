"""What the ledger says about those who come and those who leave, and about the organisation."""

from django.utils.translation import gettext_lazy as _

from beffroi.journal.counted import counted

EVENTS = {
    "PERSON_INVITED": _("{who} invited {name}."),
    "INVITATION_RENEWED": _("{who} sent {name} another invitation; the earlier link opens nothing any more."),
    "INVITATION_REVOKED": _("{who} took back the invitation of {name}."),
    "PERSON_JOINED": _("{name} joined the organisation."),
    "ROLE_CHANGED": _("{who} gave {name} another role: “{role}” in the place of “{former}”."),
    "MANDATE_END_PLANNED": _("{who} wrote down that the mandate of {name} ends on {day}."),
    "MANDATE_ENDS": counted(
        "The mandate of {name} ends in {days} day.",
        "The mandate of {name} ends in {days} days.",
        "days",
    ),
    "MANDATE_GOES_ON": _("{who} wrote down that {name} stays, with the role “{role}”."),
    "MEMBER_SUSPENDED": _("{who} suspended {name}. Sessions closed: {sessions}; tokens closed: {tokens}."),
    "MANDATE_ENDED": _("{who} ended the mandate of {name}: what they held is handed over."),
    "HOLDING_HANDED_OVER": _("{who} handed “{what}” of {name} over to {to}."),
    "HOLDING_ENDED": _("{who} ended “{what}” of {name}."),
    "WAY_BACK_GIVEN": _("The administrator of the machine made a one-time link for {name}."),
    "PASSWORD_CHOSEN_ANEW": _("{name} chose a new password with a one-time link."),
    "ORGANISATION_ADDED": _("{who} created this organisation beside another one in the same instance."),
    "ORGANISATION_CHANGED": _("{who} changed the name, the clock, the territory or the kind of the organisation."),
    "SERVICE_ADDED": _("{who} added the service {service}."),
}
