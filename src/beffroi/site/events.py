"""What the ledger says about people."""

from django.utils.translation import gettext_lazy as _

from beffroi.journal.counted import counted

EVENTS = {
    "ORGANISATION_FOUNDED": _("{who} founded the organisation."),
    "API_TOKEN_MADE": _("{who} made the token {name}, with which a program acts for them."),
    "API_TOKEN_REVOKED": _("{who} revoked the token {name}."),
    "YEAR_EXPORTED": counted(
        "{who} took along the archive of {year} of {account}: {posts} post.",
        "{who} took along the archive of {year} of {account}: {posts} posts.",
        "posts",
    ),
    "YEAR_BROUGHT_IN": counted(
        "{who} brought in the archive of {year} of {account}, made by {origin}: {posts} post.",
        "{who} brought in the archive of {year} of {account}, made by {origin}: {posts} posts.",
        "posts",
    ),
}
