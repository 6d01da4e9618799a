"""What a real server said: the exchanges with Mastodon 4.7.3 that the tests of Mastodon.py (MIT) replay.

They are in the source archive of that package, fetched once by pip and held to its hash; only its recordings are kept.
"""

import fcntl
import json
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import yaml

FOLDER = Path(__file__).parent / ".recordings"
PACKAGE = "Mastodon.py==2.3.3"
HASH = "a3cda3db86d65809957c978aef8ac7fb3dfc93abfeda3f1c6bdef4c79090ab7b"
FETCHED = FOLDER / HASH  # a mark: all of them are there
SECONDS_TO_FETCH = 240


class RecordingsMissing(Exception):
    """The recordings cannot be had on this machine."""


@dataclass(frozen=True)
class Exchange:
    """One question and its answer. `path` is without the trailing slash that the recording client writes."""

    cassette: str
    method: str
    path: str
    query: dict[str, list[str]]
    sent: bytes
    status: int
    headers: dict[str, str]
    text: str

    @cached_property
    def json(self) -> Any:
        """The answer, None when it is not JSON."""
        try:
            return json.loads(self.text)
        except ValueError:
            return None

    @property
    def form(self) -> dict[str, list[str]]:
        return parse_qs(self.sent.decode(), keep_blank_values=True)


def fetch() -> None:
    """Raises RecordingsMissing. Two test runs wait for each other."""
    FOLDER.mkdir(exist_ok=True)
    with (FOLDER / "lock").open("w") as guard:
        fcntl.flock(guard, fcntl.LOCK_EX)
        if not FETCHED.exists():
            with tempfile.TemporaryDirectory() as folder:
                unpack(download(Path(folder)))
            FETCHED.touch()


def download(folder: Path) -> Path:
    wanted = folder / "wanted.txt"
    wanted.write_text(f"{PACKAGE} --hash=sha256:{HASH}\n")
    asked = ("--no-deps", "--no-binary", "Mastodon.py", "--require-hashes", "-r", wanted, "-d", folder)
    pip = (sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check")
    try:
        done = subprocess.run([*pip, *asked], capture_output=True, text=True, timeout=SECONDS_TO_FETCH)
    except subprocess.TimeoutExpired as error:
        raise RecordingsMissing(f"the recordings did not arrive within {SECONDS_TO_FETCH} seconds") from error
    archives = list(folder.glob("*.tar.gz"))
    if done.returncode or not archives:
        raise RecordingsMissing(f"the recordings cannot be fetched: {done.stderr.strip()[-300:]}")
    return archives[0]


def unpack(archive: Path) -> None:
    with tarfile.open(archive) as packed:
        for member in packed:
            path = Path(member.name)
            content = packed.extractfile(member) if path.parts[1:3] == ("tests", "cassettes") else None
            if content is not None and path.suffix == ".yaml":
                (FOLDER / path.name).write_bytes(content.read())


@cache
def exchanges() -> tuple[Exchange, ...]:
    """Every exchange over HTTP; recordings of WebSockets are left out. Raises RecordingsMissing."""
    fetch()
    return tuple(exchange for path in sorted(FOLDER.glob("*.yaml")) for exchange in exchanges_in(path))


def exchanges_in(path: Path) -> list[Exchange]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    recorded = yaml.load(path.read_bytes(), Loader=loader).get("interactions", ())
    return [exchange(path.stem, one["request"], one["response"]) for one in recorded]


def exchange(cassette: str, request: Any, response: Any) -> Exchange:
    address = urlsplit(request["uri"])
    sent, text = request.get("body") or b"", response["body"].get("string", "")
    return Exchange(
        cassette,
        request["method"],
        address.path.rstrip("/"),
        parse_qs(address.query),
        sent.encode() if isinstance(sent, str) else sent,
        response["status"]["code"],
        {name.lower(): values[0] for name, values in response["headers"].items()},
        text if isinstance(text, str) else text.decode(errors="replace"),
    )


class Replay(httpx.BaseTransport):
    """Answers as one recording does, each question with the next answer it got.

    What was not recorded is not there: a page beyond the last one is empty, anything else a 404.
    """

    def __init__(self, cassette: str) -> None:
        self.left = [one for one in exchanges() if one.cassette == cassette]
        self.asked: list[httpx.Request] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.read()
        self.asked.append(request)
        for one in self.left:
            if (one.method, one.path) == (request.method, request.url.path.rstrip("/")):
                self.left.remove(one)
                link = {"Link": one.headers["link"]} if "link" in one.headers else {}
                return httpx.Response(one.status, content=one.text.encode(), headers=link)
        if "max_id" in request.url.params:
            return httpx.Response(200, json=[])
        return httpx.Response(404, json={"error": "Not Found"})
