"""`beffroi read-mail`: a mail of a network on standard input, as a mail server hands it over."""

import sys
from typing import BinaryIO, TextIO

from django.conf import settings
from django.utils import timezone
from django.utils.translation import override

from beffroi.access.models import Organisation
from beffroi.guard.mail import take_in

LARGEST = 2_000_000  # bytes: a network's mail has some thousand


def run(given: BinaryIO, *, organisation: str | None, out: TextIO) -> int:
    """0 whenever the mail was looked at, whatever it was: a mail server sends back what ends otherwise."""
    chosen = None
    if organisation is not None:
        chosen = Organisation.objects.filter(name=organisation, is_resting=False).first()
        if chosen is None:
            print(f"beffroi read-mail: there is no organisation called {organisation}", file=sys.stderr)
            return 2
    content = given.read(LARGEST)
    taken = take_in(content, believed=settings.MAIL_BELIEVED, organisation=chosen, now=timezone.now())
    with override("en"):
        for mail in taken:
            verified = f"signed by {mail.sender}" if mail.is_verified else "not verified"
            print(f"{mail.account}: {mail.kind}, {verified}", file=out)
        if not taken:
            print("nothing about an account of ours", file=out)
    return 0
