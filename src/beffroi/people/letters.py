"""The mail with an invitation: to the invited address only, outside any transaction."""

from email.message import EmailMessage
from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from beffroi.access.dates import dated
from beffroi.engines.texts.direction import isolated
from beffroi.outbound.mail import MailTrouble
from beffroi.people.models import Invitation


def link_to(secret: str, here: str) -> str:
    """The address to hand over; `here` is where the inviter's own page stands."""
    return urljoin(settings.PUBLIC_ADDRESS or here, reverse("join", args=[secret]))


def is_sent(invitation: Invitation, link: str) -> bool:
    """Sends the link by mail; False when no mail is set, or when the mail server does not take it."""
    if settings.MAIL_SERVER is None:
        return False
    try:
        settings.MAIL_SERVER.send(_letter(invitation, link))
    except MailTrouble:
        return False
    return True


def _letter(invitation: Invitation, link: str) -> EmailMessage:
    organisation = invitation.organisation
    said = {
        "name": isolated(invitation.name),
        "organisation": organisation.name,
        # what the administrator of the machine makes on the command line, nobody of the organisation made
        "inviter": isolated(invitation.invited_by.name) if invitation.invited_by else organisation.name,
        "link": link,
        "until": f"{dated(invitation.expires_at.astimezone(organisation.tz), _('l j F Y, H:i'))} ({organisation.zone})",
    }
    letter = EmailMessage()
    letter["From"] = settings.MAIL_FROM
    letter["To"] = invitation.email
    letter["Subject"] = " ".join((_("%(organisation)s invites you to Beffroi") % said).split())
    letter.set_content(
        _(
            "%(name)s,\n\n"
            "%(inviter)s invites you to work with Beffroi for %(organisation)s. Come in here:\n\n"
            "%(link)s\n\n"
            "The link is yours alone: please do not pass it on. It works once, until %(until)s.\n"
        )
        % said
    )
    return letter
