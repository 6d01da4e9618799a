"""`beffroi match`: searches and posts in, hits out."""

import json
import os
import select
import subprocess
import sys
import tracemalloc
from io import BytesIO, StringIO, TextIOWrapper
from pathlib import Path
from typing import Any

import pytest

from beffroi.site.commands.match.command import run

SEARCHES = "eau\teau -foot\ncrue\tinond* OU crue\n"

# The command as another program starts it, where Django cannot be imported.
COMMAND = """
import sys
sys.modules["django"] = None
from beffroi.site.commands.match.command import run
sys.exit(run(open(sys.argv[1], encoding="utf-8"), sys.stdin.buffer, sys.stdout, sys.stderr, workers=int(sys.argv[2])))
"""


def post(text: str, key: str = "3k", did: str = "did:plc:ana", **record: Any) -> dict[str, Any]:
    """A post as Jetstream sends it."""
    return {
        "did": did,
        "time_us": 1763640000000000,
        "kind": "commit",
        "commit": {
            "rev": "3m",
            "operation": "create",
            "collection": "app.bsky.feed.post",
            "rkey": key,
            "record": {"$type": "app.bsky.feed.post", "createdAt": "2026-11-20T12:00:00Z", "text": text, **record},
            "cid": "bafy",
        },
    }


def lines(*events: object) -> bytes:
    return b"".join(json.dumps(event).encode() + b"\n" for event in events)


def matched(posts: bytes, searches: str = SEARCHES) -> tuple[list[tuple[Any, str]], list[str], int]:
    """The hits as pairs, the complaints as lines, the exit status."""
    hits, complaints = StringIO(), StringIO()
    status = run(StringIO(searches), BytesIO(posts), hits, complaints)
    found = [json.loads(line) for line in hits.getvalue().splitlines()]
    assert all(hit.keys() == {"post", "search"} for hit in found)
    return [(hit["post"], hit["search"]) for hit in found], complaints.getvalue().splitlines(), status


def test_hits_come_in_the_order_of_the_posts_then_of_the_searches() -> None:
    posts = lines(post("Crue : l'eau monte", "1"), post("du foot", "2"), post("Inondations", "3"))
    assert matched(posts) == (
        [
            ("at://did:plc:ana/app.bsky.feed.post/1", "eau"),
            ("at://did:plc:ana/app.bsky.feed.post/1", "crue"),
            ("at://did:plc:ana/app.bsky.feed.post/3", "crue"),
        ],
        [],
        0,
    )


def test_author_and_first_language_of_a_jetstream_post_are_searched() -> None:
    searches = "ana\tfrom:did:plc:ana\nfr\tlang:fr\nen\tlang:en\n"
    posts = lines(
        post("x", "1", langs=["fr", "en"]), post("x", "2", "did:plc:eve", langs=[]), post("x", "3", langs=None)
    )
    hits, complaints, _ = matched(posts, searches)
    assert [(uri[-1], search) for uri, search in hits] == [("1", "ana"), ("1", "fr"), ("3", "ana")]
    assert not complaints


def test_plain_posts_are_read_too() -> None:
    posts = lines(
        {"id": "a", "text": "crue"},
        {"id": 7, "text": "rien", "author": "ana.fr", "lang": "fr"},
        {"id": "c", "text": "crue", "author": None, "lang": None, "did": "did:plc:ana"},
    )
    hits, complaints, _ = matched(posts, "crue\tcrue\nana\tfrom:ana.fr lang:fr\n")
    assert hits == [("a", "crue"), (7, "ana"), ("c", "crue")]
    assert not complaints


@pytest.mark.parametrize("half", ["", "\ud83d"])
def test_what_a_record_says_beside_its_text_is_searched(half: str) -> None:
    card = {"external": {"uri": "https://eau.fr/carte", "title": half}}
    answer = {"parent": {"uri": "at://did:plc:eve/app.bsky.feed.post/1"}}
    posts = lines(post("ici", embed=card, reply=answer, tags=["Loire"]), post("rien", did="did:plc:eve"))
    questions = ["has:link", "url:eau.fr", "is:reply", "to:did:plc:eve", "loire"]
    hits, complaints, _ = matched(posts, "".join(f"{each}\t{each}\n" for each in questions))
    assert [search for _, search in hits] == questions
    assert not complaints


