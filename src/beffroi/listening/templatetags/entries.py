"""An entry of a feed on a page: its title, and how it goes on."""

from django import template

register = template.Library()

LONGEST = 400  # characters of a text: the whole of it stands on the site


@register.filter
def headline(text: str) -> str:
    """The first line, which is the title where the entry has one."""
    first = text.split("\n", 1)[0]
    return first if len(first) <= LONGEST else first[: LONGEST - 1] + "…"


@register.filter
def goes_on(text: str) -> str:
    """What follows the first line, in one piece."""
    rest = " ".join(text.split("\n", 1)[1].split()) if "\n" in text else ""
    return rest if len(rest) <= LONGEST else rest[: LONGEST - 1].rsplit(" ", 1)[0] + "…"
