"""What a hub calls: to have an order confirmed, and to say that a feed has changed. No session, no cookie."""

from datetime import timedelta

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from beffroi.directory.feeds import is_signed
from beffroi.listening.models import Subscription

MOST = 2 * 2**20  # bytes of a message: it is only weighed and forgotten


@csrf_exempt
@login_not_required
@require_http_methods(["GET", "POST"])
def hub(request: HttpRequest, name: str) -> HttpResponse:
    subscription = Subscription.objects.filter(name=name).first()
    if subscription is None:
        return HttpResponse(status=410)  # by which a hub ends an order that nobody wants any more
    if request.method == "GET":
        return _confirmed(request, subscription)
    return _told(request, subscription)


def _confirmed(request: HttpRequest, subscription: Subscription) -> HttpResponse:
    """Repeats the challenge of an order that is ours; of any other, 404 says that nobody wants it."""
    said = request.GET
    lease = said.get("hub.lease_seconds", "")
    is_ours = said.get("hub.mode") == "subscribe" and said.get("hub.topic") == subscription.topic
    if not is_ours or not (lease.isascii() and lease.isdecimal() and len(lease) < 10):
        return HttpResponse(status=404)
    subscription.confirm(timedelta(seconds=int(lease)), now=timezone.now())
    return HttpResponse(said.get("hub.challenge", "")[:1000], content_type="text/plain")


def _told(request: HttpRequest, subscription: Subscription) -> HttpResponse:
    """A message that the hub has signed; to any other the answer is the same, and nothing happens."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal() or int(length) > MOST:
        return HttpResponse(status=413)
    if is_signed(request.body, request.headers.get("X-Hub-Signature", ""), subscription.secret):
        subscription.read_soon(now=timezone.now())
    return HttpResponse(status=202)
