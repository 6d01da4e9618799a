"""What somebody still holds in an organisation, each thing with a way to hand it over or to end it.

One `Kind` for each sort of thing, in KINDS. What belongs to the organisation anyway (posts, answers, searches that
somebody else can change) is not listed twice: only what names this person, works for them, or waits for them.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext_noop as _

from beffroi.access.models import ApiToken, IncomingWebhook, Organisation, User
from beffroi.directory.models import Account, AccountRole, KeyHolder
from beffroi.directory.models.key_holder import WRITTEN
from beffroi.facts.models import WitnessLink
from beffroi.inbox.incoming import close_door
from beffroi.inbox.models import Case, Seat
from beffroi.journal.models import Event, record
from beffroi.notify.models import Watch, WebhookEndpoint
from beffroi.people.models import Leaving
from beffroi.publishing.models import ApprovalRule, Delegation, Draft, OutsideApprover

Hand = Callable[[Any, User, User, User, datetime], None]  # the thing, from whom, to whom, by whom, now
End = Callable[[Any, User, User, datetime], None]  # the thing, whose, by whom, now


@dataclass(frozen=True)
class Kind:
    """`label` (a message id) heads the list; `find` gives the things of a person, `words` what one is called."""

    key: str
    label: str
    find: Callable[[Organisation, User, datetime], Iterable[Any]]
    words: Callable[[Any], str] = str
    hand: Hand | None = None
    end: End | None = None
    advice: str = ""


@dataclass(frozen=True)
class Held:
    kind: Kind
    things: list[Any]

    @property
    def named(self) -> list[tuple[Any, str]]:
        """Each thing with what it is called."""
        return [(thing, self.kind.words(thing)) for thing in self.things]


def _keys(organisation: Organisation, user: User, now: datetime) -> Iterable[KeyHolder]:
    ours = KeyHolder.objects.filter(account__organisation=organisation, user=user, ended_at=None)
    return ours.select_related("account__organisation")


def _hand_key(key: KeyHolder, whose: User, to: User, by: User, now: datetime) -> None:
    kept = {name: getattr(key, name) for name in WRITTEN}
    mine = {"holder": to.name, "user": to, "telephone": "", "until": None}
    KeyHolder.write_down(key.account, by=by, now=now, **{**kept, **mine})


def _connections(organisation: Organisation, user: User, now: datetime) -> list[Account]:
    """The accounts whose credentials this person was the last to type in."""
    said = Event.objects.filter(organisation=organisation, verb__in=["ACCOUNT_CONNECTED", "ACCOUNT_RECONNECTED"])
    last = {event["subject_id"]: event["actor"] for event in said.order_by("number").values("subject_id", "actor")}
    mine = [pk for pk, actor in last.items() if actor == user.pk]
    return list(Account.objects.of(organisation).filter(pk__in=mine))


def _delegations(organisation: Organisation, user: User, now: datetime) -> Iterable[Delegation]:
    either = models.Q(given_by=user) | models.Q(to=user)
    return Delegation.objects.of(organisation).filter(either, revoked_at=None, ends_at__gt=now)


def _drafts(organisation: Organisation, user: User, now: datetime) -> Iterable[Draft]:
    return Draft.objects.of(organisation).open().filter(author=user).select_related("organisation").order_by("pk")


def _cases(organisation: Organisation, user: User, now: datetime) -> Iterable[Case]:
    return Case.objects.of(organisation).filter(assignee=user, closed_at=None).order_by("pk")


def _watches(organisation: Organisation, user: User, now: datetime) -> Iterable[Watch]:
    mine = Watch.objects.filter(organisation=organisation, user=user, removed_at=None, ends_at__gt=now)
    return mine.select_related("organisation", "user").order_by("starts_at")


def _hand_watch(watch: Watch, whose: User, to: User, by: User, now: datetime) -> None:
    hours = {"starts_at": watch.starts_at, "ends_at": watch.ends_at}
    watch.remove(by=by, now=now)
    Watch.give(watch.organisation, to, by=by, now=now, **hours)


def _hours(watch: Watch) -> str:
    """On the organisation's clock."""
    return " – ".join(
        f"{at.astimezone(watch.organisation.tz):%Y-%m-%d %H:%M}" for at in (watch.starts_at, watch.ends_at)
    )


