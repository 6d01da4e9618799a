"""Two rules for every answer: what a signed-in person sees is kept nowhere, and no stranger sends form after form."""

from collections.abc import Callable
from datetime import timedelta
from math import ceil

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from beffroi.engines.allowance import Allowance, place_of

Answers = Callable[[HttpRequest], HttpResponse]

READING = ("GET", "HEAD", "OPTIONS", "TRACE")
# Of one place, counted by this process: a whole town hall may stand behind one address.
FORMS = Allowance(40, timedelta(minutes=1))
FOR_PROGRAMS = ("/api/", "/hub/", "/hooks/")  # a token or a signature is asked there, and programs write more often


def kept_nowhere(get_response: Answers) -> Answers:
    """The page of somebody who is signed in stays in no cache, that of the next person at the same screen included.
    What says itself how long it may be kept, as pictures do, is let alone."""

    def middleware(request: HttpRequest) -> HttpResponse:
        answer = get_response(request)
        if request.user.is_authenticated and not answer.has_header("Cache-Control"):
            answer["Cache-Control"] = "no-store, private"
        return answer

    return middleware


def no_crowd(get_response: Answers) -> Answers:
    """Forms that anybody may send (a sign-in, an invitation, a witness's word) are taken so many times a minute from
    one place; whoever is signed in is not counted."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.method in READING or request.path.startswith(FOR_PROGRAMS) or request.user.is_authenticated:
            return get_response(request)
        place = place_of(request.META.get("REMOTE_ADDR", ""))
        seconds = ceil(FORMS.wait(place, now=timezone.now()).total_seconds())
        if not seconds:
            return get_response(request)
        answer = render(request, "too_often.html", {"seconds": seconds}, status=429)
        answer["Retry-After"] = str(seconds)
        return answer

    return middleware
