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
