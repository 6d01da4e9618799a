"""The streets and quarters of the town, from a file of its own."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import ngettext

from beffroi.access.desk import DeskRequest, allowed
from beffroi.engines.tables.gazetteer import Flaw
from beffroi.engines.tables.gazetteer import places as places_in
from beffroi.engines.tables.sheet import Unreadable, read
from beffroi.inbox.forms.routing import PlacesForm
from beffroi.inbox.models import Place
from beffroi.journal.sentences import translated

MOST_ROWS = 20_000
SHOWN = 50


@allowed("run the organisation")
def places(request: DeskRequest) -> HttpResponse:
    """Loads the file when each of its rows names a place, or when the person says to leave the wrong ones out."""
    form = PlacesForm(None, request.FILES) if request.method == "POST" else PlacesForm()
    flaws: list[Flaw] = []
    right = 0
    if form.is_bound and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            found, flaws = places_in(*read(file.read(), most_rows=MOST_ROWS))
        except Unreadable as reason:
            form.add_error("file", translated(reason.words.as_json()))
        else:
            right = len(found)
            if right and (not flaws or "anyway" in request.POST):
                now, name = timezone.now(), (file.name or "")[-80:]
                count = Place.load(request.organisation, found, file=name, by=request.user, now=now)
                words = ngettext("%(n)d place is known now.", "%(n)d places are known now.", count)
                messages.success(request, words % {"n": count})
                return redirect("rules")
    told = [(flaw.line, flaw.cell, translated(flaw.words.as_json())) for flaw in flaws[:SHOWN]]
    known = Place.objects.filter(organisation=request.organisation)
    context = {"form": form, "flaws": told, "more": len(flaws) - len(told), "right": right, "known": known.count()}
    return render(request, "inbox/places.html", context, status=422 if form.errors or flaws else 200)
