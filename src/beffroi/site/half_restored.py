"""The mark of a restore that has begun: while it is there, nothing starts, as a post could leave twice."""

from pathlib import Path

from beffroi.site.terminal import gettext as _

NAME = "restore-not-finished"


def mark(data: Path, words: str) -> None:
    """Before anything is replaced; `words` say what stands where."""
    (data / NAME).write_text(words, encoding="utf-8")


def unmark(data: Path) -> None:
    (data / NAME).unlink(missing_ok=True)


def half_done(data: Path) -> str:
    """What is to be done about a restore that stopped half-way; empty where none did."""
    try:
        words = (data / NAME).read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""
    said = _(
        "a restore stopped half-way ({words}). Run `beffroi restore` again; or, where the database was put back by "
        "other means, `beffroi restored`. Until then nothing is started"
    )
    return said.format(words=words)
