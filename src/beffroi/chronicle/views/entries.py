"""One entry: its evidence in full, and where it stands in the telling."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from beffroi.access.desk import DeskRequest, allowed
from beffroi.chronicle import scope
from beffroi.chronicle.models import Entry
from beffroi.chronicle.models.evidence import FORM, canonical
from beffroi.chronicle.states import EPISODES
from beffroi.chronicle.telling import line
from beffroi.journal.sentences import translated


@allowed("see")
def entry(request: DeskRequest, pk: int) -> HttpResponse:
    chosen = _entry(request, pk)
    context = {
        "entry": chosen,
        "line": line(chosen, scope.own_accounts(chosen.incident)),
        "title": translated(chosen.incident.title),
        "episodes": EPISODES,
        "episode": EPISODES[chosen.episode],
        "form": FORM,
        "may_keep": request.membership.may("keep the chronicle"),
    }
    return render(request, "chronicle/entry.html", context)


@require_POST
@allowed("keep the chronicle")
def episode(request: DeskRequest, pk: int) -> HttpResponse:
    chosen, to = _entry(request, pk), request.POST.get("episode", "")
    if to not in EPISODES:
        messages.warning(request, _("There is no such episode; the entry stays where it was."))
        return redirect("entry", pk=pk)
    chosen.move_to(to, by=request.user, now=timezone.now())
    messages.success(request, _("It is told under “%(episode)s”.") % {"episode": EPISODES[to]})
    return redirect("incident", pk=chosen.incident_id)


@require_POST
@allowed("keep the chronicle")
def removal(request: DeskRequest, pk: int) -> HttpResponse:
    """Takes an entry out, or puts it back."""
    chosen, now = _entry(request, pk), timezone.now()
    if request.POST.get("back"):
        chosen.restore(by=request.user, now=now)
        messages.success(request, _("It is back in the chronicle."))
        return redirect("incident", pk=chosen.incident_id)
    chosen.remove(by=request.user, now=now)
    messages.success(request, _("It is out of the chronicle. It is kept, and can be put back here."))
    return redirect("entry", pk=pk)


@allowed("see")
def evidence(request: DeskRequest, pk: int) -> HttpResponse:
    """The very bytes of which the fingerprint is the sha256."""
    post = _entry(request, pk).post
    if post is None:
        raise Http404
    answer = HttpResponse(canonical(post), content_type="application/json; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="evidence-{pk}.json"'
    return answer


def _entry(request: DeskRequest, pk: int) -> Entry:
    entries = Entry.objects.select_related("incident__organisation", "post", "event__actor", "by", "placed_by")
    return get_object_or_404(entries, pk=pk, incident__organisation=request.organisation)
