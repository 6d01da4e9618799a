"""`beffroi read-mail`: a mail of a network on standard input, as a mail server hands it over."""

from typing import BinaryIO, TextIO

from django.conf import settings
from django.utils import timezone
from django.utils.translation import override

from beffroi.access.models import Organisation
from beffroi.guard.mail import take_in
from beffroi.site.terminal import complain, language
from beffroi.site.terminal import gettext as _

LARGEST = 2_000_000  # bytes: a network's mail has some thousand


def run(given: BinaryIO, *, organisation: str | None, out: TextIO) -> int:
    """0 whenever the mail was looked at, whatever it was: a mail server sends back what ends otherwise."""
    chosen = None
    if organisation is not None:
        chosen = Organisation.objects.filter(name=organisation, is_resting=False).first()
        if chosen is None:
            unknown = _("there is no organisation called {organisation}").format(organisation=organisation)
            complain(unknown, of="beffroi read-mail")
            return 2
    content = given.read(LARGEST)
    taken = take_in(content, believed=settings.MAIL_BELIEVED, organisation=chosen, now=timezone.now())
    with override(language()):
        for mail in taken:
            verified = _("signed by {sender}").format(sender=mail.sender) if mail.is_verified else _("not verified")
            print(f"{mail.account}: {mail.kind}, {verified}", file=out)
        if not taken:
            print(_("nothing about an account of ours"), file=out)
    return 0
