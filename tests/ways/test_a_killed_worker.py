"""Three workers on one PostgreSQL, under load; again and again one of them is killed and another one is started."""

import subprocess
import sys

import pytest

from tests.network.fixtures import missing
from tests.postgres import PostgresMissing, find_programs
from tests.site.test_processes import environment
from tests.tree import PROJECT

SHORT = ["--deliveries", "90", "--messages", "30", "--kills", "4", "--accounts", "6", "--workers", "3", "--lease", "6"]


@pytest.mark.parametrize("wake", ["loop", "procrastinate"])
def test_nothing_is_lost_and_nothing_doubled_while_workers_are_killed(wake: str) -> None:
    """The long form is `python -m bench crash_networks`, whose exit code says the same."""
    try:
        find_programs()
    except PostgresMissing as reason:
        missing(str(reason))
    command = [sys.executable, "-m", "bench.crash_networks", "--postgresql", "--wake", wake, *SHORT]
    done = subprocess.run(command, cwd=PROJECT, env=environment(), capture_output=True, text=True, timeout=280)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("kept") == 2
