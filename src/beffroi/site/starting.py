"""What stands before every process and every command that asks the database: Django loaded, the tables up to date."""

import gc
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from pkgutil import iter_modules

from beffroi.site.terminal import complain, why
from beffroi.site.terminal import gettext as _


def setup() -> None:
    """Loads Django. What a setting or the data folder does not allow ends the command with its reason."""
    import django
    from django.core.exceptions import ImproperlyConfigured

    try:
        with uncollected():
            django.setup()
    except ImproperlyConfigured as error:
        raise SystemExit(f"beffroi: {_in_words(error)}") from None
    except OSError as error:
        said = _("the data folder cannot be used: {error}").format(error=f"{why(error)}: {error.filename}")
        raise SystemExit(f"beffroi: {said}") from None
    # Before anything imports Numba: what it compiles is kept where we may write, and is there after a restart.
    os.environ.setdefault("NUMBA_CACHE_DIR", str(data() / "numba"))


@contextmanager
def uncollected() -> Iterator[None]:
    """For loading modules: nearly all that they make stays, and to look for garbage in it, again and again, is nearly
    a tenth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _in_words(error: Exception) -> str:
    """A sentence of the settings; behind the name of a variable or a file, it is looked up by itself."""
    said = str(error)
    whole = _(said)
    return whole if whole != said else ": ".join(map(_, said.split(": ")))


def migrate() -> int:
    """Brings the database up to date, in silence unless something is wrong."""
    setup()
    from django.core.management import call_command
    from django.db.utils import OperationalError

    from beffroi.site.first_tables import lay

    try:
        lay()
        call_command("migrate", verbosity=0, interactive=False)
    except OperationalError as error:
        complain(_("the database cannot be opened: {error}").format(error=error))
        return 1
    finally:
        let_go_of_the_database()
    return 0


def pending_migrations() -> int:
    """How many are to be run yet: those of every app by their names, which spares loading some hundred modules. Raises
    the database's errors."""
    from django.db import connection
    from django.db.migrations.recorder import MigrationRecorder

    return len(_migrations() - set(MigrationRecorder(connection).applied_migrations()))


@cache
def _migrations() -> set[tuple[str, str]]:
    """The label of the app and the name of each that this version brings."""
    from django.apps import apps

    return {
        (app.label, step.name)
        for app in apps.get_app_configs()
        for step in iter_modules([str(Path(app.path, "migrations"))])
        if not step.name.startswith("_")
    }


def let_go_of_the_database() -> None:
    from django.db import connections

    for each in connections.all():
        each.close()
        if hasattr(each, "close_pool"):
            each.close_pool()  # PostgreSQL: a pool must not be shared by forked processes


def data() -> Path:
    from django.conf import settings

    return Path(settings.DATA)
