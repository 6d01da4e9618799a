"""The states of a draft and of a publication, and the moves between them."""

from beffroi.engines.lifecycle import Lifecycle

# approved -> draft: taken back while nothing of it had left; its waiting publications are withdrawn in the same move.
# submitted, approved -> discarded: the fact it waited for came out otherwise.
DRAFT = Lifecycle(
    name="draft",
    initial="draft",
    moves={
        "draft": ("submitted", "approved", "discarded"),
        "submitted": ("approved", "changes_requested", "draft", "expired", "discarded"),
        "changes_requested": ("draft", "submitted", "approved", "discarded"),
        "expired": ("draft", "submitted", "approved", "discarded"),
        "approved": ("draft", "discarded"),
        "discarded": (),
    },
)
OPEN = ("draft", "changes_requested", "submitted", "expired")  # drafts on which somebody may still write

# queued -> sending is the claim; it commits before the network call. sending -> anything else is the settling.
# queued -> unsure: a backup was put back, and the row may have left since.
# `unsure` with a due time is looked up on the network again; without one it waits for a person.
PUBLICATION = Lifecycle(
    name="publication",
    initial="queued",
    moves={
        "queued": ("sending", "missed", "withdrawn", "unsure"),
        "sending": ("sent", "queued", "unsure", "failed", "missed"),
        "unsure": ("sending", "sent", "withdrawn"),
        "missed": ("queued", "withdrawn"),
        "failed": ("withdrawn",),
        "sent": (),
        "withdrawn": (),
    },
)
