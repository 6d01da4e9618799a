"""What the ledger says about people."""

from django.utils.translation import gettext_lazy as _

EVENTS = {
    "ORGANISATION_FOUNDED": _("{who} founded the organisation."),
    "API_TOKEN_MADE": _("{who} made the token {name}, with which a program acts for them."),
    "API_TOKEN_REVOKED": _("{who} revoked the token {name}."),
    "YEAR_EXPORTED": _("{who} took along the archive of {year} of {account}: {posts} posts."),
    "YEAR_BROUGHT_IN": _("{who} brought in the archive of {year} of {account}, made by {origin}: {posts} posts."),
}
