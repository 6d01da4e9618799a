"""What a town sets up itself: any address, and what to look for there."""

from datetime import timedelta

from beffroi.sources.addresses import web_address
from beffroi.sources.contract import Source
from beffroi.sources.senat_dossier import DAY
from beffroi.vocabulary import Field

PACE = timedelta(minutes=5)

ADDRESS = Field("address", "Address", "The whole web address.")
WORDS = Field("words", "Words", "They must stand there one after the other; accents and capitals do not count.")
SINCE = Field("since", "Not before", "Nothing older counts: 2026-11-20 or 2026-11-20T18:00.", required=False)
PROOF = (
    Field(
        "proves",
        "What it proves",
        initial="compatible",
        choices=(("compatible", "Nothing by itself"), ("confirmed", "The fact, by itself")),
    ),
    Field(
        "outcome",
        "What it confirms",
        initial="happened",
        choices=(("happened", "It happened"), ("adopted", "It was adopted"), ("rejected", "It was rejected")),
    ),
)

JSON_PATH = Source(
    kind="json-path",
    label="A value in a JSON answer",
    help="Says the value at one place of an answer.",
    fields=(
        ADDRESS,
        Field("path", "Place", "A JSONPath: $.results[0].status"),
        Field("value", "Value that is expected"),
        Field("made_at", "Place of its time", "A JSONPath to the moment at which the answer was made.", required=False),
        *PROOF,
    ),
    pace=PACE,
    official=False,
    address=web_address,
)
CSS_SELECTOR = Source(
    kind="css-selector",
    label="Words on a web page",
    help="Says whether words stand in one place of a page.",
    fields=(ADDRESS, Field("selector", "Place", "A CSS selector: #results .status"), WORDS, *PROOF),
    pace=PACE,
    official=False,
    address=web_address,
)
FEED = Source(
    kind="feed",
    label="An entry of a feed",
    help="Says whether words stand in the title or the summary of an entry.",
    fields=(ADDRESS, WORDS, SINCE, *PROOF),
    pace=PACE,
    official=False,
    address=web_address,
)
CSV = Source(
    kind="csv",
    label="A row of a table, or a deliberation",
    help="Says whether a row is there. A list of deliberations (SCDL) confirms an adoption where votes are counted.",
    fields=(
        ADDRESS,
        Field("value", "Value that is looked for", "For a deliberation its number."),
        Field("column", "Column", "Empty: that of the deliberation's number.", initial="DELIB_ID", required=False),
        *PROOF,
    ),
    pace=timedelta(hours=1),
    official=False,
    address=web_address,
    max_age=timedelta(hours=26),
)
CALENDAR = Source(
    kind="calendar",
    label="An event of a calendar",
    help="Says whether an event is over, never what came out of it.",
    fields=(ADDRESS, Field("event", "Event", "Words of its title, or its UID."), DAY),
    pace=timedelta(minutes=15),
    official=False,
    address=web_address,
)
TRUSTED_POST = Source(
    kind="trusted-post",
    label="A post of a trusted account",
    help="Says whether words stand in a post of an account that you chose.",
    fields=(Field("author", "Account", "Its handle; several with a comma between them."), WORDS, SINCE, *PROOF),
    pace=timedelta(minutes=1),
    official=False,
    address=None,
)
