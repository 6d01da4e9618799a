"""The states of a message, and the moves between them."""

from beffroi.engines.lifecycle import Lifecycle

# queued -> sending is the claim; it commits before the network call. sending -> anything else is the settling.
# A message whose sending was cut is sent again: told twice is better than not told.
MESSAGE = Lifecycle(
    name="message",
    initial="queued",
    moves={
        "queued": ("sending", "failed", "withdrawn"),
        "sending": ("sent", "queued", "failed"),
        "sent": (),
        "failed": (),
        "withdrawn": (),
    },
)

# A call to a program may be asked for again by hand, whatever came of it: the other side knows it by its id.
CALL = Lifecycle(
    name="call",
    initial="queued",
    moves={
        "queued": ("sending", "failed", "withdrawn"),
        "sending": ("sent", "queued", "failed"),
        "sent": ("queued",),
        "failed": ("queued",),
        "withdrawn": ("queued",),
    },
)
