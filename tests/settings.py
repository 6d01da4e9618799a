"""The product's settings on a data folder of their own, with a password hash that costs nothing."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("BEFFROI_DATA_DIR", tempfile.mkdtemp(prefix="beffroi-tests-"))
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")
if WORKER and Path(os.environ["BEFFROI_DATA_DIR"]).name != WORKER:  # else it is the child of a process that did this
    # each process of the tests its own folder, or one test's lock on it is another one's "a worker is running"
    os.environ["BEFFROI_DATA_DIR"] = str(Path(os.environ["BEFFROI_DATA_DIR"], WORKER))
os.environ["LANGUAGE"] = "en"  # whatever the terminal speaks; a test of the command line in French says so
os.environ.setdefault("BEFFROI_REGISTER", "no")  # the tests that want the 36,000 bodies load them
os.environ.setdefault("BEFFROI_SECOND_FACTOR", "off")  # the cast has none; tests/door asks for it where it is meant
os.environ.setdefault("BEFFROI_ALLOW_ADDRESSES", "localhost,127.0.0.1")
os.environ.setdefault("BEFFROI_HOSTS", "testserver,localhost,127.0.0.1")

from beffroi.site.settings import *  # noqa: E402, F403  # the product's own, all of them, after their environment
from beffroi.site.settings import DATA, DATABASES  # noqa: E402  # likewise

SENDERS = 1  # most tests stand in one transaction, which no other thread could see
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # a file, as in production: threads and processes then meet the same locks
    DATABASES["default"]["TEST"] = {"NAME": str(DATA / "test.sqlite3")}
