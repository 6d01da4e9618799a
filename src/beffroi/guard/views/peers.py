"""Accounts of other bodies that we watch and do not hold."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from beffroi.access.desk import DeskRequest, allowed
from beffroi.directory.models import Account
from beffroi.guard.forms import PeerForm
from beffroi.guard.models import Peer
from beffroi.guard.peers import NotFound, find
from beffroi.journal.sentences import translated
from beffroi.work.paging import page


@allowed("see")
def peers(request: DeskRequest) -> HttpResponse:
    return _page(request, PeerForm(Account.objects.of(request.organisation).networks()))


@require_POST
@allowed("judge alarms")
def peer_new(request: DeskRequest) -> HttpResponse:
    """Begins to watch the account of a handle, as the network shows it now."""
    form = PeerForm(Account.objects.of(request.organisation).networks(), request.POST)
    if form.is_valid():
        said = form.cleaned_data
        try:
            profile = find(request.organisation, said["network"], said["handle"])
        except NotFound as nobody:
            reason = translated(nobody.reason.as_json()) if nobody.reason else ""
            form.add_error("handle", reason or _("The network finds nobody who is called exactly so."))
        else:
            peer = Peer.watch(request.organisation, profile, by=request.user, now=timezone.now())
            messages.success(request, _("From now on %(account)s is read once a day.") % {"account": peer})
            return redirect("peers")
    return _page(request, form)


@require_POST
@allowed("judge alarms")
def peer_acceptance(request: DeskRequest, pk: int) -> HttpResponse:
    """What it shows now is right."""
    _peer(request, pk).accept(by=request.user, now=timezone.now())
    messages.success(request, _("Noted: what it shows now is right."))
    return redirect("peers")


@require_POST
@allowed("judge alarms")
def peer_removal(request: DeskRequest, pk: int) -> HttpResponse:
    peer = _peer(request, pk)
    peer.leave(by=request.user, now=timezone.now())
    messages.success(request, _("%(account)s is watched no more.") % {"account": peer})
    return redirect("peers")


def _peer(request: DeskRequest, pk: int) -> Peer:
    return get_object_or_404(
        Peer.objects.filter(organisation=request.organisation).select_related("organisation"), pk=pk
    )


def _page(request: DeskRequest, form: PeerForm) -> HttpResponse:
    watched = Peer.objects.filter(organisation=request.organisation)
    context: dict[str, Any] = {
        "alarmed": watched.exclude(found={}).order_by("-found_at"),
        "page": page(watched.filter(found={}), request.GET.get("after", ""), by=("pk",)),
        "form": form,
        "may_watch": request.membership.may("judge alarms"),
    }
    return render(request, "guard/peers.html", context, status=422 if form.errors else 200)
