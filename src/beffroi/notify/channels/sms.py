"""SMS, through any gateway that takes one HTTP request.

Settings: SMS_GATEWAY the address, SMS_TOKEN the key, SMS_BODY what is said to it (`outbound.gateway`). A key for which
the body has no place goes into the header, as "Authorization: Bearer".
"""

import re

from django.conf import settings
from django.utils.translation import gettext_noop

from beffroi import outbound
from beffroi.notify.channels.answers import client, weigh
from beffroi.notify.channels.contract import BadAddress, Channel, Later, Notice
from beffroi.vocabulary import Sentence

NO_GATEWAY = Sentence(gettext_noop("No SMS gateway is set."))
NO_NUMBER = Sentence(gettext_noop("This is not a mobile number. Examples: 06 12 34 56 78, +33 6 12 34 56 78."))
INTERNATIONAL = re.compile(r"\+[1-9]\d{7,14}")  # ITU-T E.164
FRENCH = re.compile(r"0[67]\d{8}")
# Overseas numbers begin as those of the mainland do (ARCEP, numbering plan); the longest beginning counts.
OVERSEAS = {"0690": "+590", "0691": "+590", "0694": "+594", "0696": "+596", "0697": "+596"}
OVERSEAS |= {"0692": "+262", "0693": "+262", "0639": "+262"}


def is_set() -> bool:
    return bool(settings.SMS_GATEWAY)


def cleaned(address: str) -> str:
    """The number in its international form; a French mobile number may be written as people write it."""
    number = re.sub(r"[\s.()-]", "", address)
    number = f"+{number[2:]}" if number.startswith("00") else number
    if FRENCH.fullmatch(number):
        number = f"{OVERSEAS.get(number[:4], '+33')}{number[1:]}"
    if not INTERNATIONAL.fullmatch(number):
        raise BadAddress(NO_NUMBER)
    return number


def send(notice: Notice) -> None:
    if not settings.SMS_GATEWAY:
        raise Later(NO_GATEWAY)
    text = " ".join(notice.lines.split())  # some gateways cut a message at its first line break
    said, body = {"to": notice.address, "text": text, "token": settings.SMS_TOKEN}, settings.SMS_BODY
    try:
        weigh(client().request(body.method, settings.SMS_GATEWAY, headers=_headers(), **body.filled(said)))
    except outbound.OutboundError as error:
        raise Later(Sentence(str(error.reason))) from error


def _headers() -> dict[str, str]:
    in_header = settings.SMS_TOKEN and not settings.SMS_BODY.holds_token
    return {"Authorization": f"Bearer {settings.SMS_TOKEN}"} if in_header else {}


SMS = Channel(
    name="sms",
    label=Sentence(gettext_noop("SMS")),
    heading=Sentence(gettext_noop("By SMS")),
    is_set=is_set,
    to_set=Sentence(gettext_noop("No SMS gateway is set. Whoever runs Beffroi sets BEFFROI_SMS_GATEWAY.")),
    cleaned=cleaned,
    send=send,
    untried=Sentence(
        gettext_noop(
            "Not verified: built from the documentation of gateways, never tried on one. Send yourself a test."
        )
    ),
    is_short=True,
    rings=True,
)
