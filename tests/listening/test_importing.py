"""Posts out of a file, however it was written, put through the searches."""

import io
import json
import tracemalloc
from datetime import UTC, datetime
from pathlib import Path

import pytest

from beffroi.archive.models import Post
from beffroi.journal.models import Event
from beffroi.listening.filed import NOT_JSON, NOT_UTF8, TOO_LONG, Row, Unreadable, rows
from beffroi.listening.models import Alert, Match, SavedSearch
from beffroi.site.commands.imports.posts import run
from tests.cast import NOW, Feurs
from tests.connectors.sides import line_of

AT = "2026-11-20T14:00:00+01:00"


def line(native_id: str, text: str, **more: object) -> str:
    return json.dumps({"id": native_id, "text": text, "published_at": AT, **more}, ensure_ascii=False)


def read(tmp_path: Path, content: bytes | str) -> list[Row]:
    file = tmp_path / "posts"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return list(rows(file))


def texts(found: list[Row]) -> list[str]:
    return [row.post.text if row.post else row.flaw for row in found]


def test_a_line_is_a_post(tmp_path: Path) -> None:
    (row,) = read(tmp_path, line("1", "Le pont", network="mastodon", author="eve@a.example", url="https://a.example/1"))
    post = row.post
    assert post is not None
    assert (post.network, post.native_id, post.text, post.author.handle) == (
        "mastodon",
        "1",
        "Le pont",
        "eve@a.example",
    )
    assert post.published_at == datetime(2026, 11, 20, 13, 0, tzinfo=UTC)


def test_an_event_of_jetstream_is_a_post_and_a_deletion_none(tmp_path: Path) -> None:
    created, deleted = read(tmp_path, f"{line_of('bonjour')}\n{line_of('adieu', operation='delete')}\n")
    assert created.post and created.post.network == "bluesky"
    assert created.post.native_id == "at://did:plc:aaaaaaaaaaaaaaaaaaaaaaaa/app.bsky.feed.post/3n2qrz74v422v"
    assert (deleted.post, deleted.flaw) == (None, "")


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_table_is_read_whatever_separates_its_columns(tmp_path: Path, separator: str) -> None:
    table = [["id", "published_at", "Text", "author"], ["1", AT, '"Le pont;\nle ""canal"", deux lignes"', "eve"]]
    found = read(tmp_path, "\ufeff" + "\r\n".join(separator.join(cells) for cells in table))
    assert texts(found) == ['Le pont;\nle "canal", deux lignes']


@pytest.mark.parametrize(
    ("wrong", "flaw"),
    [
        (line("1", "Le pont")[:30], NOT_JSON),
        ("[" * 100_000, NOT_JSON),
        ("[1, 2]", "This is not a JSON object."),
        (line("", "Le pont"), "This post has no id or no text."),
        (line("1", "Le pont", published_at="hier"), "published_at is no moment such as 2026-11-20T14:00:00+01:00."),
        (line("1", "Le pont", published_at="0001-01-01T00:00:00+23:00"), "published_at is no moment such as"),
        ('{"id": 1, "text": "\\ud83d", "published_at": "2026-11-20"}', NOT_UTF8),
        (line("1", "a" * 2**20), TOO_LONG),
    ],
)
def test_a_wrong_line_is_told_and_the_next_one_read(tmp_path: Path, wrong: str, flaw: str) -> None:
    first, bad, last = read(tmp_path, "\n".join([line("0", "avant"), wrong, line("2", "après")]))
    assert (texts([first]), texts([last])) == (["avant"], ["après"])
    assert (bad.line, bad.flaw.startswith(flaw)) == (2, True)


def test_another_encoding_is_told_row_by_row(tmp_path: Path) -> None:
    content = line("1", "Le pont").encode() + b"\n" + line("2", "Fermé").encode("cp1252") + b"\n"
    assert texts(read(tmp_path, content)) == ["Le pont", NOT_UTF8]


def test_a_quotation_mark_that_is_never_closed_is_told(tmp_path: Path) -> None:
    cells = f'id,text,published_at\n1,"ouvert,{AT}\n' + f"2,bien,{AT}\n" * 10_000
    found = read(tmp_path, cells)
    assert "quotation mark" in found[0].flaw
    assert any(row.post for row in found[1:])


@pytest.mark.parametrize("content", ["a,b\n1,2\n", "", b"PK\x03\x04", b"a\0b\n"])
def test_what_is_no_such_file_is_refused_whole(tmp_path: Path, content: bytes | str) -> None:
    with pytest.raises(Unreadable):
        read(tmp_path, content)


def test_a_large_file_takes_little_room(tmp_path: Path) -> None:
    file = tmp_path / "large.jsonl"
    with file.open("w") as out:
        for number in range(1000):
            out.write(line(str(number), "le pont " * 6500) + "\n")
    assert file.stat().st_size > 50_000_000
    tracemalloc.start()
    assert sum(1 for row in rows(file) if row.post) == 1000
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 10_000_000


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "heard.jsonl"
    said = [line("1", "Le pont du canal"), line("2", "rien"), "{", line("3", "Canal, pont")]
    file.write_text("\n".join(said))
    return file


def put_through(feurs: Feurs, file: Path, by: str = "driss@feurs.example") -> tuple[int, str]:
    out = io.StringIO()
    return run(file, organisation="Ville de Feurs", by=by, out=out), out.getvalue()


@pytest.fixture
def search(feurs: Feurs) -> SavedSearch:
    return SavedSearch.save_new(
        organisation=feurs.organisation, name="Le pont", text="pont canal", by=feurs.driss, now=NOW
    )


def test_what_matches_is_kept_and_the_rest_forgotten(feurs: Feurs, search: SavedSearch, file: Path) -> None:
    code, said = put_through(feurs, file)
    assert (code, said) == (1, f"Line 3: {NOT_JSON}\n3 posts were read, 2 matches are new; 1 rows are wrong.\n")
    assert sorted(Post.objects.values_list("native_id", flat=True)) == ["1", "3"]
    assert Alert.objects.count() == 0  # history
    assert Event.objects.filter(verb="POSTS_IMPORTED", actor=feurs.driss).count() == 1


def test_the_same_file_again_finds_nothing_new(feurs: Feurs, search: SavedSearch, file: Path) -> None:
    put_through(feurs, file)
    assert "0 matches are new" in put_through(feurs, file)[1]
    assert Match.objects.count() == 2


def test_a_stranger_puts_nothing_through(feurs: Feurs, search: SavedSearch, file: Path) -> None:
    code, said = put_through(feurs, file, by="eve@feurs.example")
    assert (code, Match.objects.count()) == (1, 0)
    assert "eve@feurs.example may not" in said
