"""The product with one page more, which crashes while secrets stand open in its variables."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from beffroi.directory.models import Connection


def crash(request: HttpRequest) -> HttpResponse:
    opened = Connection.objects.get().credentials()
    raise RuntimeError(f"{len(opened)} things could not be said to {request.user}")


urlpatterns = [path("crash", crash, name="crash"), path("", include("beffroi.site.urls"))]
