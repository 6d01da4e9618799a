"""Bringing a list of accounts into the directory: the file, what it would change, what could not be brought in."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from beffroi.access.desk import DeskRequest, allowed, in_earnest
from beffroi.directory.bringing_in import uploads
from beffroi.directory.bringing_in.accounts import bring_in_accounts, read_accounts
from beffroi.directory.bringing_in.changes import Change
from beffroi.directory.bringing_in.forms import AccountsForm
from beffroi.directory.bringing_in.reading import Reading, told
from beffroi.directory.bringing_in.uploads import Upload
from beffroi.directory.models import Source
from beffroi.directory.models.official import STATUSES
from beffroi.directory.provenance import FIELDS, sources_of
from beffroi.engines.tables.sheet import Unreadable
from beffroi.journal.sentences import translated

PER_PAGE, SOURCES_SHOWN = 100, 50


@allowed("connect accounts")
def accounts_import(request: DeskRequest) -> HttpResponse:
    """Asks for the file; then shows each of its rows, before anything is written."""
    if request.method != "POST":
        return _preview(request, request.GET["file"]) if "file" in request.GET else _ask(request, AccountsForm())
    form = AccountsForm(request.POST, request.FILES)
    if form.is_valid():
        file, now = form.cleaned_data["file"], timezone.now()
        upload = Upload(file.read(), file.name or "", form.cleaned_data["licence"])
        try:
            _read(upload)
        except Unreadable as reason:
            form.add_error("file", translated(reason.words.as_json()))
        else:
            return redirect(_address(uploads.keep(upload, request.organisation, now=now)))
    return _ask(request, form)


def _ask(request: DeskRequest, form: AccountsForm) -> HttpResponse:
    sources = Source.objects.order_by("-read_at", "-pk")[:SOURCES_SHOWN]
    status = 422 if form.errors else 200
    return render(request, "directory/accounts_import.html", {"form": form, "sources": sources}, status=status)


def _preview(request: DeskRequest, token: str) -> HttpResponse:
    upload = uploads.kept(token, request.organisation)
    reading = _read(upload)
    merge = reading.merge
    rows = [
        *({"line": row.line, "trouble": told(wrong)} for row, wrong in merge.wrong),
        *(_shown(change) for group in (merge.new, merge.changed) for change in group),
        *(_shown(change) for change in merge.kept if not change.is_new and not change.fields),
    ]
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {"reading": reading, "merge": merge, "page": page, "name": upload.name, "token": token}
    return render(request, "directory/accounts_preview.html", context)


def _shown(change: Change) -> dict[str, Any]:
    """One account as the preview tells it: what would change, what stays and by whose word."""
    sources = sources_of([change.account])
    kept = [
        {
            "label": FIELDS.get(one.field, one.field),
            "has": _worded(one.field, one.has),
            "said": _worded(one.field, one.said),
            "source": sources.get(change.account.origins[one.field][0]),
        }
        for one in change.kept
    ]
    return {
        "line": change.listed.row.line,
        "account": change.account,
        "is_new": change.is_new,
        "fields": [(FIELDS.get(one, one), _worded(one, getattr(change.account, one))) for one in change.fields],
        "kept": kept,
        "notes": [translated(note.as_json()) for note in change.listed.notes],
    }


def _worded(field: str, value: Any) -> str:
    if field == "status":
        return str(STATUSES.get(value, value))
    return (_("yes") if value else _("no")) if isinstance(value, bool) else str(value or "")


@require_POST
@allowed("connect accounts")
@in_earnest
def accounts_writing(request: DeskRequest) -> HttpResponse:
    """Writes the right rows. What is wrong stays on the page, to be taken away and mended."""
    token = request.POST.get("file", "")
    upload = uploads.kept(token, request.organisation)
    said = {"file": upload.name, "licence": upload.licence, "organisation": request.organisation, "by": request.user}
    reading = bring_in_accounts(upload.content, now=timezone.now(), **said)  # type: ignore[arg-type]  # as named
    count = len(reading.merge.new) + len(reading.merge.changed)
    words = ngettext("%(n)d account was written.", "%(n)d accounts were written.", count) % {"n": count}
    messages.success(request, words) if count else messages.info(request, _("There was nothing new in this file."))
    if reading.merge.wrong:
        return redirect(_address(token))
    uploads.forget(token)
    return redirect("directory_import")


@allowed("connect accounts")
def accounts_to_mend(request: DeskRequest) -> HttpResponse:
    """The rows that could not be brought in, as a file."""
    reading = _read(uploads.kept(request.GET.get("file", ""), request.organisation))
    answer = HttpResponse(reading.wrong_rows(), content_type="text/csv; charset=utf-8")
    name = _("accounts-to-mend")
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer


def _read(upload: Upload) -> Reading:
    return read_accounts(upload.content, file=upload.name, licence=upload.licence, now=timezone.now())


def _address(token: str) -> str:
    return f"{reverse('directory_import')}?{urlencode({'file': token})}"
