"""Signs from outside: the page on which citizens say that an account looks taken, and what came of it at the desk."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from beffroi.access.desk import DeskRequest, allowed
from beffroi.guard.forms import CitizenForm
from beffroi.guard.models import CitizenReport, CitizensLine, PlatformMail
from beffroi.guard.models.outside import A_DAY, KINDS, RINGS_AT, SEEN

MANY = 50


@allowed("see")
def signs(request: DeskRequest) -> HttpResponse:
    """What citizens and networks have said, newest first, and the address of the citizens' line."""
    line = CitizensLine.objects.filter(organisation=request.organisation).first()
    ours = {"account__organisation": request.organisation}
    reports = CitizenReport.objects.filter(**ours).select_related("account").order_by("-at")[:MANY]
    mails = PlatformMail.objects.filter(**ours).select_related("account").order_by("-at")[:MANY]
    context = {
        "line": line,
        "address": request.build_absolute_uri(reverse("citizens_line", args=[line.address])) if line else "",
        "reports": [(report, _(SEEN[report.seen])) for report in reports],
        "mails": [(mail, _(KINDS[mail.kind])) for mail in mails],
        "rings_at": RINGS_AT,
        "believes": settings.MAIL_BELIEVED,
        "may_open": request.membership.may("judge alarms"),
    }
    return render(request, "guard/signs.html", context)


@require_POST
@allowed("judge alarms")
def line_switch(request: DeskRequest) -> HttpResponse:
    """Opens or closes the citizens' line."""
    shown = request.POST.get("show") == "yes"
    CitizensLine.show(request.organisation, shown, by=request.user, now=timezone.now())
    if shown:
        messages.success(request, _("The citizens' line is open: put its address on your site."))
    else:
        messages.success(request, _("The citizens' line is closed."))
    return redirect("signs")


@login_not_required
def citizens_line(request: HttpRequest, address: str) -> HttpResponse:
    """No account, no name, no captcha: which account, what was seen."""
    lines = CitizensLine.objects.select_related("organisation")
    line = get_object_or_404(lines, address=address, is_open=True, organisation__is_resting=False)
    form = CitizenForm(line.accounts, request.POST or None)
    said = False
    if request.method == "POST" and form.is_valid():
        told, now = form.cleaned_data, timezone.now()
        said = line.hear(told["account"], told["seen"], address=request.META.get("REMOTE_ADDR", ""), now=now)
        if not said:
            form.add_error(
                None, _("This was said many times today, or often from where you are: we have seen it. Thank you.")
            )
    context = {"line": line, "organisation": line.organisation, "form": form, "said": said, "hours": A_DAY.days * 24}
    answer = render(request, "guard/citizens_line.html", context, status=422 if form.errors else 200)
    answer["X-Robots-Tag"] = "noindex"
    return answer
