"""Our accounts and their keys."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from beffroi.access.desk import DeskRequest, allowed
from beffroi.connectors import NETWORKS
from beffroi.connectors.contract import Network, NetworkTrouble
from beffroi.directory.forms import ConnectForm
from beffroi.directory.models import Account
from beffroi.journal.sentences import translated


@allowed("see")
def accounts(request: DeskRequest) -> HttpResponse:
    mine = Account.objects.of(request.organisation).prefetch_related("freezes")
    return render(request, "directory/accounts.html", {"accounts": mine, "networks": _networks(request)})


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


def _networks(request: DeskRequest) -> dict[str, Network]:
    """The networks one may connect by hand. The demonstration makes its own accounts and has no way out."""
    if request.organisation.is_demo:
        return {}
    return {name: network for name, network in NETWORKS.items() if not network.fictional}
