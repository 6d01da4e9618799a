"""The kinds of facts that are looked for."""

KINDS = (
    "adoption",
    "rejection",
    "vote",
    "signature",
    "nomination",
    "election",
    "inauguration",
    "opening",
    "closure",
    "result",
    "death",
    "alert_lifted",
    "decree",
)
