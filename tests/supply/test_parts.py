"""What Beffroi is made of: every part pinned, named, and under a licence that lets a town use it."""

import json

import pytest

from tools.supply.audit import judged
from tools.supply.parts import LOCK, ROOT, RULES, Part, bill, parts, unpinned


def found() -> list[Part]:
    return parts(LOCK.read_text("utf-8"))


def test_every_part_has_a_hash_and_none_an_address() -> None:
    assert [one for lock in ROOT.glob("*.lock") for one in unpinned(lock.read_text("utf-8"))] == []


@pytest.mark.parametrize(
    "line", ["django==5.2.19", "django @ https://x.example/d.whl", "django>=5", "-e .", "--index-url https://x.example"]
)
def test_a_line_that_pins_nothing_is_found(line: str) -> None:
    assert [*unpinned(line)]


def test_no_part_is_under_a_licence_that_nobody_allowed() -> None:
    assert [(part.name, part.licences) for part in found() if not part.is_allowed] == []


def test_a_licence_that_nobody_allowed_is_found() -> None:
    assert not Part("x", "1", (), ("AGPL-3.0-only",), is_choice=False).is_allowed
    assert not Part("x", "1", (), ("MIT", "AGPL-3.0-only"), is_choice=False).is_allowed
    assert Part("x", "1", (), ("MIT", "AGPL-3.0-only"), is_choice=True).is_allowed
    assert not Part("x", "1", (), (), is_choice=False).is_allowed


def test_the_files_of_others_lie_beside_their_licence() -> None:
    here = ROOT / "src" / "beffroi"
    assert all((here / name).is_file() for name in RULES["files"])
    texts = {
        str(file.relative_to(here)) for kind in ("OFL*", "LICEN[SC]E*", "*.LICENCE.md") for file in here.rglob(kind)
    }
    assert texts == set(RULES["files"])
    vendored = (here / "site/static/beffroi/vendor/VENDORED.md").read_text("utf-8").splitlines()
    told = [row.split("|")[4].strip() for row in vendored if row.startswith("| `")]
    assert told and set(told) <= set(RULES["allowed"])


def test_the_bill_names_every_part_with_its_version_and_is_the_same_twice() -> None:
    told = json.loads(bill(found()))
    assert (told["bomFormat"], told["specVersion"]) == ("CycloneDX", "1.6")
    assert {(one["name"], one["version"]) for one in told["components"]} == {(p.name, p.version) for p in found()}
    assert all(one["hashes"] for one in told["components"])
    assert bill(found()) == bill(found()[::-1])


def test_a_service_that_cannot_be_asked_is_not_taken_for_a_good_answer() -> None:
    assert judged(0, "No known vulnerabilities found")[0] is True
    assert judged(1, "Found 2 known vulnerabilities in 1 package\nx 1.0 PYSEC-1")[0] is False
    assert judged(1, "requests.exceptions.ConnectionError: pypi.org")[0] is None
