"""Is this account official? A page for everybody, without a cookie.

What is typed is looked up in the register and never called: no server is asked because somebody wrote its address.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from beffroi.access.open_page import open_page
from beffroi.directory import asking
from beffroi.directory.verifying import verify
from beffroi.engines.addresses import Address, NoAddress, read
from beffroi.journal.sentences import translated

SHAPES = {"yes": "confirmed", "no": "alarm", "unknown": "waiting"}
NAMES = {
    "yes": gettext_lazy("Official"),
    "no": gettext_lazy("Not official"),
    "unknown": gettext_lazy("Not known"),
}


@require_safe
@open_page(asking.KEPT)
def page(request: HttpRequest) -> HttpResponse:
    """The question, and the answer to `address`."""
    asked = request.GET.get("address", "")
    context: dict[str, Any] = {"asked": asked}
    if not asked.strip():
        return render(request, "directory/verify.html", context)
    if seconds := asking.seconds_to_wait(request):
        answer = render(request, "directory/verify.html", {**context, "refused": asking.too_often(seconds)}, status=429)
        answer["Retry-After"] = str(seconds)
        return answer
    try:
        address = read(asked)
    except NoAddress as trouble:
        refused = translated(trouble.words.as_json())
        return render(request, "directory/verify.html", {**context, "refused": refused}, status=422)
    verdict = verify(address, now=timezone.now())
    for near in verdict.nearest:
        near.asked = Address(near.network, near.handle, near.native_id).url  # type: ignore[attr-defined]  # for the template
    context |= {
        "address": address,
        "verdict": verdict,
        "words": translated(verdict.words.as_json()),
        "shape": SHAPES[verdict.answer],
        "shape_name": NAMES[verdict.answer],
    }
    return render(request, "directory/verify.html", context)
