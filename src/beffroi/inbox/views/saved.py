"""Answers that are ready, and who agreed to them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from beffroi.access.desk import DeskRequest, allowed
from beffroi.inbox.forms.answering import SavedReplyForm, SeenForm
from beffroi.inbox.models import SavedReply
from beffroi.journal.moves import NotAllowed


@allowed("answer")
def saved_replies(request: DeskRequest) -> HttpResponse:
    return _write(request, SavedReply(organisation=request.organisation))


@allowed("answer")
def saved_reply(request: DeskRequest, pk: int) -> HttpResponse:
    return _write(request, _saved(request, pk))


@require_POST
@allowed("approve")
def agreement(request: DeskRequest, pk: int) -> HttpResponse:
    """A second person agrees to exactly the words that they read."""
    read, form = _saved(request, pk), SeenForm(request.POST)
    try:
        if not form.is_valid():
            raise NotAllowed(read)
        read.agree(by=request.user, seen=form.cleaned_data["seen"], now=timezone.now())
    except NotAllowed:
        messages.warning(
            request, _("Not agreed: you wrote these words yourself, or they were changed while you read them.")
        )
    else:
        messages.success(request, _("The answer “%(name)s” is agreed.") % {"name": read.name})
    return redirect("saved_replies")


@require_POST
@allowed("answer")
def removal(request: DeskRequest, pk: int) -> HttpResponse:
    gone = _saved(request, pk)
    gone.remove(by=request.user, now=timezone.now())
    messages.success(request, _("The answer “%(name)s” is removed.") % {"name": gone.name})
    return redirect("saved_replies")


def _write(request: DeskRequest, written: SavedReply) -> HttpResponse:
    form = SavedReplyForm(written, request.POST or None)
    if request.method == "POST" and form.is_valid():
        written.write(by=request.user, now=timezone.now(), **form.cleaned_data)
        said = (
            _("The answer is saved.")
            if written.agreed_at
            else _("The answer is saved. Somebody else has to agree to it.")
        )
        messages.success(request, said, extra_tags=request.POST.get("keep", ""))
        return redirect("saved_replies")
    every = SavedReply.objects.filter(organisation=request.organisation).select_related("by", "agreed_by")
    context = {
        "form": form,
        "written": written,
        "every": [] if written.pk else list(every),
        "may_agree": request.membership.may("approve"),
    }
    return render(request, "inbox/saved_replies.html", context, status=422 if form.errors else 200)


def _saved(request: DeskRequest, pk: int) -> SavedReply:
    return get_object_or_404(
        SavedReply.objects.select_related("organisation", "by"), organisation=request.organisation, pk=pk
    )
