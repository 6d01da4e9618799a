"""Signs from outside: what citizens say about our accounts, and what the networks write by mail."""

import ipaddress
import secrets
from datetime import datetime, timedelta
from typing import Self

from django.db import models, transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_noop

from beffroi.access.models import Organisation, User
from beffroi.directory.models import Account
from beffroi.engines.takeover.detectors import Finding
from beffroi.guard.models.alarm import Alarm
from beffroi.guard.models.baseline import Baseline
from beffroi.guard.models.poll import ProfilePoll
from beffroi.journal.models import record
from beffroi.vocabulary import Sentence

A_DAY = timedelta(days=1)
EACH = 5  # reports of one address in a day, whatever the account
MOST = 500  # reports of one account that are kept in a day: more of them say nothing more
RINGS_AT = 3  # addresses that say the same of one account within a day

SEEN = {
    "profile": gettext_noop("Another name, another picture or another description"),
    "posts": gettext_noop("Posts that cannot be from this town"),
    "message": gettext_noop("A private message that asks for money, a code or a click"),
    "gone": gettext_noop("The account is no longer there"),
}
CITIZENS_SAY = gettext_noop(
    "{count} people say within a day that {handle} looks taken. Most of them saw: {seen}. Beffroi knows nothing about "
    "them and cannot check it: look at the account yourself. If all is well, answer “It was us”."
)
KINDS = {
    "password": gettext_noop("the password was changed, or somebody asked to change it"),
    "address": gettext_noop("the mail address of the account was changed"),
    "login": gettext_noop("somebody signed in from a new place or device"),
    "closing": gettext_noop("the account was closed or suspended"),
}
NETWORK_WRITES = gettext_noop(
    "{network} writes about {handle}: {kind}. The mail is signed by {sender}. If one of you did that, answer “It was "
    "us”. If nobody did, somebody else may be in: change the password and that of the recovery mailbox now, in the "
    "network itself, never through a link of the mail."
)


class CitizensLine(models.Model):
    """The public page on which anybody can say that an account looks taken. `address` says nothing."""

    organisation = models.OneToOneField(Organisation, on_delete=models.CASCADE, related_name="+")
    address = models.CharField(max_length=40, unique=True)
    is_open = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.address

    @classmethod
    def show(cls, organisation: Organisation, shown: bool, *, by: User, now: datetime) -> "CitizensLine":
        """Opens or closes it; opened again it has the same address."""
        first = {"address": secrets.token_urlsafe(9), "is_open": False}
        with transaction.atomic():
            line, _new = cls.objects.get_or_create(organisation=organisation, defaults=first)
            if line.is_open != shown:
                line.is_open = shown
                line.save(update_fields=["is_open"])
                verb = "CITIZENS_LINE_OPENED" if shown else "CITIZENS_LINE_CLOSED"
                record(verb, line, organisation=organisation, actor=by, now=now)
        return line

    @property
    def accounts(self) -> "models.QuerySet[Account]":
        """Those that speak for the body, as somebody has signed."""
        signed = Baseline.objects.filter(account=models.OuterRef("pk")).order_by("-number").values("is_institutional")
        ours = Account.objects.of(self.organisation).filter(is_institutional=True)
        unsaid_or_so = models.Q(signed__isnull=True) | models.Q(signed=True)
        return ours.annotate(signed=models.Subquery(signed[:1])).filter(unsaid_or_so)

    def hear(self, account: Account, seen: str, *, address: str, now: datetime) -> bool:
        """Somebody at a network address says so. False when it was not taken: too many from there, or of the account.

        Nothing about the person is kept but a mark of their address, for a day. KeyError for an unknown `seen`.
        """
        SEEN[seen]
        mark = _mark(address, now)
        with transaction.atomic():
            Account.objects.select_for_update(no_key=True).get(pk=account.pk)
            today = CitizenReport.objects.since(now - A_DAY)
            if today.filter(account=account, mark=mark).exists():
                return True  # the button pressed twice
            if today.filter(mark=mark).count() >= EACH or today.filter(account=account).count() >= MOST:
                return False
            CitizenReport.objects.create(account=account, seen=seen, at=now, mark=mark)
            ProfilePoll.objects.filter(account=account).update(due_at=now)
            self._ring(account, now)
        return True

    def _ring(self, account: Account, now: datetime) -> None:
        """One alarm a day, once as many addresses as it takes say the same."""
        today = CitizenReport.objects.since(now - A_DAY).filter(account=account)
        count = today.values("mark").distinct().count()
        if count < RINGS_AT:
            return
        told = (
            today.values_list("seen")
            .annotate(n=models.Count("pk"))
            .order_by("-n", "seen")
            .values_list("seen", flat=True)
        )
        said = {"count": count, "handle": str(account), "seen": Sentence(SEEN[told[0]]).as_json()}
        finding = Finding(
            detector="citizens",
            about=f"{now:%Y-%m-%d}",
            score=count,
            threshold=RINGS_AT,
            severe=False,
            sentence=Sentence(CITIZENS_SAY, said),  # type: ignore[arg-type]  # a sentence within a sentence
        )
        Alarm.raise_for(finding, Baseline.of(account), now=now)


