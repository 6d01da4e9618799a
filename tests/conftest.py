"""The fixtures of every story."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.utils import translation
from hypothesis import settings

from beffroi.site import at_the_door
from tests.cast import Feurs, settle_feurs
from tests.empty_database import copy_on_postgresql, copy_on_sqlite, emptied_between_tests
from tests.patience import until
from tests.pool import taken
from tests.ways_out import close_idle
from tests.written_down import watched

pytest_plugins = ["tests.network.fixtures"]

settings.register_profile("usual", settings(), deadline=None)  # nothing here is told by the time that it takes
settings.load_profile("usual")
settings.register_profile("long", max_examples=5_000)  # --hypothesis-profile=long

LEFT_OPEN = """SELECT state, query FROM (SELECT state, query, pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()) AS others"""


DATABASE = {"db", "transactional_db", "django_db_setup"}
HERE = Path(__file__).parent
LONG = {  # tens of seconds each, most of them spent waiting for real processes
    HERE / name
    for name in (
        "ways/test_a_killed_worker.py",
        "ways/test_a_killed_listener.py",
        "site/api/test_fuzz.py",
        "site/test_backup.py",
        "site/test_first_tables.py",
        "site/test_upgrade.py",
        "site/test_several_webs.py",
        "engines/percolator/test_exactness.py",
    )
}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What is long is begun first, the groups before all: at the end one process would be at it, the others idle.

    A second run, on PostgreSQL, is for what asks the database of the run. What asks none, or starts a product with
    one of its own, says the same twice."""
    items.sort(key=_turn)
    if connection.vendor == "postgresql":
        asks = [_asks_the_database(item) for item in items]
        config.hook.pytest_deselected(items=[item for item, does in zip(items, asks, strict=True) if not does])
        items[:] = [item for item, does in zip(items, asks, strict=True) if does]


def _turn(item: pytest.Item) -> int:
    if item.get_closest_marker("xdist_group"):
        return 0
    return 1 if item.path in LONG else 2


def _asks_the_database(item: pytest.Item) -> bool:
    if item.get_closest_marker("sqlite_alone"):
        return False
    wanted = set(getattr(item, "fixturenames", ()))
    return item.get_closest_marker("django_db") is not None or not wanted.isdisjoint(DATABASE)


@pytest.fixture(autouse=True)
def nobody_leaves_their_language_behind() -> Iterator[None]:
    """A page that was opened in English would have the next test speak English."""
    yield
    translation.deactivate()


@pytest.fixture(autouse=True)
def no_act_without_an_event() -> Iterator[None]:
    with watched():
        yield


@pytest.fixture(autouse=True)
def no_thread_keeps_a_connection() -> Iterator[None]:
    """PostgreSQL's pool has a dozen: each that a thread took with it is one less, until a process stands still."""
    yield
    until(lambda: taken() <= 1, seconds=20)  # ours, while a test's database is open


@pytest.fixture(autouse=True)
def no_way_out_stays_open() -> Iterator[None]:
    yield
    close_idle()


@pytest.fixture(autouse=True)
def nobodys_forms_count_in_the_next_test() -> None:
    at_the_door.FORMS._counted.clear()


@pytest.fixture
def feurs(db: None, tmp_path: Path) -> Feurs:
    return settle_feurs(tmp_path / "sandbox")


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """Django takes the copy that stands there, and runs the migrations that are missing: none."""
    return True


@pytest.fixture(scope="session")
def empty_copy(django_db_modify_db_settings: None) -> Iterator[None]:
    server = connection.settings_dict
    emptied_between_tests()
    if connection.vendor == "sqlite":
        copy_on_sqlite(file := Path(server["TEST"]["NAME"]))
        yield
        file.unlink(missing_ok=True)
    else:
        copy_on_postgresql(server, server["TEST"]["NAME"] or f"test_{server['NAME']}")
        yield


@pytest.fixture(scope="session")
def django_db_setup(empty_copy: None, django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """PostgreSQL drops no database that a thread of a test still holds: what holds it is told, and ended."""
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(LEFT_OPEN)
            for state, query in cursor.fetchall():
                print(f"left open on the test database, {state}: {query}", file=sys.stderr)
