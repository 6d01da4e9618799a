"""Settings: people who asked not to be kept."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from beffroi.access.desk import DeskRequest, allowed
from beffroi.listening.forgetting import opt_out
from beffroi.listening.forms.searches import OptOutForm
from beffroi.listening.models import OptOut


@allowed("run the organisation")
def opt_outs(request: DeskRequest) -> HttpResponse:
    form = OptOutForm(request.organisation, request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        gone = opt_out(request.organisation, said["network"], said["handle"], by=request.user, now=timezone.now())
        words = ngettext(
            "From now on nothing of this person is kept. %(gone)s find of your searches was erased.",
            "From now on nothing of this person is kept. %(gone)s finds of your searches were erased.",
            gone,
        )
        messages.success(request, words % {"gone": gone})
        return redirect("opt_outs")
    wishes = OptOut.objects.filter(organisation=request.organisation).select_related("added_by")
    context = {"form": form, "wishes": wishes.order_by("-added_at", "-pk")}
    return render(request, "listening/opt_outs.html", context, status=422 if form.errors else 200)


@require_POST
@allowed("run the organisation")
def removal(request: DeskRequest, pk: int) -> HttpResponse:
    wish = get_object_or_404(OptOut.objects.filter(organisation=request.organisation), pk=pk)
    wish.remove(by=request.user, now=timezone.now())
    messages.success(request, _("Removed. What this person writes from now on can be found again."))
    return redirect("opt_outs")
