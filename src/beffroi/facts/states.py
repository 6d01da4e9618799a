"""The states of a fact. What the sources say of it meanwhile is no state: it is read from their last readings."""

from beffroi.engines.lifecycle import Lifecycle

# settled -> waiting: whoever said so took it back, within the seconds that are left for that.
FACT = Lifecycle(
    name="fact",
    initial="waiting",
    moves={
        "waiting": ("settled", "expired", "withdrawn"),
        "settled": ("waiting",),
        "expired": ("waiting",),
        "withdrawn": (),
    },
)
