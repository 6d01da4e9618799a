"""What a rule means, in one sentence that a mayor would say."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from beffroi.publishing.models.rule import ApprovalRule


def meaning(rule: ApprovalRule, *, has_siblings: bool = False) -> str:
    """`has_siblings` tells the general rule that some accounts have one of their own."""
    what = _about(rule, has_siblings)
    if rule.mode == "none":
        return _("Anything from %(what)s leaves without anybody's agreement.") % {"what": what}
    said = _("Anything from %(what)s needs %(who)s") % {"what": what, "who": _who(rule)}
    if rule.deadline is None or rule.deputy is None:
        return _("%(rule)s.") % {"rule": said}
    late = {"rule": said, "time": span(rule.deadline), "deputy": rule.deputy}
    return _("%(rule)s; after %(time)s %(deputy)s may decide.") % late


def _about(rule: ApprovalRule, has_siblings: bool) -> str:
    if rule.account is not None:
        return str(rule.account)
    return _("an account without a rule of its own") if has_siblings else _("any account")


def _who(rule: ApprovalRule) -> str:
    outside = [_("%(name)s (outside)") % {"name": one} for one in rule.named_outsiders()]
    names = [user.name for user in rule.named()] + outside
    if not names:
        return _("one person whose role may approve")
    return all_of(names) if rule.mode == "all" else any_of(names)


def any_of(names: Sequence[str]) -> str:
    if len(names) == 1:
        return names[0]
    return _("%(some)s or %(last)s") % {"some": ", ".join(names[:-1]), "last": names[-1]}


def all_of(names: Sequence[str]) -> str:
    if len(names) == 1:
        return names[0]
    return _("%(some)s and %(last)s") % {"some": ", ".join(names[:-1]), "last": names[-1]}


def span(minutes: int) -> str:
    """A length of time in the largest unit that says it exactly: 30 minutes, 2 hours, 3 days."""
    if minutes and minutes % 1440 == 0:
        return ngettext("%(n)s day", "%(n)s days", minutes // 1440) % {"n": minutes // 1440}
    if minutes and minutes % 60 == 0:
        return ngettext("%(n)s hour", "%(n)s hours", minutes // 60) % {"n": minutes // 60}
    return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}
