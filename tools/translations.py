"""Gathers what is to be translated into the catalogues: `make translations`. Needs gettext.

Django finds what is marked. Below the line nothing knows gettext, so a sentence there is known by its looks: a string
that begins with a capital and goes on in words, or what a Field says. The message ids are the English sentences, which
is why English has no catalogue.
"""

import ast
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from beffroi.site.spacing import as_printed

LANGUAGES = ["fr"]
BELOW_THE_LINE = ("vocabulary.py", "outbound", "engines", "connectors", "sources")
SENTENCE = re.compile(r"(?=.*[a-z]{2})[A-Z][A-Za-z’']*[,:]? \S", re.DOTALL)
HEADER = """msgid ""
msgstr ""
"Project-Id-Version: Beffroi\\n"
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\\n"
"""  # without the dates that gettext writes: they would change at every run


def sentences(source: str) -> list[str]:
    """What a module below the line says to people, in the order of the file."""
    tree = ast.parse(source)
    silent = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}  # docstrings
    inside = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    labels = set(field_labels(tree))
    texts = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    said = [text for text in texts if id(text) in labels or SENTENCE.match(str(text.value))]
    said.sort(key=lambda text: (text.lineno, text.col_offset))
    return list(dict.fromkeys(str(text.value) for text in said if id(text) not in silent | inside))


def field_labels(tree: ast.Module) -> Iterator[int]:
    """The label and the help of every Field(name, label, help)."""
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "Field":
            yield from map(id, call.args[1:3])
            yield from (id(keyword.value) for keyword in call.keywords if keyword.arg in ("label", "help"))


def filled_in(source: str) -> list[str]:
    """Sentences that nobody can translate, because their values are already in them: f-strings."""
    strings = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.JoinedStr)]
    return [text for node in strings if SENTENCE.match(text := "".join(map(fixed, node.values)))]


def fixed(part: ast.expr) -> str:
    return str(part.value) if isinstance(part, ast.Constant) else "{}"


def gather(folder: Path) -> None:
    """Brings folder/locale up to date with the code and the templates in `folder`."""
    import django
    from django.conf import settings
    from django.core.management import call_command
    from django.core.management.commands import makemessages

    class Words(makemessages.BuildFile):
        @property
        def is_below(self) -> bool:
            return Path(self.path).parts[0] in BELOW_THE_LINE

        @property
        def is_templatized(self) -> bool:
            return self.is_below or bool(super().is_templatized)

        def preprocess(self) -> None:
            if not self.is_below:
                super().preprocess()
                return
            marked = (f"gettext_noop({sentence!r})\n" for sentence in sentences(Path(self.path).read_text("utf-8")))
            Path(self.work_path).write_text("".join(marked), "utf-8")

    class Gather(makemessages.Command):
        build_file_class = Words
        # the two forms of what an event says of a number, and of a Sentence: beffroi.journal.counted
        xgettext_options = [*makemessages.Command.xgettext_options, "--keyword=counted:1,2"]
        # a guessed translation is worse than none: it looks done
        msgmerge_options = [*makemessages.Command.msgmerge_options, "--no-fuzzy-matching"]

    os.chdir(folder)
    Path("locale").mkdir(exist_ok=True)
    settings.configure(USE_I18N=True)
    django.setup()
    call_command(Gather(), locale=LANGUAGES, no_obsolete=True, add_location="file", no_wrap=True, verbosity=0)
    for language in LANGUAGES:
        tidy(Path("locale", language, "LC_MESSAGES", "django.po"), language)


def tidy(catalogue: Path, language: str) -> None:
    _, messages = catalogue.read_text("utf-8").split("\n\n", 1)
    said = french(messages) if language == "fr" else messages
    catalogue.write_text(f"{HEADER.format(language=language)}\n{said}", "utf-8")


def french(messages: str) -> str:
    """What a catalogue says, as it is printed; what it translates stays."""
    lines, translated = [], False
    for line in messages.splitlines(keepends=True):
        translated = line.startswith("msgstr") or (translated and line.startswith('"'))
        lines.append(as_printed(line) if translated else line)
    return "".join(lines)


if __name__ == "__main__":
    gather(Path(sys.argv[1] if len(sys.argv) > 1 else "src/beffroi"))
