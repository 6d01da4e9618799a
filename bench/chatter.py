"""Many people who talk on a Bluesky network, of things that nobody listens for.

    python -m bench.chatter PDS [--accounts 20] [--pace 50]

Says "ready" once it talks; ends with its standard input, and prints how many posts it wrote in how many seconds.
"""

import argparse
import json
import random
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from subprocess import PIPE, Popen
from typing import Any

import httpx

from tests.network.far_side import Network, TestAccount

WORDS = (
    "matin soir café marche bus pluie soleil enfants film série match vélo chat chien jardin cuisine livre route"
    " voisin week-end train musique photo travail pause thé neige fenêtre balade rire lundi mardi rien tout encore"
).split()


def sentence(chance: random.Random) -> str:
    return " ".join(chance.choices(WORDS, k=18)).capitalize() + "."


@contextmanager
def talking(pds: str, accounts: int, pace: float) -> Iterator[dict[str, Any]]:
    """Others talk while it is open; afterwards the dict it gave holds `posts` and `seconds`."""
    command = [sys.executable, "-m", "bench.chatter", pds, "--accounts", str(accounts), "--pace", str(pace)]
    found: dict[str, Any] = {}
    with Popen(command, stdin=PIPE, stdout=PIPE, text=True) as process:
        assert process.stdin and process.stdout
        if process.stdout.readline().strip() != "ready":
            raise RuntimeError("nobody talks")
        try:
            yield found
        finally:
            process.stdin.close()
            found |= json.loads(process.stdout.readline() or "{}")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.chatter", description=__doc__)
    parser.add_argument("pds")
    parser.add_argument("--accounts", type=int, default=20)
    parser.add_argument("--pace", type=float, default=50, help="posts a second, of all together")
    asked = parser.parse_args()
    stop, counts = threading.Event(), [0] * asked.accounts
    with httpx.Client(timeout=30) as http:
        network = Network(asked.pds, "", "", None, 0, 0, http)
        people = [network.create_account(f"voisin{n}") for n in range(asked.accounts)]
        rest = asked.accounts / asked.pace
        threads = [threading.Thread(target=_talk, args=(who, n, rest, counts, stop)) for n, who in enumerate(people)]
        began = time.monotonic()
        for thread in threads:
            thread.start()
        print("ready", flush=True)
        sys.stdin.read()
        stop.set()
        seconds = time.monotonic() - began
        for thread in threads:
            thread.join()
    print(json.dumps({"posts": sum(counts), "seconds": seconds}))
    return 0


def _talk(who: TestAccount, number: int, rest: float, counts: list[int], stop: threading.Event) -> None:
    """One post every `rest` seconds; who falls behind does not hurry afterwards."""
    chance = random.Random(number)
    due = time.monotonic() + chance.uniform(0, rest)
    while not stop.wait(max(0.0, due - time.monotonic())):
        who.post(sentence(chance))
        counts[number] += 1
        due = max(due + rest, time.monotonic())


if __name__ == "__main__":
    sys.exit(main())