def _seats(organisation: Organisation, user: User, now: datetime) -> Iterable[Seat]:
    return Seat.objects.filter(person=user, team__organisation=organisation).select_related("team")


def _hand_seat(seat: Seat, whose: User, to: User, by: User, now: datetime) -> None:
    Seat.objects.get_or_create(person=to, team=seat.team)
    seat.delete()


def _tokens(organisation: Organisation, user: User, now: datetime) -> Iterable[ApiToken]:
    return ApiToken.objects.filter(organisation=organisation, user=user, revoked_at=None).order_by("pk")


def _end_token(token: ApiToken, whose: User, by: User, now: datetime) -> None:
    if token.revoke(now):
        record("API_TOKEN_REVOKED", token, organisation=token.organisation, actor=by, now=now, name=token.name)


def _incoming(organisation: Organisation, user: User, now: datetime) -> Iterable[IncomingWebhook]:
    ours = IncomingWebhook.objects.filter(organisation=organisation, user=user, revoked_at=None)
    return ours.select_related("organisation").order_by("pk")


def _end_incoming(webhook: IncomingWebhook, whose: User, by: User, now: datetime) -> None:
    close_door(webhook, by=by, now=now)


def _outgoing(organisation: Organisation, user: User, now: datetime) -> Iterable[WebhookEndpoint]:
    return WebhookEndpoint.objects.of(organisation).filter(made_by=user).select_related("organisation")


def _hand_outgoing(webhook: WebhookEndpoint, whose: User, to: User, by: User, now: datetime) -> None:
    WebhookEndpoint.objects.filter(pk=webhook.pk).update(made_by=to)


def _links(organisation: Organisation, user: User, now: datetime) -> Iterable[WitnessLink]:
    theirs = WitnessLink.objects.filter(witness__fact__organisation=organisation, asked_by=user)
    return theirs.filter(used_at=None, expires_at__gt=now).select_related("witness__fact__organisation")


def _end_link(link: WitnessLink, whose: User, by: User, now: datetime) -> None:
    WitnessLink.objects.filter(pk=link.pk, used_at=None, expires_at__gt=now).update(expires_at=now)


def _outsiders(organisation: Organisation, user: User, now: datetime) -> Iterable[OutsideApprover]:
    return OutsideApprover.objects.of(organisation).filter(added_by=user).select_related("organisation")


def _hand_outsider(one: OutsideApprover, whose: User, to: User, by: User, now: datetime) -> None:
    OutsideApprover.objects.filter(pk=one.pk).update(added_by=to)


def _rules(organisation: Organisation, user: User, now: datetime) -> Iterable[ApprovalRule]:
    named = models.Q(approvers=user) | models.Q(deputy=user)
    return ApprovalRule.objects.of(organisation).filter(named).select_related("organisation").distinct()


def _hand_rule(rule: ApprovalRule, whose: User, to: User, by: User, now: datetime) -> None:
    _name(rule, whose, to, by, now)


def _end_rule(rule: ApprovalRule, whose: User, by: User, now: datetime) -> None:
    _name(rule, whose, None, by, now)


def _name(rule: ApprovalRule, whose: User, to: User | None, by: User, now: datetime) -> None:
    """`to` is named where `whose` was; the clocks of what waits are set anew."""
    people = {to if each == whose else each for each in rule.named()} - {None}
    rule.deputy = to if rule.deputy == whose else rule.deputy
    with transaction.atomic():
        outsiders = rule.named_outsiders()
        rule.decide(by=by, now=now, approvers=[each for each in people if each], outsiders=outsiders)
        Draft.objects.filter(organisation=rule.organisation).wind()


def _roles(organisation: Organisation, user: User, now: datetime) -> Iterable[AccountRole]:
    return AccountRole.objects.of(organisation).filter(user=user).select_related("account__organisation", "user")


def _hand_role(role: AccountRole, whose: User, to: User, by: User, now: datetime) -> None:
    AccountRole.give(role.account, to, role.role, by=by, now=now)
    role.end(by=by, now=now)


def _ended(thing: Any, whose: User, by: User, now: datetime) -> None:
    thing.end(by=by, now=now)


def _revoked(thing: Any, whose: User, by: User, now: datetime) -> None:
    thing.revoke(by=by, now=now)


def _removed(thing: Any, whose: User, by: User, now: datetime) -> None:
    thing.remove(by=by, now=now)


