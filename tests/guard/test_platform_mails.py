"""What a network writes by mail rings, when the network really wrote it; anything else only has us look."""

import io
from email.message import EmailMessage
from typing import Any

import pytest
from django.utils.translation import override

from beffroi.engines.takeover.mails import SENDERS, read
from beffroi.guard.mail import take_in
from beffroi.guard.models import Alarm, PlatformMail, ProfilePoll
from beffroi.guard.steps import PLACES
from beffroi.journal.sentences import translated
from beffroi.site.commands.imports.mail import run
from tests.cast import NOW, Feurs

OURS = ["mx.feurs.example"]
SIGNED = "mx.feurs.example; spf=pass smtp.mailfrom=bsky.social; dkim=pass header.d=bsky.social header.s=x"


@pytest.fixture
def feurs(feurs: Feurs) -> Feurs:
    """The town's account is on Bluesky, as far as a mail can tell."""
    feurs.account.network, feurs.account.handle = "bluesky", "feurs.bsky.social"
    feurs.account.save()
    return feurs


def mail(
    subject: str = "Your password was changed",
    *,
    sender: str = "Bluesky <noreply@bsky.social>",
    results: tuple[str, ...] = (SIGNED,),
    text: str = "Hello @feurs.bsky.social, your password was changed.",
    number: str = "<1@bsky.social>",
) -> bytes:
    message = EmailMessage()
    for result in results:
        message["Authentication-Results"] = result
    message["From"], message["To"], message["Subject"] = sender, "comptes@feurs.example", subject
    message["Message-ID"] = number
    message.set_content(text)
    return bytes(message)


def test_a_signed_mail_about_our_account_rings_once(feurs: Feurs) -> None:
    for _again in range(2):
        take_in(mail(), believed=OURS, now=NOW)
    alarm = Alarm.objects.get()
    assert (alarm.detector, alarm.severe) == ("platform-mail", False)
    with override("en"):
        said = translated(alarm.sentence)
    assert "password was changed" in said
    assert "bsky.social" in said
    assert PlatformMail.objects.get().is_verified


@pytest.mark.parametrize(
    "results",
    [
        (),
        ("mx.evil.example; dkim=pass header.d=bsky.social",),
        ("mx.feurs.example; dkim=fail header.d=bsky.social",),
        ("mx.feurs.example; dkim=pass header.d=evil.example",),
        ("mx.feurs.example; dkim=pass header.d=notbsky.social",),
        ("mx.feurs.example; dkim=none", SIGNED),  # what stands below came with the mail
        ("mx.feurs.example.evil.example; dkim=pass header.d=bsky.social",),
    ],
)
def test_what_the_network_did_not_sign_is_not_verified_and_rings_nothing(
    results: tuple[str, ...], feurs: Feurs
) -> None:
    ProfilePoll.objects.create(account=feurs.account)
    [taken] = take_in(mail(results=results), believed=OURS, now=NOW)
    assert not taken.is_verified
    assert not Alarm.objects.exists()
    assert ProfilePoll.objects.get().due_at == NOW


def test_without_a_believed_server_nothing_is_verified(feurs: Feurs) -> None:
    [taken] = take_in(mail(), believed=[], now=NOW)
    assert not taken.is_verified


def test_a_stranger_who_signs_for_himself_is_not_the_network(feurs: Feurs) -> None:
    signed = "mx.feurs.example; dkim=pass header.d=evil.example"
    [taken] = take_in(mail(sender="bsky.social <a@evil.example>", results=(signed,)), believed=OURS, now=NOW)
    assert not taken.is_verified


def test_what_somebody_forwards_by_hand_is_read_and_not_verified(feurs: Feurs) -> None:
    signed = "mx.feurs.example; dkim=pass header.d=feurs.example"
    forwarded = mail("TR : Your password was changed", sender="Ana <ana@feurs.example>", results=(signed,))
    [taken] = take_in(forwarded, believed=OURS, now=NOW)
    assert (taken.account, taken.is_verified) == (feurs.account, False)


def test_a_mail_about_nothing_or_nobody_is_left(feurs: Feurs) -> None:
    assert take_in(mail("Ten people follow you", text="Hello @feurs.bsky.social"), believed=OURS, now=NOW) == []
    other = feurs.another_account("other")
    other.network, other.handle = "bluesky", "feurs-culture.bsky.social"
    other.save()
    assert take_in(mail(text="Hello, your password was changed."), believed=OURS, now=NOW) == []


def test_the_only_account_there_need_not_be_named(feurs: Feurs) -> None:
    [taken] = take_in(mail(text="Your password was changed."), believed=OURS, now=NOW)
    assert taken.account == feurs.account


def test_a_longer_handle_is_another_account() -> None:
    said = read(mail(text="@feurs.bsky.social.evil, hello"), believed=OURS)
    assert not said.names("feurs.bsky.social")
    assert read(mail(text="Bonjour feurs.bsky.social."), believed=OURS).names("feurs.bsky.social")


@pytest.mark.parametrize(
    ("subject", "kind"),
    [
        ("Votre mot de passe a été modifié", "password"),
        ("Your email address was changed", "address"),
        ("Nouvelle connexion à votre compte", "login"),
        ("New login to X from Chrome on Linux", "login"),
        ("Your account has been deactivated", "closing"),
        ("La newsletter de la semaine", ""),
    ],
)
def test_the_kind_is_read_in_french_and_english(subject: str, kind: str) -> None:
    assert read(mail(subject, text="…"), believed=OURS).kind == kind


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe\x00",
        b"From: =?utf-8?q?",
        b"From: (x).f <a@b.example>\n\n",
        b"Subject: \n\n",
        b"Content-Type: x\n\n",
        b"Content-Type: text/plain; charset*\n\n",
    ],
)
def test_whatever_comes_nothing_breaks(content: bytes, feurs: Feurs) -> None:
    assert take_in(content, believed=OURS, now=NOW) == []


def test_the_command_reads_a_mail_and_says_what_it_was(feurs: Feurs, settings: Any) -> None:
    settings.MAIL_BELIEVED = OURS
    out = io.StringIO()
    assert run(io.BytesIO(mail()), organisation=None, out=out) == 0
    assert out.getvalue() == "@feurs.bsky.social: password, signed by bsky.social\n"
    out = io.StringIO()
    assert run(io.BytesIO(b"Subject: hello\n\n"), organisation="Ville de Feurs", out=out) == 0
    assert out.getvalue() == "nothing about an account of ours\n"
    assert run(io.BytesIO(mail()), organisation="Nowhere", out=out) == 2


def test_every_network_with_a_playbook_has_its_senders_but_mastodon() -> None:
    assert set(SENDERS) == set(PLACES) - {"mastodon"}
