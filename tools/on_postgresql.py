"""python -m tools.on_postgresql COMMAND: runs it with BEFFROI_DATABASE_URL naming a PostgreSQL server of its own."""

import os
import subprocess
import sys
from collections.abc import Sequence

from tests.postgres import PostgresMissing, postgres_server


def run(command: Sequence[str]) -> int:
    """The command's exit code. Without PostgreSQL it does not run: that is an error under CI, a notice elsewhere."""
    try:
        with postgres_server() as url:
            return subprocess.run(command, env={**os.environ, "BEFFROI_DATABASE_URL": url}).returncode
    except PostgresMissing as reason:
        print(f"Not run on PostgreSQL: {reason}.", file=sys.stderr)
        return 1 if os.environ.get("CI") else 0


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
