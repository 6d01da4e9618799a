"""Settings: the mail server is one variable, or a file; what cannot be meant stops the start, and a password shows
nowhere."""

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from pytest_django import Settings

from beffroi.outbound.mail import MailServer
from beffroi.site.doctor import examine

SHOW = "from beffroi.site import settings as s; print(s.MAIL_SERVER, s.MAIL_FROM, sep='|')"


def started(folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "BEFFROI_DATA_DIR": str(folder), **variables}
    return subprocess.run([sys.executable, "-c", SHOW], env=environment, capture_output=True, text=True, timeout=60)


def test_the_address_may_stand_in_a_file(tmp_path: Path) -> None:
    secret = tmp_path / "mail"
    secret.write_text("smtps://beffroi:opens@mail.example.org\n", encoding="utf-8")
    done = started(tmp_path, BEFFROI_MAIL_FILE=str(secret), BEFFROI_MAIL_FROM="mairie@feurs.example")
    assert done.stdout.strip() == "mail.example.org:465|mairie@feurs.example", done.stderr


@pytest.mark.parametrize(
    ("variables", "words"),
    [
        ({"BEFFROI_MAIL": "mail://beffroi:opens@x", "BEFFROI_MAIL_FROM": "a@b.example"}, "BEFFROI_MAIL: Write smtp://"),
        ({"BEFFROI_MAIL": "smtp://beffroi:opens@x"}, "BEFFROI_MAIL needs BEFFROI_MAIL_FROM"),
        ({"BEFFROI_PUBLIC_ADDRESS": "beffroi.example"}, "BEFFROI_PUBLIC_ADDRESS is a name behind https://"),
        ({"BEFFROI_PUBLIC_ADDRESS": "https://beffroi.example/pages"}, "without a path"),
    ],
)
def test_what_cannot_be_meant_stops_the_start_with_its_cause(
    tmp_path: Path, variables: dict[str, str], words: str
) -> None:
    done = started(tmp_path, **variables)
    assert done.returncode != 0
    assert words in done.stderr
    assert "opens" not in done.stderr


@pytest.mark.django_db
def test_the_doctor_says_where_mail_goes_and_hides_the_password(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = "smtp://beffroi:opens@mail.example.org"
    monkeypatch.setenv("BEFFROI_MAIL", url)
    settings.MAIL_SERVER, settings.MAIL_FROM = MailServer.parse(url), "mairie@feurs.example"
    examine(out := io.StringIO())
    assert "mail: through mail.example.org:587, from mairie@feurs.example" in out.getvalue()
    assert "BEFFROI_MAIL=(set, not shown)" in out.getvalue()
    assert "opens" not in out.getvalue()
    settings.MAIL_SERVER = None
    examine(out := io.StringIO())
    assert "mail: no server (BEFFROI_MAIL)" in out.getvalue()
