"""What stands below the line works without Django: every module imports in a fresh interpreter that has none."""

import pkgutil
import subprocess
import sys

import pytest

import beffroi

BELOW = ("vocabulary", "outbound", "engines", "connectors", "sources")
WITHOUT_DJANGO = """
import sys

class NoDjango:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] == "django":
            raise ImportError(f"{name} was asked for below the line")

sys.meta_path.insert(0, NoDjango())
"""


def modules_below() -> list[str]:
    every = pkgutil.walk_packages(beffroi.__path__, "beffroi.")
    return [module.name for module in every if module.name.split(".")[1] in BELOW]


def run(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)


def test_every_floor_below_the_line_is_looked_at() -> None:
    assert {name.split(".")[1] for name in modules_below()} == set(BELOW)


@pytest.mark.parametrize("floor", BELOW)
def test_every_module_imports_where_there_is_no_django(floor: str) -> None:
    imports = [f"import {name}" for name in modules_below() if name.split(".")[1] == floor]
    done = run("\n".join([WITHOUT_DJANGO, *imports]))
    assert done.returncode == 0, done.stderr


def test_the_block_itself_works() -> None:
    done = run(WITHOUT_DJANGO + "import django.db")
    assert "django was asked for below the line" in done.stderr
