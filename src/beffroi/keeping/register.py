"""The entry of the register of processing activities (GDPR, art. 30) and the privacy notice (art. 13 and 14), made from
the settings as they are: the periods, the networks that are connected, the channels in use.

It is a first draft for whoever is responsible, and says so: no program knows everything that is done.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from beffroi.access.models import Organisation
from beffroi.keeping.kinds import Kind, all_kinds, circumstances
from beffroi.keeping.models import Notice, days_of


@dataclass(frozen=True, slots=True)
class Section:
    heading: str
    lines: list[str]


def entry(organisation: Organisation, kept: Notice) -> list[Section]:
    """The entry of the register."""
    return [
        Section(_("Who is responsible"), _responsible(organisation, kept)),
        Section(_("What the data are for"), _purposes()),
        Section(_("On which basis"), _bases()),
        Section(_("Whose data"), _whose()),
        Section(_("Which data"), _which()),
        Section(_("Who receives them"), _recipients(organisation, kept)),
        Section(_("Outside the European Union"), _outside(organisation)),
        Section(_("How long they are kept"), [_period(organisation, kind) for kind in all_kinds()]),
        Section(_("How they are protected"), _protection()),
    ]


def notice(organisation: Organisation, kept: Notice) -> list[Section]:
    """The notice, for everybody."""
    return [
        Section(_("Who is responsible"), _responsible(organisation, kept)),
        Section(_("What the data are for"), _purposes()),
        Section(_("On which basis"), _bases()),
        Section(_("Which data"), _which()),
        Section(_("Where they come from"), _origin(organisation)),
        Section(_("Who receives them"), _recipients(organisation, kept)),
        Section(_("How long they are kept"), [_period(organisation, kind) for kind in all_kinds()]),
        Section(_("Your rights"), _rights(kept)),
    ]


def as_markdown(title: str, organisation: Organisation, sections: list[Section]) -> str:
    """As plain text with marks that every word processor takes."""
    said = [f"# {title}", "", str(organisation), ""]
    for section in sections:
        said += [f"## {section.heading}", "", *(f"- {_bare(line)}" for line in section.lines), ""]
    return "\n".join(said)


def _bare(line: str) -> str:
    return " ".join(line.split())


def _responsible(organisation: Organisation, kept: Notice) -> list[str]:
    said = [str(organisation)]
    if kept.contact:
        said.append(_("Where to write: %(contact)s") % {"contact": kept.contact})
    if kept.officer:
        said.append(_("Data protection officer: %(officer)s") % {"officer": kept.officer})
    return said


def _purposes() -> list[str]:
    return list(dict.fromkeys(str(kind.why) for kind in all_kinds()))


def _bases() -> list[str]:
    return list(dict.fromkeys(str(kind.basis) for kind in all_kinds()))


def _whose() -> list[str]:
    return [
        _("People who write to the organisation on a network, by telephone, by letter or at the counter."),
        _("People whose public messages a saved search finds."),
        _("People who work here, who approve from outside, or who bear witness."),
        _("Holders of a public office, by their official accounts."),
    ]


def _which() -> list[str]:
    return [
        *(str(kind.name) for kind in all_kinds()),
        _("No opinion, feeling or political leaning of a person is ever noted."),
    ]


def _origin(organisation: Organisation) -> list[str]:
    said = [_("From yourself, when you write to us.")]
    if names := _networks(organisation):
        said.append(_("From what is public on %(networks)s.") % {"networks": names})
    return said


def _recipients(organisation: Organisation, kept: Notice) -> list[str]:
    said = [_("People who work here, each according to their role.")]
    if kept.host:
        said.append(_("Who runs the machine: %(host)s") % {"host": kept.host})
    used = [str(each.words) for each in circumstances(organisation) if each.heading == "processors"]
    if used:
        said.append(_("To tell people who work here: %(carriers)s.") % {"carriers": ", ".join(used)})
    if names := _networks(organisation):
        said.append(_("Our answers are public on %(networks)s.") % {"networks": names})
    return said


def _outside(organisation: Organisation) -> list[str]:
    if names := _networks(organisation):
        return [
            _(
                "What is published on %(networks)s is where that network keeps it; Beffroi itself sends data "
                "nowhere else."
            )
            % {"networks": names}
        ]
    return [_("Beffroi sends data nowhere.")]


def _networks(organisation: Organisation) -> str:
    return ", ".join(str(each.words) for each in circumstances(organisation) if each.heading == "networks")


def _period(organisation: Organisation, kind: Kind) -> str:
    days = days_of(organisation, kind)
    said = {"kind": kind.name, "days": days}
    if not days:
        return _("%(kind)s: as long as the organisation works with Beffroi, then as the public archives decide") % said
    return ngettext("%(kind)s: %(days)s day", "%(kind)s: %(days)s days", days) % said


def _protection() -> list[str]:
    return [
        _("Each person has a role; what a role may not do is refused."),
        _("The keys of accounts are encrypted; pages, journals and errors show none."),
        _("Every act stands in a journal in which a change is seen."),
        _("What is past its time goes by itself, but for what is held by a named person for a stated reason."),
    ]


def _rights(kept: Notice) -> list[str]:
    where = kept.contact or kept.officer
    said = [
        _("You may ask what is kept of you, have it corrected or erased, and object to it."),
        _("You are answered within a month."),
        _("You may complain to the CNIL: www.cnil.fr."),
    ]
    if where:
        said.insert(1, _("Write to: %(contact)s") % {"contact": where})
    return said
