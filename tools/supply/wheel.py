"""The wheel: built twice the same, holding what runs, and running where there is no source tree."""

import hashlib
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import zipfile
from pathlib import Path

from tools.supply.parts import LOCK, ROOT

# The moment that every file of a wheel is dated with, so that the same source makes the same bytes.
EPOCH = "1767225600"
NEEDED = (
    *("site/templates/shell.html", "site/static/beffroi/vendor/htmx.min.js", "locale/fr/LC_MESSAGES/django.mo"),
    *("directory/register/data", "site/static/beffroi/fonts", "rankings/archived/recompute.py", "guard/posts.model"),
)
OURS = ("BEFFROI_", "PYTHON", "DJANGO_")
# A page, its style, and the register of public bodies: what each must say.
SHOWN = (
    ("/welcome", "Créer mon organisation"),
    ("/static/beffroi/vendor/pico.min.css", "--pico"),
    ("/directory?q=Feurs", "Feurs"),
)
PATIENCE = 120.0  # seconds for the first start: it makes a database and loads 36,000 bodies


class Wrong(Exception):
    """What is wrong with the wheel, in words."""


def build(folder: Path) -> Path:
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(
        command, cwd=ROOT, env={**os.environ, "SOURCE_DATE_EPOCH": EPOCH}, check=True, stdout=subprocess.DEVNULL
    )
    return next(folder.glob("*.whl"))


def digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def missing(wheel: Path) -> list[str]:
    """What of the product is not in it, and what in it is not of the product."""
    names = zipfile.ZipFile(wheel).namelist()
    lacking = [f"{one} is not in it" for one in NEEDED if not any(name.startswith(f"beffroi/{one}") for name in names)]
    foreign = [name for name in names if not name.startswith(("beffroi/", "beffroi-"))]
    return [*lacking, *(f"{name} is in it" for name in foreign if name), *(n for n in names if "/tests/" in n)]


def try_out(wheel: Path, scratch: Path) -> None:
    """Installs it with the pinned parts into an environment of its own and starts it from an empty folder."""
    uv, python = str(ROOT / ".venv/bin/uv"), scratch / "venv" / "bin" / "python"
    subprocess.run([uv, "-q", "venv", "--python", sys.executable, str(scratch / "venv")], check=True)
    into = [uv, "-q", "pip", "install", "--python", str(python)]
    subprocess.run([*into, "--require-hashes", "-r", str(LOCK)], check=True)
    subprocess.run([*into, "--no-deps", str(wheel)], check=True)
    port = free_port()
    command = [str(python.parent / "beffroi"), "up", "--data", str(scratch / "data"), "--port", str(port)]
    clean = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    with (scratch / "log").open("w") as log:
        product = subprocess.Popen(command, cwd=scratch, env=clean, stdout=log, stderr=log)
    try:
        look_at(port)
    finally:
        product.terminate()
        product.wait(30)


def look_at(port: int) -> None:
    """Signs of life, a page in French with its style, and the register of public bodies."""
    begun = time.monotonic()
    while True:
        try:
            if answer(port, "/healthz"):
                break
        except (urllib.error.URLError, OSError):
            if time.monotonic() - begun > PATIENCE:
                raise Wrong("it does not start") from None
            time.sleep(0.5)
    for path, said in SHOWN:
        while said not in (shown := answer(port, path)):
            if time.monotonic() - begun > PATIENCE:
                raise Wrong(f"{path} does not say “{said}”: {shown[:200]}")
            time.sleep(1.0)


def answer(port: int, path: str) -> str:
    there, french = f"http://127.0.0.1:{port}{path}", {"Accept-Language": "fr"}
    asked = urllib.request.Request(there, headers=french)  # our own, on loopback
    with urllib.request.urlopen(asked, timeout=20) as said:  # noqa: S310  # as above
        return str(said.read().decode("utf-8", "replace"))


def free_port() -> int:
    with socket.socket() as place:
        place.bind(("127.0.0.1", 0))
        return int(place.getsockname()[1])
