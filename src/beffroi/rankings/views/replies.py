"""The right of reply, at the desk: what a ranked body says beside its place."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from beffroi.access.desk import DeskRequest, allowed, in_earnest
from beffroi.directory.models import Body
from beffroi.rankings.forms import BodyForm, ReplyForm
from beffroi.rankings.models import Edition, Reply, speaks_for


@allowed("answer")
def replies(request: DeskRequest, number: int) -> HttpResponse:
    """For which bodies the reader may reply; an owner names another one by its code."""
    edition = get_object_or_404(Edition.objects.select_related("ranking"), pk=number)
    form = BodyForm(edition, request.organisation, request.user, request.GET if "code" in request.GET else None)
    if form.is_valid():
        body = form.cleaned_data["code"]
        return redirect("ranking_reply", number=number, kind=body.kind, code=body.code)
    ours = Body.objects.filter(organisation=request.organisation).order_by("name")
    places = set(
        edition.places.filter(body_code__in=[body.code for body in ours]).values_list("body_kind", "body_code")
    )
    context = {
        "edition": edition,
        "bodies": [body for body in ours if (body.kind, body.code) in places],
        "form": form,
        "may_name": request.membership.may("run the organisation"),
    }
    return render(request, "rankings/replies.html", context, status=422 if form.errors else 200)


@allowed("answer")
@in_earnest
def reply(request: DeskRequest, number: int, kind: str, code: str) -> HttpResponse:
    edition = get_object_or_404(Edition.objects.select_related("ranking"), pk=number)
    body = get_object_or_404(Body, kind=kind, code=code)
    places = list(edition.places.filter(body_kind=kind, body_code=code).order_by("order"))
    if not places or not speaks_for(request.organisation, request.user, body):
        raise PermissionDenied(_("Your organisation does not speak for this body, or it has no place here."))
    standing = Reply.objects.filter(edition=edition, body=body, replaced_at=None).first()
    form = ReplyForm(request.POST or None, initial={"text": standing.text if standing else ""})
    if form.is_valid():
        said = form.cleaned_data["text"]
        Reply.write(edition, body, said, by=request.user, organisation=request.organisation, now=timezone.now())
        messages.success(request, _("The reply of %(body)s stands beside its place.") % {"body": body.name})
        return redirect("ranking_replies", number=number)
    context = {"edition": edition, "body": body, "places": places, "form": form, "standing": standing}
    return render(request, "rankings/reply.html", context, status=422 if form.errors else 200)
