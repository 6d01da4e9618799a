"""Is there a text, and does every network take its length?"""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from beffroi.connectors.contract import Capabilities
from beffroi.engines.lengths import Limit
from beffroi.publishing.checks import Checked, Finding


def check(checked: Checked) -> Iterator[Finding]:
    if not checked.text.strip() and not checked.images:
        yield Finding("length", "text", _("There is nothing to publish yet: write a text or add an image."))
    for network, limit in {d.network: _limit(d.capabilities) for d in checked.destinations}.items():
        length = limit.measure(checked.text)
        if length.over:
            words = _("%(network)s takes %(max)s %(unit)s, the text has %(used)s: shorten it by %(over)s.")
            yield Finding(
                "length",
                "text",
                words
                % {
                    "network": network,
                    "max": length.used + length.left,
                    "unit": _("characters") if length.unit == "graphemes" else _("bytes"),
                    "used": length.used,
                    "over": -length.left,
                },
            )


def _limit(capabilities: Capabilities) -> Limit:
    return Limit(capabilities.max_graphemes, capabilities.max_bytes)
