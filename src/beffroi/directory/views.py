"""Our accounts and their keys."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from beffroi.access.desk import DeskRequest, allowed
from beffroi.connectors import NETWORKS
from beffroi.connectors.contract import Network, NetworkTrouble
from beffroi.directory.forms import CeilingForm, ConnectForm
from beffroi.directory.models import Account
from beffroi.journal.sentences import translated


@allowed("see")
def accounts(request: DeskRequest) -> HttpResponse:
    mine = Account.objects.of(request.organisation).prefetch_related("freezes")
    may = request.membership.may("connect accounts")
    context = {"accounts": mine, "networks": _networks(request), "membership_may_connect": may}
    return render(request, "directory/accounts.html", context)


@allowed("connect accounts")
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


@allowed("connect accounts")
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
@allowed("connect accounts")
def feed(request: DeskRequest, pk: int) -> HttpResponse:
    """Opens or closes the public feed of one account."""
    account = get_object_or_404(Account.objects.of(request.organisation), pk=pk)
    account.show_feed(request.POST.get("show") == "yes", by=request.user, now=timezone.now())
    if account.has_feed:
        messages.success(request, _("The feed of @%(handle)s is public now.") % {"handle": account.handle})
    else:
        messages.success(request, _("The feed of @%(handle)s is closed.") % {"handle": account.handle})
    return redirect("accounts")


def _networks(request: DeskRequest) -> dict[str, Network]:
    """The networks one may connect by hand. The demonstration makes its own accounts and has no way out."""
    if request.organisation.is_demo:
        return {}
    return {name: network for name, network in NETWORKS.items() if not network.fictional}