def test_plain_posts_may_say_what_a_record_says() -> None:
    said = {"to": ["ana.fr"], "links": ["https://eau.fr"], "tags": ["Loire"]}
    posts = lines(
        {"id": 1, "text": "x", **said, "has_image": True, "is_reply": True, "is_repost": True}, {"id": 2, "text": "x"}
    )
    questions = ["to:ana.fr", "url:eau.fr", "has:link", "loire", "has:image", "is:reply", "is:repost"]
    hits, complaints, _ = matched(posts, "".join(f"{each}\t{each}\n" for each in questions))
    assert hits == [(1, each) for each in questions]
    assert not complaints


def test_a_plain_post_that_says_it_in_another_shape_is_read_and_told() -> None:
    posts = lines({"id": 1, "text": "crue", "to": "ana.fr"}, {"id": 2, "text": "crue", "is_reply": "yes"})
    hits, complaints, _ = matched(posts, "crue\tcrue\n")
    assert hits == [(1, "crue"), (2, "crue")]
    assert complaints[:2] == [
        'posts, line 1: "to" is not a list of texts; what is no text in it was passed over.',
        'posts, line 2: "is_reply" is neither true nor false; it was passed over.',
    ]


@pytest.mark.parametrize("detects", [False, True])
def test_the_language_is_the_declared_one_unless_it_is_detected(detects: bool) -> None:
    text = "Le pont du canal est fermé depuis ce matin à cause de la crue de la rivière"
    posts = lines(post(text, langs=["en"]), {"id": 1, "text": text, "lang": "en"})
    hits = StringIO()
    run(StringIO("fr\tlang:fr\nen\tlang:en\n"), BytesIO(posts), hits, StringIO(), detects_language=detects)
    found = [json.loads(line)["search"] for line in hits.getvalue().splitlines()]
    assert found == (["fr", "fr"] if detects else ["en", "en"])


def test_other_events_and_blank_lines_are_passed_over_in_silence() -> None:
    like = {
        "did": "did:plc:ana",
        "kind": "commit",
        "commit": {"operation": "create", "collection": "app.bsky.feed.like"},
    }
    update, delete = post("crue"), post("crue")
    update["commit"]["operation"] = "update"
    delete["commit"] = {"operation": "delete", "collection": "app.bsky.feed.post", "rkey": "3k"}
    identity = {"did": "did:plc:ana", "kind": "identity", "identity": {"handle": "ana.fr"}}
    posts = lines(like, update, delete, identity) + b"\n  \n"
    assert matched(posts) == ([], [], 0)


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (b"not json\n", "This is not JSON, or the line was cut."),
        (lines(post("crue"))[:-40] + b"\n", "This is not JSON, or the line was cut."),
        (b"[" * 100_000 + b"\n", "This is not JSON, or the line was cut."),
        (b"1" * 5_000 + b"\n", "This is not JSON, or the line was cut."),
        (b'{"id": "1", "text": "crue \xff"}\n', "This is not UTF-8 text."),
        ('{"id": "1", "text": "crue"}\n'.encode("utf-16"), "This is not UTF-8 text."),
        (b'["crue"]\n', "This is not a JSON object."),
        (b'{"text": "crue"}\n', "This is neither a Jetstream event nor a post with an id and a text."),
        (b'{"id": "1"}\n', "This is neither a Jetstream event nor a post with an id and a text."),
        (b'{"id": "1", "text": 3}\n', "This is neither a Jetstream event nor a post with an id and a text."),
        (
            lines({"did": "d", "commit": {"operation": "create", "collection": "app.bsky.feed.post", "rkey": "1"}}),
            "This post has no author, no key or no record.",
        ),
    ],
)
def test_a_line_that_is_no_post_is_reported_and_the_next_ones_are_read(bad: bytes, reason: str) -> None:
    head = lines(post("crue", "1"))
    first = bad.split(b"\n")[0] + b"\n"  # UTF-16 leaves a stray byte behind its line end
    hits, complaints, status = matched(head + first + lines(post("crue", "3")))
    assert [uri[-1] for uri, _ in hits] == ["1", "3"]
    assert complaints == [f"posts, line 2: {reason}", f"posts, 1 in all: {reason}"]
    assert status == 0


