"""The one page of a service without an account: the conversation, the agent's note, and its words. A telephone is
enough; nothing is published from here."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from beffroi.access.secret_link import unlisted
from beffroi.inbox.forms.asking import NotOursForm, WordsForm
from beffroi.inbox.models import Consultation, ConsultationLink
from beffroi.journal.moves import NotAllowed

MESSAGES = 100  # of a conversation, the latest
STATUS = {"open": 200, "said": 200, "returned": 200}


# Exempt: whoever has the secret may answer, no cookie adds to it; and with no-referrer browsers say "Origin: null".
@csrf_exempt
@login_not_required
def service_page(request: HttpRequest, secret: str) -> HttpResponse:
    """What is asked, or what became of it. Only a POST says anything: mail scanners open links."""
    asked, now = ConsultationLink.opened_by(secret), timezone.now()
    if asked is None:
        return unlisted(render(request, "inbox/service_page.html", {"standing": "nowhere"}, status=404))
    with timezone.override(asked.case.organisation.tz):
        if request.method == "POST" and asked.standing(now) == "open":
            return unlisted(_said(request, asked))
        return unlisted(_page(request, asked))


def _said(request: HttpRequest, asked: Consultation) -> HttpResponse:
    returns = request.POST.get("then") == "not ours"
    form: WordsForm | NotOursForm = NotOursForm(asked.team, request.POST) if returns else WordsForm(request.POST)
    if not form.is_valid():
        wrong: dict[str, Any] = {"not_ours" if returns else "form": form}
        return _page(request, asked, status=422, **wrong)
    said, now = form.cleaned_data, timezone.now()
    try:
        if returns:
            asked.give_back(body=said["body"].strip(), other=said["other"], now=now)
        else:
            asked.say(said["words"], now=now)
    except NotAllowed:
        pass  # the page says what it became meanwhile
    return redirect(request.path)


def _page(request: HttpRequest, asked: Consultation, *, status: int = 200, **more: Any) -> HttpResponse:
    standing = asked.standing(timezone.now())
    context: dict[str, Any] = {"standing": standing, "asked": asked, "organisation": asked.case.organisation}
    if standing == "open":
        context |= {
            "said": said_in(asked),
            "form": WordsForm(),
            "not_ours": NotOursForm(asked.team),
            **more,
        }
    found = STATUS.get(standing, 410)
    return render(request, "inbox/service_page.html", context, status=status if standing == "open" else found)


def said_in(asked: Consultation) -> list[dict[str, Any]]:
    """The conversation without who wrote it: only what is ours and what is not. Private words stay at the desk."""
    account = asked.case.account
    latest = list(asked.case.messages().order_by("-published_at", "-id")[:MESSAGES])
    return [
        {
            "text": "" if post.private else post.says,
            "is_private": bool(post.private),
            "lang": post.lang,
            "at": post.published_at,
            "is_ours": account is not None and post.author_id == account.native_id,
        }
        for post in reversed(latest)
    ]
