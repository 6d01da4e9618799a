"""What stands beside the answer: notes, who else is writing, and cases that are one matter or two."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from beffroi.access.desk import DeskRequest, allowed, allowed_somewhere
from beffroi.access.numbers import number_in
from beffroi.archive.models import Post
from beffroi.inbox.forms.answering import NoteForm
from beffroi.inbox.models import Apart, Case, Merging, Note, Writing
from beffroi.inbox.views.cases import page_of
from beffroi.inbox.views.shown import case_of
from beffroi.journal.moves import NotAllowed


@require_POST
@allowed_somewhere("answer")
def notes(request: DeskRequest, pk: int) -> HttpResponse:
    chosen, form = case_of(request, pk), NoteForm(request.POST)
    if not form.is_valid():
        wrong = {"note_error": form.errors["note"][0], "note_text": request.POST.get("note", "")}
        return page_of(request, chosen, status=422, **wrong)
    people = {str(person.pk): person for person in request.organisation.members(may="answer")}
    to = people.get(request.POST.get("to", ""))
    Note.write(chosen, form.cleaned_data["note"], by=request.user, to=to, now=timezone.now())
    messages.success(request, _("The note stands for your colleagues."), extra_tags=f"note-{pk}")
    return redirect("case", pk=pk)


@allowed("answer")
def writing(request: DeskRequest, pk: int) -> HttpResponse:
    """Who else is writing. Posted, it says that this person is too."""
    chosen, now = case_of(request, pk), timezone.now()
    if request.method == "POST":
        Writing.note(chosen, by=request.user, now=now)
    others = [person.name for person in Writing.others(chosen, than=request.user, now=now)]
    return render(request, "inbox/writers.html", {"writers": others})


@require_POST
@allowed_somewhere("answer")
def merging(request: DeskRequest, pk: int) -> HttpResponse:
    """Another case is told as a part of this one."""
    into, number = case_of(request, pk), request.POST.get("number", "").strip()
    other = Case.objects.of(request.organisation).filter(pk=number_in(number)).first()
    if other is None:
        return _wrong_number(request, into, number, _("There is no case of this number."))
    says_so = request.POST.get("same") == "yes"
    try:
        Merging.merge(other, into, by=request.user, is_same_person=says_so, now=timezone.now())
    except NotAllowed:
        why = _("It cannot be told here: it is this case itself, or one of both is a part of another already.")
        return _wrong_number(request, into, number, why)
    messages.success(request, _("Both are one case now."), extra_tags=f"merging-{pk}")
    return redirect("case", pk=pk)


def _wrong_number(request: DeskRequest, chosen: Case, number: str, why: str) -> HttpResponse:
    return page_of(request, chosen, status=422, number_error=why, number=number)


@require_POST
@allowed_somewhere("answer")
def unmerging(request: DeskRequest, pk: int) -> HttpResponse:
    undone = get_object_or_404(
        Merging.objects.select_related("case", "into__latest", "into__organisation", "latest_before"),
        pk=pk,
        into__organisation=request.organisation,
    )
    undone.undo(by=request.user, now=timezone.now())
    messages.success(request, _("They are two cases again."))
    return redirect("case", pk=undone.into_id)


@require_POST
@allowed_somewhere("answer")
def splitting(request: DeskRequest, pk: int) -> HttpResponse:
    chosen, number = case_of(request, pk), request.POST.get("message", "")
    post = Post.objects.filter(pk=number_in(number)).first()
    try:
        if post is None:
            raise NotAllowed(number)
        made = Apart.split(chosen, post, by=request.user, now=timezone.now())
    except NotAllowed:
        messages.warning(request, _("This message cannot leave its conversation."))
        return redirect("case", pk=pk)
    messages.success(request, _("The message is a case of its own now."))
    return redirect("case", pk=made.pk)
