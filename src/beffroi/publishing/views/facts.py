"""The facts that are waited for, what is known of each, and what leaves once they are so."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db.models import Count, OuterRef, Prefetch, Q, Subquery
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from beffroi import sources
from beffroi.access.desk import DeskRequest, allowed, allowed_somewhere
from beffroi.access.models import Organisation
from beffroi.access.numbers import number_in
from beffroi.engines.procedure import Judgement
from beffroi.facts.forms import AttestationForm, FactForm, WaitForm, WitnessForm
from beffroi.facts.models import Attestation, Fact, NeedsReason, Outcome, Settlement, Witness, WitnessLink
from beffroi.facts.models.fact import HOLD
from beffroi.facts.reading import weighed
from beffroi.journal.moves import NotAllowed
from beffroi.publishing.models import Draft
from beffroi.publishing.models.waiting import waiting_for
from beffroi.publishing.views.decisions import draft_of

MANY = 60  # waiting facts on the board: an organisation with more has another kind of trouble
RECENT = 12


@dataclass(frozen=True)
class Card:
    """A fact as the board shows it; `known` is what its sources say together."""

    fact: Fact
    known: Judgement | None
    texts: int

    @property
    def needs_a_word(self) -> bool:
        """Whether a person could settle it now: its sources allow it, or its hour has come and there is none."""
        if self.known is not None:
            return self.known.state == "COMPATIBLE"
        expected = self.fact.expected_at
        return not self.fact.sources.all() and expected is not None and expected <= timezone.now()


@allowed("see")
def board(request: DeskRequest) -> HttpResponse:
    counted = Fact.objects.of(request.organisation).annotate(
        texts=Count("outcomes__id", filter=Q(outcomes__in=_awaited(request.organisation)), distinct=True)
    )
    waiting = [_card(fact) for fact in counted.open()[:MANY]]
    over = counted.exclude(state="waiting").order_by("-pk")[:RECENT]
    waiting.sort(key=lambda card: not card.needs_a_word)
    context = {"waiting": waiting, "over": [_card(fact) for fact in over]}
    return render(request, "publishing/facts.html", {**context, "may_state": request.membership.may("state facts")})


def _awaited(organisation: Organisation) -> Any:
    bound = Draft.objects.filter(organisation=organisation, awaits__isnull=False).exclude(state="discarded")
    return bound.values("awaits")


def _card(fact: Any) -> Card:
    return Card(fact, weighed(fact) if fact.sources.all() else None, fact.texts)


@allowed("state facts")
def new(request: DeskRequest) -> HttpResponse:
    """States a fact; what a draft announces comes with the address, and the draft is tied to it."""
    asked = {name: request.GET.get(name, "")[:300] for name in ("statement", "subject", "kind")}
    form = FactForm(request.organisation, request.POST or None, initial={"hold": HOLD, **asked})
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        fact = Fact.state_it(request.organisation, by=request.user, now=now, **form.cleaned_data)
        Settlement.weigh_parts(fact, now=now)
        messages.success(request, _("The fact is stated. Say below what can tell how it comes out."))
        if pk := number_in(request.GET.get("draft", "")):
            _bind(request, draft_of(request, pk), fact, "yes", now)
        return redirect("fact", pk=fact.pk)
    return render(request, "publishing/fact_new.html", {"form": form}, status=422 if form.errors else 200)


def _bind(request: DeskRequest, draft: Draft, fact: Fact, key: str, now: datetime) -> None:
    try:
        draft.bind(fact.outcome_called(key), by=request.user, now=now)
    except NotAllowed:
        messages.warning(request, _("The draft was not tied to it: it has left, or is closed."))
    else:
        messages.info(request, _("The draft leaves once it is so. Submit it, so that it is agreed by then."))


@allowed("see")
def fact(request: DeskRequest, pk: int) -> HttpResponse:
    return _show(request, _opened(request, pk))


def _opened(request: DeskRequest, pk: int) -> Fact:
    settlements = Prefetch("settlements", Settlement.objects.select_related("outcome", "by"))
    shown = Fact.objects.filter(organisation=request.organisation).select_related("organisation", "created_by")
    return get_object_or_404(shown.prefetch_related("outcomes", "sources", settlements), pk=pk)


def _show(request: DeskRequest, shown: Fact, *, status: int = 200, **more: Any) -> HttpResponse:
    now = timezone.now()
    settled = shown.settlement
    context = {
        "fact": shown,
        "now": now,
        "settled": settled,
        "stands": settled is not None and settled.stands_at <= now,
        "card": Card(shown, weighed(shown) if shown.sources.all() else None, 0),
        "read": [(each, sources.SOURCES.get(each.kind)) for each in shown.sources.all() if each.removed_at is None],
        "kinds": [each for each in sources.SOURCES.values() if each.plays is None],
        "witnesses": _witnesses(shown),
        "attestations": _attestations(shown, now),
        "outcomes": waiting_for(shown),
        "parts": shown.parts.prefetch_related("settlements__outcome") if shown.needed else [],
        "naming": WitnessForm(),
        "saying": AttestationForm(shown),
        "lasting": WaitForm(initial={"expires_at": shown.expires_at}),
        "may_state": request.membership.may("state facts"),
        "may_confirm": request.membership.may("confirm facts"),
        **more,
    }
    return render(request, "publishing/fact.html", context, status=status)


def _witnesses(shown: Fact) -> Sequence[Any]:
    last = WitnessLink.objects.filter(witness=OuterRef("pk")).order_by("-asked_at")
    fields = {f"last_{name}": Subquery(last.values(name)[:1]) for name in ("asked_at", "expires_at", "used_at")}
    return list(Witness.objects.filter(fact=shown).annotate(**fields).order_by("name", "pk"))


def _attestations(shown: Fact, now: datetime) -> list[tuple[Attestation, bool]]:
    """Each word, and whether it can still be taken back."""
    given = Attestation.objects.filter(fact=shown).select_related("witness", "by", "outcome", "settlement")
    return [(each, _can_be_taken_back(each, now)) for each in given.order_by("at", "pk")]


def _can_be_taken_back(given: Attestation, now: datetime) -> bool:
    if given.taken_back_at is not None:
        return False
    return given.settlement is None or given.settlement.may_be_taken_back(now)


@require_POST
@allowed("confirm facts")
def attestation(request: DeskRequest, pk: int) -> HttpResponse:
    """A word given at the desk."""
    shown = _opened(request, pk)
    form = AttestationForm(shown, request.POST)
    if not form.is_valid():
        return _show(request, shown, status=422, saying=form)
    outcome = shown.outcome_called(form.cleaned_data["outcome"])
    assert outcome is not None  # noqa: S101  # one of the form's own choices
    browser, reason = request.headers.get("User-Agent", ""), form.cleaned_data["reason"]
    try:
        given = Attestation.give(shown, outcome, by=request.user, now=timezone.now(), device=browser, reason=reason)
    except NeedsReason:
        form.add_error("reason", _("A source says the contrary at this moment. Write how you know it all the same."))
        return _show(request, _opened(request, pk), status=422, saying=form)
    except NotAllowed:
        messages.warning(request, _("Your word was not needed any more: see what was settled."))
        return redirect("fact", pk=pk)
    _thank(request, shown, given)
    return redirect("fact", pk=pk)


def _thank(request: DeskRequest, shown: Fact, given: Attestation) -> None:
    if given.settlement is None:
        messages.success(request, _("Your word is written down. It takes a second person who says the same."))
    elif shown.hold:
        seconds = shown.hold
        words = _(
            "Your word is written down. What waits leaves in %(seconds)s seconds; until then you can take it back."
        )
        messages.success(request, words % {"seconds": seconds})
    else:
        messages.success(request, _("Your word is written down. What waits leaves now."))


@require_POST
@allowed("confirm facts")
def taking_back(request: DeskRequest, pk: int) -> HttpResponse:
    """The one who gave the word at the desk takes it back, in the seconds that are left for that."""
    mine = Attestation.objects.filter(fact__organisation=request.organisation, by=request.user)
    given = get_object_or_404(mine.select_related("fact__organisation", "settlement__fact__organisation"), pk=pk)
    try:
        given.take_back(now=timezone.now())
    except NotAllowed:
        messages.error(request, _("It is too late to take it back: what waited has left. Correct it below."))
    else:
        messages.success(request, _("Your word is taken back: the fact is waited for again."))
    return redirect("fact", pk=given.fact_id)


@require_POST
@allowed_somewhere("draft")
def binding(request: DeskRequest, pk: int) -> HttpResponse:
    """Ties a draft to an outcome of a fact, or to none."""
    chosen, now, said = draft_of(request, pk), timezone.now(), request.POST.get("awaits", "")
    outcome = None
    if said:
        mine = Outcome.objects.filter(fact__organisation=request.organisation, fact__state="waiting")
        outcome = get_object_or_404(mine.select_related("fact"), pk=number_in(said))
    try:
        chosen.bind(outcome, by=request.user, now=now)
    except NotAllowed:
        messages.warning(request, _("The draft was not tied to it: it has left, or is closed."))
    return redirect("draft", pk=pk)