class CitizenReportQuerySet(models.QuerySet["CitizenReport"]):
    def since(self, moment: datetime) -> Self:
        return self.filter(at__gt=moment)

    def to_forget(self, now: datetime) -> Self:
        """Those whose mark has served."""
        return self.filter(at__lte=now - A_DAY).exclude(mark="")


class CitizenReport(models.Model):
    """That somebody said so; `mark` is emptied after a day."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    seen = models.CharField(max_length=20)
    at = models.DateTimeField()
    mark = models.CharField(max_length=64, default="")

    objects = CitizenReportQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["account", "-at"], name="citizen_report_by_account")]

    def __str__(self) -> str:
        return f"{self.seen} of {self.account_id}"


class PlatformMail(models.Model):
    """What a network wrote about an account. Neither its text nor its subject is kept."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20)
    sender = models.CharField(max_length=255)
    is_verified = models.BooleanField()
    at = models.DateTimeField()
    mark = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "mark"], name="each_mail_once_per_account")]
        indexes = [models.Index(fields=["account", "-at"], name="platform_mail_by_account")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.account_id}"

    @classmethod
    def take(
        cls, account: Account, *, kind: str, sender: str, is_verified: bool, mark: str, now: datetime
    ) -> "PlatformMail":
        """The same mail twice is one. A verified one raises an alarm; one that is not only has the profile read now:
        else anybody could ring by writing."""
        said = {"kind": kind, "sender": sender[:255], "is_verified": is_verified, "at": now}
        with transaction.atomic():
            mail, new = cls.objects.get_or_create(account=account, mark=mark, defaults=said)
            if new:
                ProfilePoll.objects.filter(account=account).update(due_at=now)
                record("PLATFORM_MAIL_READ", mail, organisation=account.organisation, now=now, account=str(account))
                if is_verified:
                    mail._ring(now)
        return mail

    def _ring(self, now: datetime) -> None:
        account = self.account
        said = {
            "network": account.network_name,
            "handle": str(account),
            "kind": Sentence(KINDS[self.kind]).as_json(),
            "sender": self.sender,
        }
        finding = Finding(
            detector="platform-mail",
            about=self.mark,
            score=1,
            threshold=1,
            severe=False,
            sentence=Sentence(NETWORK_WRITES, said),  # type: ignore[arg-type]  # a sentence within a sentence
        )
        Alarm.raise_for(finding, Baseline.of(account), now=now)


def _mark(address: str, now: datetime) -> str:
    """The same for the same household on the same day, and for nobody else; it cannot be read back."""
    try:
        known = ipaddress.ip_address(address)
        place = str(known) if known.version == 4 else str(ipaddress.ip_network((known, 64), strict=False))
    except ValueError:
        place = address
    return salted_hmac(f"beffroi.guard.citizens {now:%Y-%m-%d}", place, algorithm="sha256").hexdigest()
