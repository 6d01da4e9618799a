"""What the page and the answer for programs share: how often one place may ask, and the address of an answer."""

from datetime import timedelta
from math import ceil
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from beffroi.engines.addresses import Address
from beffroi.engines.allowance import Allowance, place_of

KEPT = 300  # seconds for which an answer may be given again: a proof that fell is seen within five minutes
ALLOWED = Allowance(60, timedelta(minutes=1))


def seconds_to_wait(request: HttpRequest) -> int:
    return ceil(ALLOWED.wait(place_of(request.META.get("REMOTE_ADDR", "")), now=timezone.now()).total_seconds())


def too_often(seconds: int) -> str:
    said = ngettext(
        "You have asked very often within a minute. Ask again in %(seconds)s second.",
        "You have asked very often within a minute. Ask again in %(seconds)s seconds.",
        seconds,
    )
    return said % {"seconds": seconds}


def answer_to(address: Address) -> str:
    return f"{reverse('directory_verify')}?{urlencode({'address': address.url})}"
