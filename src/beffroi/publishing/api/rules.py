"""Who must agree before something leaves; and those who are asked from outside."""

from datetime import datetime
from typing import Annotated, Any

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Query
from pydantic import Field

from beffroi.access.api import (
    ActRouter,
    Cursor,
    Id,
    Listed,
    Number,
    OneOf,
    ProgramRequest,
    Refusal,
    Said,
    Shown,
    Word,
    checked,
    listed,
    may_act_on,
)
from beffroi.access.api.errors import wrong
from beffroi.access.api.people import Person, person, person_or_none
from beffroi.directory.models import Account
from beffroi.outbound.mail import MailTrouble
from beffroi.publishing.forms.agreement import LONGEST_WAIT, OutsideApproverForm, RuleForm
from beffroi.publishing.letters import is_mail_configured, link_to, send_link
from beffroi.publishing.models import ApprovalRule, Draft, OutsideApprover, OutsideRequest
from beffroi.publishing.models.meaning import meaning
from beffroi.publishing.models.rule import MODES
from beffroi.publishing.templatetags.asking import may_ask_outside

router = ActRouter("Approval")
People = Annotated[list[Number], Field(max_length=200)]


class ApprovalRuleSaid(Said):
    """Nobody named: whoever's role may approve. After `deadline` minutes the deputy may decide alone."""

    mode: Annotated[str, OneOf(MODES)]
    approvers: People = []
    outsiders: People = []
    deadline: Annotated[int, Field(strict=True, ge=1, le=LONGEST_WAIT)] | None = None
    deputy: Number | None = None


class OutsiderShown(Shown):
    id: int
    name: str
    email: str


class ApprovalRuleShown(Shown):
    """`account` is null for the general rule; `is_own` false where the general one counts. `said` tells it in words."""

    account: int | None
    is_own: bool
    mode: str
    approvers: list[Person]
    outsiders: list[OutsiderShown]
    deadline: int | None
    deputy: Person | None
    said: str


class OutsiderSaid(Said):
    name: Annotated[Word, Field(min_length=1, max_length=120)] = Field(examples=["Maître Dupont"])
    email: Annotated[Word, Field(min_length=3, max_length=254)] = Field(examples=["dupont@etude.example"])


class OutsideSaid(Said):
    approver: Number = Field(description="One of the approvers from outside.")


class OutsideShown(Shown):
    """`link` is empty where it went out by mail: else hand it over. It is told this once."""

    id: int
    approver: OutsiderShown
    expires_at: datetime
    is_sent: bool
    link: str


@router.read("/approval-rules/general", act="run the organisation", gives=ApprovalRuleShown)
def read_general_rule(request: ProgramRequest) -> Any:
    """That of all accounts that have none of their own."""
    return _rule(request, None)


@router.put("/approval-rules/general", act="run the organisation", gives=ApprovalRuleShown)
def decide_general_rule(request: ProgramRequest, said: ApprovalRuleSaid) -> Any:
    """In force at once, also for what waits."""
    may_act_on(request, Account.objects.of(request.organisation).values_list("pk", flat=True))
    return _decide(request, None, said)


@router.read("/accounts/{pk}/approval-rule", act="run the organisation", gives=ApprovalRuleShown)
def read_account_rule(request: ProgramRequest, pk: Id) -> Any:
    return _rule(request, get_object_or_404(Account.objects.of(request.organisation), pk=pk))


@router.put("/accounts/{pk}/approval-rule", act="run the organisation", gives=ApprovalRuleShown)
def decide_account_rule(request: ProgramRequest, pk: Id, said: ApprovalRuleSaid) -> Any:
    """In the place of the general rule for this account."""
    return _decide(request, _account(request, pk), said)


@router.delete("/accounts/{pk}/approval-rule", act="run the organisation")
def drop_account_rule(request: ProgramRequest, pk: Id) -> Any:
    """The account is under the general rule again."""
    known = ApprovalRule.objects.of(request.organisation).filter(account=_account(request, pk)).first()
    if known is not None:
        known.drop(by=request.user, now=request.now)


@router.read("/outside-approvers", act="run the organisation", gives=Listed[OutsiderShown])
def list_outside_approvers(request: ProgramRequest, cursor: Query[Cursor]) -> Any:
    """They have no account here, and decide by a link."""
    return listed(OutsideApprover.objects.of(request.organisation), cursor, by=["name", "pk"], shown=_outsider)


