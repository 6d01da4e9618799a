"""The directory as open data: what there is to download, and the files."""

from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotModified
from django.shortcuts import render
from django.utils.cache import patch_cache_control

from beffroi.access.open_page import open_page
from beffroi.directory.open_data.keeping import current

SECONDS = 3600
TYPES = {"csv": "text/csv; charset=utf-8", "json": "application/json"}


@open_page()
def export(request: HttpRequest) -> HttpResponse:
    """Every file with its size and its checksum, those that are to be shared alike apart."""
    version = current()
    files = version.files() if version else []
    context = {
        "ours": [each for each in files if not each.is_alike],
        "alike": [each for each in files if each.is_alike],
    }
    return render(request, "directory/export.html", context)


@login_not_required
def file(request: HttpRequest, name: str) -> HttpResponseBase:
    """One file. Its ETag is its checksum: who has these bytes is told so."""
    version = current()
    if version is None or name not in version.sums:
        raise Http404
    mark = f'"{version.sums[name]}"'
    known = [each.strip().removeprefix("W/") for each in request.headers.get("if-none-match", "").split(",")]
    answer: HttpResponseBase
    if mark in known or "*" in known:
        answer = HttpResponseNotModified()
    else:
        answer = FileResponse(
            (version.folder / name).open("rb"),
            as_attachment=True,
            filename=name,
            content_type=TYPES.get(name.rpartition(".")[2], "text/plain; charset=utf-8"),
        )
    answer["ETag"] = mark
    patch_cache_control(answer, public=True, max_age=SECONDS)
    return answer
