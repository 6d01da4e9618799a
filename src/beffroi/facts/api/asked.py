"""Of which fact a program speaks."""

from django.shortcuts import get_object_or_404

from beffroi.access.api import ProgramRequest
from beffroi.facts.api.shown import FactWhole, fact_whole
from beffroi.facts.models import Fact


def fact_asked(request: ProgramRequest, pk: int) -> Fact:
    return get_object_or_404(Fact.objects.of(request.organisation).select_related("organisation"), pk=pk)


def whole(request: ProgramRequest, pk: int) -> FactWhole:
    return fact_whole(fact_asked(request, pk))
