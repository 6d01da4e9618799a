"""What anybody on any server may write, and what the vocabulary makes of it."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.connectors.contract import Capabilities
from beffroi.connectors.markup import text_of
from beffroi.connectors.mastodon import CAPABILITIES, new_key, server_address, stream_address
from beffroi.connectors.mastodon.connector import connect
from beffroi.connectors.mastodon.limits import capabilities_of, streaming_base
from beffroi.connectors.mastodon.statuses import Malformed, post_of, profile_of
from beffroi.vocabulary import Link, Ref
from tests.connectors.sides import forget

HOST = "social.feurs.example"
ACCOUNT = {"id": "1", "username": "eve", "acct": "eve@autre.example", "display_name": "Eve"}
STATUS = {"id": "9", "created_at": "2026-11-18T10:00:00.000Z", "account": ACCOUNT, "content": "<p>Bonjour</p>"}


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Un</p><p>Deux<br>Trois<br />Quatre</p>", "Un\n\nDeux\nTrois\nQuatre"),
        ("<p>a &lt; b &amp;amp; c&#39;d &quot;e&quot; &nbsp;f</p>", 'a < b &amp; c\'d "e" \u00a0f'),
        ("<ul><li>un</li><li>deux</li></ul><p>fin</p>", "un\ndeux\n\nfin"),
        ("<blockquote><p>cité</p></blockquote><p>répondu</p>", "cité\n\nrépondu"),
        ("<pre>a\n  b</pre>", "a\n  b"),
        ("<p>a\n  b</p>", "a   b"),
        ("Sans balise", "Sans balise"),
        ("", ""),
        ("<p> </p><p>  Debout  </p>", "Debout"),
        ("<p>\u202eabc\u202c 👩‍👩‍👧‍👦  deux espaces</p>", "\u202eabc\u202c 👩‍👩‍👧‍👦  deux espaces"),
        ("<script>alert(1)</script><style>p{}</style>Vu", "Vu"),
        ("<p>un <img src=x onerror=alert(1)> deux</p>", "un  deux"),
        ("<p>jamais <b>fermé <i>ici</b>", "jamais fermé ici"),
        ("<scr<script>ipt>alert(1)</script>", "ipt>alert(1)"),  # text like any other
        ("a\x00b\ud800c", "a b\ufffdc"),
    ],
)
def test_markup_becomes_the_text_that_a_reader_sees(html: str, text: str) -> None:
    assert text_of(html)[0] == text


def test_links_are_marked_in_bytes_and_in_full() -> None:
    shown = '<span class="invisible">https://</span><span class="ellipsis">ay.example/ét</span><span>é?a=1</span>'
    html = f'<p>L’été :</p><p><a href="https://ay.example/été?a=1">{shown}</a>, et <a href="https://l/@m">@<b>m</b></a></p>'
    text, links = text_of(html)
    assert text == "L’été :\n\nhttps://ay.example/été?a=1, et @m"
    assert [text.encode()[link.start : link.end].decode() for link in links] == ["https://ay.example/été?a=1", "@m"]
    assert [link.href for link in links] == ["https://ay.example/été?a=1", "https://l/@m"]


@pytest.mark.parametrize(
    "href", ["javascript:alert(1)", "data:text/html,x", "/relative", "", " https://a", "java\nscript:alert(1)"]
)
def test_a_link_to_anything_but_the_web_is_no_link(href: str) -> None:
    assert text_of(f'<a href="{href}">ici</a>') == ("ici", ())


def test_a_link_that_shows_nothing_is_none() -> None:
    assert text_of('a<a href="https://a.example"> </a>')[1] == ()
    assert text_of('<a href="https://a.example"><img src="x"></a>') == ("", ())


def test_a_content_warning_stands_before_the_text_and_moves_its_links() -> None:
    status = {**STATUS, "spoiler_text": "Météo ⚠", "content": '<a href="https://a.example">ici</a>'}
    post = post_of(status, HOST)
    assert post.text == "Météo ⚠\n\nici"
    (link,) = post.links
    assert post.text.encode()[link.start : link.end] == b"ici"


def test_a_local_account_gets_the_name_of_its_server() -> None:
    assert profile_of({**ACCOUNT, "acct": "eve"}, HOST).handle == "eve@social.feurs.example"
    assert profile_of(ACCOUNT, HOST).handle == "eve@autre.example"


@pytest.mark.parametrize("together", [True, False])
def test_an_account_that_its_server_suspended_is_no_longer_shown(together: bool) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/api/v1/accounts":
            return httpx.Response(200, json=[ACCOUNT, suspended]) if together else httpx.Response(404)
        return httpx.Response(200, json=suspended if request.url.path.endswith("/2") else ACCOUNT)

    suspended = {**ACCOUNT, "id": "2", "suspended": True}
    credentials = {"server": HOST, "access_token": "t"}
    found = connect(credentials, forget, over=httpx.MockTransport(answer)).profiles(["1", "2"])
    assert [profile.native_id for profile in found] == ["1"]


def test_a_profile_without_a_name_shows_its_handle() -> None:
    assert profile_of({**ACCOUNT, "display_name": ""}, HOST).name == "eve"


def test_an_answer_names_the_post_before_it_and_the_first_one_if_it_is_known() -> None:
    answer = {**STATUS, "in_reply_to_id": "8"}
    assert (post_of(answer, HOST).reply_to, post_of(answer, HOST).conversation) == (Ref("8"), "8")
    assert post_of(answer, HOST, Ref("1")).conversation == "1"
    assert (post_of(STATUS, HOST).reply_to, post_of(STATUS, HOST).conversation) == (None, "9")


def test_ids_are_whatever_the_server_says() -> None:
    numbers = {**STATUS, "id": 9, "in_reply_to_id": 8, "account": {**ACCOUNT, "id": 1}, "mentions": [{"id": 5}, {}]}
    post = post_of(numbers, HOST)
    assert (post.native_id, post.reply_to, post.author.native_id, post.mentions) == ("9", Ref("8"), "1", ("5",))
    assert post_of({**STATUS, "id": "01ARZ3NDEKTSV4RRFFQ69G5FAV/é?"}, HOST).native_id == "01ARZ3NDEKTSV4RRFFQ69G5FAV/é?"


@pytest.mark.parametrize("at", ["2026-11-18T11:00:00+01:00", "2026-11-18T10:00:00", "2026-11-18T10:00:00Z"])
def test_any_way_to_write_a_moment_is_that_moment(at: str) -> None:
    assert post_of({**STATUS, "created_at": at}, HOST).published_at == datetime(2026, 11, 18, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    "status",
    [
        None,
        [],
        "text",
        {},
        {**STATUS, "id": ""},
        {**STATUS, "id": True},
        {**STATUS, "account": None},
        {**STATUS, "created_at": "yesterday"},
        {**STATUS, "created_at": 5},
    ],
)
def test_what_is_no_status_is_malformed(status: Any) -> None:
    with pytest.raises(Malformed):
        post_of(status, HOST)


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("mastodon.social", "https://mastodon.social"),
        (" https://Mastodon.social/ ", "https://Mastodon.social"),
        ("https://mastodon.social/@mairie/1", "https://mastodon.social"),
        ("@mairie@mastodon.social", "https://mastodon.social"),
        ("http://localhost:3000", "http://localhost:3000"),
        ("https://ana:secret@mastodon.social", "https://mastodon.social"),
    ],
)
def test_a_server_may_be_typed_in_many_ways(typed: str, address: str) -> None:
    assert server_address({"server": typed}) == address
    assert stream_address({"server": typed}) == f"{address}/api/v1/streaming/public"


def test_two_keys_of_one_moment_differ() -> None:
    now = datetime(2026, 11, 18, 10, tzinfo=UTC)
    assert len({new_key(now) for _ in range(1000)}) == 1000


@pytest.mark.parametrize(
    "instance",
    [
        {},
        {"configuration": None},
        {"configuration": {"statuses": [], "media_attachments": 5}},
        {"configuration": {"statuses": {"max_characters": "500"}, "media_attachments": {"image_size_limit": -1}}},
        {"version": "99.9.9-beta", "configuration": {"statuses": {"max_characters": None}}},
    ],
)
def test_what_a_server_does_not_say_is_as_usual(instance: Any) -> None:
    found = capabilities_of(instance)
    url_length = None if (instance.get("configuration") or {}).get("statuses") else CAPABILITIES.url_length
    usual = Capabilities(500, 4, 16 * 2**20, False, "characters", None, url_length, 1500, edits=True)
    assert found == replace(usual, replies_name=True, private=True, moderates=("report", "block"))


def test_limits_of_other_makes_are_read() -> None:
    assert capabilities_of({"max_toot_chars": 5000, "version": "2.7.2 (compatible; Pleroma)"}).max_length == 5000
    without = {"configuration": {"statuses": {"max_characters": 11_000, "max_media_attachments": 0}}}
    found = capabilities_of(without)
    assert (found.max_length, found.max_images, found.url_length) == (11_000, 0, None)


@pytest.mark.parametrize(
    ("named", "base"),
    [
        ("wss://streaming.mastodon.social", "https://streaming.mastodon.social"),
        ("ws://localhost:4000/", "http://localhost:4000"),
        ("https://a.example", "https://a.example"),
        ("file:///etc/passwd", "https://own.example"),
        ("wss://", "https://own.example"),
        ("", "https://own.example"),
        (None, "https://own.example"),
    ],
)
def test_the_stream_is_where_the_server_says_if_that_is_an_address(named: Any, base: str) -> None:
    assert streaming_base({"configuration": {"urls": {"streaming": named}}}, "https://own.example") == base
    assert streaming_base({"urls": {"streaming_api": named}}, "https://own.example") == base


KEYS = st.sampled_from(
    "id account acct username display_name note content spoiler_text created_at in_reply_to_id mentions reblog "
    "media_attachments url description meta original width height language avatar followers_count".split()
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=6),
    max_leaves=30,
)
MARKUP = st.lists(
    st.sampled_from(
        ["<p>", "</p>", "<br>", '<a href="https://a.example/é">', "</a>", "<pre>", "</pre>", "<li>", "é", " "]
    )
    | st.text(max_size=5),
    max_size=30,
).map("".join)


@given(st.dictionaries(KEYS, JSON, max_size=10), MARKUP)
def test_any_status_is_a_post_or_malformed_and_breaks_nothing(status: dict[str, Any], markup: str) -> None:
    mapped = post_of(
        {**status, "id": "9", "created_at": STATUS["created_at"], "account": ACCOUNT, "content": markup}, HOST
    )
    size = len(mapped.text.encode())
    assert all(0 <= link.start < link.end <= size for link in mapped.links)
    assert all(mapped.text.encode()[link.start : link.end].decode() for link in mapped.links)
    try:
        post_of(status, HOST)
    except Malformed:
        pass


def test_a_link_ends_where_the_text_ends() -> None:
    assert text_of('<a href="https://a.example">ici </a>') == ("ici", (Link(0, 3, "https://a.example"),))


def test_a_status_speaks_to_whom_it_mentions_and_whom_it_answers() -> None:
    mentions = [{"id": "2", "acct": "ana"}, {"id": "3", "acct": "bruno@autre.example"}, {}]
    answered = {"in_reply_to_id": "7", "in_reply_to_account_id": "4"}
    post = post_of({**STATUS, "mentions": mentions, **answered}, HOST)
    assert post.to == ("2", f"ana@{HOST}", "3", "bruno@autre.example", "4")
    assert post.mentions == ("2", "3")


def test_a_boost_says_what_it_passes_on_and_a_status_which_tags_it_hides() -> None:
    tags = [{"name": "bonjour"}, {"name": "Feurs"}, "feurs"]
    post = post_of({**STATUS, "content": "<p>#Bonjour</p>", "reblog": {"id": "8"}, "tags": tags}, HOST)
    assert (post.repost_of, post.tags) == (Ref("8"), ("Feurs",))
    assert post_of(STATUS, HOST).repost_of is None