KINDS = {
    kind.key: kind
    for kind in (
        Kind(
            "key", _("Accounts whose key they hold"), _keys, lambda key: f"{key.account} · {key.holder}", hand=_hand_key
        ),
        Kind(
            "connection",
            _("Accounts that they connected"),
            _connections,
            advice=_("They may know the password: change it on the network, then connect the account again."),
        ),
        Kind("role", _("Roles for single accounts"), _roles, str, hand=_hand_role, end=_ended),
        Kind("rule", _("Rules that ask for their approval"), _rules, str, hand=_hand_rule, end=_end_rule),
        Kind("delegation", _("Delegations, given and received"), _delegations, str, end=_revoked),
        Kind(
            "draft",
            _("Drafts that are not decided"),
            _drafts,
            hand=lambda draft, whose, to, by, now: draft.pass_to(to, by=by, now=now),
            end=lambda draft, whose, by, now: draft.discard(by=by, now=now),
        ),
        Kind(
            "case",
            _("Cases given to them"),
            _cases,
            lambda case: f"n° {case.pk} · {case.latest.author_name or case.latest.author_handle}",
            hand=lambda case, whose, to, by, now: case.give_to(to, by=by, now=now),
            end=lambda case, whose, by, now: case.give_to(None, by=by, now=now),
        ),
        Kind(
            "watch",
            _("Times on call"),
            _watches,
            _hours,
            hand=_hand_watch,
            end=_removed,
        ),
        Kind(
            "seat",
            _("Services at which they work"),
            _seats,
            lambda seat: seat.team.name,
            hand=_hand_seat,
            end=lambda seat, whose, by, now: seat.delete() and None,
        ),
        Kind("token", _("Tokens for programs"), _tokens, lambda token: token.name, end=_end_token),
        Kind("incoming", _("Programs that bring in questions"), _incoming, end=_end_incoming),
        Kind("outgoing", _("Programs that are called"), _outgoing, hand=_hand_outgoing, end=_removed),
        Kind("witness", _("Links of witnesses whom they asked"), _links, lambda link: link.witness.name, end=_end_link),
        Kind("outsider", _("Outside approvers whom they named"), _outsiders, hand=_hand_outsider, end=_removed),
    )
}


def held_by(user: User, organisation: Organisation, now: datetime) -> list[Held]:
    """Everything, by kind; kinds of which there is nothing are left out."""
    found = (Held(kind, list(kind.find(organisation, user, now))) for kind in KINDS.values())
    return [held for held in found if held.things]


def _thing(kind: Kind, pk: int, leaving_from: Organisation, user: User, now: datetime) -> Any:
    """The one with that number, or None: it was handed over meanwhile, or is somebody else's."""
    return next((thing for thing in kind.find(leaving_from, user, now) if thing.pk == pk), None)


def settle(
    key: str, pk: int, *, organisation: Organisation, whose: User, to: User | None, by: User, now: datetime
) -> bool:
    """Hands one thing over to `to`, or ends it (None). False when it is not held any more, or cannot be done so."""
    kind = KINDS[key]
    with transaction.atomic():
        thing = _thing(kind, pk, organisation, whose, now)
        if thing is None or (kind.hand if to else kind.end) is None:
            return False
        _do(kind, thing, whose, to, by, now, organisation)
    return True


def settle_all(*, organisation: Organisation, whose: User, to: User, by: User, now: datetime) -> int:
    """Hands over everything that can be, ends what cannot be handed over but ended; how many things that were. All of
    it or nothing."""
    done = 0
    with transaction.atomic():
        for held in held_by(whose, organisation, now):
            for thing in held.things:
                if held.kind.hand or held.kind.end:
                    _do(held.kind, thing, whose, to if held.kind.hand else None, by, now, organisation)
                    done += 1
    return done


def _do(kind: Kind, thing: Any, whose: User, to: User | None, by: User, now: datetime, where: Organisation) -> None:
    said = {"name": whose.name, "what": {"say": kind.label}}
    subject = Leaving.objects.of(where).filter(user=whose).first() or whose
    if to is not None and kind.hand is not None:
        kind.hand(thing, whose, to, by, now)
        record("HOLDING_HANDED_OVER", subject, organisation=where, actor=by, now=now, to=to.name, **said)
    elif kind.end is not None:
        kind.end(thing, whose, by, now)
        record("HOLDING_ENDED", subject, organisation=where, actor=by, now=now, **said)
