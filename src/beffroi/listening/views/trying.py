"""Trying a search, changing it, and for how long what it finds is kept."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from beffroi.access.desk import DeskRequest, allowed
from beffroi.listening.forms.searches import KeepingForm, SearchForm
from beffroi.listening.models import Retention, SavedSearch
from beffroi.listening.models.retention import kept_for, will_go
from beffroi.listening.trial import Tried, Wrong, try_out

LONGEST = 10_000  # characters of a search, and of what is tried


@require_POST
@allowed("search")
def trial(request: DeskRequest) -> HttpResponse:
    """The part of the page that follows what is typed; nothing is saved."""
    return render(request, "listening/trial.html", {"tried": tried(request)})


@allowed("search")
def edit(request: DeskRequest, pk: int) -> HttpResponse:
    search = _search(request, pk)
    form = SearchForm(request.POST or None, initial={"name": search.name, "text": search.text})
    if request.POST.get("then") == "try":
        return page(request, SearchForm(initial=request.POST.dict()), search=search)
    if request.method != "POST" or not form.is_valid():
        return page(request, form, search=search)
    said = form.cleaned_data
    if search.change(name=said["name"], text=said["text"], by=request.user, now=timezone.now()):
        messages.success(request, _("The search is heard so from now on."), extra_tags=f"search-{pk}")
    return redirect("listening_search", pk=pk)


def page(request: DeskRequest, form: SearchForm, *, search: SavedSearch | None = None) -> HttpResponse:
    """The page on which a search is written, with its trial beside it."""
    text = form.data.get("text", "") if form.is_bound else str(form.initial.get("text", ""))
    context = {
        "form": form,
        "search": search,
        "keep": f"search-{search.pk}" if search else "search-new",
        "tried": tried(request, text),
    }
    return render(request, "listening/search_new.html", context, status=422 if form.errors else 200)


def tried(request: DeskRequest, text: str | None = None) -> Tried | Wrong | None:
    """None while nothing is written."""
    text = request.POST.get("text", "") if text is None else text
    return try_out(text[: LONGEST + 1], request.organisation, timezone.now()) if text.strip() else None


@require_POST
@allowed("search")
def keeping(request: DeskRequest, pk: int) -> HttpResponse:
    search = _search(request, pk)
    form = KeepingForm(request.POST)
    if form.is_valid():
        days = form.cleaned_data["days"]
        Retention.choose(search, days, by=request.user, now=timezone.now())
        words = ngettext("What it finds is kept for %(days)s day.", "What it finds is kept for %(days)s days.", days)
        messages.success(request, words % {"days": days})
    else:
        messages.warning(request, _("Choose one of the times. Nothing was changed."))
    return redirect("listening_search", pk=pk)


def kept(search: SavedSearch) -> dict[str, Any]:
    """What a search's page says of what is kept."""
    days = kept_for(search).days
    going = list(will_go(search, search.organisation.tz))
    return {"days": days, "form": KeepingForm(initial={"days": days}), "going": going}


def _search(request: DeskRequest, pk: int) -> SavedSearch:
    mine = SavedSearch.objects.select_related("organisation").filter(organisation=request.organisation)
    return get_object_or_404(mine, pk=pk)
