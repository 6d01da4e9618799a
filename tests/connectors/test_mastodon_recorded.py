"""Recorded answers of a real Mastodon, every one of them, through our reading. The numbers say that none was missed."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from beffroi.connectors.contract import AccessLost, Capabilities, Refused
from beffroi.connectors.markup import text_of
from beffroi.connectors.mastodon import finding, limits, said, stream
from beffroi.connectors.mastodon.connector import MastodonConnector, connect
from beffroi.connectors.mastodon.statuses import media_of, post_of, profile_of
from beffroi.connectors.mastodon.troubles import answered
from beffroi.vocabulary import Media, Outgoing
from tests.connectors.sides import forget
from tests.network.mastodon_recordings import Exchange, Replay

Recorded = tuple[Exchange, ...]

NOW = datetime(2026, 10, 14, 19, 0, tzinfo=UTC)
HOST = "localhost"


def connected(replay: Replay) -> MastodonConnector:
    credentials = {"server": "https://social.feurs.example", "access_token": "t"}
    return connect(credentials, forget, over=replay, pause=lambda seconds: None)


def outgoing(text: str, **more: Any) -> Outgoing:
    return Outgoing("key", text, NOW, **more)


def things(value: Any) -> Iterator[dict[str, Any]]:
    """Every object in an answer, however deep."""
    if isinstance(value, dict):
        yield value
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for one in inside:
        yield from things(one)


def statuses(recorded: Recorded) -> list[dict[str, Any]]:
    wanted = {"id", "account", "created_at", "visibility", "media_attachments", "mentions"}
    return [thing for one in recorded for thing in things(one.json) if wanted <= set(thing)]


def accounts(recorded: Recorded) -> list[dict[str, Any]]:
    return [thing for one in recorded for thing in things(one.json) if {"id", "acct", "avatar"} <= set(thing)]


def test_all_recordings_are_there(recorded: Recorded) -> None:
    assert len(recorded) == 1108
    assert len({one.cassette for one in recorded}) == 205


def test_every_status_is_a_post(recorded: Recorded) -> None:
    posts = [post_of(status, HOST) for status in statuses(recorded)]
    assert len(posts) == 710
    assert all(post.url and post.author.handle and post.published_at.year == 2026 for post in posts)
    assert sum(bool(post.reply_to) for post in posts) == 9
    assert sum(bool(post.mentions) for post in posts) == 101
    assert sum(bool(post.media) for post in posts) == 25


def test_every_account_is_a_profile(recorded: Recorded) -> None:
    profiles = [profile_of(account, HOST) for account in accounts(recorded)]
    assert len(profiles) == 945
    assert all("@" in profile.handle and profile.icon and profile.url for profile in profiles)


def test_every_file_has_a_kind_and_an_address(recorded: Recorded) -> None:
    files = [media for status in statuses(recorded) for media in media_of(status)]
    assert Counter(media.mime for media in files) == {"image/jpeg": 20, "video/mp4": 7}
    assert all(media.url and media.width for media in files)


def test_what_was_written_is_what_is_read(recorded: Recorded) -> None:
    """The form that was sent against the marked-up text that came back. A quotation is told before the text."""
    written = [
        (one.form["status"][0], one.json)
        for one in recorded
        if (one.method, one.path, one.status) == ("POST", "/api/v1/statuses", 200) and "status" in one.form
    ]
    shown = [(sent, status) for sent, status in written if "content" in status]  # the others wait for their time
    assert (len(written), len(shown)) == (220, 218)
    different = [
        status for sent, status in shown if finding.plain(text_of(status["content"])[0]) != finding.plain(sent)
    ]
    assert (len(different), [bool(status["quote"]) for status in different]) == (3, [True] * 3)


def test_what_comes_back_of_a_deleted_post_is_what_was_read_of_it(recorded: Recorded) -> None:
    shown = {status["id"]: text_of(status["content"])[0] for status in statuses(recorded) if "content" in status}
    gone = [one.json for one in recorded if one.method == "DELETE" and "text" in (one.json or {})]
    known = [status for status in gone if status["id"] in shown and not status["quote"]]
    assert len(known) == 207
    assert [one for one in known if finding.plain(shown[one["id"]]) != finding.plain(one["text"])] == []


def test_both_descriptions_of_a_server_give_its_limits(recorded: Recorded) -> None:
    newer = [one.json for one in recorded if one.path == "/api/v2/instance"]
    older = [one.json for one in recorded if one.path == "/api/v1/instance"]
    told = Capabilities(500, 4, 16_777_216, idempotent=False, counts="characters", url_length=23)
    usual = replace(told, edits=True, replies_name=True, private=True, moderates=("report", "block"))
    assert (len(newer), len(older)) == (27, 19)
    assert {limits.capabilities_of(one) for one in newer} == {replace(usual, max_alt=10_000)}
    assert {limits.capabilities_of(one) for one in older} == {replace(usual, max_alt=1500)}
    assert {limits.streaming_base(one, "") for one in newer + older} == {
        "http://localhost:4000",
        "https://streaming.mastodon.social",
    }


def test_every_refusal_is_told_in_the_servers_own_words(recorded: Recorded) -> None:
    refused = [one for one in recorded if one.status >= 400]
    told = [(one, answered(one.status, one.json, one.headers, HOST)) for one in refused]
    assert Counter(type(trouble).__name__ for _, trouble in told) == {"NotThere": 13, "Refused": 7, "AccessLost": 6}
    assert {type(trouble) for one, trouble in told if one.status in (401, 403)} == {AccessLost}
    with_words = [(one, trouble) for one, trouble in told if one.json and one.status != 401]
    assert len(with_words) == 20
    assert all(one.json["error"] in str(trouble) for one, trouble in with_words)


def test_every_recorded_stream_is_read(recorded: Recorded) -> None:
    streams = [one for one in recorded if one.headers.get("content-type") == "text/event-stream"]
    kinds = Counter(kind for one in streams for kind, _ in said.from_lines(one.text.split("\n")))
    assert len(streams) == 6
    assert kinds == {"": 12, "update": 6, "conversation": 3, "notification": 2, "status.update": 1, "delete": 1}


def test_what_a_recorded_public_stream_says_becomes_posts(recorded: Recorded) -> None:
    spoken = [one for one in recorded if "streaming/public" in one.path and one.status == 200]
    server = connected(Replay("none"))._server
    heard = [event for one in spoken for event in stream.events(said.from_lines(one.text.split("\n")), "1", server)]
    posts = [event.post for event in heard if event.post]
    assert [event.trouble for event in heard if event.trouble] == []
    assert [post.text for post in posts] == [
        "SSE media-only stream test",
        "SSE text-only stream test",
        "SSE media-only stream test",
    ]


def test_every_mention_that_was_notified_is_read(recorded: Recorded) -> None:
    replay = Replay("test_notifications_mentions_only")
    posts, cursor = connected(replay).mentions("")
    assert [(post.text, post.author.handle) for post in posts] == [
        ("@mastodonpy_test hello!", "admin@social.feurs.example")
    ]
    assert cursor == "21"


def test_a_recorded_edit_is_followed(recorded: Recorded) -> None:
    replay = Replay("test_status_edit")
    connector = connected(replay)
    first = connector.publish(outgoing("the best editor? why, of course it is VS Code"))
    second = connector.edit(first.native_id, outgoing("the best editor? why, of course it is Kate"))
    assert first.native_id == second.native_id == "117440831413709748"
    assert [(one.method, one.url.path) for one in replay.asked] == [
        ("POST", "/api/v1/statuses"),
        ("PUT", "/api/v1/statuses/117440831413709748"),
    ]


@pytest.mark.parametrize("cassette", ["test_media_post[False]", "test_media_post[True]"])
def test_a_recorded_file_is_waited_for_and_attached(recorded: Recorded, cassette: str) -> None:
    replay = Replay(cassette)
    media = Media("video/mp4", "me when a cat", content=b"....")
    receipt = connected(replay).publish(outgoing("LOL check this out", media=(media,)))
    asked = [(one.method, one.url.path) for one in replay.asked]
    assert asked[0] == ("POST", "/api/v2/media") and asked[-1] == ("POST", "/api/v1/statuses")
    assert asked[1][0] == "GET" and asked[1][1].startswith("/api/v1/media/")
    assert asked[1][1].rpartition("/")[2] in receipt.sent


def test_recorded_profiles_are_read_together(recorded: Recorded) -> None:
    ids = ["117440810532227399", "117440810673731823"]
    replay = Replay("test_accounts")
    profiles = connected(replay).profiles(ids)
    assert [profile.native_id for profile in profiles] == ids
    assert len(replay.asked) == 1


def test_a_post_that_a_recorded_server_no_longer_has_is_deleted_already(recorded: Recorded) -> None:
    replay = Replay("test_status_delete_media")
    connector = connected(replay)
    for _ in range(3):  # the third time the recording says that there is no such record
        connector.delete("117440834327875693")
    assert sum(one.method == "DELETE" for one in replay.asked) == 3


def test_a_text_that_a_recorded_server_refuses_is_refused_in_its_language(recorded: Recorded) -> None:
    with pytest.raises(Refused, match="500文字"):
        connected(Replay("test_lang_for_errors")).publish(outgoing("a" * 501))
