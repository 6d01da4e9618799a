"""Naming the sources and witnesses of a fact, and looking at what was read; publishing shows what waits for it."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from beffroi import sources
from beffroi.access.desk import DeskRequest, allowed
from beffroi.access.secret_link import unlisted
from beffroi.engines.procedure import Judgement
from beffroi.facts.forms import SourceForm, WaitForm, WitnessForm
from beffroi.facts.links import Asked, ask
from beffroi.facts.models import Fact, Reading, Source, Witness
from beffroi.facts.reading import try_out
from beffroi.journal.moves import NotAllowed
from beffroi.sources.contract import BadParameters
from beffroi.vocabulary import Sentence
from beffroi.work.paging import page


def fact_of(request: DeskRequest, pk: int) -> Fact:
    return get_object_or_404(Fact.objects.of(request.organisation).select_related("organisation"), pk=pk)


@allowed("state facts")
def source_new(request: DeskRequest, pk: int, kind: str) -> HttpResponse:
    """Sets a source up. “Try it” reads it once and shows what it says, and saves nothing."""
    fact, known = fact_of(request, pk), sources.SOURCES.get(kind)
    if known is None or known.plays is not None:
        raise Http404
    form, tried = SourceForm(known, request.POST or None), None
    if request.method == "POST" and form.is_valid():
        try:
            address = form.address()
            if "try" not in request.POST:
                return _added(request, fact, kind, form, address)
            tried = try_out(fact, kind, form.parameters(), timezone.now())
        except BadParameters as bad:
            form.add_error(bad.field if bad.field in form.fields else None, _said(bad.reason))
    context = {"fact": fact, "source": known, "form": form, **_tried(tried)}
    return render(request, "facts/source_new.html", context, status=422 if form.errors else 200)


def _added(request: DeskRequest, fact: Fact, kind: str, form: SourceForm, address: str) -> HttpResponse:
    Source.add(fact, kind=kind, parameters=form.parameters(), address=address, by=request.user, now=timezone.now())
    messages.success(request, _("The source is added; it is read as long as the fact is waited for."))
    return redirect("fact", pk=fact.pk)


def _tried(tried: Judgement | Sentence | None) -> dict[str, Any]:
    if tried is None:
        return {}
    if isinstance(tried, Sentence):
        return {"trouble": _said(tried)}
    return {"state": tried.state, "reasons": [_said(reason) for reason in tried.reasons]}


def _said(sentence: Sentence) -> str:
    return _(sentence.say).format_map(sentence.values) if sentence.values else _(sentence.say)


@require_POST
@allowed("state facts")
def source_removal(request: DeskRequest, pk: int) -> HttpResponse:
    source = _source(request, pk)
    source.remove(by=request.user, now=timezone.now())
    messages.success(request, _("The source counts no more; what it said stays written down."))
    return redirect("fact", pk=source.fact_id)


@require_POST
@allowed("see")
def source_reading(request: DeskRequest, pk: int) -> HttpResponse:
    """Asks for a reading now, not at its next turn."""
    source = _source(request, pk)
    Source.objects.filter(pk=source.pk, removed_at=None, fact__state="waiting").update(due_at=timezone.now())
    messages.info(request, _("The source is being read."))
    return redirect("fact", pk=source.fact_id)


def _source(request: DeskRequest, pk: int) -> Source:
    mine = Source.objects.filter(fact__organisation=request.organisation).select_related("fact__organisation")
    return get_object_or_404(mine, pk=pk)


@allowed("see")
def evidence(request: DeskRequest, pk: int) -> HttpResponse:
    """The bytes of one reading, as they came; a browser never shows them as a page."""
    mine = Reading.objects.filter(source__fact__organisation=request.organisation).exclude(evidence=None)
    reading = get_object_or_404(mine.select_related("evidence"), pk=pk)
    assert reading.evidence is not None  # noqa: S101  # asked for so
    response = HttpResponse(reading.evidence.body, content_type="application/octet-stream")
    response["Content-Disposition"] = (
        f'attachment; filename="{reading.taken_at:%Y%m%dT%H%M%SZ}-{reading.evidence.sha256[:12]}"'
    )
    return response


@require_POST
@allowed("state facts")
def witnesses(request: DeskRequest, pk: int) -> HttpResponse:
    """Names a witness and asks them at once."""
    fact, form = fact_of(request, pk), WitnessForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Nobody was asked: write a name, and an address for a message."))
        return redirect("fact", pk=pk)
    now = timezone.now()
    witness = Witness.name_one(fact, by=request.user, now=now, **form.cleaned_data)
    return _asked(request, fact, witness, now)


@require_POST
@allowed("state facts")
def asking(request: DeskRequest, pk: int) -> HttpResponse:
    """A new link for a witness; the earlier one closes."""
    mine = Witness.objects.filter(fact__organisation=request.organisation).select_related("fact__organisation")
    witness = get_object_or_404(mine, pk=pk)
    return _asked(request, witness.fact, witness, timezone.now())


def _asked(request: DeskRequest, fact: Fact, witness: Witness, now: datetime) -> HttpResponse:
    try:
        asked: Asked = ask(witness, by=request.user, now=now, here=request.build_absolute_uri("/"))
    except NotAllowed:
        messages.warning(request, _("Nobody was asked: the fact is not waited for any more."))
        return redirect("fact", pk=fact.pk)
    if asked.is_sent:
        messages.success(request, _("%(name)s is asked.") % {"name": witness.name})
        return redirect("fact", pk=fact.pk)
    shown = render(request, "facts/witness_link.html", {"fact": fact, "witness": witness, "asked": asked})
    return unlisted(shown)


@require_POST
@allowed("state facts")
def waiting(request: DeskRequest, pk: int) -> HttpResponse:
    """Waits longer, or shorter."""
    fact, form = fact_of(request, pk), WaitForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(str(error) for error in form.errors["expires_at"]))
        return redirect("fact", pk=pk)
    try:
        fact.wait_until(form.cleaned_data["expires_at"], by=request.user, now=timezone.now())
    except NotAllowed:
        messages.warning(request, _("It is settled, or given up: nobody waits for it."))
    else:
        messages.success(request, _("It is waited for until then."))
    return redirect("fact", pk=pk)


@require_POST
@allowed("confirm facts")
def giving_up(request: DeskRequest, pk: int) -> HttpResponse:
    try:
        fact_of(request, pk).give_up(by=request.user, now=timezone.now())
    except NotAllowed:
        messages.warning(request, _("It is settled, or given up: nobody waits for it."))
    else:
        messages.success(request, _("Nobody waits for it any more; what waited does not leave, and asks a person."))
    return redirect("fact", pk=pk)


@allowed("see")
def readings(request: DeskRequest, pk: int) -> HttpResponse:
    """Every reading of every source of a fact, the newest first."""
    fact = fact_of(request, pk)
    found = Reading.objects.filter(source__fact=fact).select_related("source", "evidence")
    listed = page(found, request.GET.get("after", ""), by=["-taken_at", "-pk"])
    return render(request, "facts/readings.html", {"fact": fact, "page": listed})
