"""Settings: the archive of an account and a year."""

import tempfile
from datetime import datetime
from pathlib import Path
from typing import Any

from django import forms
from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from beffroi.access.desk import DeskRequest, allowed
from beffroi.access.models import Organisation
from beffroi.archive.models import BroughtYear
from beffroi.directory.models import Account
from beffroi.journal.models import record
from beffroi.site.year.reading import Refused, bring_in
from beffroi.site.year.telling import write
from beffroi.work.made import Made

OLDEST = 2006  # the first networks


class YearForm(forms.Form):
    account = forms.ModelChoiceField(label=gettext_lazy("Account"), queryset=Account.objects.none())
    year = forms.IntegerField(label=gettext_lazy("Year"), min_value=OLDEST)

    def __init__(self, organisation: Organisation, now: datetime, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        mine = forms.ModelChoiceField(label=_("Account"), queryset=Account.objects.of(organisation).order_by("handle"))
        this = timezone.localdate(now, organisation.tz).year
        self.fields["account"] = mine
        self.fields["year"] = forms.IntegerField(label=_("Year"), min_value=OLDEST, max_value=this, initial=this - 1)


class BringForm(forms.Form):
    to = forms.ModelChoiceField(label=gettext_lazy("Account"), queryset=Account.objects.none())
    file = forms.FileField(label=gettext_lazy("The archive, as a zip"))

    def __init__(self, organisation: Organisation, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        mine = Account.objects.of(organisation).order_by("handle")
        self.fields["to"] = forms.ModelChoiceField(label=_("Account"), queryset=mine)


@allowed("run the organisation")
def years(request: DeskRequest) -> HttpResponse:
    now = timezone.now()
    form = YearForm(request.organisation, now, request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _page(request, form, BringForm(request.organisation))
    account, year = form.cleaned_data["account"], form.cleaned_data["year"]
    made = Made()
    counts = write(made, account, year, now=now)
    said = {"account": str(account), "year": year, "posts": counts["posts"]}
    record("YEAR_EXPORTED", account, organisation=request.organisation, actor=request.user, now=now, **said)
    made.seek(0)
    name = f"{account.handle}-{year}.zip"
    answer = FileResponse(made, as_attachment=True, filename=name, content_type="application/zip")
    return answer  # type: ignore[return-value]  # an answer like any other


@allowed("run the organisation")
def bringing(request: DeskRequest) -> HttpResponse:
    form = BringForm(request.organisation, request.POST or None, request.FILES or None)
    now = timezone.now()
    if request.method == "POST" and form.is_valid():
        try:
            with tempfile.TemporaryDirectory() as folder:
                kept = Path(folder, "archive.zip")
                with kept.open("wb") as out:
                    out.writelines(form.cleaned_data["file"].chunks())
                done = bring_in(kept, form.cleaned_data["to"], by=request.user, now=now)
        except Refused as reason:
            form.add_error("file", _(str(reason)))
        else:
            said = ngettext("%(n)s post was brought in.", "%(n)s posts were brought in.", done.new) % {"n": done.new}
            messages.success(request, _("This archive had come before: nothing was changed.") if done.again else said)
            return redirect("years")
    return _page(request, YearForm(request.organisation, now), form)


def _page(request: DeskRequest, form: YearForm, bring: BringForm) -> HttpResponse:
    brought = BroughtYear.objects.filter(account__organisation=request.organisation).select_related("account")
    context = {"form": form, "bring": bring, "brought": brought.order_by("-at")}
    return render(request, "years.html", context, status=422 if form.errors or bring.errors else 200)
