"""What Wikidata says of public bodies: their accounts and their sites, from an export of its query service (CC0).

Its editors are anybody: of all origins it weighs least, and what it says of a body that has a population or a site
already changes neither.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any

from django.utils.translation import gettext_noop

from beffroi.directory.bringing_in.brought import Brought, Way, bringing_in
from beffroi.directory.bringing_in.known import Asked
from beffroi.directory.bringing_in.listed import Lines, Listed, Wrong
from beffroi.directory.bringing_in.matching import Bodies
from beffroi.directory.bringing_in.merging import merge, write
from beffroi.directory.models import Body, Source
from beffroi.engines.addresses import NoAddress, read
from beffroi.engines.tables import sheet
from beffroi.engines.tables.sheet import Row, Unreadable
from beffroi.vocabulary import Sentence

MOST_ROWS = 300_000
CODES = {"insee": "commune", "departement": "departement", "region": "region"}
NETWORKS = ("x", "mastodon", "bluesky", "facebook", "instagram")
NAMES = {  # of a variable of the query, or of the property itself
    **{name: name for name in ("item", *CODES, "siren", *NETWORKS, "site", "population")},
    "p374": "insee",
    "p2586": "departement",
    "p2585": "region",
    "p1616": "siren",
    "p1082": "population",
    "p2002": "x",
    "p4033": "mastodon",
    "p12361": "bluesky",
    "p2013": "facebook",
    "p2003": "instagram",
    "p856": "site",
    "twitter": "x",
    "website": "site",
}
UNKNOWN_VALUE = "/.well-known/genid/"  # Wikidata's way to say that there is something, and nobody knows what
NOT_JSON = gettext_noop("This JSON is cut off, or is none: line {line}.")
NOT_THE_ANSWER = gettext_noop("This is no answer of the query service of Wikidata: it names no code of a body.")
LARGEST = 200_000_000  # inhabitants


def answers(content: bytes) -> Iterator[tuple[Row, Mapping[str, str]]]:
    """Each row of an export, JSON or CSV, by what it says. Raises Unreadable."""
    is_json = content.lstrip()[:1] in (b"{", b"[")
    names, rows = _of_json(content) if is_json else _of_table(content)
    columns = [NAMES.get(name.casefold(), "") for name in names]
    if not {*CODES, "siren"} & set(columns):
        raise Unreadable(Sentence(NOT_THE_ANSWER))
    for number, cells in enumerate(rows, start=2):
        values = [_value(value) for value in cells]
        said = zip(columns, values, strict=False)
        yield Row(number, values), {column: value for column, value in said if column and value}


def _of_table(content: bytes) -> tuple[Sequence[str], Iterable[Sequence[Any]]]:
    titles, rows = sheet.read(content, most_rows=MOST_ROWS)
    return [title.lstrip("?") for title in titles], (row.cells for row in rows)


def _of_json(content: bytes) -> tuple[Sequence[str], Iterable[Sequence[Any]]]:
    try:
        whole = json.loads(content)
    except (json.JSONDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Unreadable(Sentence(NOT_JSON, {"line": getattr(error, "lineno", 1)})) from error
    names, bindings = _bindings(whole)
    objects = (binding if isinstance(binding, dict) else {} for binding in bindings)
    return names, ([each.get(name, "") for name in names] for each in objects)


def _bindings(whole: Any) -> tuple[list[str], list[Any]]:
    """Of the answer as the service gives it, or of its simple form: a list of objects."""
    if isinstance(whole, list) and all(isinstance(row, dict) for row in whole):
        return list(dict.fromkeys(str(name) for row in whole for name in row)), whole
    try:
        names, bindings = whole["head"]["vars"], whole["results"]["bindings"]
        return [str(name) for name in names], list(bindings)
    except (TypeError, KeyError) as error:
        raise Unreadable(Sentence(NOT_THE_ANSWER)) from error


def _value(said: Any) -> str:
    text = str(said.get("value", "")) if isinstance(said, dict) else str(said if said is not None else "")
    return "" if UNKNOWN_VALUE in text or text.startswith("_:") else text.strip()


def bring_in_wikidata(content: bytes, *, title: str, vintage: str, way: Way) -> Brought:
    """Writes accounts and sites. A body that the export names several times, as one does that has several accounts on a
    network, is one body. Raises Unreadable."""
    source = Source(
        kind="wikidata",
        title=title[-200:],
        publisher="Wikidata",
        licence="CC0 1.0",
        url="https://www.wikidata.org",
        vintage=vintage,
        sha256=sha256(content).hexdigest(),
        read_at=way.now,
    )
    rows = list(answers(content))
    with bringing_in(source, way) as found:
        matched, lines = _matched(rows, Bodies.of_the_directory())
        merged = merge(lines, source, now=way.now)
        write(merged)
        found.read, found.new = len(rows), len(merged.new)
        found.changed = len(merged.changed) + _complete(matched, source, way)
        for row, wrong in merged.wrong:
            found.refuse(row.line, wrong[0].cell, wrong[0].words)
    return found


def _matched(rows: Iterable[tuple[Row, Mapping[str, str]]], bodies: Bodies) -> tuple[dict[int, dict[str, str]], Lines]:
    said: dict[int, dict[str, str]] = {}
    lines = Lines()
    for row, known in rows:
        code, kind = next(((known[name], kind) for name, kind in CODES.items() if name in known), ("", ""))
        match = bodies.find(Asked(insee=code, kind=kind, siren=known.get("siren", "")))
        if match.body is None:
            lines.wrong.append(
                (row, [Wrong("", code or known.get("item", ""), match.wrong or Sentence(NOT_THE_ANSWER))])
            )
            continue
        said[match.body.pk] = {**known, **said.get(match.body.pk, {})}
        for network in NETWORKS:
            if network in known:
                _list(row, network, known[network], match.body.pk, lines)
    return said, lines


def _list(row: Row, network: str, text: str, body: int, lines: Lines) -> None:
    try:
        lines.listed.append(Listed(row, read(text, network=network), body, is_institutional=True))
    except NoAddress as reason:
        lines.wrong.append((row, [Wrong(network, text, reason.words)]))


def _complete(said: Mapping[int, Mapping[str, str]], source: Source, way: Way) -> int:
    """Gives the bodies the site and the population that they do not have."""
    changed = []
    for body in Body.objects.filter(pk__in=list(said)):
        known = said[body.pk]
        site, people = known.get("site", ""), known.get("population", "").split(".")[0].removeprefix("+")
        told: dict[str, Any] = {}
        if site.startswith(("http://", "https://")) and len(site) <= 500 and _may_say(body, "site"):
            told["site"] = site
        if people.isdecimal() and int(people) < LARGEST and _may_say(body, "population"):
            told["population"] = int(people)
        if body.take(source, **told):
            body.changed_at = way.now
            changed.append(body)
    Body.objects.bulk_update(changed, ["site", "population", "origins", "changed_at"], batch_size=500)
    return len(changed)


def _may_say(body: Body, field: str) -> bool:
    """What nobody signed for is not Wikidata's to change; what Wikidata said before is."""
    return getattr(body, field) in (None, "") or body.rank_of(field) > 0
