"""Takes in a mail that a network sent about an account of ours, as a mail server hands it over."""

from collections.abc import Collection
from datetime import datetime

from beffroi.access.models import Organisation
from beffroi.directory.models import Account
from beffroi.engines.takeover.mails import SENDERS, Mail, read
from beffroi.guard.models import PlatformMail


def take_in(
    content: bytes, *, believed: Collection[str], organisation: Organisation | None = None, now: datetime
) -> list[PlatformMail]:
    """What the mail says, for each account that it is about; nothing for any other mail.

    A mail that somebody forwarded by hand is read too; it carries their signature, so that it is not verified.
    """
    mail = read(content, believed=believed)
    if not mail.kind:
        return []
    ours = Account.objects.filter(organisation__is_resting=False, organisation__is_demo=False)
    if organisation is not None:
        ours = ours.filter(organisation=organisation)
    accounts = list(ours.select_related("organisation").order_by("pk"))
    written = [account for account in accounts if mail.is_from(_senders(account))]
    named = [account for account in written or accounts if mail.names(account.handle)]
    meant = named or (written if len(written) == 1 else [])
    return [
        PlatformMail.take(
            account, kind=mail.kind, sender=mail.sender, is_verified=_is_sure(mail, account), mark=mail.mark, now=now
        )
        for account in meant
    ]


def _is_sure(mail: Mail, account: Account) -> bool:
    return mail.is_verified and mail.is_from(_senders(account))


def _senders(account: Account) -> tuple[str, ...]:
    """The domains under which the network of this account writes."""
    if account.network == "mastodon":
        server = account.handle.rpartition("@")[2]
        return (server,) if server else ()
    return SENDERS.get(account.network, ())
