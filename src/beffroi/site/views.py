"""The pages that belong to no single room: today, the first visit, and signs of life."""

from datetime import datetime
from typing import Any

from django.conf import settings as django_settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, transaction
from django.db.models import CharField, QuerySet, Value, prefetch_related_objects
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from beffroi.access.desk import DeskRequest
from beffroi.access.forms import FoundOrganisationForm
from beffroi.access.models import Organisation
from beffroi.door.coming_in import let_in
from beffroi.facts.models import Fact
from beffroi.guard.models import Alarm
from beffroi.inbox.models import Case, ResponseTarget
from beffroi.inbox.wanted import Wanted
from beffroi.journal.models import record
from beffroi.listening.models import Alert
from beffroi.notify.models import Message
from beffroi.publishing.models import Draft, Publication
from beffroi.publishing.views.shown import departures_of
from beffroi.site import founding
from beffroi.site.doctor import LATE, has_room, must_live
from beffroi.site.needs import missing, standings_from
from beffroi.site.needs.statements import Statements
from beffroi.site.needs.tally import with_the_shell
from beffroi.site.second_factor import TOLD
from beffroi.site.starting import pending_migrations
from beffroi.work.models import Heartbeat

A_YEAR = 365 * 24 * 3600  # seconds
BAND = 8  # rows of each band: the rest is one link away


@login_not_required
def today(request: DeskRequest) -> HttpResponse:
    """What needs me now? A stranger is led to the door."""
    if not request.user.is_authenticated:
        return redirect("sign_in" if founding.is_founded() else "welcome")
    if request.organisation is None:
        return render(request, "homeless.html", status=403)
    return render(request, "today.html", _bands(request))


def _bands(request: DeskRequest) -> dict[str, object]:
    organisation, now = request.organisation, timezone.now()
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    waiting = Draft.objects.of(organisation).waiting_for(request.user)
    still_missing, promised = _needs(request, now)
    return {
        "still_missing": still_missing,
        "now": now,
        "alarms": Alarm.objects.of(organisation).standing().order_by("-raised_at")[:BAND],
        "facts": Fact.objects.filter(organisation=organisation).for_a_word(now)[:BAND],
        "approvals": waiting[:BAND] if request.membership.may_somewhere("approve") else [],
        "cases": _cases(organisation, promised=promised)[:BAND],
        "alerts": Alert.objects.of(organisation).open()[:BAND],
        **_publications(organisation, midnight),
    }


def _needs(request: DeskRequest, now: datetime) -> tuple[int, bool]:
    """How much is still missing, for whoever may see to it; and whether answers are promised. What the shell asks
    anyway is asked along, so that it costs the page no query more."""
    organisation = request.organisation
    if organisation.is_demo or not request.membership.may("run the organisation"):
        return 0, ResponseTarget.objects.of(organisation).exists()
    seen, promised, tally = with_the_shell(request.membership, now)
    request.seen_already = seen  # type: ignore[attr-defined]  # read by context.py
    return len(missing(standings_from(tally, Statements.of(organisation)))), promised


def _cases(organisation: Organisation, *, promised: bool) -> QuerySet[Case]:
    """In the order of the inbox: what is due first, where something is promised; else whoever has waited longest."""
    waiting = Case.objects.of(organisation).waiting().awake().with_answer().prefetch_related("deadlines")
    return waiting.order_by(*Wanted().sorts(promised=promised))


def _publications(organisation: Organisation, midnight: datetime) -> dict[str, Any]:
    """The three bands of what leaves, in one query."""
    mine = Publication.objects.of(organisation)
    ours = Publication.objects.filter(account__organisation=organisation)  # by their drafts SQLite would read them all
    bands = {
        "next": ours.next_departures(),
        "stuck": ours.for_a_person().order_by("-leave_at"),
        "left": ours.filter(state="sent", sent_at__gte=midnight).order_by("-sent_at"),
    }
    parts = [
        mine.filter(pk__in=rows.values("pk")[:BAND]).annotate(band=Value(name, output_field=CharField()))
        for name, rows in bands.items()
    ]
    found = list(parts[0].union(*parts[1:], all=True))
    prefetch_related_objects(found, "account__freezes")
    found.sort(key=lambda row: (row.sent_at or row.leave_at, row.pk))
    chosen = {name: [row for row in found if row.band == name] for name in bands}  # type: ignore[attr-defined]  # annotated
    left = departures_of(chosen["left"][::-1])
    return {"next": departures_of(chosen["next"]), "stuck": chosen["stuck"][::-1], "left": left}


@login_not_required
def welcome(request: HttpRequest) -> HttpResponse:
    """The first visit: create an organisation, or look at the demonstration town."""
    return render(request, "welcome.html", {"is_founded": founding.is_founded()})


@login_not_required
def choose_language(request: HttpRequest, code: str) -> HttpResponse:
    """Keeps the reader's language and leads back: by a link, since pages for everybody hold no form of anyone's."""
    back = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = "/"
    answer = redirect(back)
    if code in dict(django_settings.LANGUAGES):
        answer.set_cookie(django_settings.LANGUAGE_COOKIE_NAME, code, max_age=A_YEAR, samesite="Lax")
    return answer


@login_not_required
def found(request: HttpRequest) -> HttpResponse:
    """Creates the organisation and its owner; the door closes behind the first one."""
    if founding.is_founded():
        return redirect("sign_in")
    form = FoundOrganisationForm(request.POST or None, accepts=founding.accepts if founding.asks_for_a_code() else None)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            founding.wait_for_others()
            if founding.is_founded():  # by another one, or a second tap, since we looked
                return redirect("sign_in")
            user, organisation = form.found()
            record("ORGANISATION_FOUNDED", organisation, organisation=organisation, actor=user, now=timezone.now())
        let_in(request, user, means="password", now=timezone.now())
        request.session["organisation"] = organisation.pk
        request.session[TOLD] = True  # the next page says it too, among what else is missing
        return redirect("needs")
    return render(request, "found.html", {"form": form}, status=422 if form.errors else 200)


def settings(request: DeskRequest) -> HttpResponse:
    mine = request.membership
    may_create = django_settings.SEVERAL_ORGANISATIONS and mine is not None and mine.may("create organisations")
    runs = mine is not None and mine.may("run the organisation")
    return render(request, "settings.html", {"may_create": may_create, "runs": runs})


@login_not_required
def healthz(_request: HttpRequest) -> HttpResponse:
    return JsonResponse({"pages": "ok"})


@login_not_required
def readyz(_request: HttpRequest) -> HttpResponse:
    """Whether everything that must run does: database, migrations, worker, listener, nothing late."""
    now = timezone.now()
    try:
        said: dict[str, bool | int] = {
            "migrations": pending_migrations() == 0,
            **{process: Heartbeat.is_alive(process, now) for process in must_live()},
            "workers": Heartbeat.alive("worker", now).count(),
            "deliveries": not Publication.objects.filter(due_at__lt=now - LATE).exists(),
            "messages": not Message.objects.filter(due_at__lt=now - LATE).exists(),
            "disk": has_room(),
        }
    except DatabaseError:
        said = {"database": False}
    return JsonResponse(said, status=200 if all(said.values()) else 503)
