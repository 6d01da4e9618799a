"""Settings: what people asked for about their data, and by when they are answered."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from beffroi.access.dates import dated
from beffroi.access.desk import DeskRequest, allowed
from beffroi.keeping.forms import AnswerForm, AskedForm
from beffroi.keeping.models import Asked
from beffroi.work.paging import page


@allowed("run the organisation")
def requests(request: DeskRequest) -> HttpResponse:
    now = timezone.now()
    today = timezone.localdate(now, request.organisation.tz)
    form = AskedForm(request.organisation, today, request.POST or None, initial={"received_on": today})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        asked = Asked.note(request.organisation, said["wish"], form.who, said["received_on"], by=request.user, now=now)
        messages.success(request, _("Noted. To be answered by %(day)s.") % {"day": dated(asked.answer_by, _("j F Y"))})
        return redirect("person_requests")
    return _page(request, form, AnswerForm())


@require_POST
@allowed("run the organisation")
def answer(request: DeskRequest, pk: int) -> HttpResponse:
    asked = get_object_or_404(Asked.objects.filter(organisation=request.organisation), pk=pk)
    form = AnswerForm(request.POST)
    now = timezone.now()
    if not form.is_valid():
        today = timezone.localdate(now, request.organisation.tz)
        return _page(
            request, AskedForm(request.organisation, today, initial={"received_on": today}), form, wrong=asked.pk
        )
    asked.settle(form.cleaned_data["answer"], by=request.user, now=now)
    messages.success(request, _("Noted. Who asked is no longer written here."))
    return redirect("person_requests")


def _page(request: DeskRequest, form: AskedForm, answering: AnswerForm, wrong: int = 0) -> HttpResponse:
    mine = Asked.objects.filter(organisation=request.organisation).select_related("noted_by", "answered_by")
    waiting = list(mine.filter(answered_at=None).order_by("answer_by", "pk"))
    answered = page(mine.exclude(answered_at=None), request.GET.get("after", ""), by=["-pk"])
    context = {"form": form, "answering": answering, "waiting": waiting, "page": answered, "wrong": wrong}
    status = 422 if form.errors or answering.errors else 200
    return render(request, "keeping/requests.html", context, status=status)
