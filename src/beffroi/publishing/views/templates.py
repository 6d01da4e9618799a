"""The texts to begin from."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from beffroi.access.desk import DeskRequest, allowed
from beffroi.publishing.forms.templates import TemplateForm
from beffroi.publishing.models import Template


@allowed("draft")
def templates(request: DeskRequest) -> HttpResponse:
    return _write(request, Template(organisation=request.organisation))


@allowed("draft")
def template(request: DeskRequest, pk: int) -> HttpResponse:
    return _write(request, _template(request, pk))


@require_POST
@allowed("draft")
def removal(request: DeskRequest, pk: int) -> HttpResponse:
    gone = _template(request, pk)
    gone.remove(by=request.user, now=timezone.now())
    messages.success(request, _("The template “%(name)s” is removed.") % {"name": gone.name})
    return redirect("templates")


def _write(request: DeskRequest, written: Template) -> HttpResponse:
    form = TemplateForm(written, request.POST or None)
    if request.method == "POST" and form.is_valid():
        written.write(by=request.user, now=timezone.now(), **form.cleaned_data)
        messages.success(request, _("The template is saved."), extra_tags=request.POST.get("keep", ""))
        return redirect("templates")
    context = {"form": form, "template": written, "templates": [] if written.pk else _all(request)}
    return render(request, "publishing/templates.html", context, status=422 if form.errors else 200)


def _all(request: DeskRequest) -> list[Template]:
    return list(Template.objects.filter(organisation=request.organisation).select_related("by"))


def _template(request: DeskRequest, pk: int) -> Template:
    return get_object_or_404(Template.objects.select_related("organisation"), organisation=request.organisation, pk=pk)