def test_half_a_character_is_reported_and_the_rest_of_the_post_still_found() -> None:
    hits, complaints, status = matched(b'{"id": "1", "text": "crue\\ud83d a Gueret"}\n')
    assert hits == [("1", "crue")]
    assert complaints[0] == (
        "posts, line 1: Half a character (a lone surrogate) stands in the text; it was read as a space."
    )
    assert status == 0


def test_bad_lines_are_counted_by_their_kind() -> None:
    _, complaints, _ = matched(b"x\ny\n[]\n")
    assert complaints[3:] == [
        "posts, 2 in all: This is not JSON, or the line was cut.",
        "posts, 1 in all: This is not a JSON object.",
    ]


def test_a_last_line_without_its_end_is_read() -> None:
    assert matched(lines(post("crue")).rstrip())[0]


def test_comments_blank_lines_and_byte_order_marks_are_passed_over() -> None:
    searches = "\ufeff# our searches\n\n   \ncrue\tcrue\r\n"
    hits, complaints, _ = matched("\ufeff".encode() + lines(post("crue")), searches)
    assert [search for _, search in hits] == ["crue"]
    assert not complaints


@pytest.mark.parametrize(
    ("searches", "complaint"),
    [
        (
            "ok\teau\n# note\ncrue\teau AND (crue\n",
            "searches, line 3, character 14: This bracket is never closed. Add ) where the group ends.",
        ),
        (
            "crue\t\n",
            "searches, line 1, character 6: The search is empty. Write at least one word, for example: inondation",
        ),
        (
            "crue eau\n",
            "searches, line 1, character 1: There is no tab in this line. Write an id, a tab, then the search.",
        ),
        (
            "\teau\n",
            "searches, line 1, character 1: There is no id before the tab. Write an id, a tab, then the search.",
        ),
        (
            "a\teau\na\tcrue\n",
            "searches, line 2, character 1: This id already names a search further up. Give each search its own id.",
        ),
    ],
)
def test_a_bad_search_stops_everything_before_the_first_post(searches: str, complaint: str) -> None:
    unread = BytesIO(lines(post("eau")))
    hits, complaints = StringIO(), StringIO()
    assert run(StringIO(searches), unread, hits, complaints) == 2
    assert complaints.getvalue() == complaint + "\n"
    assert unread.tell() == 0 and not hits.getvalue()


def test_all_bad_searches_are_told_at_once() -> None:
    _, complaints, status = matched(b"", "a\t(\nb\teau\nc\t-\n")
    assert [complaint[:16] for complaint in complaints] == ["searches, line 1", "searches, line 3"]
    assert status == 2


def test_searches_that_are_not_utf8_are_refused_with_their_line() -> None:
    complaints = StringIO()
    latin = TextIOWrapper(BytesIO("a\teau\nb\tcrue\nc\tété\n".encode("latin-1")), encoding="utf-8")
    assert run(latin, BytesIO(), StringIO(), complaints) == 2
    assert complaints.getvalue() == "searches, line 3: This is not UTF-8 text. Save the file as UTF-8.\n"


def test_no_search_finds_nothing() -> None:
    assert matched(lines(post("eau")), "# none yet\n") == ([], [], 0)


def test_posts_are_not_kept() -> None:
    class Endless(BytesIO):
        """Posts that exist one at a time."""

        def __init__(self, posts: int) -> None:
            self._left = posts

        def read1(self, size: int | None = -1, /) -> bytes:
            self._left -= 1
            return lines(post("eau " * 50, str(self._left))) if self._left >= 0 else b""

    def peak(posts: int) -> int:
        tracemalloc.start()
        try:
            run(StringIO("foot\tfoot\n"), Endless(posts), StringIO(), StringIO())
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    peak(1)  # what is made once
    assert peak(5_000) < peak(1) + 200_000  # together the posts have 2 MB


