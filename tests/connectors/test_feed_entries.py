"""What a feed says, whatever it is written in: posts with the feed as their author."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.connectors.contract import Refused
from beffroi.connectors.feed.entries import MOST_CHARACTERS, entries_of
from beffroi.connectors.feed.reading import parsed
from beffroi.connectors.feed.shape import Entry, NoFeed
from beffroi.connectors.feed.xml_feed import MOST
from tests.cast import NOW, minutes
from tests.network.press import item, rss

HERE = "https://blog.example/feed"
ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr">
<title type="html">Le &lt;b&gt;Pays&lt;/b&gt;</title><link rel="alternate" href="https://pays.example/"/>
<link rel="hub" href="https://hub.example/"/><link rel="self" href="https://pays.example/atom"/>
<entry><id>tag:pays.example,2026:1</id><title>Le pont</title><link href="/pont"/>
<updated>2026-11-20T13:00:00+01:00</updated><summary>En bref</summary>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Le pont <a href="https://a.example/x">du canal</a>
ferme.</p><p>Demain.</p></div></content></entry></feed>"""


def entries(body: str | bytes, content_type: str = "", now: datetime = NOW) -> tuple[Entry, ...]:
    raw = parsed(body if isinstance(body, bytes) else body.encode(), content_type, HERE)
    return entries_of(raw, origin=HERE, now=now)[0]


def test_an_entry_is_its_title_and_its_text_said_by_the_feed() -> None:
    (entry,) = entries(rss([item("7", "Le pont ferme", "<p>Dès <b>lundi</b>.</p>", NOW - minutes(5))]))
    post = entry.post
    assert post.text == "Le pont ferme\n\nDès lundi."
    assert (post.network, post.author.handle, post.author.name) == ("feed", "blog.example", "Le Carnet de Feurs")
    assert (post.url, post.lang, post.published_at) == ("https://blog.example/7", "fr", NOW - minutes(5))
    assert (entry.title, entry.is_dated) == ("Le pont ferme", True)


def test_atom_gives_its_full_text_with_links_where_they_stand() -> None:
    raw = parsed(ATOM.encode(), "", HERE)
    assert (raw.hub, raw.topic) == ("https://hub.example/", "https://pays.example/atom")
    (entry,) = entries(ATOM)
    assert entry.post.text == "Le pont\n\nLe pont du canal ferme.\n\nDemain."
    (link,) = entry.post.links
    assert entry.post.text.encode()[link.start : link.end].decode() == "du canal"
    assert entry.post.author.name == "Le Pays"
    assert entry.post.url == "https://blog.example/pont"
    assert entry.post.published_at == datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.mark.parametrize("title", ["Le pont ferme lundi", "Le pont ferme…", "Le pont..."])
def test_a_title_that_only_repeats_the_text_is_said_once(title: str) -> None:
    (entry,) = entries(rss([item("1", title, "<p>Le pont ferme lundi</p><p>Oui.</p>")]))
    assert entry.post.text == "Le pont ferme lundi\n\nOui."


def test_a_json_feed_is_read_by_its_own_reader() -> None:
    items = [
        {
            "id": 12,
            "url": "/n",
            "title": "A & B",
            "content_html": "<p>Oui</p>",
            "date_published": "2026-11-20T13:00:00Z",
        },
        {"id": "13", "content_text": "1 < 2", "language": "en"},
        "nonsense",
        {},
    ]
    said = {"version": "https://jsonfeed.org/version/1.1", "title": "Le Fil", "language": "fr", "items": items}
    first, second = entries("\ufeff" + json.dumps(said))
    assert (first.post.text, first.post.url) == ("A & B\n\nOui", "https://blog.example/n")
    assert (second.post.text, second.post.lang, second.is_dated) == ("1 < 2", "en", False)


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (rss([item("1", "Été à l’Œuvre")]).encode(), "text/xml; charset=iso-8859-1"),
        (rss([item("1", "Été à l’Œuvre")]).replace('encoding="utf-8"', 'encoding="ISO-8859-1"').encode(), ""),
        (rss([item("1", "Été à l’Œuvre")]).replace("utf-8", "windows-1252").encode("windows-1252"), "image/png"),
        (rss([item("1", "Été à l’Œuvre")]).encode("windows-1252"), "text/html; charset=utf-8"),
        (rss([item("1", "Été à l’Œuvre")]).encode("utf-16"), "application/rss+xml"),
        (rss([item("1", "Été à l’Œuvre")]).replace("utf-8", "no-such").encode(), "text/xml; charset=nor-this"),
    ],
)
def test_a_lying_encoding_or_content_type_does_not_garble_the_text(body: bytes, content_type: str) -> None:
    (entry,) = entries(body, content_type)
    assert entry.post.text == "Été à l’Œuvre"


def test_a_feed_cut_off_gives_its_whole_entries_and_says_so() -> None:
    whole = rss([item("1", "Un"), item("2", "Deux"), item("3", "Trois le pont du canal")])
    raw = parsed(whole[: whole.index("du canal")].encode(), "", HERE)
    assert [each.title for each in raw.entries] == ["Un", "Deux"]
    assert str(raw.note) == "The feed is cut off before its end: what was whole in it was read."


