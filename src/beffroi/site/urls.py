from django.conf.urls.i18n import urlpatterns as language
from django.urls import include, path

from beffroi.directory.api import open_check
from beffroi.site import metrics, sitemaps, tokens, views
from beffroi.site.api import application, documents
from beffroi.site.design import design
from beffroi.site.needs import views as needs
from beffroi.site.year import views as year_views

handler500 = "beffroi.site.errors.failed"

urlpatterns = [
    path("", views.today, name="today"),
    path("welcome", views.welcome, name="welcome"),
    path("welcome/organisation", views.found, name="found"),
    path("settings", views.settings, name="settings"),
    path("settings/needs", needs.needs, name="needs"),
    path("settings/needs/key-copy", needs.key_copy, name="key_copy"),
    path("settings/needs/<str:key>/forgoing", needs.forgoing, name="need_forgoing"),
    path("settings/needs/<str:key>/again", needs.again, name="need_again"),
    path("settings/archive", year_views.years, name="years"),
    path("settings/archive/bringing", year_views.bringing, name="year_bringing"),
    path("settings/tokens", tokens.tokens, name="tokens"),
    path("settings/tokens/<int:pk>/revocation", tokens.revocation, name="token_revocation"),
    path("api/v1/verify", open_check.answer, name="api_verify"),
    path("api/v1/openapi.json", documents.document, name="api_document"),
    path("api/v1/docs", documents.page, name="api_docs"),
    path("api/v1/", include((application.urlpatterns, "ninja"), namespace="api")),
    path("api/<path:address>", application.nothing, name="api_nothing"),
    path("healthz", views.healthz, name="healthz"),
    path("robots.txt", sitemaps.robots, name="robots"),
    path(
        "sitemap.xml",
        sitemaps.sitemap_index,
        {"sitemaps": sitemaps.SECTIONS, "sitemap_url_name": "sitemap_section"},
        name="sitemap_index",
    ),
    path("sitemap-<section>.xml", sitemaps.sitemap_section, {"sitemaps": sitemaps.SECTIONS}, name="sitemap_section"),
    path("readyz", views.readyz, name="readyz"),
    path("metrics", metrics.metrics, name="metrics"),
    path("design", design, name="design"),
    path("language/choice/<str:code>", views.choose_language, name="choose_language"),
    path("language/", include(language)),
    path("", include("beffroi.door.urls")),
    path("", include("beffroi.journal.urls")),
    path("", include("beffroi.keeping.urls")),
    path("", include("beffroi.notify.urls")),
    path("", include("beffroi.directory.urls")),
    path("", include("beffroi.chronicle.urls")),
    path("", include("beffroi.guard.urls")),
    path("", include("beffroi.listening.urls")),
    path("", include("beffroi.facts.urls")),
    path("", include("beffroi.publishing.urls")),
    path("", include("beffroi.inbox.urls")),
    path("", include("beffroi.rankings.urls")),
    path("", include("beffroi.people.urls")),
    path("", include("beffroi.site.demonstration.urls")),
]
