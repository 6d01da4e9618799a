"""Settings: everything that is kept of one person. How they are called travels in the form, never in an address."""

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from beffroi.access.desk import DeskRequest, allowed
from beffroi.journal.models import record
from beffroi.keeping.forms import PersonForm
from beffroi.keeping.models import Asked
from beffroi.keeping.person import erase, find, pack
from beffroi.work.made import Made


@allowed("run the organisation")
def person(request: DeskRequest) -> HttpResponse:
    """Looking changes nothing: it is asked by POST so that no address, log or history says a name."""
    form = PersonForm(request.organisation, request.POST or None)
    context = {"form": form, "waiting": _waiting(request)}
    if request.method == "POST" and form.is_valid():
        asked = form.person
        context |= {"found": find(request.organisation, asked), "is_asked": True, "called": sorted(asked.words)}
        context["said"] = form.cleaned_data
    return render(request, "keeping/person.html", context, status=422 if form.errors else 200)


@require_POST
@allowed("run the organisation")
def file(request: DeskRequest) -> HttpResponse:
    form = PersonForm(request.organisation, request.POST)
    if not form.is_valid():
        return _again(request, form)
    now, made = timezone.now(), Made()
    records = pack(made, request.organisation, form.person, now=now)
    whose = request.organisation
    record("PERSON_EXPORTED", whose, organisation=whose, actor=request.user, now=now, records=records)
    made.seek(0)
    name = f"data-{now:%Y-%m-%d}.zip"
    answer = FileResponse(made, as_attachment=True, filename=name, content_type="application/zip")
    return answer  # type: ignore[return-value]  # an answer like any other


@require_POST
@allowed("run the organisation")
def erasure(request: DeskRequest) -> HttpResponse:
    form = PersonForm(request.organisation, request.POST)
    if not form.is_valid():
        return _again(request, form)
    done = erase(
        request.organisation, form.person, objects="objects" in request.POST, by=request.user, now=timezone.now()
    )
    said = ngettext(
        "%(gone)s record was erased or made nameless.", "%(gone)s records were erased or made nameless.", done.records
    )
    messages.success(request, said % {"gone": done.records})
    if done.held:
        held = _("%(held)s stay, because they are held: tell the person so, and why.")
        messages.warning(request, held % {"held": done.held})
    return redirect("person_data")


def _again(request: DeskRequest, form: PersonForm) -> HttpResponse:
    return render(request, "keeping/person.html", {"form": form, "waiting": _waiting(request)}, status=422)


def _waiting(request: DeskRequest) -> int:
    return Asked.objects.filter(organisation=request.organisation, answered_at=None).count()
