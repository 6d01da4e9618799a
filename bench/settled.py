"""An installation whose first minutes are over, which is where everything but the start itself is measured.

Its tables are copied from empty ones, the engine of the searches has been compiled, and no register is being loaded.
"""

import os
from collections.abc import Mapping
from pathlib import Path

from tests.empty_database import copy_on_sqlite, fill_on_postgresql

SETTLED: Mapping[str, str] = {
    "BEFFROI_REGISTER": "no",
    "NUMBA_CACHE_DIR": str(Path(__file__).parent.parent / "build" / "numba"),
}


def tables() -> None:
    """Loads Django, with all tables in the database of `BEFFROI_DATABASE_URL` or `BEFFROI_DATA_DIR`.

    Raises RuntimeError.
    """
    from beffroi.site.starting import migrate

    file = Path(os.environ["BEFFROI_DATA_DIR"], "beffroi.sqlite3")
    if url := os.environ.get("BEFFROI_DATABASE_URL"):
        fill_on_postgresql(url)
    elif not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        copy_on_sqlite(file)
    if migrate():
        raise RuntimeError("the database could not be made")
