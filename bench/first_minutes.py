"""From a clone on a clean machine to the first account: steps, questions, seconds, megabytes.

    python -m bench.first_minutes [--output FILE]

The checkout is cloned and `make up` run in it with empty caches; a browser then goes the way that the tutorial tells,
from the welcome page to an account on a real Bluesky network that stands on this machine. A step is a press, a question
a field that a person has to fill. Needs git, make, npm and Chromium. Exit code 1 when the way cannot be gone.
"""

import argparse
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Page, expect

from bench.figures import table
from bench.headline import Figure, hand_in
from bench.machine import described, load
from bench.product import free_port, group, memory_of
from tests.browser.product import Somebody
from tests.browser.screens import chromium_browser, window
from tests.browser.watch import Watch
from tests.network.far_side import Network
from tests.network.servers import bluesky_network

PASSWORD = "a-long-enough-password"
START = 900.0  # seconds: a slow line
PATIENCE = 60_000  # milliseconds
REST = 30.0  # seconds until the memory is read
HERE = Path(__file__).parents[1]
INSTALLED = "on disk: .venv"


@dataclass
class Part:
    """One part of the way. `steps` are presses, `questions` fields that were filled."""

    name: str
    steps: int = 0
    questions: int = 0
    seconds: float = 0.0


@dataclass
class Way:
    """The page, and what was counted on it so far."""

    page: Page
    parts: list[Part] = field(default_factory=list)

    @contextmanager
    def part(self, name: str) -> Iterator[None]:
        self.parts.append(Part(name))
        began = time.monotonic()
        yield
        self.parts[-1].seconds = time.monotonic() - began

    def press(self, name: str, role: str = "button") -> None:
        self.page.get_by_role(role, name=name).first.click()  # type: ignore[arg-type]  # a role
        self.parts[-1].steps += 1

    def answer(self, label: str, text: str) -> None:
        self.page.get_by_label(label, exact=True).fill(text)
        self.parts[-1].questions += 1

    def arrive(self, heading: str | re.Pattern[str]) -> None:
        expect(self.page.get_by_role("heading", name=heading).first).to_be_visible(timeout=PATIENCE)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.first_minutes", description=__doc__)
    parser.add_argument("--output", type=Path)
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="beffroi-first-") as folder, bluesky_network() as network:
        clone, caches = Path(folder) / "beffroi", Path(folder) / "caches"
        subprocess.run(["git", "clone", "-q", str(HERE), str(clone)], check=True)
        with made_up(clone, caches) as (address, seconds, program):
            parts = gone(address, network)
            time.sleep(REST)
            memory = memory_of([pid for pid in group(program.pid) if pid != program.pid])  # without make
        sizes = {
            "downloaded: the installer and what it installs": downloaded(clone, Path(folder) / "wheels"),
            "on disk: the checkout": size(clone, but=(".venv", "data")),
            INSTALLED: size(clone / ".venv"),
            "on disk: data, with the demonstration and the account": size(clone / "data"),
            f"resident, {memory.processes} processes (PSS)": memory.pss,
        }
    hand_in(told(seconds, parts, sizes), figures(seconds, parts, sizes), asked.output)
    return 0


