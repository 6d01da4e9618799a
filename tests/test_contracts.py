"""The import contracts hold, and each of them would notice: a wrong import is planted in a copy of the tree."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.tree import PROJECT

LINT = "from importlinter.cli import lint_imports; raise SystemExit(lint_imports(cache_dir=None))"
VERDICT = re.compile(r"^(.+?) (KEPT|BROKEN)(?: \(.*\))?$", re.MULTILINE)

FLOORS = "Every floor knows only the floors below it"
DJANGO_LINE = "Nothing below the line knows Django, a database or the settings"
ENGINES = "The engines only think: no network, no files, no clock of their own"
ONE_WAY_OUT = "Only outbound speaks HTTP and WebSocket"
ONE_KIT_EACH = "A network's own kit stays in its connector"
ONE_TELLER = "Only its channel knows the libraries of a way to tell people"
ONE_RELAY = "Only the relay knows NATS"
ONE_WAKER = "Only the wake-ups know Procrastinate"
ONE_STORE = "Only the store of the rankings knows DuckDB"
ONE_DOOR = "Only the directory opens a connector; the others know its contract"
ROOM = "Inside a room pages know forms, forms know models, and never back"
PROGRAMS = "What programs ask for knows no page: what both do stands below them"
CIRCLES = "No two neighbours know each other"
ALL = {
    FLOORS,
    DJANGO_LINE,
    ENGINES,
    ONE_WAY_OUT,
    ONE_KIT_EACH,
    ONE_TELLER,
    ONE_RELAY,
    ONE_WAKER,
    ONE_STORE,
    ONE_DOOR,
    ROOM,
    PROGRAMS,
    CIRCLES,
}

WRONG = [  # where, what is planted there, and every contract that must notice
    ("journal/models.py", "import beffroi.directory.models", {FLOORS, ROOM, CIRCLES}),
    ("access/models.py", "import beffroi.site.when", {FLOORS, CIRCLES}),
    ("guard/duties.py", "import beffroi.listening.models", {FLOORS}),
    ("connectors/sandbox.py", "import beffroi.engines.texts.lengths", {FLOORS}),
    ("gossip.py", "", {FLOORS}),  # a module without a floor
    ("vocabulary.py", "import django.utils.timezone", {DJANGO_LINE}),
    ("outbound/policy.py", "import environ", {DJANGO_LINE}),
    ("connectors/sandbox.py", "import psycopg", {DJANGO_LINE}),
    ("engines/texts/lengths.py", "import time", {ENGINES}),
    ("engines/texts/lengths.py", "import beffroi.outbound.policy", {ENGINES}),
    ("directory/models/account.py", "import httpx", {ONE_WAY_OUT}),
    ("connectors/sandbox.py", "import websockets.sync.client", {ONE_WAY_OUT}),
    ("directory/models/account.py", "import atproto_client", {ONE_KIT_EACH}),
    ("notify/telling.py", "import apprise", {ONE_TELLER}),
    ("listening/intake.py", "import nats", {ONE_RELAY}),
    ("work/loop.py", "import procrastinate", {ONE_WAKER}),
    ("rankings/making.py", "import duckdb", {ONE_STORE}),
    ("guard/duties.py", "from beffroi.connectors import NETWORKS", {ONE_DOOR}),
    ("publishing/delivery.py", "import beffroi.connectors.sandbox", {ONE_DOOR}),
    ("site/doctor.py", "import beffroi.connectors.sandbox_network", {ONE_DOOR}),
    ("inbox/models.py", "import beffroi.inbox.views", {ROOM, CIRCLES}),
    ("directory/forms/accounts.py", "import beffroi.directory.views", {ROOM, CIRCLES}),
    ("inbox/api/cases.py", "import beffroi.inbox.views.shown", {ROOM, PROGRAMS}),
    ("site/api/people.py", "import beffroi.people.views.coming", {PROGRAMS}),
    ("publishing/checks/length.py", "import beffroi.publishing.models", {ROOM, CIRCLES}),
    ("work/models.py", "import beffroi.work.duty", {ROOM, CIRCLES}),
    ("site/rooms.py", "import beffroi.site.templatetags.beffroi", {CIRCLES}),
    ("engines/texts/fold.py", "import beffroi.engines.query.tokens", {CIRCLES}),
]


def test_the_tree_keeps_every_contract() -> None:
    assert verdicts(PROJECT) == dict.fromkeys(ALL, "KEPT")


@pytest.mark.parametrize(("file", "line", "noticed_by"), WRONG)
def test_a_wrong_import_is_noticed(tree: Path, file: str, line: str, noticed_by: set[str]) -> None:
    planted = tree / "src" / "beffroi" / file
    before = planted.read_text() if planted.exists() else ""
    planted.write_text(f"{before}\n{line}\n")
    assert {name for name, verdict in verdicts(tree).items() if verdict == "BROKEN"} == noticed_by


def test_every_contract_has_been_seen_to_break() -> None:
    assert set().union(*(noticed_by for _, _, noticed_by in WRONG)) == ALL


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    shutil.copy(PROJECT / ".importlinter", tmp_path)
    only_code = shutil.ignore_patterns("static", "templates", "locale", "__pycache__")
    shutil.copytree(PROJECT / "src", tmp_path / "src", ignore=only_code)
    return tmp_path


def verdicts(tree: Path) -> dict[str, str]:
    """What import-linter says of each contract. A process of its own: this one has imported the real tree."""
    environment = {"PYTHONPATH": str(tree / "src"), "COLUMNS": "200", "TERM": "dumb"}
    command = [sys.executable, "-c", LINT]
    done = subprocess.run(command, cwd=tree, env=environment, capture_output=True, text=True, timeout=60)
    found = dict(VERDICT.findall(done.stdout))
    assert found, done.stdout + done.stderr
    return found
