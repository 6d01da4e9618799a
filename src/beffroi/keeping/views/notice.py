"""The entry of the register and the privacy notice, made from what is really kept."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from beffroi.access.desk import DeskRequest, allowed
from beffroi.journal.models import record
from beffroi.keeping.forms import NoticeForm
from beffroi.keeping.models import Notice
from beffroi.keeping.register import as_markdown, entry, notice


@allowed("run the organisation")
def privacy(request: DeskRequest) -> HttpResponse:
    form = NoticeForm(request.POST or None, instance=Notice.of(request.organisation))
    if request.method == "POST" and form.is_valid():
        whose = request.organisation
        with transaction.atomic():
            form.save()
            record("NOTICE_SET", whose, organisation=whose, actor=request.user, now=timezone.now())
        messages.success(request, _("Saved."))
        return redirect("privacy")
    kept = Notice.of(request.organisation)
    context = {"form": form, "notice": kept, "sections": entry(request.organisation, kept)}
    return render(request, "keeping/privacy.html", context, status=422 if form.errors else 200)


@allowed("run the organisation")
def text(request: DeskRequest, what: str) -> HttpResponse:
    made = {"register": entry, "notice": notice}.get(what)
    if made is None:
        raise Http404
    title = _("Entry of the register of processing activities") if what == "register" else _("Privacy notice")
    said = as_markdown(title, request.organisation, made(request.organisation, Notice.of(request.organisation)))
    answer = HttpResponse(said, content_type="text/markdown; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{what}.md"'
    return answer


@login_not_required
def public(request: HttpRequest, slug: str) -> HttpResponse:
    shown = get_object_or_404(Notice.objects.filter(is_public=True).select_related("organisation"), slug=slug)
    context = {"whose": shown.organisation, "sections": notice(shown.organisation, shown)}
    return render(request, "keeping/public_notice.html", context)
