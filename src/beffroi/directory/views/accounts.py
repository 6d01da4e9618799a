"""Our accounts, their keys, and who holds them."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from beffroi.access.desk import DeskRequest, allowed, allowed_somewhere
from beffroi.connectors import NETWORKS
from beffroi.connectors.contract import Network, NetworkTrouble
from beffroi.directory.forms.accounts import CeilingForm, ConnectForm, KeyHolderForm
from beffroi.directory.models import Account, KeyHolder, KeyProof
from beffroi.directory.models.key_holder import WRITTEN
from beffroi.journal.moves import NotAllowed
from beffroi.journal.sentences import translated


@allowed("see")
def accounts(request: DeskRequest) -> HttpResponse:
    mine = Account.objects.of(request.organisation).prefetch_related("freezes")
    may = request.membership.may("connect accounts")
    context = {"accounts": mine, "networks": _networks(request), "membership_may_connect": may}
    return render(request, "directory/accounts.html", context)


@allowed_somewhere("connect accounts")
def connect(request: DeskRequest, network: str) -> HttpResponse:
    """Asks the network who these credentials are, and registers the account that answers."""
    if network not in _networks(request):
        raise Http404
    form = ConnectForm(NETWORKS[network], request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            account = Account.register(
                organisation=request.organisation,
                network=network,
                credentials=form.credentials(),
                by=request.user,
                now=timezone.now(),
            )
        except NetworkTrouble as trouble:
            form.add_error(None, translated(trouble.reason.as_json()))
        else:
            messages.success(request, _("@%(handle)s is connected.") % {"handle": account.handle})
            return redirect("accounts")
    status = 422 if form.errors else 200
    return render(request, "directory/connect.html", {"form": form, "network": NETWORKS[network]}, status=status)


@allowed_somewhere("connect accounts")
def ceiling(request: DeskRequest, pk: int) -> HttpResponse:
    """What an account on a paid network may spend in a month."""
    account = get_object_or_404(Account.objects.of(request.organisation), pk=pk)
    if account.capabilities.price is None:
        raise Http404
    form = CeilingForm(request.POST or None, initial={"ceiling": account.monthly_ceiling})
    if request.method == "POST" and form.is_valid():
        account.set_ceiling(form.cleaned_data["ceiling"], by=request.user, now=timezone.now())
        messages.success(request, _("Saved."))
        return redirect("accounts")
    status = 422 if form.errors else 200
    return render(request, "directory/ceiling.html", {"form": form, "account": account}, status=status)


@require_POST
@allowed_somewhere("connect accounts")
def feed(request: DeskRequest, pk: int) -> HttpResponse:
    """Opens or closes the public feed of one account."""
    account = get_object_or_404(Account.objects.of(request.organisation), pk=pk)
    account.show_feed(request.POST.get("show") == "yes", by=request.user, now=timezone.now())
    if account.has_feed:
        messages.success(request, _("The feed of @%(handle)s is public now.") % {"handle": account.handle})
    else:
        messages.success(request, _("The feed of @%(handle)s is closed.") % {"handle": account.handle})
    return redirect("accounts")


@allowed("see")
def key_holders(request: DeskRequest) -> HttpResponse:
    """Who holds which account; those that nobody can prove come first."""
    now = timezone.now()
    held = {holder.account_id: holder for holder in KeyHolder.objects.of(request.organisation)}
    proofs = KeyProof.objects.filter(key_holder__in=held.values()).select_related("by", "witness").order_by("at")
    latest = {proof.key_holder_id: proof for proof in proofs}
    accounts = Account.objects.of(request.organisation).prefetch_related("freezes")
    rows = [_row(account, held.get(account.pk), latest, request, now) for account in accounts]
    rows.sort(key=lambda row: (row["is_proven"], row["account"].handle))
    context = {
        "rows": rows,
        "unproven": sum(not row["is_proven"] for row in rows),
        "may_write": request.membership.may("connect accounts"),
    }
    return render(request, "directory/key_holders.html", context)


def _row(
    account: Account, holder: KeyHolder | None, latest: dict[int, KeyProof], request: DeskRequest, now: datetime
) -> dict[str, Any]:
    proof = latest.get(holder.pk) if holder else None
    return {
        "account": account,
        "holder": holder,
        "proof": proof,
        "is_proven": holder is not None and holder.is_proven(now),
        "is_over": holder is not None and holder.is_over(now.date()),
        "may_prove": holder is not None and _may_prove(request, holder),
        "may_witness": proof is not None and proof.witness_id is None and proof.by != request.user,
        "is_parked": any(freeze.is_parking and freeze.lifted_at is None for freeze in account.freezes.all()),
    }


def _may_prove(request: DeskRequest, holder: KeyHolder) -> bool:
    """The holder, or for a holder who is no member whoever looks after the accounts."""
    return holder.user == request.user if holder.user else request.membership.may("connect accounts")


@allowed_somewhere("connect accounts")
def key_holder(request: DeskRequest, pk: int) -> HttpResponse:
    """Writes down who holds one account; another holder is a hand-over."""
    account = get_object_or_404(Account.objects.of(request.organisation), pk=pk)
    known = KeyHolder.objects.at(account)
    initial = {name: getattr(known, name) for name in WRITTEN} if known else None
    form = KeyHolderForm(request.organisation, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        KeyHolder.write_down(account, by=request.user, now=timezone.now(), **form.cleaned_data)
        messages.success(request, _("Written down. The holder has a week to open the account and say so."))
        return redirect("key_holders")
    context = {"form": form, "account": account, "known": known}
    return render(request, "directory/key_holder.html", context, status=422 if form.errors else 200)


@require_POST
@allowed("see")
def key_proof(request: DeskRequest, pk: int) -> HttpResponse:
    """The holder opened the account today; or, with `seen`, a second person saw it."""
    account = get_object_or_404(Account.objects.of(request.organisation), pk=pk)
    holder = KeyHolder.objects.at(account)
    if holder is None:
        messages.warning(request, _("Nobody is written down for this account yet."))
        return redirect("key_holders")
    if request.POST.get("seen"):
        return _witnessed(request, holder)
    if not _may_prove(request, holder):
        raise PermissionDenied(_("Only %(name)s can say that they opened it.") % {"name": holder.holder})
    holder.prove(by=request.user, now=timezone.now())
    messages.success(request, _("Proven for a year. A second person may say that they saw it."))
    return redirect("key_holders")


def _witnessed(request: DeskRequest, holder: KeyHolder) -> HttpResponse:
    proof = holder.proofs.order_by("-at").first()
    try:
        if proof is None:
            raise NotAllowed("nothing to see")
        proof.see(by=request.user, now=timezone.now())
    except NotAllowed:
        messages.warning(
            request, _("There is nothing for you to witness: it was seen already, or you said it yourself.")
        )
    else:
        messages.success(request, _("Noted: you saw it."))
    return redirect("key_holders")


@require_POST
@allowed_somewhere("connect accounts")
def parking(request: DeskRequest, pk: int) -> HttpResponse:
    """Parks an account that nobody uses any more, or takes it into use again."""
    account, now = get_object_or_404(Account.objects.of(request.organisation), pk=pk), timezone.now()
    if request.POST.get("park") != "yes":
        account.unpark(by=request.user, now=now)
        messages.success(request, _("@%(handle)s is in use again.") % {"handle": account.handle})
        return redirect("key_holders")
    try:
        account.park(by=request.user, now=now)
    except NotAllowed:
        messages.warning(request, _("It is frozen at present: judge the alarm first."))
    else:
        messages.success(request, _("@%(handle)s is parked, and still watched.") % {"handle": account.handle})
    return redirect("key_holders")


def _networks(request: DeskRequest) -> dict[str, Network]:
    """The networks one may connect by hand. The demonstration makes its own accounts and has no way out."""
    if request.organisation.is_demo:
        return {}
    return {name: network for name, network in NETWORKS.items() if not network.fictional}
