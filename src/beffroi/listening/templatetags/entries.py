"""The title of an entry of a feed on a page."""

from django import template

register = template.Library()

LONGEST = 400  # characters of a text: the whole of it stands on the site


@register.filter
def headline(text: str) -> str:
    """The first line, which is the title where the entry has one."""
    first = text.split("\n", 1)[0]
    return first if len(first) <= LONGEST else first[: LONGEST - 1] + "…"