@pytest.mark.parametrize("piped", [False, True])
def test_workers_find_the_same_in_the_same_order(piped: bool, tmp_path: Path) -> None:
    events = [lines(post(f"crue {n}" if n % 3 else "eau", str(n))) for n in range(9_000)]
    events[10] = b"not json\n"
    events[5_000] = lines(post("crue " * 30_000, "long"))
    events[-1] = b'{"id": 7, "text": "eau"}'
    hits, complaints, status = matched(b"".join(events))
    file = tmp_path / "posts.jsonl"
    file.write_bytes(b"".join(events))
    searches = tmp_path / "searches.tsv"
    searches.write_text(SEARCHES, encoding="utf-8")
    command = [sys.executable, "-m", "beffroi.site.command", "match", "--searches", str(searches), "--workers", "3"]
    if piped:
        done = subprocess.run(command, capture_output=True, timeout=200, input=file.read_bytes())
    else:
        with file.open("rb") as posts:
            done = subprocess.run(command, capture_output=True, timeout=200, stdin=posts)
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(hit["post"], hit["search"]) for hit in found] == hits
    assert done.stderr.decode().splitlines() == complaints
    assert complaints[0] == "posts, line 11: This is not JSON, or the line was cut."
    assert (done.returncode, status, hits[-1]) == (0, 0, (7, "eau"))


@pytest.fixture
def searches(tmp_path: Path) -> Path:
    path = tmp_path / "searches.tsv"
    path.write_text(SEARCHES, encoding="utf-8")
    return path


def started(searches: Path, workers: int = 1) -> "subprocess.Popen[bytes]":
    pipe = subprocess.PIPE
    # Some machines ask Python not to buffer at all: then a forgotten flush would not be seen here.
    buffered = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    arguments = [sys.executable, "-c", COMMAND, str(searches), str(workers)]
    return subprocess.Popen(arguments, stdin=pipe, stdout=pipe, stderr=pipe, env=buffered)


@pytest.mark.parametrize("workers", [1, 2])
def test_a_hit_is_delivered_while_the_stream_is_still_open_and_without_django(searches: Path, workers: int) -> None:
    with started(searches, workers) as process:
        assert process.stdin and process.stdout and process.stderr
        process.stdin.write(lines(post("crue")))
        process.stdin.flush()
        reader, _, _ = select.select([process.stdout], [], [], 100)
        assert reader, "the hit is still in a buffer"
        hit = json.loads(process.stdout.readline())
        process.stdin.close()
        assert hit["search"] == "crue"
        assert process.wait(100) == 0
        assert process.stderr.read() == b""


@pytest.mark.parametrize("workers", [1, 2])
def test_it_ends_quietly_when_nobody_reads_the_hits_any_more(searches: Path, workers: int) -> None:
    with started(searches, workers) as process:
        assert process.stdin and process.stdout and process.stderr
        process.stdout.close()
        process.stdin.write(lines(post("crue")))
        process.stdin.flush()
        assert process.wait(100) == 0
        assert process.stderr.read() == b""


# As COMMAND, with a worker that is killed at its first part, as the system does when memory is short.
KILLED = COMMAND.replace(
    "from beffroi",
    """import os, signal
from beffroi.site.commands.match import workers
workers._answer = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
from beffroi""",
)


@pytest.mark.parametrize("piped", [False, True])
def test_a_worker_that_dies_is_told_in_a_sentence(searches: Path, piped: bool, tmp_path: Path) -> None:
    posts = tmp_path / "posts.jsonl"
    posts.write_bytes(lines(post("crue")))
    command = [sys.executable, "-c", KILLED, str(searches), "2"]
    if piped:
        done = subprocess.run(command, capture_output=True, timeout=200, input=posts.read_bytes())
    else:
        with posts.open("rb") as file:
            done = subprocess.run(command, capture_output=True, timeout=200, stdin=file)
    assert done.returncode == 1
    assert done.stderr.decode() == (
        "beffroi match: A worker ended before its answer (signal 9). The hits so far are right, those of the posts "
        "after them are missing. If the memory was full, run it again with fewer workers.\n"
    )
