"""With whom one of our accounts talked, and the card that thanks them."""

from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from beffroi.access.desk import DeskRequest, allowed
from beffroi.directory.models import Account
from beffroi.inbox.period import Period, PeriodForm, asked_for
from beffroi.inbox.times import PERIODS
from beffroi.publishing.models import Draft
from beffroi.rankings.card.drawing import MOST, SHAPES
from beffroi.rankings.conversation import Line, Told, most_spoken_to, talked_with
from beffroi.rankings.thanking import LANGUAGES, Card

SHOWN = 40  # lines of the table


@allowed("see")
def thanks(request: DeskRequest) -> HttpResponse:
    accounts = list(Account.objects.of(request.organisation))
    if not accounts:
        return render(request, "rankings/thanks.html", {"accounts": accounts})
    account = _account(request, request.GET, accounts)
    period, form = _period(request, request.GET)
    told = talked_with(account, period.since, period.until)
    card = _card(account, told, period, request.GET)
    context = {
        "accounts": accounts,
        "account": account,
        "period": period,
        "form": form,
        "periods": PERIODS,
        "lines": told.ranked[:SHOWN],
        "more": max(len(told.ranked) - SHOWN, 0),
        "apart": told.apart[:SHOWN],
        "chosen": {who.key for who in card.people},
        "card": card if card.people else None,
        "too_many": len(card.people) > MOST,
        "most": MOST,
        "shapes": [(name, *size) for name, size in SHAPES.items()],
        "choice": _choice(account, period, card),
        "may_draft": request.membership.may("draft"),
    }
    return render(request, "rankings/thanks.html", context, status=422 if form.errors else 200)


@allowed("see")
def card(request: DeskRequest, shape: str) -> HttpResponse:
    """The card as a picture; with `download` the browser keeps it."""
    answer = HttpResponse(_asked(request, request.GET).drawn(_known(shape)), content_type="image/png")
    if "download" in request.GET:
        answer["Content-Disposition"] = f'attachment; filename="{_("thank-you")}-{shape}.png"'
    answer["Cache-Control"] = "private, max-age=300"
    return answer


@require_POST
@allowed("draft")
def draft(request: DeskRequest) -> HttpResponse:
    """The first tap: a draft with the picture, its text alternative and the handles. The second submits it there."""
    asked = _asked(request, request.POST)
    begun, _is_new = Draft.begin_once(
        organisation=request.organisation,
        by=request.user,
        accounts=[asked.account],
        text=asked.text,
        lang=asked.lang,
        images=[asked.image(_known(request.POST.get("shape", "")))],
        now=timezone.now(),
    )
    messages.success(request, _("The draft has the card with its text alternative. Read it, then submit it."))
    return redirect("draft", pk=begun.pk)


def _asked(request: DeskRequest, given: QueryDict) -> Card:
    """The card that an address or a form asks for; 404 where it has nobody."""
    account = _account(request, given, list(Account.objects.of(request.organisation)))
    period, _form = _period(request, given)
    card = _card(account, talked_with(account, period.since, period.until), period, given)
    if not card.people:
        raise Http404
    return card


def _account(request: DeskRequest, given: QueryDict, accounts: list[Account]) -> Account:
    named = given.get("account", "")
    if not named and accounts:
        return most_spoken_to(accounts)
    pk = int(named) if named.isdecimal() and len(named) < 10 else 0
    return get_object_or_404(Account, pk=pk, organisation=request.organisation)


def _period(request: DeskRequest, given: QueryDict) -> tuple[Period, PeriodForm]:
    return asked_for(given.dict(), request.organisation.tz, timezone.now())  # type: ignore[arg-type]  # all are words


def _card(account: Account, told: Told, period: Period, given: QueryDict) -> Card:
    """With those who are ticked; before anybody chose, with the institutions and the press alone."""
    chosen = [line.who for line in told.ranked if _is_chosen(line, given)]
    lang = given.get("lang", "")
    return Card(account, chosen, period, lang if lang in LANGUAGES else (get_language() or "fr")[:2])


def _is_chosen(line: Line, given: QueryDict) -> bool:
    return line.who.key in given.getlist("who") if "chosen" in given else bool(line.who.kind)


def _known(shape: str) -> str:
    if shape not in SHAPES:
        raise Http404
    return shape


def _choice(account: Account, period: Period, card: Card) -> dict[str, Any]:
    """What names the same card again: as an address, and as the fields of a form."""
    fields: list[tuple[str, object]] = [
        ("account", account.pk),
        ("lang", card.lang),
        ("chosen", 1),
        *(("who", who.key) for who in card.people),
    ]
    fields += parse_qsl(period.query)
    return {"fields": fields, "query": urlencode(fields), "lang": card.lang}
