"""The how-to is run as it is written, against the real server, and so are the daily commands."""

import io
import json
import os
import re
import shutil
import subprocess
import sys
import threading
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from django.core.wsgi import get_wsgi_application

from beffroi.directory.models import Account
from beffroi.publishing.models import Draft
from beffroi.site.command import _parser
from beffroi.site.commands import daily
from tests.cast import Feurs
from tests.site.api.program import program_of

HOW_TO = Path(__file__).resolve().parents[3] / "docs" / "how-to" / "use-the-api.md"
COMMANDS = [each for each in re.findall(r"```sh\n(.*?)```", HOW_TO.read_text(), re.DOTALL) if "curl" in each]


class Silent(WSGIRequestHandler):
    def log_message(self, *_said: object) -> None:
        """The tests have their own words."""


@pytest.fixture
def served(transactional_db: None, feurs: Feurs) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, get_wsgi_application(), handler_class=Silent)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.skipif(shutil.which("curl") is None, reason="the example is written for curl")
def test_the_worked_example_works_as_it_is_written(served: str, feurs: Feurs) -> None:
    told = {**os.environ, "BEFFROI": served, "BEFFROI_TOKEN": program_of(feurs, feurs.bruno).token}
    for command in COMMANDS:
        here = command.replace("[1]", f"[{feurs.account.pk}]")
        if "/drafts/1/" in here:
            here = here.replace("/drafts/1/", f"/drafts/{Draft.objects.get().pk}/")
        answer = subprocess.run(["sh", "-c", here], env=told, capture_output=True, text=True, check=False)
        assert answer.returncode == 0, (here, answer.stdout, answer.stderr)
        assert json.loads(answer.stdout)
    assert Draft.objects.get().state == "submitted"
    assert len(COMMANDS) == 8


def told(*words: str, served: str) -> tuple[int, str, str]:
    asked: Namespace = _parser().parse_args([*words, "--server", served])
    out, err = io.StringIO(), io.StringIO()
    old = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = out, err
    try:
        code = asked.run(asked)
    finally:
        sys.stdout, sys.stderr = old
    return code, out.getvalue(), err.getvalue()


def test_a_day_at_the_terminal(served: str, feurs: Feurs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BEFFROI_TOKEN", program_of(feurs, feurs.bruno).token)
    code, out, err = told("post", "Bonjour à tous", "--account", "@feurs", "--submit", served=served)
    assert (code, err) == (0, "")
    draft = Draft.objects.get()
    assert out == f"{draft.pk} v1 submitted @feurs: Bonjour à tous\n"
    assert told("approve", str(draft.pk), "--version", "1", served=served)[0] == 1
    monkeypatch.setenv("BEFFROI_TOKEN", program_of(feurs, feurs.chloe).token)
    assert "approved" in told("approve", str(draft.pk), "--version", "1", served=served)[1]
    assert "approved" in told("drafts", served=served)[1]
    for words in (["cases"], ["facts"], ["alerts"], ["alarms"], ["search", "eau OR pont"], ["events", "--json"]):
        code, out, err = told(*words, served=served)
        assert (code, err) == (0, ""), words
    assert json.loads(out.splitlines()[0])["number"] == 1


def test_a_handle_of_two_networks_is_no_choice_until_the_network_is_named(
    served: str, feurs: Feurs, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = feurs.another_account("culture")
    Account.objects.filter(pk=other.pk).update(network="bluesky", handle="feurs")
    monkeypatch.setenv("BEFFROI_TOKEN", program_of(feurs, feurs.bruno).token)
    code, _out, err = told("post", "Bonjour", "--account", "@feurs", served=served)
    assert code == 1 and "sandbox:feurs" in err and "bluesky:feurs" in err
    assert not Draft.objects.exists()
    assert told("post", "Bonjour", "--account", "sandbox:feurs", served=served)[0] == 0
    assert list(Draft.objects.get().accounts.all()) == [feurs.account]


@pytest.mark.parametrize("file", ["nothing", "."])
def test_a_token_that_cannot_be_read_is_said_in_a_line(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, file: str
) -> None:
    monkeypatch.setenv("BEFFROI_TOKEN_FILE", str(tmp_path / file))
    code, _out, err = told("cases", served="http://127.0.0.1:1")
    assert code == 2 and str(tmp_path) in err and len(err.splitlines()) == 1


def test_an_address_that_is_none_is_said_in_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BEFFROI_TOKEN", "beffroi_x")
    code, _out, err = told("cases", served="http://[::1")
    assert (code, len(err.splitlines())) == (2, 1)


def test_what_was_refused_is_told_at_its_place(served: str, feurs: Feurs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BEFFROI_TOKEN", program_of(feurs, feurs.bruno).token)
    code, _out, err = told("post", "Oui", "--at", "2020-01-01T10:00:00+01:00", served=served)
    assert code == 1
    assert "body.leave_at: This moment has passed" in err
    assert told("post", "Oui", "--account", "@nobody", served=served)[0] == 1
    assert not Draft.objects.exists()


def test_without_a_token_nothing_is_asked(feurs: Feurs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BEFFROI_TOKEN", raising=False)
    code, _out, err = told("cases", served="http://127.0.0.1:1")
    assert code == 2
    assert "BEFFROI_TOKEN" in err


def test_a_server_that_is_not_there_is_said_so(feurs: Feurs, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "token").write_text("beffroi_x\n")
    monkeypatch.setenv("BEFFROI_TOKEN_FILE", str(tmp_path / "token"))
    code, _out, err = told("cases", served="http://127.0.0.1:1")
    assert code == 1
    assert "nobody answers" in err


def test_the_daily_commands_need_no_database() -> None:
    assert "django" not in Path(daily.__file__).read_text().replace("Django", "").lower().replace("neither django", "")
