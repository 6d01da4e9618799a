"""An edition of a ranking in a running product, made by the command as an administrator makes it."""

import re
import subprocess
import sys
from pathlib import Path

from tests.browser.product import Product, environment

HISTORY = Path(__file__).parents[1] / "rankings" / "history" / "deputies_cut.csv"
READINGS = (
    "--network",
    "x",
    "--title",
    "twitter-parlementaires",
    "--publisher",
    "Regards Citoyens",
    "--licence",
    "ODbL 1.0",
)
EDITION = ("--measure", "follower-progress", "--window", "month", "--kind", "assembly", "--network", "x", "--personal")


def rank(product: Product) -> dict[str, str]:
    """Brings in the counters of some deputies and ranks a month of them; the addresses of what came of it."""
    said(product, "readings", str(HISTORY), *READINGS, "--personal-of", "assembly:assemblee-nationale")
    found = re.search(r"/rankings/\d+", said(product, "edition", *EDITION, "--day", "2017-01-15"))
    assert found
    edition = found[0]
    return {"edition": edition, "replies": f"{edition}/replies", "reply": f"{edition}/replies/assembly/AN"}


def said(product: Product, *arguments: str) -> str:
    command = [sys.executable, "-m", "beffroi.site.command", "ranking", *arguments, "--data", str(product.data)]
    return subprocess.run(command, env=environment(), check=True, capture_output=True, text=True).stdout