REFUSED = {
    "bomb": (
        '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><rss><channel/></rss>',
        "The feed defines entities of its own, which is how one attacks a reader: it is not read.",
    ),
    "cut at once": (
        "<rss version='2.0'><channel><title>Le",
        "The feed is cut off before its first entry ends.",
    ),
    "a page": ("<!doctype html><title>Bonjour</title>", "This is a web page, not a feed."),
    "nothing": (" \n", "The site sent nothing."),
    "some text": ("Bonjour", "This is not a feed: neither RSS nor Atom nor JSON Feed."),
    "other XML": ("<?xml version='1.0'?><urlset/>", "This is not a feed: neither RSS nor Atom nor JSON Feed."),
    "other JSON": ('{"items": []}', "This is JSON, but no JSON Feed."),
    "half JSON": (
        '{"version": "https://jsonfeed.org/version/1.1", "ite',
        "This begins like a JSON Feed and is none: it is cut off or garbled.",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("body", "sentence"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_read_is_refused_with_its_sentence(body: str, sentence: str) -> None:
    with pytest.raises(Refused) as refused:
        parsed(body.encode(), "", HERE)
    assert str(refused.value) == sentence


def test_only_a_page_can_be_looked_through_for_feeds() -> None:
    with pytest.raises(NoFeed) as no_feed:
        parsed(b"<!-- portal --><HTML><head>", "application/rss+xml", HERE)
    assert no_feed.value.page


def test_hostile_markup_is_text_and_never_runs() -> None:
    html = "<script>alert(1)</script><p onclick=x>Oui <img src=x onerror=alert(1)><a href='javascript:x'>ici</a></p>"
    (entry,) = entries(rss([item("1", "<script>x</script>Le &lt;b&gt; pont", html)]))
    assert entry.post.text == "Le <b> pont\n\nOui ici"
    assert entry.post.links == ()


def test_a_nest_of_tags_and_an_endless_text_are_cut() -> None:
    nest, endless = entries(rss([item("1", "Nid", "<div>" * 50_000 + "x"), item("2", "Long", "mot " * 50_000)]))
    assert nest.post.text == "Nid"
    assert len(endless.post.text) == MOST_CHARACTERS


def test_an_endless_list_keeps_its_two_ends_and_says_how_many_there_were() -> None:
    raw = parsed(rss([item(str(n), f"Titre {n}") for n in range(10_000)]).encode(), "", HERE)
    assert [raw.entries[0].title, raw.entries[-1].title] == ["Titre 0", "Titre 9999"]
    assert len(raw.entries) == 2 * MOST
    assert str(raw.note) == "The feed lists 10000 entries: the first and the last 500 of them were read."


@pytest.mark.parametrize("at", [None, NOW + timedelta(days=400), datetime(1970, 1, 1, tzinfo=UTC)])
def test_an_entry_whose_date_is_missing_or_cannot_be_is_published_now(at: datetime | None) -> None:
    (entry,) = entries(rss([item("1", "Le pont", at=at)]))
    assert (entry.post.published_at, entry.is_dated) == (NOW, False)


def test_an_entry_keeps_its_identity_while_its_text_changes() -> None:
    (before,), (after,) = entries(rss([item("1", "Le pont")])), entries(rss([item("1", "Le pont rouvre")]))
    assert before.post.native_id == after.post.native_id
    assert before.mark != after.mark


def test_an_id_that_several_entries_share_does_not_make_them_one() -> None:
    same = rss([item("0", "Un", link="https://blog.example/1"), item("0", "Deux", link="https://blog.example/2")])
    assert len({entry.post.native_id for entry in entries(same)}) == 2


def test_no_feed_can_speak_in_the_place_of_another() -> None:
    raw = parsed(rss([item("1", "Le pont")]).encode(), "", HERE)
    (here,), (there,) = (entries_of(raw, origin=origin, now=NOW)[0] for origin in (HERE, "https://faux.example/feed"))
    assert here.post.native_id != there.post.native_id


def test_entries_without_id_or_address_are_known_by_their_text() -> None:
    bare = "<item><description>Un</description></item><item><description>Deux</description></item><item/>"
    raw = parsed(rss([bare]).encode(), "", HERE)
    found, passed_over = entries_of(raw, origin=HERE, now=NOW)
    assert [entry.post.text for entry in found] == ["Un", "Deux"]
    assert passed_over == 1


def test_a_name_from_right_to_left_stays_whole() -> None:
    (entry,) = entries(rss([item("1", "الجسر مغلق")], title="صحيفة"))
    assert (entry.post.author.name, entry.post.text) == ("صحيفة", "الجسر مغلق")


SOUP = st.lists(
    st.sampled_from(
        [
            *('<rss version="2.0">', "<channel>", "<item>", "</item>", "</channel>", "</rss>", "<title>", "</title>"),
            *(
                "<link>http://[</link>",
                "<guid>",
                "</guid>",
                "<description>",
                "</description>",
                "<![CDATA[",
                "]]>",
                "<!--",
            ),
            *("<pubDate>Fri, 99 Nov 20226</pubDate>", "&#0;", "&#xD800;", "&nosuch;", "\x00", "é", "\ud83d", "<feed>"),
            *(
                '<link href="//[" rel="hub"/>',
                "<entry>",
                "</entry>",
                "</feed>",
                "<content type='xhtml'>",
                "<div",
                "javascript:x",
            ),
        ]
    ),
    max_size=25,
)


@given(SOUP, st.binary(max_size=20))
def test_whatever_comes_is_a_feed_or_a_sentence_and_can_be_stored(soup: list[str], noise: bytes) -> None:
    body = "".join(["<rss><channel>", *soup]).encode("utf-8", "surrogatepass") + noise
    try:
        found = entries(body)
    except Refused as refused:
        assert str(refused).endswith(".")
        return
    for entry in found:
        "".join([entry.post.text, entry.post.url, entry.title, entry.post.author.name]).encode()
        assert "\0" not in entry.post.text + entry.post.url + entry.title


def test_an_address_that_would_run_a_script_is_no_address() -> None:
    (entry,) = entries(rss([item("1", "Oui", link="javascript:alert(1)")]))
    assert entry.post.url == ""
    raw = parsed(rss([]).replace("https://blog.example/", "javascript:x").encode(), "", HERE)
    assert raw.site == HERE
