"""The parts that requirements-run.lock pins, each with its hashes and its licence, and the bill of them (CycloneDX)."""

import json
import re
import tomllib
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

from beffroi import __version__

ROOT = Path(__file__).resolve().parents[2]
LOCK = ROOT / "requirements-run.lock"
RULES = tomllib.loads((Path(__file__).parent / "licences.toml").read_text("utf-8"))
PINNED = re.compile(r"^(?P<name>[\w.-]+)==(?P<version>[^\s;\\]+)(?P<rest>(?:.*\\\n)*.*)$", re.MULTILINE)
HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
JOINED = re.compile(r"\s+(?:AND|OR)\s+|;\s*")


@dataclass(frozen=True, slots=True)
class Part:
    """`licences` are identifiers of SPDX; `is_choice` says that one of them is enough."""

    name: str
    version: str
    hashes: tuple[str, ...]
    licences: tuple[str, ...]
    is_choice: bool

    @property
    def is_allowed(self) -> bool:
        good = [licence in RULES["allowed"] for licence in self.licences]
        return bool(good) and (any(good) if self.is_choice else all(good))


def parts(lock: str) -> list[Part]:
    return [_part(found) for found in PINNED.finditer(lock)]


def _part(found: re.Match[str]) -> Part:
    said = licence_of(found["name"])
    licences = tuple(RULES["called"].get(one, one) for one in JOINED.split(said) if one)
    hashes = tuple(HASH.findall(found["rest"]))
    return Part(found["name"], found["version"], hashes, licences, " OR " in said)


def licence_of(name: str) -> str:
    """As the installed package declares it, or as somebody read it; empty where neither is known."""
    if name in RULES["read"]:
        return str(RULES["read"][name])
    try:
        about = dict(metadata.distribution(name).metadata.json)
    except metadata.PackageNotFoundError:
        return ""
    classified = [one.rpartition("::")[2].strip() for one in about.get("classifier", []) if "License ::" in one]
    return str(about.get("license_expression") or "; ".join(classified) or about.get("license") or "")


def unpinned(lock: str) -> Iterator[str]:
    """What is wrong with the lines of a lock: a package without a hash, an address, anything that is no pin."""
    pinned = {found["name"]: HASH.findall(found["rest"]) for found in PINNED.finditer(lock)}
    yield from (f"{name} has no hash" for name, hashes in pinned.items() if not hashes)
    for line in lock.splitlines():
        if "://" in line or line.startswith(("-e", "--index", "--extra", "--find", "git+")):
            yield f"an address: {line.strip()[:80]}"
        elif line.strip() and not line.startswith(("#", " ")) and not PINNED.match(line):
            yield f"no pin: {line.strip()[:80]}"


def bill(found: Sequence[Part]) -> bytes:
    """The same parts make the same bytes: no moment of time and no number of chance stands in it."""
    components = [_component(part) for part in sorted(found, key=lambda part: part.name)]
    about = {"type": "application", "bom-ref": "beffroi", "name": "beffroi", "version": __version__}
    licence = {"licenses": [{"license": {"id": "MIT"}}]}
    serial = uuid.uuid5(uuid.NAMESPACE_URL, json.dumps(components, sort_keys=True))
    told: dict[str, Any] = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{serial}",
        "version": 1,
        "metadata": {"component": {**about, **licence}},
        "components": components,
        "dependencies": [{"ref": "beffroi", "dependsOn": [each["bom-ref"] for each in components]}],
    }
    return (json.dumps(told, indent=1, ensure_ascii=False) + "\n").encode()


def _component(part: Part) -> dict[str, Any]:
    package = f"pkg:pypi/{part.name}@{part.version}"
    joined = (" OR " if part.is_choice else " AND ").join(part.licences)
    return {
        "type": "library",
        "bom-ref": package,
        "name": part.name,
        "version": part.version,
        "purl": package,
        "licenses": [{"expression": joined}] if part.licences else [],
        "hashes": [{"alg": "SHA-256", "content": one} for one in sorted(part.hashes)],
    }
