"""What the page, the doctor and the commands say of the relay."""

import io
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from beffroi.listening.models import Parcel, Relay
from beffroi.listening.relay.address import Address, Pass
from beffroi.listening.relay.broker import RelayTrouble
from beffroi.site.doctor import examine
from beffroi.site.processes import run
from tests.cast import NOW, minutes
from tests.listening.relaying import Square
from tests.nats import NatsServer
from tests.patience import until
from tests.site.test_processes import Running, beffroi

NOBODY = Address.parse("nats://feurs:s3cret@127.0.0.1:1")
SEED = "SUACSSL3UAHUDXKFSNVUZRF5UHPMWZ6BFDTJ7M6USDXIEDNPPQYYYCU3VY"  # an example of the makers of NATS: opens nothing


@pytest.fixture
def page(square: Square, client: Client) -> Client:
    client.force_login(square.feurs.driss)
    client.cookies["beffroi_language"] = "en"
    return client


def shown(page: Client) -> str:
    return " ".join(page.get("/listening").content.decode().split())


def test_one_machine_is_told_nothing_of_a_relay(page: Client) -> None:
    assert 'id="relay"' not in shown(page)


def test_the_page_says_what_is_on_its_way_and_what_went_wrong(page: Client, square: Square, settings: Settings) -> None:
    settings.NATS = NOBODY
    assert "Nothing waits for a hearer." in shown(page)
    for number in (1, 2):
        Parcel.objects.create(stream=square.stream, after="0", cursor="1", posts=1, packed_at=NOW, number=number)
    Relay.count("redelivered")
    Relay.count("read_again")
    Relay.stopped_by(RelayTrouble("The relay does not answer."), now=NOW)
    said = shown(page)
    assert "2 parcels on their way to a hearer" in said
    assert "1 parcel delivered again." in said
    assert "Read again 1 time after the relay had lost something." in said
    assert "The relay does not answer." in said
    Relay.well()
    assert "Relay in trouble" not in shown(page)
    assert "Last trouble:" in shown(page)


def test_a_buried_parcel_is_shown_as_trouble(page: Client, square: Square, settings: Settings) -> None:
    settings.NATS = NOBODY
    Parcel.objects.create(stream=square.stream, after="0", cursor="1", posts=1, packed_at=NOW, number=1, dead_at=NOW)
    assert "1 parcel could not be opened." in shown(page)


def test_the_doctor_asks_the_relay(square: Square, nats: NatsServer, settings: Settings) -> None:
    settings.NATS = Address.parse(nats.url)
    Parcel.objects.create(stream=square.stream, after="0", cursor="1", posts=1, packed_at=NOW - minutes(2), number=1)
    said = diagnosis()
    assert f"ok   relay 127.0.0.1:{nats.port}: answers, 0 messages wait there" in said
    assert "BAD  parcels: 1 on their way, 1 late by more than a minute" in said
    assert "BAD  hearer: never seen" in said


def test_the_doctor_says_that_the_relay_does_not_answer_and_shows_no_password(
    square: Square, settings: Settings
) -> None:
    settings.NATS = NOBODY
    said = diagnosis()
    assert "BAD  relay 127.0.0.1:1: The relay does not answer." in said
    assert "s3cret" not in said


def diagnosis() -> str:
    examine(out := io.StringIO())
    return out.getvalue()


@pytest.mark.parametrize("said", ["127.0.0.1", "http://host:4222", "nats://", "nats://host:x", "nats://a, ws://b"])
def test_an_address_that_cannot_be_is_refused_without_being_repeated(said: str) -> None:
    with pytest.raises(ValueError, match="write nats://host:4222") as refused:
        Address.parse(f"{said},nats://feurs:s3cret@host/")
    assert "s3cret" not in str(refused.value)


def test_several_servers_are_one_address() -> None:
    address = Address.parse("nats://feurs:s3cret@one:4222, tls://two:4222")
    assert str(address) == "one:4222, two:4222"
    assert address.is_sealed


def test_a_credentials_file_signs_and_shows_nothing(tmp_path: Path) -> None:
    file = tmp_path / "feurs.creds"
    file.write_text(
        "-----BEGIN NATS USER JWT-----\nabc.def.ghi\n------END NATS USER JWT------\n\n"
        f"-----BEGIN USER NKEY SEED-----\n{SEED}\n------END USER NKEY SEED------\n"
    )
    let_in = Pass.read(file)
    assert let_in.token == "abc.def.ghi"
    assert len(let_in.sign("nonce")) == 88
    assert SEED not in repr(let_in)


@pytest.mark.parametrize("content", ["", "-----BEGIN NATS USER JWT-----\nabc\n------END NATS USER JWT------\n", "é"])
def test_a_file_that_holds_no_credentials_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "wrong.creds").write_text(content)
    with pytest.raises(ValueError, match=r"wrong\.creds"):
        Address.parse("nats://host", str(tmp_path / "wrong.creds"))
    with pytest.raises(ValueError, match="cannot be read"):
        Address.parse("nats://host", str(tmp_path / "missing.creds"))


@pytest.mark.django_db
def test_a_hearer_without_a_relay_says_so_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("hearer", host="", port=0) == 1
    assert "BEFFROI_NATS is not set" in capsys.readouterr().err


def test_a_wrong_address_ends_the_command_with_its_reason(tmp_path: Path) -> None:
    done = beffroi("migrate", data=tmp_path, BEFFROI_NATS="http://host")
    assert done.returncode == 1
    assert "BEFFROI_NATS: write nats://host:4222" in done.stderr


def test_up_starts_a_hearer_where_there_is_a_relay(tmp_path: Path, nats: NatsServer) -> None:
    product = Running(tmp_path / "data", BEFFROI_NATS=nats.url)
    try:
        until(lambda: len(product.children()) == 4)
        until(lambda: '"hearer": true' in product.get("/readyz")[1], seconds=60)
    finally:
        product.kill()
