"""What the ledger says about coming in."""

from django.utils.translation import gettext_lazy as _

EVENTS = {
    "SIGNED_IN": _("{who} signed in, {means}."),
    "SIGNED_OUT": _("{who} signed out."),
    "SIGN_IN_HELD_UP": _("Too many wrong passwords for {name} from one place: that place has to wait."),
    "SECOND_FACTOR_ADDED": _("{who} set up a second factor: {what}."),
    "SECOND_FACTOR_REMOVED": _("{who} removed a second factor: {what}."),
    "SECOND_FACTOR_FORGOTTEN": _("Whoever keeps the machine took the second factor of {name} away: it was lost."),
    "RECOVERY_CODES_MADE": _("{who} made new recovery codes."),
    "RECOVERY_CODE_USED": _("{who} used a recovery code; {left} are left."),
    "SESSIONS_REVOKED": _("{who} ended sessions of {name}: {count}."),
    "PASSWORD_CHANGED": _("{who} changed their password."),
    "PROVIDER_LINKED": _("{who} linked their account to the identity provider."),
    "PROVIDER_UNLINKED": _("{who} no longer signs in through the identity provider."),
    "ADMITTED_BY_PROVIDER": _("{name} was let in as a viewer, because the identity provider knows them of this body."),
}
