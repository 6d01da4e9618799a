"""What the ledger says about people."""

from django.utils.translation import gettext_lazy as _

from beffroi.journal.counted import counted

EVENTS = {
    "ORGANISATION_FOUNDED": _("{who} founded the organisation."),
    "BACKUP_MADE": _("{who} wrote a backup: {rows} rows of the database, {files} images and editions."),
    "BACKUP_REHEARSED": _("{who} put the backup of {day} back for a trial: it can be restored."),
    "NEED_FORGONE": _("{who} does without what is missing ({name}): {reason}"),
    "NEED_WANTED_AGAIN": _("{who} no longer does without it ({name})."),
    "KEY_COPY_KEPT": _("{who} says that a copy of the encryption key {key} is kept elsewhere."),
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
