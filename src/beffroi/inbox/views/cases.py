"""One case: what was said, what is answered, and whose turn it is."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from beffroi.access.desk import DeskRequest, allowed, allowed_somewhere
from beffroi.inbox.forms.answering import ReplyForm
from beffroi.inbox.models import Case, Reply, Writing
from beffroi.inbox.models.beside import has
from beffroi.inbox.views.beside import words_to_begin_with
from beffroi.inbox.views.elsewhere import show_elsewhere
from beffroi.inbox.views.shown import around, case_of
from beffroi.inbox.views.thread import message_seen, seen_of, thread_of
from beffroi.journal.moves import NotAllowed
from beffroi.publishing.models import Blocked


@allowed("see")
def case(request: DeskRequest, pk: int) -> HttpResponse:
    chosen = case_of(request, pk)
    if chosen.account is None:
        return show_elsewhere(request, chosen)
    return show(request, chosen, text=words_to_begin_with(request, chosen))


def page_of(request: DeskRequest, chosen: Case, *, status: int = 200, **more: Any) -> HttpResponse:
    """The page of a case, wherever it stands, with what an act has to say on it."""
    if chosen.account is None:
        return show_elsewhere(request, chosen, status=status, more=more)
    return show(request, chosen, status=status, more=more)


def show(
    request: DeskRequest,
    chosen: Case,
    form: ReplyForm | None = None,
    *,
    text: str | None = None,
    status: int = 200,
    more: dict[str, Any] | None = None,
) -> HttpResponse:
    """The case on an account. `text` is what the answer begins with: what it must, when nothing was typed."""
    beside = around(request, chosen)
    text = chosen.greeting + beside["inserted"] if text is None else text
    replies = Reply.objects.filter(case=chosen).select_related("draft__author").order_by("pk")
    replies = replies.prefetch_related("draft__versions", "draft__publications__account__freezes")
    replies = replies if has(chosen, "replies") else replies.none()
    context = {
        **beside,
        **thread_of(request, chosen),
        "replies": list(replies),
        "form": form or ReplyForm(initial={"text": text}),
        "capabilities": chosen.account.capabilities if chosen.account else None,
        "keep": f"case-{chosen.pk}",
        "seen": seen_of(chosen, by=request.user),
        "departure": chosen.departure(text, by=request.user, now=timezone.now()) if beside["may_answer"] else None,
        **(more or {}),
    }
    return render(request, "inbox/case.html", context, status=status)


@require_POST
@allowed_somewhere("answer")
def replies(request: DeskRequest, pk: int) -> HttpResponse:
    """Writes an answer and submits it at once: it leaves when somebody else has approved it, or under a delegation."""
    chosen = case_of(request, pk)
    if chosen.account is None:
        raise Http404
    return submit(request, chosen)


def submit(request: DeskRequest, chosen: Case) -> HttpResponse:
    """The button does what it said, or nothing: what was to be asked of somebody does not leave without them, and an
    answer to what has changed meanwhile is shown the change first."""
    form, now = ReplyForm(request.POST), timezone.now()
    if not form.is_valid():
        return show(request, chosen, form, status=422)
    text = form.cleaned_data["text"]
    if request.POST.get("seen", now_seen := seen_of(chosen, by=request.user)) != now_seen:
        messages.warning(request, _meanwhile(request, chosen))
        return show(request, chosen, form, text=text, status=409)
    if request.POST.get("said") == "asks" and chosen.departure(text, by=request.user, now=now).way != "asks":
        messages.warning(request, _("This answer would leave without a second person: the button says so now."))
        return show(request, chosen, form, text=text, status=409)
    draft = chosen.reply(text, by=request.user, now=now)
    Writing.end(chosen, by=request.user)
    try:
        draft.submit(by=request.user, now=now)
    except Blocked:
        messages.warning(request, _("The answer is saved as a draft. Before it can be submitted, mend what is marked."))
        return redirect("draft_edit", pk=draft.pk)
    except NotAllowed:
        messages.info(request, _("This answer was submitted already."), extra_tags=f"case-{chosen.pk}")
        return redirect("case", pk=chosen.pk)
    said = _("The answer leaves now.") if draft.state == "approved" else _("The answer waits for an approval.")
    messages.success(request, said, extra_tags=request.POST.get("keep") or f"case-{chosen.pk}")
    return redirect("case", pk=chosen.pk)


def _meanwhile(request: DeskRequest, chosen: Case) -> str:
    """What came while the answer was being written."""
    theirs = Reply.objects.filter(case=chosen).exclude(draft__author=request.user).select_related("draft__author")
    last = theirs.order_by("-pk").first()
    seen, latest = request.POST.get("seen", "").partition("-")[0], chosen.latest
    if seen.partition(".")[0] == str(latest.pk) and seen != message_seen(chosen):
        if latest.gone_at is not None:
            return _("Meanwhile its author has taken the message away. Yours is below, and not submitted yet.")
        return _("Meanwhile its author has changed the message: read it above. Yours is below, and not submitted yet.")
    if last is None or seen != message_seen(chosen):
        return _("Meanwhile another message came: it stands above. Yours is below, and not submitted yet.")
    said = _("Meanwhile %(name)s has written an answer: it stands above. Yours is below, and not submitted yet.")
    return said % {"name": last.draft.author.name}
