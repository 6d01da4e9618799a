"""Changes to a JSON document that leave it one: bytes turned at random hardly ever get past the brackets."""

import json
import random
from collections.abc import Callable, Iterator
from typing import Any

Mutate = Callable[[bytes, int], bytes]
Place = tuple[Any, Any]  # a list or an object, and where in it

ODD = (
    *(None, True, False, 0, -1, 1, 2**31, 2**63, -(2**63), 10**400, 0.5, 1e308, float("nan"), float("inf")),
    *("", " ", "\0", "\ud800", "\u202e", "a" * 1000, "0", "-1", "1e9", "true", "@", "#", "%", "://", "https://["),
    *("https://x.example:99999/", "javascript:alert(1)", "at://", "did:plc:x", "did:web:", "<p>", "<a href=", "&#0;"),
    *(
        "9999-12-31T23:59:59-23:59",
        "0001-01-01T00:00:00+23:59",
        "2026-13-45T99:99:99Z",
        "2026-11-20",
        "20261120T180000Z",
    ),
    *(
        "2026-11-20T18:00:00.000Z",
        "2026-11-20T18:00:00+00:00:01",
        "Fri, 20 Nov 2026 18:00:00 -9999",
        "1970-01-01T00:00:00",
    ),
)


def mutated(data: bytes, most: int, seed: int, mutate: Mutate, *, prefix: int = 0) -> bytes:
    """Another document of at most `most` bytes; by `mutate` alone, which knows no JSON, now and then."""
    chance = random.Random(seed)  # noqa: S311  # a fuzzer's dice hide no secret
    try:
        value = json.loads(data[prefix:])
    except (ValueError, RecursionError):
        return mutate(data, most)
    if chance.random() < 0.05:
        return mutate(data, most)
    for _ in range(chance.choice((1, 1, 2, 4))):
        value = changed(value, chance, mutate)
    head = bytes(chance.randrange(256) for _ in range(prefix)) if chance.random() < 0.1 else data[:prefix]
    written = head + json.dumps(value).encode()
    return written if len(written) <= most else mutate(data, most)


def changed(value: Any, chance: random.Random, mutate: Mutate) -> Any:
    """`value` with one place of it changed, in itself or as a new one."""
    places = list(placed(value))
    if not places:
        return chance.choice(ODD)
    held, where = chance.choice(places)
    match chance.randrange(6):
        case 0:
            del held[where]
        case 1:
            held[where] = chance.choice(ODD)
        case 2:
            other, there = chance.choice(places)
            held[where] = json.loads(json.dumps(other[there]))
        case 3 if isinstance(held, list):
            held.insert(where, json.loads(json.dumps(held[where])))
        case 4:
            held[where] = chance.choice(([], {}, [held[where]], {"id": held[where]}))
        case _:
            held[where] = bent(held[where], chance, mutate)
    return value


def bent(value: Any, chance: random.Random, mutate: Mutate) -> Any:
    if isinstance(value, str):
        return mutate(value.encode("utf-8", "surrogatepass"), len(value) + 40).decode("utf-8", "replace")
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value + chance.choice((-1, 1, 10**6, -(10**6)))
    return chance.choice(ODD)


def placed(value: Any) -> Iterator[Place]:
    """Every place of a document, the lists and objects in it included."""
    waiting = [value]
    while waiting:
        held = waiting.pop()
        for where in list(held) if isinstance(held, dict) else range(len(held)) if isinstance(held, list) else ():
            yield held, where
            if isinstance(held[where], dict | list):
                waiting.append(held[where])
