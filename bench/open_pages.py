"""The public pages: how many a second from memory, and what they cost where many bodies are listed beside 1,000.

    python -m bench.open_pages [--quick] [--output FILE]

Exit code 1 when an aim is missed that does not depend on the machine's speed.
"""

import argparse
import asyncio
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

import httpx

from beffroi.directory.register.files import DATA, rows_of
from bench.figures import percentile, spread, table, verdict
from bench.headline import Figure, hand_in
from bench.machine import described, load
from bench.product import Product
from bench.settled import SETTLED

AIM_RATE, AIM_GROWTH = 1_000, 1.2
SMALL = 1_000  # bodies
CONNECTIONS = 8
FEWER = {"is this account official?": 25}  # a round: nobody may ask it more than sixty times a minute
KINDS = ("a commune", "a search", "a département, page by page", "is this account official?")


def main(arguments: list[str] | None = None) -> int:
    asked = _parser().parse_args(arguments)
    if asked.quick:
        asked.bodies, asked.requests, asked.rounds, asked.seconds = 2_000, 20, 1, 1.0
    with tempfile.TemporaryDirectory(prefix="beffroi-bench-") as folder, ExitStack() as stack:
        products = {}
        for bodies in (SMALL, asked.bodies):
            data = Path(folder, str(bodies))
            data.mkdir()
            subprocess.run([sys.executable, "-m", "bench.open_pages_town", str(data), str(bodies)], check=True)
            products[bodies] = stack.enter_context(Product(data, SETTLED))
        time.sleep(asked.rest)
        rounds, loads = [], []
        for each in range(asked.rounds):
            loads.append(load())
            rounds.append(_one_round(products, asked.requests, seed=each))
        rates = [_rate(products[asked.bodies], asked.seconds) for _round in range(asked.rounds)]
    text, kept = _report(rounds, rates, loads, asked)
    hand_in(text, _figures(rounds, rates, asked.bodies), asked.output)
    return 0 if kept else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench.open_pages", description=__doc__)
    parser.add_argument("--bodies", type=int, default=35_000, help="of the large one; the small one has a thousand")
    parser.add_argument("--requests", type=int, default=150, help="per page, instance and round; each address once")
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--seconds", type=float, default=5.0, help="of each measure from memory")
    parser.add_argument("--rest", type=float, default=10.0, help="seconds before the first measure")
    parser.add_argument("--quick", action="store_true", help="a smoke: 20 requests, one round")
    parser.add_argument("--output", type=Path, metavar="FILE", help="write the report there too")
    return parser


def _one_round(products: Mapping[int, Product], requests: int, *, seed: int) -> dict[str, dict[int, list[float]]]:
    """Addresses that nobody asked for before, so that nothing comes from memory; both instances in turns."""
    took: dict[str, dict[int, list[float]]] = {kind: {bodies: [] for bodies in products} for kind in KINDS}
    with ExitStack() as stack:
        clients = {
            bodies: stack.enter_context(httpx.Client(base_url=product.address)) for bodies, product in products.items()
        }
        addresses = {bodies: _addresses(bodies, requests, seed) for bodies in products}
        for at in range(requests):
            for kind in KINDS:
                for bodies, client in clients.items() if at < FEWER.get(kind, requests) else ():
                    began = time.perf_counter()
                    answer = client.get(addresses[bodies][kind][at])
                    took[kind][bodies].append(time.perf_counter() - began)
                    assert answer.status_code == 200, (answer.url, answer.status_code)
    return took


def _addresses(bodies: int, requests: int, seed: int) -> dict[str, list[str]]:
    rows = list(rows_of(DATA / "communes.csv.gz"))
    listed = rows[:bodies]
    chosen = random.Random(seed).sample(listed, min(len(listed), requests * 2))  # no secret
    names = [row["name"][:4].strip() or row["name"] for row in chosen]
    return {
        "a commune": [f"/directory/commune/{row['code']}" for row in chosen[:requests]],
        "a search": [f"/directory?q={name}&of={seed}-{at}" for at, name in enumerate(names[:requests])],
        "a département, page by page": [
            f"/directory/departement/{row['departement']}?of={seed}-{at}" for at, row in enumerate(chosen[:requests])
        ],
        "is this account official?": [
            f"/directory/verify?address=bsky.app/profile/{row['code']}.example" for row in chosen[-requests:]
        ],
    }