@router.post("/outside-approvers", act="run the organisation", gives=OutsiderShown, status=201)
def add_outside_approver(request: ProgramRequest, said: OutsiderSaid) -> Any:
    """Name them in a rule, so that they are asked."""
    data = {f"outside-{name}": value for name, value in said.model_dump().items()}
    clean = checked(OutsideApproverForm(request.organisation, data))
    added = OutsideApprover.add(organisation=request.organisation, by=request.user, now=request.now, **clean)
    return _outsider(added)


@router.delete("/outside-approvers/{pk}", act="run the organisation")
def remove_outside_approver(request: ProgramRequest, pk: Id) -> Any:
    """They are asked no more; their open links no longer work."""
    chosen = get_object_or_404(OutsideApprover.objects.filter(organisation=request.organisation), pk=pk)
    may_act_on(request, Account.objects.of(request.organisation).values_list("pk", flat=True))  # whose rules name them
    chosen.remove(by=request.user, now=request.now)


@router.post("/drafts/{pk}/outside-requests", act="draft", gives=OutsideShown, status=201, is_kept=False)  # a key in it
def ask_outside(request: ProgramRequest, pk: Id, said: OutsideSaid) -> Any:
    """Asks about the latest version: by mail, or by a link, which only somebody who may approve and did not write the
    text is told."""
    draft = get_object_or_404(Draft.objects.opened(request.organisation), pk=pk)
    may_act_on(request, [account.pk for account in draft.accounts.all()])
    if not may_ask_outside(request, draft) or not (is_mail_configured() or request.auth.opens("approve")):
        raise PermissionDenied(_("The link would be shown to you: somebody who may approve has to ask for you."))
    approver = OutsideApprover.objects.of(request.organisation).filter(pk=said.approver).first()
    if approver is None:
        raise wrong("approver", _("There is nobody of this number."))
    asked, secret = OutsideRequest.ask(draft.latest, approver, by=request.user, now=request.now)
    link = link_to(secret, request.build_absolute_uri("/"))
    if is_mail_configured():
        _send(request, asked, link)
    return OutsideShown(
        id=asked.pk,
        approver=_outsider(approver),
        expires_at=asked.expires_at,
        is_sent=is_mail_configured(),
        link="" if is_mail_configured() else link,
    )


def _send(request: ProgramRequest, asked: OutsideRequest, link: str) -> None:
    try:
        send_link(asked, link)
    except MailTrouble as trouble:
        asked.withdraw(now=request.now)
        said = {"name": asked.approver, "trouble": _(str(trouble))}
        raise Refusal(409, _("%(name)s was not asked: %(trouble)s") % said) from trouble


def _account(request: ProgramRequest, pk: int) -> Account:
    may_act_on(request, [pk])
    return get_object_or_404(Account.objects.of(request.organisation), pk=pk)


def _known(request: ProgramRequest, account: Account | None) -> ApprovalRule | None:
    return ApprovalRule.objects.of(request.organisation).filter(account=account).first()


def _decide(request: ProgramRequest, account: Account | None, said: ApprovalRuleSaid) -> ApprovalRuleShown:
    rule = _known(request, account) or ApprovalRule(organisation=request.organisation, account=account)
    form = RuleForm(rule, {name: "" if value is None else value for name, value in said.model_dump().items()})
    checked(form)
    form.decide(by=request.user, now=request.now)
    return _rule(request, account)


def _rule(request: ProgramRequest, account: Account | None) -> ApprovalRuleShown:
    """What counts for the account, or in general."""
    own = _known(request, account)
    rule = own or _known(request, None) or ApprovalRule(organisation=request.organisation)
    return ApprovalRuleShown(
        account=account.pk if account else None,
        is_own=own is not None,
        mode=rule.mode,
        approvers=[person(each) for each in rule.named()],
        outsiders=[_outsider(each) for each in rule.named_outsiders()],
        deadline=rule.deadline,
        deputy=person_or_none(rule.deputy),
        said=meaning(rule),
    )


def _outsider(row: OutsideApprover) -> OutsiderShown:
    return OutsiderShown(id=row.pk, name=row.name, email=row.email)
