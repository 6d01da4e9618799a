"""What everybody may read: the rankings, an edition with its method, and its archive."""

from django.contrib.auth.decorators import login_not_required
from django.db.models import Max
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from beffroi.access.open_page import open_page
from beffroi.rankings.models import Edition
from beffroi.rankings.views import shown

EARLIER = 60  # editions of the list


@require_safe
@open_page()
def rankings(request: HttpRequest) -> HttpResponse:
    """The latest edition of each ranking, and those before."""
    latest = Edition.objects.values("ranking").annotate(newest=Max("pk")).values_list("newest", flat=True)
    every = Edition.objects.select_related("ranking").order_by("-until", "-made_at", "pk")
    newest = list(every.filter(pk__in=list(latest)))
    earlier = list(every.exclude(pk__in=[edition.pk for edition in newest])[:EARLIER])
    return render(request, "rankings/rankings.html", {"newest": newest, "earlier": earlier})


@require_safe
@open_page()
def edition(request: HttpRequest, number: int) -> HttpResponse:
    told = get_object_or_404(Edition.objects.select_related("ranking"), pk=number)
    chosen, first = _number(request, "class"), _number(request, "from") or 0
    every = told.places.filter(bound=chosen) if chosen is not None else told.places.all()
    places, before, after = shown.page_of(every, first)
    if first and not places:
        raise Http404
    context = {
        "edition": told,
        "lines": shown.lines(told, places),
        "choices": shown.choices(told, chosen),
        "chosen": chosen,
        "before": before,
        "after": after,
        "methods": shown.methods(told),
        "unit": shown.unit(told),
        "corrected": told.ranking.editions.filter(first=told.first, until=told.until, number__gt=told.number).last(),
    }
    return render(request, "rankings/edition.html", context)


@require_safe
@login_not_required
def archive(request: HttpRequest, number: int) -> HttpResponseBase:
    """Read from its file each time: what can be hundreds of megabytes is no page to keep in memory."""
    told = get_object_or_404(Edition, pk=number)
    try:
        content = told.archive.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    name = f"beffroi-{told.ranking.measure}-{told.first}-{told.number}.zip"
    return FileResponse(content, as_attachment=True, filename=name, content_type="application/zip")


def _number(request: HttpRequest, name: str) -> int | None:
    """What the address asks for, None where it is no number of a sensible size."""
    said = request.GET.get(name, "")
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 9 else None
