"""Which account, which days and whom an address or a form of the card names."""

from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.http import Http404, QueryDict
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import get_language

from beffroi.access.desk import DeskRequest
from beffroi.access.numbers import number_in
from beffroi.directory.models import Account
from beffroi.inbox.period import Period, PeriodForm, asked_for
from beffroi.rankings.card.drawing import SHAPES
from beffroi.rankings.thanks.conversation import Line, Told, most_spoken_to, talked_with
from beffroi.rankings.thanks.thanking import LANGUAGES, Card


def card_asked(request: DeskRequest, given: QueryDict) -> Card:
    """The card that an address or a form asks for; 404 where it has nobody."""
    account = account_asked(request, given, list(Account.objects.of(request.organisation)))
    period, _form = period_asked(request, given)
    card = card_of(account, talked_with(account, period.since, period.until), period, given)
    if not card.people:
        raise Http404
    return card


def account_asked(request: DeskRequest, given: QueryDict, accounts: list[Account]) -> Account:
    named = given.get("account", "")
    if not named and accounts:
        return most_spoken_to(accounts)
    return get_object_or_404(Account, pk=number_in(named), organisation=request.organisation)


def period_asked(request: DeskRequest, given: QueryDict) -> tuple[Period, PeriodForm]:
    return asked_for(given.dict(), request.organisation.tz, timezone.now())  # type: ignore[arg-type]  # all are words


def card_of(account: Account, told: Told, period: Period, given: QueryDict) -> Card:
    """With those who are ticked; before anybody chose, with the institutions and the press alone."""
    chosen = [line.who for line in told.ranked if _is_chosen(line, given)]
    lang = given.get("lang", "")
    return Card(account, chosen, period, lang if lang in LANGUAGES else (get_language() or "fr")[:2])


def _is_chosen(line: Line, given: QueryDict) -> bool:
    return line.who.key in given.getlist("who") if "chosen" in given else bool(line.who.kind)


def shape_called(shape: str) -> str:
    if shape not in SHAPES:
        raise Http404
    return shape


def named_again(account: Account, period: Period, card: Card) -> dict[str, Any]:
    """What names the same card again: as an address, and as the fields of a form."""
    fields: list[tuple[str, object]] = [
        ("account", account.pk),
        ("lang", card.lang),
        ("chosen", 1),
        *(("who", who.key) for who in card.people),
    ]
    fields += parse_qsl(period.query)
    return {"fields": fields, "query": urlencode(fields), "lang": card.lang}
