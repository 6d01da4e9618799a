"""The needs, as data, in the order in which to see to them; and what is missing where one is not met."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from beffroi.access.models import Organisation
from beffroi.access.sealing import fingerprints
from beffroi.site.needs import lacking
from beffroi.site.needs.statements import Statements
from beffroi.site.needs.tally import STUCK, Tally
from beffroi.vocabulary import Sentence

KEY_COPY = "key_copy"  # the need that only a person can say is met
Words = str | Promise
Rows = Callable[[Organisation, datetime], QuerySet[Any]]


@dataclass(frozen=True, slots=True)
class Lack:
    """What is missing, and why it matters: one sentence and one clause. `how` names the circumstance in one word;
    `amount` and `newest` say of how many rows it is so, and which is the last of them."""

    how: str
    words: Words
    why: Words
    command: str = ""
    amount: int = 1
    newest: int = 0

    @property
    def circumstances(self) -> dict[str, str | int]:
        return {"how": self.how, "amount": self.amount, "newest": self.newest}

    def is_covered_by(self, others: Mapping[str, Any]) -> bool:
        """Whether it is no more than what somebody does without: the same lack, of as many rows, of no new one."""
        known = self.how == others.get("how")
        return known and self.amount <= others.get("amount", 0) and self.newest <= others.get("newest", 0)


@dataclass(frozen=True, slots=True)
class Need:
    """`look` says what is missing, None where it is met; `met` is said then. The button `act` leads to `page`, where
    it is mended, that of the first of the `rows` that lack something where a page is `of_one`; where the reader is one
    of them, `own_act` leads to `own_page`. One `of_accounts` is none as long as there is no account."""

    key: str
    name: Words
    met: Words
    look: Callable[[Tally, Statements], Lack | None]
    act: Words = ""
    page: str = ""
    rows: Rows | None = None
    own_act: Words = ""
    own_page: str = ""
    of_one: bool = False
    of_accounts: bool = False

    @property
    def sentence(self) -> Sentence:
        """Its name, as the journal keeps it."""
        with override("en"):
            return Sentence(str(self.name))


def _account(tally: Tally, _statements: Statements) -> Lack | None:
    if tally.accounts:
        return None
    return Lack("none", _("No account is connected."), _("There is nothing to publish from, and nothing to watch."))


def _second_person(tally: Tally, _statements: Statements) -> Lack | None:
    if not tally.asks_for_approval or tally.approvers + tally.outside_approvers > 1:
        return None
    words = _("Fewer than two people can approve.")
    why = _("Nobody approves their own text: what the only one who can approve writes would wait for good.")
    return Lack("alone", words, why, amount=2 - tally.approvers - tally.outside_approvers)


def _second_factor(tally: Tally, _statements: Statements) -> Lack | None:
    words = _("Somebody who may let something leave comes in with a password alone.")
    return _some(tally.without_factor, tally.newest_without_factor, words, _("A stolen password would speak for you."))


def _recovery_codes(tally: Tally, _statements: Statements) -> Lack | None:
    words = _("Somebody has a second factor, and no recovery code left.")
    why = _("A telephone that is lost would shut them out on the day on which they are needed.")
    return _some(tally.without_codes, tally.newest_without_codes, words, why)


def _mail(tally: Tally, _statements: Statements) -> Lack | None:
    why = _("Alarms and reminders reach only those who look at a page, and invitations are handed over by hand.")
    if settings.MAIL_SERVER is None:
        command = "BEFFROI_MAIL=smtp://user:password@mail.example.org:587\nBEFFROI_MAIL_FROM=beffroi@example.org"
        return Lack("no server", _("No mail server is set."), why, command)
    if tally.last_mail is None:
        return Lack("never", _("A mail server is set, and no mail has left through it lately."), why)
    return Lack("stuck", _("The last mail did not leave."), why) if tally.last_mail == STUCK else None


def _address(_tally: Tally, _statements: Statements) -> Lack | None:
    if settings.PUBLIC_ADDRESS:
        return None
    words = _("Nobody has said under which address people reach these pages.")
    why = _("What people are told comes without a link.")
    return Lack("none", words, why, "BEFFROI_PUBLIC_ADDRESS=https://beffroi.example.org")


def _backup(tally: Tally, _statements: Statements) -> Lack | None:
    if not tally.backed_up:
        words = _("No backup was made in the last seven days.")
        why = _("A disk that breaks would take everything along.")
        return Lack("old", words, why, 'beffroi backup "backup/beffroi-$(date +%F-%H%M).tar" --data data')
    if not tally.rehearsed:
        words = _("No backup was rehearsed in the last three months.")
        command = "beffroi backup verify backup/beffroi-….tar --data data"
        return Lack("not rehearsed", words, _("A backup is worth what its restore is worth."), command)
    return None


def _key_copy(_tally: Tally, statements: Statements) -> Lack | None:
    if statements.key_is_kept:
        return None
    words = _("Nobody has said that a copy of the encryption key is kept elsewhere.")
    if statements.key_kept:
        words = _("The encryption key is another one since somebody said that a copy is kept elsewhere.")
    why = _("No backup holds the key: without it every account would have to be connected again.")
    command = "cp -p data/encryption.key data/secret.key /a/safe/elsewhere/"
    return Lack(f"key {fingerprints()[0]}", words, why, command)


def _holders(tally: Tally, _statements: Statements) -> Lack | None:
    words = _("It is not written down which two people can open or recover each account.")
    why = _("If one is taken while the only one who could act is away, nobody gets it back.")
    return _some(tally.not_held, tally.newest_not_held, words, why)


def _identity(tally: Tally, _statements: Statements) -> Lack | None:
    words = _("The registered identity of some account is as it was found, and nobody has signed it.")
    why = _("The guard compares what an account shows with it.")
    return _some(tally.not_signed, tally.newest_not_signed, words, why)


def _services(tally: Tally, _statements: Statements) -> Lack | None:
    words = _("A rule gives questions to a service at which nobody works here, and which has no address.")
    return _some(tally.not_reachable, tally.newest_not_reachable, words, _("They would wait where nobody looks."))


def _on_call(tally: Tally, _statements: Statements) -> Lack | None:
    if tally.on_call:
        return None
    return Lack("nobody", _("Nobody is on call."), _("An alarm at night wakes everybody, since nobody is named."))


def _some(amount: int, newest: int | None, words: Words, why: Words) -> Lack | None:
    return Lack("some", words, why, amount=amount, newest=newest or 0) if amount else None


NEEDS = (
    Need(
        "account",
        _("An account"),
        _("At least one account is connected."),
        _account,
        _("Connect an account"),
        "accounts",
    ),
    Need(
        "second_person",
        _("A second person who approves"),
        _("Two people can approve, or nobody has to."),
        _second_person,
        _("Invite somebody"),
        "people",
    ),
    Need(
        "second_factor",
        _("Second factors"),
        _("Whoever may let something leave shows a second factor."),
        _second_factor,
        _("People and rights"),
        "people",
        lacking.without_second_factor,
        _("Set up mine"),
        "second_factor",
    ),
    Need(
        "recovery_codes",
        _("Recovery codes"),
        _("Whoever has a second factor has recovery codes left."),
        _recovery_codes,
        _("People and rights"),
        "people",
        lacking.without_recovery_codes,
        _("Make mine"),
        "recovery_codes",
    ),
    Need("mail", _("Mail"), _("The last mail has left."), _mail, _("Send a test message"), "notifications"),
    Need("address", _("The public address"), _("It is said under which address people reach these pages."), _address),
    Need("backup", _("A backup"), _("A backup was made in the last seven days, and one rehearsed lately."), _backup),
    Need(KEY_COPY, _("A copy of the key"), _("A copy of the encryption key is kept elsewhere."), _key_copy),
    Need(
        "holders",
        _("Two who hold each account"),
        _("Two people can open or recover each account."),
        _holders,
        _("Who holds the keys"),
        "key_holders",
        lacking.not_held_by_two,
        of_accounts=True,
    ),
    Need(
        "identity",
        _("Registered identities"),
        _("The registered identity of each account is signed."),
        _identity,
        _("Read and sign"),
        "identity",
        lacking.not_signed,
        of_one=True,
        of_accounts=True,
    ),
    Need(
        "services",
        _("Services that can be reached"),
        _("Each service to which rules give questions can be reached."),
        _services,
        _("How services are reached"),
        "service_contacts",
        lacking.not_reachable,
    ),
    Need(
        "on_call", _("Who is on call"), _("Somebody is on call, or will be."), _on_call, _("Name somebody"), "on_call"
    ),
)
