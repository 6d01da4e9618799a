"""The states of a measure on its way to a network, and the moves between them."""

from beffroi.engines.lifecycle import Lifecycle

# queued -> sending is the claim; it commits before the network call. sending -> anything else is the settling.
# unsure: a report may have arrived, and twice makes two; a person looks.
MEASURE = Lifecycle(
    name="measure",
    initial="queued",
    moves={
        "queued": ("sending", "unsure", "withdrawn"),
        "sending": ("sent", "queued", "unsure", "failed"),
        "sent": (),
        "unsure": (),
        "failed": (),
        "withdrawn": (),
    },
)
