"""What was pressed last, in words."""

from django.utils.translation import ngettext

from beffroi.inbox.models import Act


def told(last: Act | None) -> str:
    """What was pressed last, in words; empty when nothing can be taken back."""
    if last is None:
        return ""
    number = len(last.changes)
    said = {
        "assign": ngettext("%(n)s case was given.", "%(n)s cases were given.", number),
        "hand": ngettext("%(n)s case was handed over.", "%(n)s cases were handed over.", number),
        "prioritise": ngettext("%(n)s case has its priority.", "%(n)s cases have their priority.", number),
        "snooze": ngettext("%(n)s case was set aside.", "%(n)s cases were set aside.", number)
        if last.value
        else ngettext("%(n)s case was woken.", "%(n)s cases were woken.", number),
        "close": ngettext("%(n)s case was closed.", "%(n)s cases were closed.", number)
        if last.value
        else ngettext("%(n)s case was opened again.", "%(n)s cases were opened again.", number),
        "label": ngettext("%(n)s case was labelled.", "%(n)s cases were labelled.", number)
        if last.value
        else ngettext("The label was taken off %(n)s case.", "The label was taken off %(n)s cases.", number),
    }
    return said[last.kind] % {"n": number}
