"""Followers beside what one would expect of a body of this size: a page for everybody."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from beffroi.access.open_page import open_page
from beffroi.directory.models import Body, OfficialAccount
from beffroi.directory.models.account import network_name
from beffroi.directory.models.body import CLASSES, KINDS
from beffroi.directory.models.official import NETWORKS_WITHOUT_CONNECTOR
from beffroi.engines.counts.expected import Placed
from beffroi.rankings.expected.expecting import expected_of
from beffroi.rankings.expected.scatter import drawn
from beffroi.rankings.models.edition import class_name

MOST = 200  # rows of the table
USUAL = "bluesky"


@dataclass(frozen=True, slots=True)
class Row:
    placed: Placed
    body: Body


@require_safe
@open_page(seconds=600)
def expected(request: HttpRequest) -> HttpResponse:
    kind, network = request.GET.get("kind", "commune"), request.GET.get("network", USUAL)
    bound, with_activity = _bound(request), request.GET.get("activity") == "1"
    networks = _networks()
    if kind not in KINDS or (network not in networks and network != USUAL):
        raise Http404
    told = expected_of(kind, bound, network, with_activity=with_activity, now=timezone.now())
    rows = [Row(placed, told.bodies[placed.observed.key]) for placed in told.expectation.placed]
    half = MOST // 2
    context = {
        "kind": kind,
        "kinds": list(KINDS.items()),
        "bound": bound,
        "classes": [(None, class_name(None)), *((each, class_name(each)) for each in CLASSES)],
        "network": network,
        "network_name": networks.get(network, network),
        "networks": sorted(networks.items()),
        "with_activity": with_activity,
        "expectation": told.expectation,
        "drawing": drawn(told.expectation),
        "rows": rows if len(rows) <= MOST else rows[:half] + rows[-half:],
        "not_shown": max(len(rows) - MOST, 0),
        "left_out": told.expectation.left_out[:MOST],
        "read_at": told.read_at,
    }
    return render(request, "rankings/expected.html", context)


def _bound(request: HttpRequest) -> int | None:
    said = request.GET.get("class", "")
    if not said:
        return None
    if said not in {str(each) for each in CLASSES}:
        raise Http404
    return int(said)


def _networks() -> dict[str, str]:
    """Those on which the directory knows an account, with what people call them."""
    known = OfficialAccount.objects.order_by().values_list("network", flat=True).distinct()
    return {each: network_name(each) or NETWORKS_WITHOUT_CONNECTOR.get(each, each) for each in known}
