"""What the ledger says about people."""

from django.utils.translation import gettext_lazy as _

EVENTS = {
    "ORGANISATION_FOUNDED": _("{who} founded the organisation."),
    "ORGANISATION_CHANGED": _("{who} changed the name, the clock, the territory or the kind of the organisation."),
    "BACKUP_MADE": _("{who} wrote a backup: {rows} rows of the database, {files} images and editions."),
    "BACKUP_REHEARSED": _("{who} put the backup of {day} back for a trial: it can be restored."),
    "NEED_FORGONE": _("{who} does without what is missing ({name}): {reason}"),
    "NEED_WANTED_AGAIN": _("{who} no longer does without it ({name})."),
    "KEY_COPY_KEPT": _("{who} says that a copy of the encryption key {key} is kept elsewhere."),
    "SERVICE_ADDED": _("{who} added the service {service}."),
    "API_TOKEN_MADE": _("{who} made the token {name}, with which a program acts for them."),
    "API_TOKEN_REVOKED": _("{who} revoked the token {name}."),
    "YEAR_EXPORTED": _("{who} took along the archive of {year} of {account}: {posts} posts."),
    "YEAR_BROUGHT_IN": _("{who} brought in the archive of {year} of {account}, made by {origin}: {posts} posts."),
}
