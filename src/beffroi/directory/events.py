"""What the ledger says about accounts."""

from django.utils.translation import gettext_lazy as _

from beffroi.journal.counted import counted

EVENTS = {
    "ACCOUNT_CONNECTED": _("{who} connected the account {account}."),
    "ACCOUNT_RECONNECTED": _("{who} connected the account {account} again."),
    "ACCOUNT_FROZEN": _("{who} froze {account}: {reason}"),
    "ACCOUNT_THAWED": _("{who} lets {account} speak again."),
    "ACCOUNT_FEED_OPENED": _("{who} opened the public feed of {account}."),
    "ACCOUNT_FEED_CLOSED": _("{who} closed the public feed of {account}."),
    "ACCOUNT_CEILING_SET": _("{who} set the monthly ceiling of {account}: {ceiling}"),
    "ACCOUNT_PARKED": _("{who} parked {account}: nothing leaves, and it is still watched."),
    "ACCOUNT_UNPARKED": _("{who} took {account} into use again."),
    "ACCOUNT_ROLE_GIVEN": _("{who} gave {name} the role “{role}” for {account}."),
    "ACCOUNT_ROLE_ENDED": _("{who} took back the role that {name} had for {account}."),
    "KEY_HOLDER_NAMED": _("{who} wrote down who holds {account}: {holder}."),
    "KEY_HOLDER_CHANGED": _("{who} changed what is written of the holder of {account}, {holder}."),
    "KEY_HANDED_OVER": _("{who} wrote down that {account} went from {former} to {holder}."),
    "KEY_PROVEN": _("{who} stated that {holder} opened {account} that day."),
    "KEY_PROOF_SEEN": _("{who} saw that {holder} opened {account}."),
    "KEY_TO_BE_PROVEN": _("It is time that {holder} opens {account} and proves it."),
    "KEY_TO_BE_HANDED_OVER": _("The mandate of {holder} ends: {account} is to be handed over."),
    "BODY_ANSWERED_FOR": _("{who} wrote down that this organisation answers for {body}."),
    "OFFICIAL_ACCOUNT_DECLARED": _("{who} declared that {account} is an official account."),
    "OFFICIAL_ACCOUNT_REVIEWED": _("{who} said how it stands with {account}: {status}."),
    "OFFICIAL_ACCOUNT_TO_REVIEW": _("It is time to say whether {account} is still an official account."),
    "OFFICIAL_ACCOUNT_RENAMED": _("{former} is called {account} now; the directory has followed it."),
    "OFFICIAL_HANDLE_TAKEN": _("Somebody else has the name {former}, which was that of {account}."),
    "ANNUAIRE_BROUGHT_IN": counted(
        "{who} brought in {file}: it proves {proven} account.",
        "{who} brought in {file}: it proves {proven} accounts.",
        "proven",
    ),
    "PROOF_HOLDS": _("{account} is proven: {proof}."),
    "PROOF_FELL": _("A proof of {account} no longer holds ({proof}): {why}"),
    "ACCOUNTS_BROUGHT_IN": _(
        "{who} brought official accounts into the directory from {file}: {new} new, {changed} changed."
    ),
    "DIRECTORY_BROUGHT_IN": _("{who} brought {file} into the directory: {new} new, {changed} changed."),
    "ACCESS_LOST": _("Access to {account} was lost: {reason}"),
}
