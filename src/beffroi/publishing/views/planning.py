"""A planning kept elsewhere, as a CSV file: in and out."""

import uuid
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.contrib import messages
from django.core import signing
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from beffroi.access.desk import DeskRequest, allowed
from beffroi.engines.tables.planning import titles
from beffroi.engines.tables.sheet import Unreadable
from beffroi.journal.sentences import translated
from beffroi.publishing.exporting import example as example_file
from beffroi.publishing.exporting import planning_as_file
from beffroi.publishing.forms.planning import PlanningForm
from beffroi.publishing.importing import Import, import_planning, read_planning
from beffroi.publishing.views.calendar import span_of

SALT, FOLDER = "planning.import", "imports"
KEPT = timedelta(days=1)  # a file that nobody made drafts of
PER_PAGE = 100


@allowed("draft")
def planning_import(request: DeskRequest) -> HttpResponse:
    """Asks for the file; then shows each of its rows, before anything is created."""
    now = timezone.now()
    if request.method != "POST":
        return _preview(request, now) if "file" in request.GET else _ask(request, PlanningForm())
    form = PlanningForm(None, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["file"]
        content = file.read()
        try:
            read_planning(content, request.organisation, now=now)
        except Unreadable as reason:
            form.add_error("file", translated(reason.words.as_json()))
        else:
            return redirect(_address(request, content, file.name, now))
    return _ask(request, form)


def _ask(request: DeskRequest, form: PlanningForm) -> HttpResponse:
    return render(
        request,
        "publishing/planning_import.html",
        {"form": form, "titles": titles(get_language() or "")},
        status=422 if form.errors else 200,
    )


def _preview(request: DeskRequest, now: datetime) -> HttpResponse:
    content, name, token = _kept(request, request.GET.get("file", ""))
    planned = read_planning(content, request.organisation, now=now)
    rows = Paginator([*planned.wrong, *planned.known, *planned.right], PER_PAGE)
    page = rows.get_page(request.GET.get("page"))
    context = {"planned": planned, "page": page, "name": name, "token": token}
    return render(request, "publishing/planning_preview.html", context)


@require_POST
@allowed("draft")
def creation(request: DeskRequest) -> HttpResponse:
    """Makes the right rows drafts. What is wrong stays on the page, to be taken away and mended."""
    content, name, token = _kept(request, request.POST.get("file", ""))
    planned = import_planning(content, request.organisation, by=request.user, file=name, now=timezone.now())
    count = len(planned.right)
    if not count:
        messages.info(request, _("There was nothing to import: no draft was made."))
    else:
        words = ngettext("%(count)d draft was made.", "%(count)d drafts were made.", count) % {"count": count}
        messages.success(request, words)
    if planned.wrong:
        return redirect(f"{reverse('planning_import')}?{urlencode({'file': token})}")
    default_storage.delete(_stored(token))
    days = [row.planned.leave_at for row in planned.right if row.planned.leave_at]
    return redirect(
        f"{reverse('calendar')}?{urlencode({'date': timezone.localtime(min(days)).date()})}" if days else "calendar"
    )


@allowed("draft")
def wrong_rows(request: DeskRequest) -> HttpResponse:
    content, _name, _token = _kept(request, request.GET.get("file", ""))
    planned: Import = read_planning(content, request.organisation, now=timezone.now())
    return _download(planned.wrong_rows(), _("calendar-to-mend"))


@allowed("draft")
def example(request: DeskRequest) -> HttpResponse:
    return _download(example_file(request.organisation, timezone.now()), _("calendar-example"))


@allowed("see")
def export(request: DeskRequest) -> HttpResponse:
    """What the calendar shows, in the form in which it can be imported again."""
    span = span_of(request.GET, today=timezone.localdate())
    return _download(planning_as_file(request.organisation, span), _("calendar") + f"-{span.days[0].isoformat()}")


def _download(content: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer


def _address(request: DeskRequest, content: bytes, name: str, now: datetime) -> str:
    """Where the file is shown: it stays in the data folder until it was made drafts, or a day."""
    _forget_old(now)
    stored = default_storage.save(f"{FOLDER}/{uuid.uuid4().hex}.csv", ContentFile(content))
    token = signing.dumps([stored, request.organisation.pk, name[-80:]], salt=SALT)
    return f"{reverse('planning_import')}?{urlencode({'file': token})}"


def _kept(request: DeskRequest, token: str) -> tuple[bytes, str, str]:
    """The file behind `token`, its name, the token. Raises Http404 for another organisation's, or one that is gone."""
    try:
        stored, organisation, name = signing.loads(token, salt=SALT)
        if organisation != request.organisation.pk:
            raise Http404
        with default_storage.open(stored) as file:
            return file.read(), name, token
    except (signing.BadSignature, OSError) as error:
        raise Http404 from error


def _stored(token: str) -> str:
    stored: str = signing.loads(token, salt=SALT)[0]
    return stored


def _forget_old(now: datetime) -> None:
    if not default_storage.exists(FOLDER):
        return
    for name in default_storage.listdir(FOLDER)[1]:
        if default_storage.get_created_time(f"{FOLDER}/{name}") < now - KEPT:
            default_storage.delete(f"{FOLDER}/{name}")
