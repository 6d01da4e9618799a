"""How often, in words: numbers that promise no more than was heard."""

from collections.abc import Callable
from math import ceil, floor

from django import template
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from beffroi.engines.counts.sampling import Estimate

register = template.Library()

WEEK, MONTH = 7, 30  # days


@register.filter
def pace(estimate: Estimate) -> str:
    """Such as "about 12 posts a day (between 8 and 17)"; by the week or by 30 days where that is easier to picture."""
    if not estimate.a_day:
        return short_pace(estimate)
    days = _unit(estimate.a_day)
    bounds = {"low": said(estimate.low * days, floor), "high": said(estimate.high * days, ceil)}
    words = _("(between %(low)s and %(high)s)") % bounds
    return f"{short_pace(estimate)} {words}"


@register.filter
def short_pace(estimate: Estimate) -> str:
    """The same without its bounds."""
    days = _unit(estimate.a_day or estimate.high)
    if not estimate.a_day:
        return _fewer(days) % {"high": said(estimate.high * days, ceil)}
    number = max(1, round(estimate.a_day * days))
    return _about(days, number) % {"number": said(number)}


def said(number: float, rounded: Callable[[float], int] = round) -> str:
    """Two figures are all that a sample knows: 1,234 is 1,200."""
    scale = 10 ** max(0, len(str(int(number))) - 2)
    return number_format(rounded(number / scale) * scale, use_l10n=True, force_grouping=True)


def _unit(a_day: float) -> int:
    return 1 if a_day >= 1 else WEEK if a_day * WEEK >= 1 else MONTH


def _about(days: int, number: int) -> str:
    if days == 1:
        return ngettext("about %(number)s post a day", "about %(number)s posts a day", number)
    if days == WEEK:
        return ngettext("about %(number)s post a week", "about %(number)s posts a week", number)
    return ngettext("about %(number)s post a month", "about %(number)s posts a month", number)


def _fewer(days: int) -> str:
    if days == 1:
        return _("none in the sample, so fewer than %(high)s posts a day")
    if days == WEEK:
        return _("none in the sample, so fewer than %(high)s posts a week")
    return _("none in the sample, so fewer than %(high)s posts a month")