def _rate(product: Product, seconds: float) -> float:
    """Pages a second of one address, over connections that stay open, the client on the same machine."""
    path = f"/directory/commune/{next(rows_of(DATA / 'communes.csv.gz'))['code']}"  # in every size of the register
    httpx.get(f"{product.address}{path}")
    return asyncio.run(_answers(product.port, path, seconds)) / seconds


async def _answers(port: int, path: str, seconds: float) -> int:
    ends = time.monotonic() + seconds
    return sum(await asyncio.gather(*(_ask_on(port, path, ends) for _connection in range(CONNECTIONS))))


async def _ask_on(port: int, path: str, ends: float) -> int:
    """Plain sockets: an HTTP client of Python costs more than the answer."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    asked, answers = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept-Encoding: gzip\r\n\r\n".encode(), 0
    while time.monotonic() < ends:
        writer.write(asked)
        head = await reader.readuntil(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 200"), head
        length = int(head.lower().partition(b"content-length:")[2].split(b"\r\n", 1)[0])
        await reader.readexactly(length)
        answers += 1
    writer.close()
    return answers


Rounds = Sequence[Mapping[str, Mapping[int, list[float]]]]


def _figures(rounds: Rounds, rates: Sequence[float], bodies: int) -> Iterator[Figure]:
    rate = min(rates)
    what = f"public pages a second from memory, {bodies:,} bodies being listed"
    said, aim = f"{spread(rates, ',.0f')}/s", f"{AIM_RATE:,}/s"
    yield Figure("pages.public", what, said, rate, aim, rate >= AIM_RATE, is_more_better=True)
    growth, kind = max((max(_growth(rounds, kind)[2]), kind) for kind in KINDS)
    what = f"how much longer a public page takes with {bodies:,} bodies than with {SMALL:,} (p95, the worst)"
    kept = growth < AIM_GROWTH
    yield Figure("pages.public-growth", what, f"{growth:.2f} × ({kind})", growth, f"below {AIM_GROWTH} ×", kept)


def _growth(rounds: Rounds, kind: str) -> tuple[list[float], list[float], list[float]]:
    """Of each round the p95 in milliseconds where few and where many bodies are listed, and the one by the other."""
    small, large = (
        [percentile(each[kind][bodies], 0.95) * 1_000 for each in rounds] for bodies in sorted(rounds[0][kind])
    )
    return small, large, [b / a for a, b in zip(small, large, strict=True)]


def _report(rounds: Rounds, rates: list[float], loads: list[str], asked: argparse.Namespace) -> tuple[str, bool]:
    rows, growths = [], []
    for kind in KINDS:
        small, large, growth = _growth(rounds, kind)
        growths += growth
        rows.append((kind, spread(small, ".1f"), spread(large, ".1f"), spread(growth, ".2f")))
    lines = [
        "# Public pages",
        "",
        *described(),
        f"- load averages before each round: {'; '.join(loads)}",
        f"- {asked.requests} requests per page, instance and round, {asked.rounds} rounds, both instances in turns;",
        f"  {min(FEWER.values())} of the last page, which nobody may ask more than sixty times a minute",
        "",
        f"## Made anew: p95 in ms, where {SMALL:,} and where {asked.bodies:,} bodies are listed, each with an account",
        "",
        table(("page", f"{SMALL:,} bodies", f"{asked.bodies:,} bodies", "growth"), rows),
        "",
        f"Aim: growth below {AIM_GROWTH}. {verdict(max(growths) < AIM_GROWTH)}",
        "",
        "## From memory",
        "",
        f"{spread(rates)} pages a second of one process, {CONNECTIONS} connections, the client on the same two cores.",
        f"Aim: {AIM_RATE}. {verdict(min(rates) >= AIM_RATE)}",
    ]
    return "\n".join(lines), max(growths) < AIM_GROWTH


if __name__ == "__main__":
    sys.exit(main())