@contextmanager
def made_up(clone: Path, caches: Path) -> Iterator[tuple[str, float, "subprocess.Popen[str]"]]:
    """`make up` as at the first time: nothing is installed or cached; the seconds until it says where it is."""
    foreign = ("BEFFROI_", "VIRTUAL_", "PYTHON")
    plain = {name: value for name, value in os.environ.items() if not name.startswith(foreign)}
    ours = {"UV_CACHE_DIR": str(caches / "uv"), "PIP_CACHE_DIR": str(caches / "pip"), "PYTHONUNBUFFERED": "1"}
    ours |= {"NUMBA_CACHE_DIR": str(caches / "numba"), "BEFFROI_ALLOW_ADDRESSES": "localhost,127.0.0.1"}
    command = ["make", "up", f"PORT={free_port()}"]
    began = time.monotonic()
    program = subprocess.Popen(
        command, cwd=clone, env=plain | ours, stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    assert program.stdout is not None
    try:
        line = next((line for line in program.stdout if "http" in line), "")
        if not line:
            raise RuntimeError("make up ended without an address")
        yield line.split()[-1].rstrip("/"), time.monotonic() - began, program
    finally:
        os.killpg(program.pid, signal.SIGINT)  # Ctrl-C, as the tutorial says
        program.wait(timeout=60)


def gone(address: str, network: Network) -> list[Part]:
    account, watch = network.create_account("feurs"), Watch()
    with chromium_browser() as browser:
        way = Way(window(browser, Somebody(address), watch).new_page())
        way.page.set_default_timeout(PATIENCE)
        with way.part("the welcome page"):
            way.page.goto("/")
            way.arrive("The accounts of your town")
        with way.part("the demonstration, to the first act of a scene"):
            way.press("Visit the demonstration town")
            way.arrive("Five scenes")
            way.press("Step through it", "link")
            way.press("Play the first act")
            expect(way.page.get_by_role("button", name="See it as").first).to_be_visible(timeout=PATIENCE)
        with way.part("an organisation of one's own"):
            found(way)
        with way.part("the first account"):
            way.press("Connect an account", "link")
            way.press("Bluesky", "link")
            way.answer("Handle", account.handle)
            way.answer("App password", account.app_password)
            elsewhere(way.page, network)
            way.press("Connect")
            expect(way.page.get_by_text(f"@{account.handle} is connected.")).to_be_visible(timeout=PATIENCE)
    if watch.faults:
        raise RuntimeError(f"on the way: {watch.faults}")
    return way.parts


def found(way: Way) -> None:
    way.press("Create my organisation", "link")
    for label, text in (("Name of the organisation", "Ville de Feurs"), ("Your name", "Ana")):
        way.answer(label, text)
    way.answer("E-mail address", "ana@feurs.example")
    for label in ("Password", "Password confirmation"):
        way.answer(label, PASSWORD)
    way.press("Create it")
    way.arrive("What is still missing")


def elsewhere(page: Page, network: Network) -> None:
    """What nobody is asked on the real network, and is not counted: that this one stands on this machine."""
    page.locator("summary", has_text="Another server").click()
    for label, text in (("Server", network.pds), ("Public view (optional)", network.appview or "")):
        page.get_by_label(label, exact=True).fill(text)
    page.get_by_label("Stream", exact=True).fill(network.jetstream)


def downloaded(clone: Path, into: Path) -> float:
    """What the installer and the lock amount to, as files from the package index; MB."""
    pip = [str(clone / ".venv/bin/python"), "-m", "pip", "download", "-qqq", "--disable-pip-version-check", "--no-deps"]
    installer = re.search(r"uv==[\d.]+", (clone / "tools/new-environment").read_text())
    assert installer is not None
    for wanted in ([installer[0]], ["--require-hashes", "-r", str(clone / "requirements-run.lock")]):
        subprocess.run([*pip, "-d", str(into), *wanted], check=True)
    return size(into)


def size(folder: Path, but: tuple[str, ...] = ()) -> float:
    """MB of the files below."""
    files = (path for path in folder.rglob("*") if path.relative_to(folder).parts[0] not in but)
    return sum(path.stat().st_size for path in files if path.is_file() and not path.is_symlink()) / 1e6


def figures(seconds: float, parts: list[Part], sizes: dict[str, float]) -> Iterator[Figure]:
    """For the page of results."""
    yield Figure("start.clone", "from `git clone` to the first page, by two commands", f"{seconds:.0f} s", seconds)
    steps, questions = sum(part.steps for part in parts), sum(part.questions for part in parts)
    what = "from there past the demonstration to an organisation with its first account"
    yield Figure("start.account", what, f"{steps} presses, {questions} fields", steps + questions)
    disk = sizes[INSTALLED]
    yield Figure("start.disk", "disk that the installation takes", f"{disk:.0f} MB", disk)


def told(seconds: float, parts: list[Part], sizes: dict[str, float]) -> str:
    rows = [Part("`git clone` and `make up`, until it says where it is", steps=2, seconds=seconds), *parts]
    steps, questions = sum(row.steps for row in rows), sum(row.questions for row in rows)
    rows.append(Part("together", steps, questions, sum(row.seconds for row in rows)))
    way = table(
        ["part of the way", "steps", "questions", "seconds"],
        [(row.name, row.steps, row.questions, f"{row.seconds:.1f}") for row in rows],
    )
    room = table(["what it takes", "MB"], [(name, f"{value:.0f}") for name, value in sizes.items()])
    head = ["# The first minutes", "", *described(), f"- load averages at the end: {load()}", "", way, "", room]
    how = "A program presses and types: the seconds are the machine's, without the reading. " + (
        "Nothing was cached before `make up`. A step is a press, a question a field that has to be filled."
    )
    return "\n".join([*head, "", how, ""])


if __name__ == "__main__":
    sys.exit(main())
