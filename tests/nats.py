"""A NATS server with JetStream on loopback: a private folder, a free port, killed and started again as a test likes."""

import shutil
import signal
import subprocess
from pathlib import Path

from tests.missing import Missing
from tests.patience import until
from tests.postgres import free_port

PROGRAMS = ("nats-server", "/usr/sbin/nats-server")  # Debian keeps it out of the PATH of most people


class NatsMissing(Missing):
    """There is no NATS server program on this machine."""


def find_program() -> str:
    found = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if found is None:
        raise NatsMissing("no NATS server on this machine: apt install nats-server")
    return found


class NatsServer:
    """One server, always at the same address. `settings` are lines of its configuration file."""

    def __init__(self, folder: Path, *settings: str) -> None:
        self.program, self.folder, self.port = find_program(), folder, free_port()
        self.store = folder / "store"
        self.settings = settings
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"nats://127.0.0.1:{self.port}"

    def start(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        config = self.folder / "nats.conf"
        config.write_text("\n".join(self.settings))
        log = self.folder / "server.log"
        log.unlink(missing_ok=True)
        with (self.folder / "output.log").open("ab") as output:
            where = ["-a", "127.0.0.1", "-p", str(self.port), "-sd", str(self.store)]
            command = [self.program, "-js", *where, "-c", str(config), "-l", str(log)]
            self.process = subprocess.Popen(command, stdout=output, stderr=output)
        until(lambda: log.exists() and "Server is ready" in log.read_text(errors="replace"), seconds=60, every=0.05)

    def kill(self) -> None:
        """As a power cut ends it."""
        if self.process is not None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait(timeout=30)
            self.process = None

    def lose_everything(self) -> None:
        self.kill()
        shutil.rmtree(self.store)
