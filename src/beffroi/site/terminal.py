"""The command line speaks the language of the terminal: French where it says so, else English.

Sentences are looked up in the compiled catalogue as Python's own gettext reads it, so that what needs no Django starts
without it. What programs read is the same in every language: JSON, columns between tabs, `ok` and `BAD`, the address
that `up` prints, exit codes; and so is what a running Beffroi logs.
"""

import argparse
import codecs
import io
import os
import sys
import unicodedata
from collections.abc import Mapping
from typing import TextIO

from beffroi.site.catalogue import LANGUAGES, read_in
from beffroi.vocabulary import Sentence, gettext_noop

LOCALES = ("LC_ALL", "LC_MESSAGES", "LANG")  # the first that is set counts, as POSIX has it
NO_LANGUAGE = ("C", "POSIX")
PLAIN = {
    "’": "'",
    "‘": "'",
    "“": '"',
    "”": '"',
    "«": '"',
    "»": '"',
    "…": "...",
    "–": "-",
    "—": "-",
    "·": "-",
    "œ": "oe",
}


# What argparse says by itself, in the forms of Python 3.11 to 3.14.
OF_ARGPARSE = (
    gettext_noop("usage: "),
    gettext_noop("options"),
    gettext_noop("positional arguments"),
    gettext_noop("show this help message and exit"),
    gettext_noop("show program's version number and exit"),
    gettext_noop("%(prog)s: error: %(message)s\n"),
    gettext_noop("argument %(argument_name)s: %(message)s"),
    gettext_noop("the following arguments are required: %s"),
    gettext_noop("one of the arguments %s is required"),
    gettext_noop("not allowed with argument %s"),
    gettext_noop("unrecognized arguments: %s"),
    gettext_noop("unexpected option string: %s"),
    gettext_noop("ambiguous option: %(option)s could match %(matches)s"),
    gettext_noop("ignored explicit argument %r"),
    gettext_noop("expected one argument"),
    gettext_noop("expected at most one argument"),
    gettext_noop("expected at least one argument"),
    gettext_noop("invalid choice: %(value)r (choose from %(choices)s)"),
    gettext_noop("invalid %(type)s value: %(value)r"),
    gettext_noop("can't open '%(filename)s': %(error)s"),
)
# What the machine says of a file or a port.
OF_THE_MACHINE = (
    gettext_noop("No such file or directory"),
    gettext_noop("Permission denied"),
    gettext_noop("Operation not permitted"),
    gettext_noop("File exists"),
    gettext_noop("Is a directory"),
    gettext_noop("Not a directory"),
    gettext_noop("No space left on device"),
    gettext_noop("Read-only file system"),
    gettext_noop("File name too long"),
    gettext_noop("Address already in use"),
    gettext_noop("Cannot assign requested address"),
)


def language(environ: Mapping[str, str] = os.environ) -> str:
    """French or English: "fr" or "en". The locale C means no language at all; otherwise LANGUAGE lists what the person
    would rather read, as GNU programs take it."""
    locale = next((environ[name] for name in LOCALES if environ.get(name)), "")
    if locale in NO_LANGUAGE:
        return "en"
    for wished in (*environ.get("LANGUAGE", "").split(":"), locale):
        if (said := wished[:2].lower()) in LANGUAGES and not wished[2:3].isalpha():
            return said
    return "en"


def gettext(words: str) -> str:
    """`words`, an English message id, in the language of the terminal."""
    return read_in(language()).gettext(words) if words else ""


def ngettext(one: str, several: str, count: int) -> str:
    """The form that goes with `count`, in the language of the terminal."""
    said: str = read_in(language()).ngettext(one, several, count)
    return said


def say(sentence: Sentence) -> str:
    """A sentence from below the line, in the language of the terminal."""
    return str(Sentence(gettext(sentence.say), sentence.values))


def why(error: OSError) -> str:
    """What the machine says of a file, without its name."""
    return gettext(error.strerror or str(error))


def decimal(value: float) -> str:
    """With one decimal, and the mark of the language before it."""
    said = f"{value:.1f}"
    return said.replace(".", ",") if language() == "fr" else said


def complain(words: str, *, of: str = "beffroi", out: TextIO | None = None) -> None:
    """A line that begins with the command, as programs do, on standard error unless told otherwise."""
    print(f"{of}: {words}", file=out or sys.stderr)


def look(well: bool, words: str, out: TextIO | None = None) -> None:
    """A line for one thing looked at. `ok` and `BAD` are the same in every language: programs read them."""
    print(f"{'ok ' if well else 'BAD'}  {words}", file=out)


def speak_through_argparse() -> None:
    """argparse asks two functions of its own module for its words."""
    vars(argparse).update(_=gettext, ngettext=ngettext)


def speak_through_django() -> None:
    """For the sentences of the rooms. Never in a process that serves pages or works: their readers have a language of
    their own."""
    from django.utils import translation

    translation.activate(language())


def write_plainly() -> None:
    """A terminal that is not of UTF-8 shows what it has no sign for in plain letters, instead of ending the command."""
    codecs.register_error("in plain letters", _in_plain_letters)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and codecs.lookup(stream.encoding).name != "utf-8":
            stream.reconfigure(errors="in plain letters")


def _in_plain_letters(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(map(_plain, error.object[error.start : error.end])), error.end


def _plain(sign: str) -> str:
    return PLAIN.get(sign) or unicodedata.normalize("NFKD", sign).encode("ascii", "ignore").decode() or "?"
