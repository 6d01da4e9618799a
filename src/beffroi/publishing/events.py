"""What the ledger says about drafts and publications."""

from django.utils.translation import gettext_lazy as _

EVENTS = {
    "DRAFT_SAVED": _("{who} saved version {version} of a draft."),
    "DRAFT_SUBMITTED": _("{who} submitted a draft."),
    "DRAFT_REOPENED": _("{who} took a draft back to write on."),
    "DRAFT_APPROVED": _("{who} approved version {version} of a draft."),
    "DRAFT_PARTLY_APPROVED": _("{who} approved version {version} of a draft; others still have to."),
    "DRAFT_ESCALATED": _("A draft waited past its deadline: {deputy} may decide now."),
    "DRAFT_EXPIRED": _("A draft expired: nobody decided before its time had passed."),
    "DRAFT_RESCHEDULED": _("{who} moved a draft to another time."),
    "DELEGATION_USED": _("{who} published under the delegation of {giver}."),
    "FINDING_LIFTED": _("{who} lifted “{finding}”: {reason}"),
    "CHANGES_REQUESTED": _("{who} asked for changes: {reason}"),
    "DRAFT_DISCARDED": _("{who} discarded a draft."),
    "PUBLICATION_SENT": _("A post left from {account}."),
    "PUBLICATION_DELETION_ASKED": _("{who} asked to delete a post on {account}."),
    "PUBLICATION_DELETED": _("A post was deleted on {account}."),
    "PUBLICATION_SEEN": _("{who} saw a doubtful post on {account}: it had left."),
    "PUBLICATION_FAILED": _("A post was refused on {account}: {reason}"),
    "PUBLICATION_MISSED": _("A post missed its time on {account}: {reason}"),
    "PUBLICATION_UNSURE": _("Beffroi does not know yet whether a post left from {account}: {reason}"),
    "PUBLICATION_REQUEUED": _("{who} sends a missed post on {account} after all."),
    "PUBLICATION_WITHDRAWN": _("{who} withdrew a post on {account}."),
    "EVERYTHING_STOPPED": _("{who} stopped everything: {reason}"),
    "EVERYTHING_RESUMED": _("{who} let posts leave again."),
}
