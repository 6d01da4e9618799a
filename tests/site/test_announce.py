"""`beffroi announce`: posts in, verdicts out."""

import json
import os
import subprocess
import sys
from io import BytesIO, StringIO
from typing import Any

import pytest

from beffroi.site.commands.announce import run

FACT = "L'article 1er est adopté."

# The command as another program starts it, where Django cannot be imported.
COMMAND = """
import sys
sys.modules["django"] = None
from beffroi.site.command import main
sys.exit(main(["announce"]))
"""


def lines(*posts: object) -> bytes:
    return b"".join(json.dumps(post).encode() + b"\n" for post in posts)


def told(posts: bytes) -> tuple[list[dict[str, Any]], list[str], int]:
    """The verdicts, the complaints as lines, the exit status."""
    out, complaints = StringIO(), StringIO()
    status = run(BytesIO(posts), out, complaints)
    return [json.loads(line) for line in out.getvalue().splitlines()], complaints.getvalue().splitlines(), status


def test_a_fact_is_told_with_its_kind_its_span_and_its_subject() -> None:
    verdicts, complaints, status = told(lines({"text": FACT}))
    assert verdicts == [
        {"text": FACT, "announces": True, "kind": "adoption", "span": [14, 24], "subject": "article 1er"}
    ]
    assert (complaints, status) == ([], 0)


def test_what_announces_nothing_says_so() -> None:
    [verdict], _, _ = told(lines({"x": "L'article 1er sera adopté.", "lang": "fr"}))
    assert (verdict["announces"], verdict["kind"], verdict["span"], verdict["subject"]) == (False, None, None, None)


def test_a_fact_without_a_subject_has_none() -> None:
    [verdict], _, _ = told(lines({"x": "Adopté !"}))
    assert (verdict["announces"], verdict["subject"]) == (True, None)


def test_other_keys_pass_through_and_posts_keep_their_order() -> None:
    verdicts, _, _ = told(lines({"id": 1, "x": "Bonjour", "u": []}, {"id": 2, "text": FACT, "x": "Bonjour", "lang": 3}))
    assert [(each["id"], each.get("u"), each["announces"]) for each in verdicts] == [(1, [], False), (2, None, True)]


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (b"not json\n", "This is not JSON, or the line was cut."),
        (lines({"text": FACT})[:-9] + b"\n", "This is not JSON, or the line was cut."),
        (b"[" * 100_000 + b"\n", "This is not JSON, or the line was cut."),
        (b'{"text": "\xff"}\n', "This is not UTF-8 text."),
        (b'["text"]\n', "This is not a JSON object."),
        (b'{"id": 1}\n', "This post has no text: neither `text` nor `x` is one."),
        (b'{"text": null, "x": 3}\n', "This post has no text: neither `text` nor `x` is one."),
    ],
)
def test_a_line_that_is_no_post_is_reported_and_the_next_ones_are_read(bad: bytes, reason: str) -> None:
    verdicts, complaints, status = told(lines({"x": "a"}) + bad + lines({"x": "b"}))
    assert [each["x"] for each in verdicts] == ["a", "b"]
    assert complaints == [f"posts, line 2: {reason}", f"posts, 1 in all: {reason}"]
    assert status == 0


def test_blank_lines_are_passed_over_in_silence() -> None:
    assert told(b"\n  \n") == ([], [], 0)


def test_half_a_character_comes_through() -> None:
    [verdict], _, _ = told(b'{"x": "adopt\\ud83d"}\n')
    assert verdict["x"] == "adopt\ud83d"


def test_each_verdict_leaves_at_once_and_needs_no_django() -> None:
    command = [sys.executable, "-c", COMMAND]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment) as process:
        assert process.stdin and process.stdout
        process.stdin.write(lines({"x": FACT}))
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["announces"]  # while the pipe is still open
        process.stdin.close()
        assert process.wait() == 0


def test_a_reader_that_goes_away_ends_the_work_in_silence() -> None:
    command = [sys.executable, "-c", COMMAND]
    posts = lines(*[{"x": FACT}] * 5000)
    done = subprocess.run(
        ["/bin/sh", "-c", '"$@" | head -n 1 >/dev/null', "sh", *command],
        input=posts,
        stderr=subprocess.PIPE,
        check=True,
    )
    assert done.stderr == b""
