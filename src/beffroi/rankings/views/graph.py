"""The card of a body, for whoever shares the address of its page, and the feed of the editions."""

from datetime import datetime

from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.feedgenerator import Atom1Feed
from django.utils.formats import number_format
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from beffroi.access.open_page import open_page
from beffroi.directory.models import Body, OfficialAccount, Proof
from beffroi.rankings.card.drawing import body_card
from beffroi.rankings.models import Edition

AN_HOUR = 3600  # seconds
MANY = 60


@open_page(AN_HOUR)
def card(_request: HttpRequest, kind: str, code: str) -> HttpResponse:
    """The body's name, where it lies, and how many of its accounts are proven."""
    body = get_object_or_404(Body, kind=kind, code=code)
    place = Body.objects.filter(kind="departement", code=body.departement).first() if body.departement else None
    named = f"{place} ({place.code})" if place else str(body.get_kind_display())
    image = body_card(body.name, named, _lines(body), body.colour, get_language() or "fr")
    return HttpResponse(image, content_type="image/png")


def _lines(body: Body) -> list[str]:
    accounts = OfficialAccount.objects.filter(body=body).exclude(status="closed")
    proven = Proof.objects.standing().filter(account__in=accounts).values("account").distinct().count()
    lines = []
    if body.population is not None:
        people = number_format(body.population, use_l10n=True, force_grouping=True)
        lines.append(ngettext("%(n)s inhabitant", "%(n)s inhabitants", body.population) % {"n": people})
    if proven:
        said = ngettext("%(n)s proven official account", "%(n)s proven official accounts", proven)
        lines.append(said % {"n": proven})
    else:
        lines.append(_("No proven account yet"))
    return lines


class Editions(Feed):  # type: ignore[type-arg]  # generic in its stubs only
    feed_type = Atom1Feed
    title = gettext_lazy("Rankings of public accounts: new editions")
    link = "/rankings"

    def items(self) -> list[Edition]:
        return list(Edition.objects.select_related("ranking").order_by("-made_at", "-pk")[:MANY])

    def item_title(self, item: Edition) -> str:
        return f"{item.ranking.title}, {item.first:%Y-%m-%d} – {item.last:%Y-%m-%d}"

    def item_description(self, item: Edition) -> str:
        return _("%(ranked)s ranked, %(left)s without a rank") % {"ranked": item.ranked, "left": item.unranked}

    def item_link(self, item: Edition) -> str:
        return item.get_absolute_url()

    def item_guid(self, item: Edition) -> str:
        return f"urn:sha256:{item.sha256}"

    item_guid_is_permalink = False

    def item_updateddate(self, item: Edition) -> datetime:
        return item.made_at


editions = open_page()(Editions())
