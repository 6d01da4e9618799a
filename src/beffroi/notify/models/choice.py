"""What a person wants to be told, by which channel, and when not."""

import secrets
from datetime import datetime, time, timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models, transaction
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_noop

from beffroi.access.models import Organisation, User
from beffroi.access.sealing import WrongKey, seal, unseal
from beffroi.engines.times.wallclock import next_at
from beffroi.journal.models import record
from beffroi.notify.channels import CHANNELS
from beffroi.notify.kinds import KINDS
from beffroi.notify.models.message import DIGEST, Message, Recipient
from beffroi.notify.quiet import leaves_at
from beffroi.vocabulary import Sentence

CODE_LIVES = timedelta(minutes=15)
TRIES = 5
PAUSE = timedelta(minutes=1)  # between two messages that somebody asks for, to one address
A_DAY = 30  # of them in one organisation, by one channel: a gateway is paid for by the message
CODE_SUBJECT = Sentence(gettext_noop("Your code for Beffroi"))
CODE_BODY = gettext_noop("Your code: {code}. It counts for {minutes} minutes. If you did not ask for it, do nothing.")
DIGEST_SUBJECT = gettext_noop("{organisation}: your digest")
DIGEST_AT = time(8)
SHOWN = 200  # characters of a host that stand on a page
TEST_SUBJECT = Sentence(gettext_noop("A test message from Beffroi"))
TEST_BODY = gettext_noop("{organisation}: a test, asked for by {name}. This is how you will be told.")


class TooSoon(Exception):
    """A message was asked for a moment ago, or too many were today."""


class ChoiceQuerySet(models.QuerySet["Choice"]):
    def in_force(self) -> Self:
        return self.exclude(confirmed_at=None)


