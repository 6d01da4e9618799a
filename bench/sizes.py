"""The measures, and the sizes of each: as usual, all that there is, or only to see that it runs."""

from collections.abc import Sequence
from dataclasses import dataclass

Arguments = Sequence[str]


@dataclass(frozen=True, slots=True)
class Measure:
    """`usual` is None where a measure is too long for the usual run, `quick` where it has nothing smaller.

    `minutes` is about what the usual size takes on two quiet cores, `needs` what else must be at hand.
    """

    name: str
    module: str
    usual: Arguments | None
    minutes: float
    full: Arguments
    quick: Arguments | None
    needs: str = ""

    def at(self, size: str) -> Arguments | None:
        """Of "usual", "full" or "quick"."""
        return {"usual": self.usual, "full": self.full, "quick": self.quick}[size]


BLUESKY = "npm, for the real Bluesky servers"
POSTGRESQL = "a PostgreSQL server program"
MEASURES = (
    Measure(
        "listening",
        "listening",
        ["--drawn", "200000", "--sizes", "100000"],
        3,
        ["--sizes", "1000,10000,100000,1000000"],
        ["--drawn", "20000", "--sizes", "1000", "--posts", "2000", "--rivals-at", "1000", "--repeated", "1"],
    ),
    Measure(
        "listening_memory",
        "listening_memory",
        ["--drawn", "50000", "--sizes", "100000"],
        0.7,
        ["--sizes", "1000,10000,100000,1000000"],
        ["--drawn", "40000", "--sizes", "1000"],
    ),
    Measure(
        "alert_latency",
        "alert_latency",
        ["--posts", "25", "--busy", "0"],
        1.3,
        ["--posts", "150", "--busy", "80"],
        ["--posts", "10", "--busy", "0"],
        BLUESKY,
    ),
    Measure("language", "language", [], 0.3, [], None, "ANNOUNCE_POSTS, a file of real posts"),
    Measure("relay", "relay", None, 0, ["--posts", "20000"], None, f"{POSTGRESQL} and nats-server"),
    Measure(
        "publishing",
        "publishing",
        ["--sizes", "500", "--compared", "100", "--idle", "40"],
        2,
        ["--sizes", "100,1000,10000", "--postgresql"],
        ["--sizes", "100", "--compared", "40", "--accounts", "20", "--idle", "10"],
    ),
    Measure(
        "crash_networks",
        "crash_networks",
        ["--deliveries", "300", "--kills", "8"],
        1,
        ["--deliveries", "10000", "--kills", "200"],
        ["--deliveries", "60", "--kills", "2", "--accounts", "10"],
    ),
    Measure(
        "crash_networks_postgresql",
        "crash_networks",
        None,
        0,
        ["--postgresql", "--deliveries", "10000", "--kills", "200"],
        None,
        POSTGRESQL,
    ),
    Measure(
        "crash_publish",
        "crash_publish",
        ["--posts", "120", "--kills", "4"],
        1.2,
        ["--posts", "500", "--kills", "20"],
        ["--posts", "20", "--kills", "2", "--accounts", "4"],
        BLUESKY,
    ),
    Measure(
        "crash_publish_postgresql",
        "crash_publish",
        None,
        0,
        ["--postgresql", "--posts", "100", "--kills", "5"],
        None,
        f"{BLUESKY}, and {POSTGRESQL}",
    ),
    Measure(
        "facts",
        "facts",
        ["--runs", "200", "--taps", "40", "--seconds", "75"],
        3.5,
        ["--runs", "1000", "--taps", "200", "--seconds", "150"],
        ["--runs", "20", "--taps", "5", "--pending", "200", "--addresses", "10", "--seconds", "60"],
    ),
    Measure("announce", "announce", [], 0.3, [], None, "ANNOUNCE_POSTS, a file of real posts"),
    Measure(
        "inbox",
        "inbox",
        [
            *["--stage", "list,search,case,shell", "--database", "sqlite"],
            *["--sizes", "1000,20000", "--requests", "15", "--rounds", "1"],
        ],
        2.3,
        ["--stage", "list,search,case,shell", "--sizes", "1000,100000,1000000", "--requests", "12"],
        ["--stage", "list,case", "--database", "sqlite", "--sizes", "500,1000", "--requests", "3", "--rounds", "1"],
    ),
    Measure(
        "inbox_live",
        "inbox",
        ["--stage", "mention", "--mentions", "20"],
        1.2,
        ["--stage", "mention,agents,flood"],
        ["--stage", "mention", "--mentions", "5"],
        f"{BLUESKY}, and Chromium",
    ),
    Measure(
        "inbox_routing",
        "inbox_routing",
        ["--rounds", "3"],
        0.3,
        [],
        ["--rules", "50", "--cases", "1000", "--rounds", "1"],
    ),
    Measure("guard", "guard", [], 0.5, [], ["--part", "history"]),
    Measure(
        "guard_posts", "guard_posts", None, 0, [], None, "GUARD_HISTORY with posts, and GUARD_FREQUENCIES of wordfreq"
    ),
    Measure(
        "rankings",
        "rankings",
        ["--events", "3000000", "--days", "62"],
        1.5,
        [],
        ["--accounts", "1000", "--events", "50000", "--days", "31"],
    ),
    Measure("card", "card", ["--rounds", "30"], 0.3, [], ["--rounds", "3"]),
    Measure(
        "pages",
        "pages",
        ["--requests", "25", "--rounds", "1", "--starts", "2", "--furthest", "60"],
        3.4,
        [],
        ["--quick"],
    ),
    Measure("first_minutes", "first_minutes", None, 0, [], None, f"make, Chromium, {BLUESKY}, and the package index"),
    Measure("pages_postgresql", "pages", None, 0, ["--postgresql"], None, POSTGRESQL),
    Measure(
        "open_pages", "open_pages", ["--bodies", "12000", "--requests", "50", "--seconds", "3"], 1, [], ["--quick"]
    ),
    Measure(
        "trust",
        "trust",
        [
            *["--only", "wake,takeover,rate,restore", "--only-most", "--workers", "1,2", "--rounds", "1"],
            *["--posts", "300", "--singles", "20", "--kills", "1", "--gigabytes", "0.3"],
        ],
        4.2,
        ["--only", "wake,takeover,rate,matches,restore"],
        [
            *[
                "--only",
                "takeover,rate,soak,restore",
                "--workers",
                "1,2",
                "--rounds",
                "1",
                "--posts",
                "60",
                "--kills",
                "1",
            ],
            *["--deliveries", "200", "--stream-posts", "2000", "--cases", "40", "--steps", "20", "--gigabytes", "0.05"],
        ],
        f"{POSTGRESQL} and nats-server",
    ),
    Measure(  # a sixteenth of a million deliveries, through the same three days: all would take six hours of a core
        "soak",
        "trust",
        None,
        0,
        ["--only", "soak", "--deliveries", "62500", "--stream-posts", "625000", "--cases", "6250"],
        None,
    ),
)
