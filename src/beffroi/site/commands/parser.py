"""How `beffroi` reads what it is asked: argparse, with its commands in groups, and a word for who mistypes one."""

import argparse
import sys
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from beffroi.site.spacing import THIN
from beffroi.site.terminal import gettext as _
from beffroi.site.terminal import language

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]
else:
    Subparsers = argparse._SubParsersAction

MISUSED = 2
Group = tuple[str, Sequence[str]]  # a title, and the commands below it


class Commands(Subparsers):
    def add_parser(self, name: str, **said: Any) -> argparse.ArgumentParser:
        """What a command does stands in the list, and above its own options."""
        does: str = said["help"]
        return super().add_parser(name, **{"description": f"{does[0].upper()}{does[1:]}.", **said})

    def listed(self, groups: Sequence[Group]) -> Iterator[tuple[str, list[argparse.Action]]]:
        lines = {line.dest: line for line in self._get_subactions()}
        for title, names in groups or [(_("commands"), list(lines))]:
            yield title, [lines[name] for name in names]


class Titles(argparse.HelpFormatter):
    def start_section(self, heading: str | None) -> None:
        """argparse puts the colon, and French a space before it."""
        super().start_section(f"{heading}{THIN}" if heading and language() == "fr" else heading)


class Parser(argparse.ArgumentParser):
    """`groups` say below which title each command is listed; without any they stand in the order they were added."""

    def __init__(self, *given: Any, groups: Sequence[Group] = (), **more: Any) -> None:
        super().__init__(*given, **{"formatter_class": Titles, **more})
        self._groups = groups
        self._commands: Commands | None = None

    def add_subparsers(self, **more: Any) -> Any:
        """Who names no command is told all of them: the help, and the exit code of a wrong call."""
        added: Any = super().add_subparsers(action=Commands, metavar=_("COMMAND"), **more)
        self._commands = added
        self.set_defaults(run=self._without_a_command)
        return added

    def _without_a_command(self, _asked: argparse.Namespace) -> int:
        self.print_help(sys.stderr)
        return MISUSED

    def format_help(self) -> str:
        if self._commands is None:
            return super().format_help()
        formatter = self._get_formatter()
        formatter.add_usage(self.usage, self._actions, self._mutually_exclusive_groups)
        formatter.add_text(self.description)
        for title, lines in [*self._commands.listed(self._groups), (_("options"), self._optionals._group_actions)]:
            formatter.start_section(title)
            formatter.add_arguments(lines)
            formatter.end_section()
        formatter.add_text(self.epilog)
        return formatter.format_help()

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        if action is self._commands and value not in self._commands.choices:
            self.exit(MISUSED, f"beffroi: {self._no_command(str(value))}\n")
        super()._check_value(action, value)

    def _no_command(self, said: str) -> str:
        known = self._commands.choices if self._commands else ()
        if near := get_close_matches(said, known, n=1):
            return _("“{said}” is no command; did you mean {near}?").format(said=said, near=f"{self.prog} {near[0]}")
        return _("“{said}” is no command; {prog} --help lists them").format(said=said, prog=self.prog)
