"""What changed in the directory, as a feed: accounts that are new, have another name, or were left or closed."""

from datetime import datetime

from django.contrib.syndication.views import Feed
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beffroi.directory.models import OfficialAccount

MANY = 100


class Changes(Feed):  # type: ignore[type-arg]  # generic in its stubs only
    feed_type = Atom1Feed
    title = gettext_lazy("What changed in the directory of official accounts")
    link = "/directory"

    def items(self) -> list[OfficialAccount]:
        listed = OfficialAccount.objects.select_related("body", "person")
        return list(listed.order_by("-changed_at", "-pk")[:MANY])

    def item_title(self, item: OfficialAccount) -> str:
        return f"{item.owner}: {item} ({item.network_name})"

    def item_description(self, item: OfficialAccount) -> str:
        return _("Status: %(status)s") % {"status": item.get_status_display()}

    def item_link(self, item: OfficialAccount) -> str:
        return item.body.get_absolute_url() if item.body else "/directory"

    def item_guid(self, item: OfficialAccount) -> str:
        return f"urn:beffroi:official-account:{item.pk}:{item.changed_at:%Y%m%dT%H%M%S}"

    item_guid_is_permalink = False

    def item_updateddate(self, item: OfficialAccount) -> datetime:
        return item.changed_at
