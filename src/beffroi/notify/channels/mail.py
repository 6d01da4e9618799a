"""Mail, through the administrator's own server."""

from email.message import EmailMessage
from email.utils import formataddr, parseaddr

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_noop

from beffroi.notify.channels.contract import BadAddress, Channel, Later, Notice, Refused
from beffroi.outbound.mail import MailTrouble
from beffroi.vocabulary import Sentence

NO_SERVER = Sentence(gettext_noop("No mail server is set."))
NO_ADDRESS = Sentence(gettext_noop("This is not an e-mail address. Example: ana@feurs.example."))


def is_set() -> bool:
    return settings.MAIL_SERVER is not None


def cleaned(address: str) -> str:
    try:
        validate_email(address.strip())
    except ValidationError:
        raise BadAddress(NO_ADDRESS) from None
    return address.strip()


def send(notice: Notice) -> None:
    if settings.MAIL_SERVER is None:
        raise Later(NO_SERVER)
    try:
        settings.MAIL_SERVER.send(_letter(notice))
    except MailTrouble as trouble:
        reason = Sentence(str(trouble))
        raise (Refused(reason) if trouble.is_final else Later(reason)) from trouble


def _letter(notice: Notice) -> EmailMessage:
    """The same Message-ID at every try: a reader's mail program may show two of them as one."""
    domain = parseaddr(settings.MAIL_FROM)[1].rpartition("@")[2]
    letter = EmailMessage()
    letter["From"] = settings.MAIL_FROM
    letter["To"] = formataddr((_one_line(notice.name), notice.address))
    letter["Subject"] = _one_line(notice.subject)
    letter["Message-ID"] = f"<{notice.key}@{domain}>"
    letter["Auto-Submitted"] = "auto-generated"
    parts = [notice.text, notice.link, f"-- \n{notice.foot}" if notice.foot else ""]
    letter.set_content("\n\n".join(part for part in parts if part) + "\n")
    return letter


def _one_line(words: str) -> str:
    """A line break in a header would end it. The narrow space of French is none."""
    return " ".join(words.splitlines())


MAIL = Channel(
    name="mail",
    label=Sentence(gettext_noop("mail")),
    heading=Sentence(gettext_noop("By mail")),
    is_set=is_set,
    to_set=Sentence(
        gettext_noop("No mail server is set. Whoever runs Beffroi sets BEFFROI_MAIL and BEFFROI_MAIL_FROM.")
    ),
    cleaned=cleaned,
    send=send,
)
