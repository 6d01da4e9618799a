"""From a hit to its answer: one tap, from the alert or from the link in a message."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from beffroi.access.desk import DeskRequest, allowed
from beffroi.archive.models import Post
from beffroi.directory.models import Account
from beffroi.inbox.forms.answering import ElsewhereForm, ReplyForm
from beffroi.inbox.models import Case, ElsewhereAnswer, Overwritten
from beffroi.inbox.views.cases import submit
from beffroi.inbox.views.elsewhere import show_elsewhere
from beffroi.inbox.views.shown import case_of
from beffroi.journal.moves import NotAllowed
from beffroi.listening.models import Match


@allowed("answer")
def from_match(request: DeskRequest, pk: int) -> HttpResponse:
    """A post that a search found is worth an answer: it becomes a case of the account that will answer, or one
    elsewhere. Looking at it first, as a link in a message does, changes nothing."""
    match = get_object_or_404(
        Match.objects.select_related("post", "search"), pk=pk, search__organisation=request.organisation
    )
    account = Account.objects.of(request.organisation).first_to_speak_on(match.post.network)
    if request.method == "POST":
        return _take(request, match.post, account)
    if (known := Case.of_post(match.post, request.organisation, account)) is not None:
        return redirect(answering(known))
    return _show(request, match, account)


def _show(request: DeskRequest, match: Match, account: Account | None) -> HttpResponse:
    """The hit with its answer, before anybody has made a case of it."""
    case = Case(organisation=request.organisation, account=account, latest=match.post)
    context = {
        "match": match,
        "case": case,
        "form": ReplyForm(initial={"text": case.greeting}),
        "capabilities": account.capabilities if account else None,
        "departure": case.departure(case.greeting, by=request.user, now=timezone.now()) if account else None,
        "keep": f"hit-{match.pk}",
        "writes_now": True,
    }
    return render(request, "inbox/hit.html", context)


def _take(request: DeskRequest, post: Post, account: Account | None) -> HttpResponse:
    """Makes the case; words that came along are its answer."""
    has_words, now = bool(request.POST.get("text", "").strip()), timezone.now()
    if account is None:
        case = Case.take_elsewhere(post, request.organisation, by=request.user, now=now)
        return _keep_elsewhere(request, case_of(request, case.pk)) if has_words else redirect(answering(case))
    case = Case.of_post(post, request.organisation, account) or Case.take_from(post, account, by=request.user, now=now)
    return submit(request, case_of(request, case.pk)) if has_words else redirect(answering(case))


def _keep_elsewhere(request: DeskRequest, case: Case) -> HttpResponse:
    """Never in the place of what a colleague has written meanwhile: these words stay in the browser then."""
    form = ElsewhereForm(request.POST)
    if not form.is_valid():
        return show_elsewhere(request, case, form, status=422)
    try:
        ElsewhereAnswer.keep(case, form.cleaned_data["text"], by=request.user, seen=None, now=timezone.now())
    except (Overwritten, NotAllowed):
        return redirect("case", pk=case.pk)
    kept = _("The answer is kept. Copy it, and post it there.")
    messages.success(request, kept, extra_tags=request.POST.get("keep", ""))
    return redirect(answering(case))


def answering(case: Case) -> str:
    """The case's page with the cursor in the answer."""
    return f"{reverse('case', args=[case.pk])}?answer"
