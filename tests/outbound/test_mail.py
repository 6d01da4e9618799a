"""Mail against a real SMTP server on loopback: what it takes, what it refuses, and what is said then."""

from collections.abc import Iterator
from email.message import EmailMessage

import pytest

from beffroi.outbound.mail import MailServer, MailTrouble
from tests.post_office import PASSWORD, PostOffice, post_office


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with post_office() as office:
        yield office


def letter() -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "mairie@feurs.example", "dupont@etude.example", "Écrit à voir"
    message.set_content("Il vous est demandé : oui ou non ?")
    return message


def test_a_mail_arrives_with_its_accents(office: PostOffice) -> None:
    MailServer.parse(office.url).send(letter())
    [arrived] = office.letters
    assert arrived["Subject"] == "Écrit à voir"
    assert arrived["To"] == "dupont@etude.example"
    assert "demandé : oui ou non" in arrived.get_content()


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")  # on loopback, with a made-up password
def test_a_wrong_password_is_said_without_it() -> None:
    with post_office(asks_for_password=True) as office:
        right = office.url.replace("smtp://", f"smtp://beffroi:{PASSWORD}@")
        MailServer.parse(right).send(letter())
        with pytest.raises(MailTrouble, match="refuses the user name or the password") as refused:
            MailServer.parse(right.replace(PASSWORD, "guessed-word")).send(letter())
    assert "guessed-word" not in str(refused.value)
    assert len(office.letters) == 1


def test_a_refused_address_is_said(office: PostOffice) -> None:
    message = letter()
    message.replace_header("To", "nobody@refused.example")
    with pytest.raises(MailTrouble, match="refuses this address"):
        MailServer.parse(office.url).send(message)


def test_a_server_that_is_not_there_is_said(office: PostOffice) -> None:
    with post_office() as gone:
        pass
    with pytest.raises(MailTrouble, match="cannot be reached"):
        MailServer.parse(gone.url).send(letter())


def test_without_being_told_so_no_mail_leaves_in_the_clear(office: PostOffice) -> None:
    with pytest.raises(MailTrouble, match="did not take the mail"):
        MailServer.parse(office.url.replace("?tls=off", "")).send(letter())
    assert office.letters == []


@pytest.mark.parametrize(
    ("url", "host", "port", "tls"),
    [
        ("smtp://mail.example.org", "mail.example.org", 587, "starttls"),
        ("smtps://mail.example.org", "mail.example.org", 465, "implicit"),
        ("smtp://relay:2525?tls=off", "relay", 2525, "off"),
        ("smtp://a%40b:p%2Fw@mail.example.org:26", "mail.example.org", 26, "starttls"),
    ],
)
def test_an_address_says_everything(url: str, host: str, port: int, tls: str) -> None:
    server = MailServer.parse(url)
    assert (server.host, server.port, server.tls) == (host, port, tls)
    if "%" in url:
        assert (server.user, server.password) == ("a@b", "p/w")


@pytest.mark.parametrize("url", ["mail.example.org", "http://x", "smtp://", "smtp://x:99999", "smtp://x?tls=perhaps"])
def test_an_address_that_cannot_be_meant_is_refused(url: str) -> None:
    with pytest.raises(ValueError):
        MailServer.parse(url)


def test_the_password_shows_nowhere() -> None:
    server = MailServer.parse("smtp://beffroi:very-secret@mail.example.org")
    assert "very-secret" not in f"{server} {server!r}"
