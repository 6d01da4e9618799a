"""An index of the words of posts, with who said them, kept by the database itself."""

from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from beffroi.engines.texts.fold import fold_one

# Letters that FTS5 leaves as they are and `fold` does not: SQLite's tokenizer takes off accents, and nothing more.
LETTERS = "œŒæÆßøØłŁđĐıðÐþÞ"


def sqlite_words(row: str) -> str:
    said = f"coalesce({row}.text, '') || ' ' || {row}.author_name || ' ' || {row}.author_handle"
    for letter in LETTERS:
        said = f"replace({said}, '{letter}', '{fold_one(letter)}')"
    return said


INTO_IT = f"INSERT INTO archive_post_words(rowid, words) VALUES (new.id, {sqlite_words('new')});"  # noqa: S608  # ours
# What an index without contents takes out, it must be told in exactly the words that were put in.
OUT_OF_IT = (
    "INSERT INTO archive_post_words(archive_post_words, rowid, words) "  # noqa: S608  # nothing in it comes from outside
    f"VALUES ('delete', old.id, {sqlite_words('old')});"
)
SQLITE = [
    "CREATE VIRTUAL TABLE archive_post_words USING fts5("
    "words, content='', tokenize=\"unicode61 remove_diacritics 2\", prefix='3 4')",
    f"INSERT INTO archive_post_words(rowid, words) SELECT id, {sqlite_words('archive_post')} FROM archive_post",  # noqa: S608  # ours
    "CREATE TRIGGER archive_post_words_in AFTER INSERT ON archive_post BEGIN " + INTO_IT + " END",
    "CREATE TRIGGER archive_post_words_out AFTER DELETE ON archive_post BEGIN " + OUT_OF_IT + " END",
    "CREATE TRIGGER archive_post_words_changed AFTER UPDATE OF text, author_name, author_handle ON archive_post BEGIN "
    + OUT_OF_IT
    + INTO_IT
    + " END",
]
SQLITE_BACK = ["DROP TABLE archive_post_words"] + [
    f"DROP TRIGGER archive_post_words_{name}" for name in ("in", "out", "changed")
]


def postgresql_words() -> str:
    """Folding as `fold` does, in what PostgreSQL calls immutable: letters that become one, those that become several,
    and marks that become nothing."""
    letters = [chr(code) for code in range(0xC0, 0x250)]
    folded = {letter: fold_one(letter) for letter in letters}
    one = {letter: plain for letter, plain in folded.items() if len(plain) == 1 and plain != letter}
    marks = "".join(chr(code) for code in range(0x300, 0x370))
    said = "coalesce(text, '') || ' ' || author_name || ' ' || author_handle"
    for letter, plain in folded.items():
        if len(plain) > 1:
            said = f"replace({said}, '{letter}', '{plain}')"
    said = f"translate({said}, '{''.join(one)}{marks}', '{''.join(one.values())}')"
    said = f"regexp_replace(lower({said}), '[^[:alnum:]]+', ' ', 'g')"
    return f"to_tsvector('simple', left({said}, 100000))"


POSTGRESQL = [
    f"ALTER TABLE archive_post ADD COLUMN words tsvector GENERATED ALWAYS AS ({postgresql_words()}) STORED",
    "CREATE INDEX archive_post_words ON archive_post USING gin (words)",
]
POSTGRESQL_BACK = ["ALTER TABLE archive_post DROP COLUMN words"]


def there(apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
    _run(editor, SQLITE if editor.connection.vendor == "sqlite" else POSTGRESQL)


def back(apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
    _run(editor, SQLITE_BACK if editor.connection.vendor == "sqlite" else POSTGRESQL_BACK)


def _run(editor: BaseDatabaseSchemaEditor, statements: list[str]) -> None:
    for statement in statements:
        editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("archive", "0004_changed_text")]
    operations = [migrations.RunPython(there, back)]
