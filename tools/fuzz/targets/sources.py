"""What official sources answer, and what the judges of the procedure make of it."""

import io
import json
import tarfile
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

import icalendar  # here, so that atheris sees what of them is reached
import jsonpath

from beffroi.engines.procedure import BadQuestion, Question, Untrusted, judge
from beffroi.sources import SOURCES, BadParameters
from tools.fuzz.target import ROOT, Target, must

WHEN = datetime(2026, 11, 20, 18, tzinfo=UTC)
AT_ANY_TIME = timedelta(days=40_000)  # old samples are judged too
SUBJECTS = ("Article 2 bis", "l'ensemble", "Article 1er")
SENAT = ("senat", "senat-amendments", "senat-dossier")
ASSEMBLEE = ("eliasse", "derouleur", "assemblee-document", "assemblee-ballot", "assemblee-dossier", "assemblee-list")
GIVEN = {"dossier": "loi", "day": "2026-11-20", "order": "", "number": "ABCD2612345L", "stage": "AN1"}
SAMPLES = ROOT / "tests/sources/samples"


def judging(kinds: tuple[str, ...]) -> Callable[[bytes], object]:
    """The first byte says which kind is read, with which question and with which header."""

    def run(data: bytes) -> object:
        if not data:
            return None
        kind, rest = kinds[data[0] % len(kinds)], data[0] // len(kinds)
        header = {"date": "Fri, 20 Nov 2026 17:59:00 GMT", "content-type": "text/csv; charset=latin-1"}
        asked = Question(SUBJECTS[rest % 3], GIVEN)
        return judge(kind, data[1:], asked, now=WHEN, headers=header if rest % 2 else None, max_age=AT_ANY_TIME)

    return run


def own_sources(data: bytes) -> object:
    """What a town looks for is typed by a person, where it looks is written by anybody: both are tried."""
    try:
        said = json.loads(data)
    except (ValueError, RecursionError):
        return None
    if not isinstance(said, dict):
        return None
    kinds = ("json-path", "css-selector", "feed", "csv", "calendar", "trusted-post", "jorf")
    given = said.get("parameters")
    asked = {name: value for name, value in given.items() if isinstance(value, str)} if isinstance(given, dict) else {}
    kind, body = said.get("kind"), said.get("body")
    whole = body.encode("utf-8", "replace") if isinstance(body, str) else json.dumps(body).encode()
    question = Question(str(said.get("subject", "")), asked)
    return judge(kind if kind in kinds else "csv", whole, question, now=WHEN, max_age=AT_ANY_TIME)


def addresses(data: bytes) -> None:
    """Where a source lies, from what a person fills in: always an address of the web."""
    kinds = [(source, source.address) for source in SOURCES.values() if source.address and not source.plays]
    parts = data.decode("utf-8", "replace").split("\n")
    source, address_of = kinds[len(parts[0]) % len(kinds)]
    names = [field.name for field in source.fields]
    address = address_of(dict(zip(names, parts[1:], strict=False)))
    must(address.startswith(("https://", "http://")), address)


def recorded(*patterns: str) -> Callable[[], Mapping[str, bytes]]:
    def seeds() -> Mapping[str, bytes]:
        files = [file for pattern in patterns for file in sorted(SAMPLES.glob(pattern))]
        return {
            f"{number}-{file.name}": bytes([number]) + file.read_bytes()[:60_000]
            for file in files
            for number in range(6)
        }

    return seeds


def issues() -> Mapping[str, bytes]:
    text = b"<TEXTE><NOR>ABCD2612345L</NOR><ID>JORFTEXT000012345678</ID></TEXTE>"
    packed, info = io.BytesIO(), tarfile.TarInfo("20261120/texte.xml")
    info.size = len(text)
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        archive.addfile(info, io.BytesIO(text))
    return {"plain": b"\0" + text, "packed": b"\0" + packed.getvalue(), "json": b'\0{"nor": "ABCD2612345L"}'}


SEEN_BY_ATHERIS = (icalendar, jsonpath)
DECLARED = (Untrusted, BadQuestion)
TARGETS = {
    "senat": Target(
        judging(SENAT),
        DECLARED,
        json=True,
        prefix=1,
        seeds=recorded("senat/*_106*", "senat/*_610*", "senat/*.xml", "senat/*.csv", "synthetic/senat*"),
        longest=60_000,
    ),
    "assemblee": Target(
        judging(ASSEMBLEE), DECLARED, json=True, prefix=1, seeds=recorded("an/*", "synthetic/an*"), longest=60_000
    ),
    "jorf": Target(judging(("jorf",)), DECLARED, seeds=issues),
    "own-sources": Target(own_sources, DECLARED, json=True),
    "source-addresses": Target(addresses, (BadParameters,)),
}
