"""What the Assemblée still has to discuss today."""

from datetime import timedelta

from beffroi.sources.contract import Source

SOURCE = Source(
    kind="derouleur",
    label="Order of the sitting at the Assemblée (dérouleur)",
    help="What is still to be discussed, by the clock of the broadcast, a minute or more behind the room.",
    fields=(),
    pace=timedelta(seconds=30),
    official=True,
    address=lambda parameters: "https://www.assemblee-nationale.fr/local/derouleur/derouleur.json",
)
