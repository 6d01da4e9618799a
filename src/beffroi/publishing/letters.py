"""The mail that asks somebody from outside: it goes to the registered address only, outside any transaction."""

from email.message import EmailMessage
from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from beffroi.access.dates import dated
from beffroi.outbound.mail import MailTrouble
from beffroi.publishing.models import OutsideRequest


def is_mail_configured() -> bool:
    return settings.MAIL_SERVER is not None


def link_to(secret: str, here: str) -> str:
    """The address to hand over; `here` is where the asker's own page stands."""
    return urljoin(settings.PUBLIC_ADDRESS or here, reverse("outside", args=[secret]))


def send_link(request: OutsideRequest, link: str) -> None:
    """Raises MailTrouble when the mail server does not take it."""
    server = settings.MAIL_SERVER
    if server is None:
        raise MailTrouble("No mail server is set.")
    server.send(_letter(request, link))


def _letter(request: OutsideRequest, link: str) -> EmailMessage:
    organisation = request.version.draft.organisation
    said = {
        "name": request.approver.name,
        "organisation": organisation.name,
        "asker": request.asked_by.name,
        "link": link,
        "until": f"{dated(request.expires_at.astimezone(organisation.tz), _('l j F Y, H:i'))} ({organisation.zone})",
    }
    letter = EmailMessage()
    letter["From"] = settings.MAIL_FROM
    letter["To"] = request.approver.email
    letter["Subject"] = " ".join((_("%(organisation)s asks you: may this leave?") % said).split())
    letter.set_content(
        _(
            "%(name)s,\n\n"
            "%(asker)s (%(organisation)s) asks you to decide about a text before it is published.\n"
            "Read it and answer here, without an account:\n\n"
            "%(link)s\n\n"
            "The link is yours alone: please do not pass it on. It works once, until %(until)s.\n"
        )
        % said
    )
    return letter
