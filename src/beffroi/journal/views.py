"""The ledger as a page, and as a file."""

from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST

from beffroi.access.desk import DeskRequest, allowed
from beffroi.journal.choosing import Wanted, actors
from beffroi.journal.exporting import pack
from beffroi.journal.models import Chain, record
from beffroi.journal.sentences import kinds, sentence
from beffroi.work.made import Made
from beffroi.work.paging import page


@allowed("see")
def journal(request: DeskRequest) -> HttpResponse:
    wanted = Wanted.asked(request.GET)
    events = wanted.events(request.organisation).select_related("actor")
    shown = page(events, request.GET.get("after", ""), by=["-number"])
    context = {
        "page": shown,
        "lines": [(event, sentence(event)) for event in shown.rows],
        "wanted": wanted,
        "keep": wanted.keep,
        "actors": actors(request.organisation),
        "verbs": kinds(),
        "chain": Chain.objects.filter(organisation=request.organisation).first(),
        "may_export": request.membership.may("run the organisation"),
    }
    return render(request, "journal/journal.html", context)


@require_POST
@allowed("run the organisation")
def export(request: DeskRequest) -> HttpResponse:
    """The whole ledger with what verifies it. That it was taken is written down after what is in it."""
    now, file = timezone.now(), Made()
    last = pack(file, request.organisation, now=now)
    record(
        "JOURNAL_EXPORTED",
        request.organisation,
        organisation=request.organisation,
        actor=request.user,
        now=now,
        last=last,
    )
    file.seek(0)
    name = f"journal-{request.organisation.pk}-{now:%Y-%m-%d}.zip"
    answer = FileResponse(file, as_attachment=True, filename=name, content_type="application/zip")
    return answer  # type: ignore[return-value]  # an answer like any other
