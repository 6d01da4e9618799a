"""A message that came by telephone, at the counter or by letter."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from beffroi.access.desk import DeskRequest, allowed
from beffroi.inbox.forms.answering import TypedForm
from beffroi.inbox.models import TypedMessage
from beffroi.inbox.models.typed import TYPED
from beffroi.keeping.models import days_of


@allowed("answer")
def new(request: DeskRequest) -> HttpResponse:
    form = TypedForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        case = TypedMessage.take(request.organisation, by=request.user, now=timezone.now(), **form.cleaned_data)
        messages.success(request, _("It is a case now, and waits for an answer."), extra_tags="typed-new")
        return redirect("case", pk=case.pk)
    return render(
        request,
        "inbox/typed.html",
        {"form": form, "days": days_of(request.organisation, TYPED)},
        status=422 if form.errors else 200,
    )
