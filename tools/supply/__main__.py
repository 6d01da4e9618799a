"""`python -m tools.supply [--bill FILE] [--quick]`: pins, licences, bill, known faults, wheel; 1 for a fault."""

import argparse
import sys
import tempfile
from pathlib import Path

from tools.supply import audit, wheel
from tools.supply.parts import LOCK, ROOT, RULES, bill, parts, unpinned


def main() -> int:
    asked = argparse.ArgumentParser(prog="python -m tools.supply", description=__doc__)
    asked.add_argument("--bill", type=Path, default=ROOT / "dist" / "beffroi.cdx.json")
    asked.add_argument("--quick", action="store_true", help="nothing that takes more than seconds")
    chosen = asked.parse_args()
    found = parts(LOCK.read_text("utf-8"))
    chosen.bill.parent.mkdir(parents=True, exist_ok=True)
    chosen.bill.write_bytes(bill(found))
    told = [
        said(
            "pins", [f"{lock.name}: {one}" for lock in ROOT.glob("*.lock") for one in unpinned(lock.read_text("utf-8"))]
        ),
        said("licences", [f"{part.name}: {part.licences}" for part in found if not part.is_allowed] + unread()),
        said("bill", [], f"{len(found)} parts in {chosen.bill}"),
    ]
    if not chosen.quick:
        told += [known_faults(), the_wheel()]
    return 0 if all(told) else 1


def pins() -> list[str]:
    locks = sorted(ROOT.glob("*.lock"))
    return [f"{lock.name}: {one}" for lock in locks for one in unpinned(lock.read_text("utf-8"))]


def unread() -> list[str]:
    here = ROOT / "src" / "beffroi"
    lost = [f"{name} is not there" for name in RULES["files"] if not (here / name).exists()]
    return lost + [f"{name}: {one}" for name, one in RULES["files"].items() if one not in RULES["allowed"]]


def known_faults() -> bool:
    good, words = audit.audit()
    if good is None:
        print(f"faults    NOT ASKED: {words}")
        return True
    return said("faults", [] if good else [words], words)


def the_wheel() -> bool:
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        one, other = wheel.build(scratch / "1"), wheel.build(scratch / "2")
        wrong = wheel.missing(one) + ([] if wheel.digest(one) == wheel.digest(other) else ["two builds differ"])
        try:
            wheel.try_out(one, scratch)
        except wheel.Wrong as trouble:
            wrong.append(f"{trouble}\n{(scratch / 'log').read_text('utf-8')[-2000:]}")
        return said("wheel", wrong, f"{one.name} sha256 {wheel.digest(one)}, runs from an empty folder")


def said(what: str, wrong: list[str], good: str = "as they should be") -> bool:
    print(f"{what:<9} {'; '.join(wrong) if wrong else good}")
    return not wrong


if __name__ == "__main__":
    sys.exit(main())
