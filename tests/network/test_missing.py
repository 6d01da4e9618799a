"""What a machine without the servers gets: a skip with its reason, and a failure in CI."""

import sys
from pathlib import Path

import pytest

from tests.network import homeserver, mastodon_recordings, servers
from tests.network.fixtures import missing
from tests.network.mastodon_recordings import RecordingsMissing
from tests.network.servers import ServersMissing
from tests.postgres import PostgresMissing, find_programs


def test_what_is_missing_is_skipped_at_home_and_fails_in_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="no npm"):
        missing("no npm")
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="no npm"):
        missing("no npm")


def test_a_machine_without_npm_is_told_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ServersMissing, match="no npm"):
        servers.run_npm()


def test_a_machine_without_postgresql_is_told_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("tests.postgres.PACKAGED", str(tmp_path / "*"))
    with pytest.raises(PostgresMissing):
        find_programs()


def test_a_machine_that_cannot_fetch_the_recordings_is_told_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(mastodon_recordings, "FOLDER", tmp_path)
    monkeypatch.setattr(mastodon_recordings, "FETCHED", tmp_path / "fetched")
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(RecordingsMissing, match="cannot be fetched"):
        mastodon_recordings.fetch()
    assert not (tmp_path / "fetched").exists()


def test_a_machine_that_cannot_install_a_homeserver_is_told_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(homeserver, "FOLDER", tmp_path)
    monkeypatch.setattr(homeserver, "INSTALLED", tmp_path / "installed")
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(homeserver.HomeserverMissing, match="cannot be installed"):
        homeserver.install()
    assert not (tmp_path / "installed").exists()


def test_recordings_that_are_there_are_not_fetched_again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(mastodon_recordings, "FOLDER", tmp_path)
    monkeypatch.setattr(mastodon_recordings, "FETCHED", tmp_path / "fetched")
    monkeypatch.setattr(sys, "executable", "/bin/false")
    (tmp_path / "fetched").touch()
    mastodon_recordings.fetch()
