"""With whom one of our accounts talked, and the card that thanks them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from beffroi.access.desk import DeskRequest, allowed
from beffroi.directory.models import Account
from beffroi.inbox.times import PERIODS
from beffroi.publishing.models import Draft
from beffroi.rankings.card.drawing import MOST, SHAPES
from beffroi.rankings.thanks.conversation import talked_with
from beffroi.rankings.views.asked import account_asked, card_asked, card_of, named_again, period_asked, shape_called

SHOWN = 40  # lines of the table


@allowed("see")
def thanks(request: DeskRequest) -> HttpResponse:
    accounts = list(Account.objects.of(request.organisation))
    if not accounts:
        return render(request, "rankings/thanks.html", {"accounts": accounts})
    account = account_asked(request, request.GET, accounts)
    period, form = period_asked(request, request.GET)
    told = talked_with(account, period.since, period.until)
    card = card_of(account, told, period, request.GET)
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
        "choice": named_again(account, period, card),
        "may_draft": request.membership.may("draft"),
    }
    return render(request, "rankings/thanks.html", context, status=422 if form.errors else 200)


@allowed("see")
def card(request: DeskRequest, shape: str) -> HttpResponse:
    """The card as a picture; with `download` the browser keeps it."""
    answer = HttpResponse(card_asked(request, request.GET).drawn(shape_called(shape)), content_type="image/png")
    if "download" in request.GET:
        name = _("thank-you")  # not within the f-string, where gettext finds no sentence
        answer["Content-Disposition"] = f'attachment; filename="{name}-{shape}.png"'
    answer["Cache-Control"] = "private, max-age=300"
    return answer


@require_POST
@allowed("draft")
def draft(request: DeskRequest) -> HttpResponse:
    """The first tap: a draft with the picture, its text alternative and the handles. The second submits it there."""
    asked = card_asked(request, request.POST)
    begun, _is_new = Draft.begin_once(
        organisation=request.organisation,
        by=request.user,
        accounts=[asked.account],
        text=asked.text,
        lang=asked.lang,
        images=[asked.image(shape_called(request.POST.get("shape", "")))],
        now=timezone.now(),
    )
    messages.success(request, _("The draft has the card with its text alternative. Read it, then submit it."))
    return redirect("draft", pk=begun.pk)
