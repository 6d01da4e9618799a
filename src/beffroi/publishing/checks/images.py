"""Does every network take the images, and can everyone read what they show?"""

from collections.abc import Iterator

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from beffroi.publishing.checks import Checked, Destination, Finding


def check(checked: Checked) -> Iterator[Finding]:
    for number, image in enumerate(checked.images, start=1):
        if not image.alt.strip() and not image.decorative:
            words = _("Image %(number)s has no text alternative. Describe what it shows, or say that it is decorative.")
            yield Finding("images", "images", words % {"number": number})
    for destination in {d.network: d for d in checked.destinations}.values():
        yield from _taken_by(destination, checked)


def _taken_by(destination: Destination, checked: Checked) -> Iterator[Finding]:
    capabilities = destination.capabilities
    if len(checked.images) > capabilities.max_images:
        words = ngettext(
            "%(network)s takes %(max)s image at most.",
            "%(network)s takes %(max)s images at most.",
            capabilities.max_images,
        )
        yield Finding("images", "images", words % {"network": destination.network, "max": capabilities.max_images})
    for number, image in enumerate(checked.images, start=1):
        if image.size > capabilities.max_image_bytes:
            words = _("Image %(number)s weighs %(size)s MB; %(network)s takes %(max)s MB at most.")
            yield Finding(
                "images",
                "images",
                words
                % {
                    "number": number,
                    "size": _megabytes(image.size),
                    "network": destination.network,
                    "max": _megabytes(capabilities.max_image_bytes),
                },
            )


def _megabytes(size: int) -> str:
    return number_format(size / 1_000_000, decimal_pos=1)