class Choice(models.Model):
    """One person's wish for one channel in one organisation. Nothing goes to an address before it is confirmed by a
    code that was sent to it. Mail goes to the account's own address, which needs none."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    channel = models.CharField(max_length=10)
    address = models.CharField(max_length=255, default="")  # of a channel whose addresses are keys: what is shown of it
    sealed = models.BinaryField(null=True)  # the address that is a key
    kinds = models.JSONField(default=list)  # told at once
    digest_kinds = models.JSONField(default=list)  # told together, at the hours of the digest
    digest_at = models.TimeField(default=DIGEST_AT)
    digest_again_at = models.TimeField(null=True)
    on_call = models.BooleanField(default=True)  # here too while they are on call, whatever `kinds` says
    quiet_from = models.TimeField(null=True)
    quiet_until = models.TimeField(null=True)
    lang = models.CharField(max_length=5)
    confirmed_at = models.DateTimeField(null=True)
    code_hash = models.CharField(max_length=64, default="")
    code_until = models.DateTimeField(null=True)
    code_tries = models.PositiveSmallIntegerField(default=0)

    objects = ChoiceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "organisation", "channel"], name="one_choice_per_channel")
        ]

    def __str__(self) -> str:
        return f"{self.user} by {self.channel}"

    @classmethod
    def of(cls, user: User, organisation: Organisation, channel: str) -> "Choice":
        """What was chosen, or what counts before anything was."""
        chosen = cls.objects.filter(user=user, organisation=organisation, channel=channel).first()
        return chosen or cls.untouched(user, organisation, channel)

    @classmethod
    def untouched(cls, user: User, organisation: Organisation, channel: str) -> "Choice":
        """Unsaved: every kind by mail, nothing by the others."""
        kinds = list(KINDS) if channel == "mail" else []
        lang = settings.LANGUAGE_CODE
        return cls(user=user, organisation=organisation, channel=channel, lang=lang, kinds=kinds)

    @property
    def is_confirmed(self) -> bool:
        return self.channel == "mail" or (bool(self.address) and self.confirmed_at is not None)

    @property
    def recipient(self) -> Recipient:
        address = self.user.email if self.channel == "mail" else self.address
        return Recipient(self.user.name, self.channel, address, self.lang, self._secret_address())

    def wants(self, kind: str) -> bool:
        return self.is_confirmed and (kind in self.kinds or self.digests(kind))

    def digests(self, kind: str) -> bool:
        """Whether it waits for the digest. What is urgent never does."""
        return kind in self.digest_kinds and not KINDS[kind].urgent and not CHANNELS[self.channel].is_short

    def calls_for(self, kind: str) -> bool:
        """Whether it is told here to who is on call."""
        return self.is_confirmed and (self.on_call or self.wants(kind))

    @property
    def rings(self) -> bool:
        return CHANNELS[self.channel].rings

    def leaves_at(self, now: datetime) -> datetime:
        """When a message may leave that is not to come in the quiet hours."""
        return leaves_at(now, self.quiet_from, self.quiet_until, self.organisation.tz)

    def digest_leaves_at(self, now: datetime) -> datetime:
        """The next of its hours, on the organisation's clock."""
        hours = [at for at in (self.digest_at, self.digest_again_at) if at is not None]
        return self.leaves_at(min(next_at(at, self.organisation.tz, now) for at in hours))

    def add_to_digest(self, *, now: datetime, **what: Any) -> Message:
        """A line of the digest that waits for its hour. Two who add at once do not begin two digests."""
        organisation, to = self.organisation, self.recipient
        with transaction.atomic():
            digest = self._hold_digest()
            if digest is None:
                subject = Sentence(DIGEST_SUBJECT, {"organisation": organisation.name})
                at = self.digest_leaves_at(now)
                said: dict[str, Any] = {"subject": subject, "body": Sentence(""), "leave_at": at, "now": now}
                digest = Message.write(organisation, kind=DIGEST, to=to, reader=self.user, **said)
            return Message.write(organisation, to=to, digest=digest, now=now, **what)

    def _hold_digest(self) -> Message | None:
        """The one that waits, locked until the transaction ends: the choice first, for it may not have begun."""
        Choice.objects.select_for_update(no_key=True).filter(pk=self.pk).first()
        to = self.recipient
        begun = Message.objects.to(to.channel, to.address).filter(organisation=self.organisation, reader=self.user)
        return begun.filter(kind=DIGEST, state="queued").select_for_update(no_key=True).first()

    @classmethod
    def hold_digests(cls, organisation: Organisation) -> None:
        """Locks every digest that waits, in the order in which they are added to, before a line is taken out of any:
        who sends one locks it and then its lines, and so must we, or each waits for the other."""
        order = list(CHANNELS)
        chosen = cls.objects.filter(organisation=organisation).exclude(digest_kinds=[]).select_related("user")
        for choice in sorted(chosen, key=lambda choice: (choice.user_id, order.index(choice.channel))):
            choice._hold_digest()

    def keep(self, *, address: str, lang: str, now: datetime, **wishes: Any) -> None:
        """Stores the wishes. Another address is another person's until it is confirmed anew; one that is a key is kept
        sealed, and stays when none is given."""
        shown = CHANNELS[self.channel].shown
        with transaction.atomic():
            self._find_row(lang)
            told = f"{shown(address)[:SHOWN]} · {_trace(address)}" if shown is not None and address else self.address
            kept = address if shown is None else told
            if kept != self.address:
                proven_at = now if CHANNELS[self.channel].proves_itself else None
                self.address, self.confirmed_at, self.code_hash = kept, proven_at, ""
            self.lang = lang
            for name, value in wishes.items():
                setattr(self, name, value)
            self.save()
            if shown is not None and address:
                self.sealed = seal({"address": address}, row=self._row)
                self.save(update_fields=["sealed"])
            self._record("NOTICE_CHOICE_SAVED", now)

    def _find_row(self, lang: str) -> None:
        """Its row, in the transaction that fills it, where there was none: of two presses at once both write to one."""
        if self.pk is None:
            whose = {"user": self.user, "organisation": self.organisation, "channel": self.channel}
            self.pk = Choice.objects.get_or_create(**whose, defaults={"lang": lang})[0].pk
            self._state.adding = False
            self.refresh_from_db()

    # --- the proof that an address is theirs

    def ask_for_proof(self, *, now: datetime) -> None:
        """Sends a code to the address. Raises TooSoon."""
        code = f"{secrets.randbelow(10**6):06}"
        body = Sentence(CODE_BODY, {"minutes": CODE_LIVES // timedelta(minutes=1)})
        with transaction.atomic():
            self.code_hash, self.code_until, self.code_tries = self._hashed(code), now + CODE_LIVES, 0
            self._send("address_code", CODE_SUBJECT, body, now, not_after=self.code_until, secrets={"code": code})
            self.save()

    def confirm(self, code: str, *, now: datetime) -> bool:
        """Whether `code` is the one that was sent; the address is theirs then. A few wrong ones end it."""
        with transaction.atomic():
            mine = Choice.objects.select_for_update(no_key=True).get(pk=self.pk)
            lives = mine.code_hash and mine.code_until and now <= mine.code_until and mine.code_tries < TRIES
            mine.code_tries += 1
            right = bool(lives) and constant_time_compare(mine.code_hash, self._hashed(code))
            if right:
                mine.confirmed_at, mine.code_hash = now, ""
                mine._record("NOTICE_ADDRESS_CONFIRMED", now)
            mine.save()
        self.confirmed_at, self.code_tries = mine.confirmed_at, mine.code_tries
        return right

    def test(self, *, now: datetime) -> Message:
        """A message of which nothing has to be understood. Raises TooSoon."""
        body = Sentence(TEST_BODY, {"organisation": self.organisation.name, "name": self.user.name})
        return self._send("test", TEST_SUBJECT, body, now)

    def _send(self, kind: str, subject: Sentence, body: Sentence, now: datetime, **more: Any) -> Message:
        to = self.recipient
        asked = Message.objects.filter(kind__in=["test", "address_code"], organisation=self.organisation)
        if asked.to(to.channel, to.address).filter(written_at__gt=now - PAUSE).exists():
            raise TooSoon
        if asked.filter(channel=to.channel, written_at__gt=now - timedelta(days=1)).count() >= A_DAY:
            raise TooSoon
        return Message.write(self.organisation, kind=kind, to=to, subject=subject, body=body, now=now, **more)

    @property
    def _row(self) -> str:
        return f"notify.choice:{self.pk}:address"

    def _secret_address(self) -> str:
        """Empty where no key opens it: the message then fails, with its reason."""
        try:
            return unseal(bytes(self.sealed), row=self._row)["address"] if self.sealed else ""
        except WrongKey:
            return ""

    def _hashed(self, code: str) -> str:
        return salted_hmac(f"notify.choice:{self.pk}:{self.address}", code, algorithm="sha256").hexdigest()

    def _record(self, verb: str, now: datetime) -> None:
        label = CHANNELS[self.channel].label.as_json()
        record(verb, self, organisation=self.organisation, actor=self.user, now=now, channel=label)


def _trace(address: str) -> str:
    """Six signs by which two addresses of one host are told apart, and from which neither is found."""
    return salted_hmac("notify.choice.address", address, algorithm="sha256").hexdigest()[:6]
