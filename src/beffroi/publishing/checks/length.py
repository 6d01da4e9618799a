"""Is there a text, and does every network take its length?"""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from beffroi.engines.texts.lengths import Limit
from beffroi.publishing.checks import Checked, Destination, Finding


def check(checked: Checked) -> Iterator[Finding]:
    if not checked.text.strip() and not checked.images:
        yield Finding("length", "text", _("There is nothing to publish yet: write a text or add an image."))
    for destination in {each.network: each for each in checked.destinations}.values():
        yield from _too_long(destination)


def _too_long(destination: Destination) -> Iterator[Finding]:
    capabilities = destination.capabilities
    limit = Limit(capabilities.max_length, capabilities.max_bytes, capabilities.counts, capabilities.url_length)
    for post in destination.posts:
        length = limit.measure(post)
        if length.over:
            words = _("%(network)s takes %(max)s %(unit)s, the text has %(used)s: shorten it by %(over)s.")
            said = {
                "network": destination.network,
                "max": length.used + length.left,
                "unit": _("bytes") if length.unit == "bytes" else _("characters"),
                "used": length.used,
                "over": -length.left,
            }
            yield Finding("length", "text", words % said)
