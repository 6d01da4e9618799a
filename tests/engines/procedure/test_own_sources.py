"""What a town sets up itself: a value, a page, a feed, a table, a calendar, a trusted post."""

import json
from datetime import UTC, datetime

import pytest

from beffroi.engines.procedure import BadQuestion, Judgement, Question, State, Untrusted, judge
from tests.sources.samples import sample

NOW = datetime(2026, 11, 18, 20, 0, tzinfo=UTC)  # 21:00 in Paris
TABLE = sample("synthetic/scdl_deliberations_2.1.4.csv")


def said(
    kind: str,
    body: bytes | str,
    asked: dict[str, str] | None = None,
    *,
    headers: dict[str, str] | None = None,
    **more: str,
) -> Judgement:
    body = body.encode() if isinstance(body, str) else body
    return judge(kind, body, Question("", {**(asked or {}), **more}), now=NOW, headers=headers)


# A value in JSON

RESULT = json.dumps({"updated": "2026-11-18T20:50:00+01:00", "bridge": {"state": "Rouvert", "lanes": 2, "open": True}})


def test_the_value_that_is_expected_is_compatible_unless_told_to_confirm() -> None:
    assert said("json-path", RESULT, path="$.bridge.state", value="rouvert").state is State.COMPATIBLE
    sure = said("json-path", RESULT, path="$.bridge.state", value="rouvert", proves="confirmed")
    assert (sure.state, sure.outcome) == (State.CONFIRMED, "happened")
    voted = said("json-path", RESULT, path="$.bridge.open", value="true", proves="confirmed", outcome="adopted")
    assert voted.outcome == "adopted"


def test_another_value_contradicts_and_is_quoted() -> None:
    judgement = said("json-path", RESULT, path="$.bridge.state", value="fermé")
    assert judgement.state is State.CONTRADICTED
    assert "“Rouvert”" in str(judgement.reasons[0])


def test_nothing_at_the_place_says_nothing() -> None:
    assert said("json-path", RESULT, path="$.tunnel.state", value="ouvert").state is State.NO_DATA
    assert said("json-path", "3", path="$.tunnel", value="3").state is State.NO_DATA


def test_an_answer_may_say_when_it_was_made() -> None:
    asked = {"path": "$.bridge.state", "value": "Rouvert", "made_at": "$.updated"}
    assert said("json-path", RESULT, asked).state is State.COMPATIBLE
    with pytest.raises(Untrusted, match="20 minutes old"):
        said("json-path", RESULT.replace("20:50", "20:40"), asked)
    with pytest.raises(Untrusted, match="does not say when"):
        said("json-path", RESULT, asked | {"made_at": "$.made"})


@pytest.mark.parametrize(
    "asked",
    [
        {"path": "$[", "value": "x"},
        {"path": "", "value": "x"},
        {"path": "$.bridge", "value": ""},
        {"path": "$.bridge", "value": "x", "proves": "perhaps"},
        {"path": "$.bridge", "value": "x", "outcome": "likely"},
    ],
)
def test_what_cannot_be_asked_of_a_value_is_a_bad_question(asked: dict[str, str]) -> None:
    with pytest.raises(BadQuestion):
        said("json-path", RESULT, asked)


# Words on a page

PAGE = """<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>x</title></head><body>
<p>Le budget est adopté ailleurs.</p><div id="r"><b class="s">Le budget 2027 est  <i>ADOPTÉ</i>.</b></div></body></html>
"""


def test_words_are_looked_for_in_their_place_only() -> None:
    assert said("css-selector", PAGE, selector="#r .s", words="budget 2027 est adopte").state is State.COMPATIBLE
    assert said("css-selector", PAGE, selector="#r .s", words="ailleurs").state is State.NO_DATA
    assert said("css-selector", PAGE, selector="#x", words="adopté").state is State.NO_DATA


@pytest.mark.parametrize("sentence", ["Le budget 2027 n'est pas adopté", "Non, adopté plus tard", "adopté ? Non."])
def test_a_negation_beside_the_words_is_no_proof(sentence: str) -> None:
    page = PAGE.replace("Le budget 2027 est  <i>ADOPTÉ</i>.", sentence)
    judgement = said("css-selector", page, selector="#r", words="adopté", proves="confirmed")
    assert judgement.state is State.NO_DATA
    assert "negation" in str(judgement.reasons[0])


def test_part_of_a_word_is_not_the_word() -> None:
    page = PAGE.replace("ADOPTÉ", "adoptable")
    assert said("css-selector", page, selector="#r", words="adopt").state is State.NO_DATA


def test_the_charset_is_that_of_the_header_then_of_the_page() -> None:
    latin = PAGE.replace("utf-8", "iso-8859-1").encode("iso-8859-1")
    asked = {"selector": "#r", "words": "adopté"}
    assert said("css-selector", latin, asked).state is State.COMPATIBLE
    html = {"content-type": "text/html; charset=iso-8859-1"}
    silent = PAGE.replace('<meta charset="utf-8">', "").encode("iso-8859-1")
    assert said("css-selector", silent, asked, headers=html).state is State.COMPATIBLE
    with pytest.raises(Untrusted, match="are lost"):
        said("css-selector", latin, asked, headers={"content-type": "text/html; charset=utf-8"})
    with pytest.raises(Untrusted, match="encoded twice"):
        said("css-selector", PAGE.replace("utf-8", "cp1252").encode(), asked)
    with pytest.raises(Untrusted, match="not built"):
        said("css-selector", PAGE, asked, headers={"content-type": "text/html; charset=klingon"})


def test_a_page_that_was_cut_says_nothing() -> None:
    with pytest.raises(Untrusted, match="cut off"):
        said("css-selector", PAGE[:-30], selector="#r", words="adopté")
    with pytest.raises(Untrusted, match="not built"):
        said("css-selector", "adopté", selector="#r", words="adopté")


@pytest.mark.parametrize("asked", [{"selector": "##", "words": "x"}, {"words": "x"}, {"selector": "p"}])
def test_what_cannot_be_asked_of_a_page_is_a_bad_question(asked: dict[str, str]) -> None:
    with pytest.raises(BadQuestion):
        said("css-selector", PAGE, asked)


# An entry of a feed

RSS = """<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Bellecloche</title>
<item><title>Le pont est rouvert</title><link>https://bellecloche.example/1</link>
<description>Depuis midi.</description><pubDate>Wed, 18 Nov 2026 12:00:00 +0100</pubDate></item>
<item><title>Marché de Noël</title><description>Le pont est fermé.</description></item></channel></rss>"""


def test_words_of_an_entry_are_found_with_its_link_and_its_day() -> None:
    judgement = said("feed", RSS, words="pont est rouvert")
    assert judgement.state is State.COMPATIBLE
    assert judgement.evidence["link"] == "https://bellecloche.example/1"
    assert judgement.evidence["published_at"] == "2026-11-18T11:00:00+00:00"


def test_an_entry_from_before_does_not_count_nor_one_without_a_day() -> None:
    assert said("feed", RSS, words="pont est rouvert", since="2026-11-18T11:59").state is State.COMPATIBLE
    assert said("feed", RSS, words="pont est rouvert", since="2026-11-18T12:01").state is State.NO_DATA
    assert said("feed", RSS, words="pont est fermé", since="2020-01-01").state is State.NO_DATA
    with pytest.raises(BadQuestion):
        said("feed", RSS, words="pont", since="hier")


@pytest.mark.parametrize("day", ["", "hier", "Wed, 18 Nov 0001 00:00:00 +0100", "Wed, 18 Nov 2026 12:null"])
def test_an_entry_with_a_day_that_is_none_is_one_without_a_day(day: str) -> None:
    worn = RSS.replace("Wed, 18 Nov 2026 12:00:00 +0100", day)
    assert said("feed", worn, words="pont est rouvert").state is State.COMPATIBLE
    assert said("feed", worn, words="pont est rouvert", since="2026-01-01").state is State.NO_DATA


def test_atom_is_a_feed_and_another_xml_is_none() -> None:
    atom = '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>Le pont est rouvert</title></entry></feed>'
    assert said("feed", atom, words="pont est rouvert").state is State.COMPATIBLE
    with pytest.raises(Untrusted, match="not built"):
        said("feed", "<opml></opml>", words="pont")


def test_a_body_that_is_the_name_of_a_file_opens_no_file() -> None:
    with pytest.raises(Untrusted):
        said("feed", "/etc/passwd", words="root")


# A row of a table


def test_a_counted_deliberation_is_adopted_and_what_the_prefecture_has_is_told() -> None:
    received = said("csv", TABLE, value="2026-D-041")
    assert (received.state, received.outcome) == (State.CONFIRMED, "adopted")
    assert "The préfecture received it on 2026-11-14." in map(str, received.reasons)
    assert "does not bind yet" in str(said("csv", TABLE, value="2026-D-042").reasons[-1])


def test_a_deliberation_without_its_votes_is_adopted_by_custom_only() -> None:
    silent = TABLE.replace(b",29,27,21,4,2,", b",29,27,,,,")
    assert said("csv", silent, value="2026-D-041").state is State.COMPATIBLE


@pytest.mark.parametrize("votes", [b",29,27,4,21,2,", b",29,27,12,12,2,"])
def test_a_deliberation_with_no_more_votes_for_than_against_contradicts(votes: bytes) -> None:
    assert said("csv", TABLE.replace(b",29,27,21,4,2,", votes), value="2026-D-041").state is State.CONTRADICTED


def test_a_deliberation_that_is_not_listed_says_nothing() -> None:
    assert said("csv", TABLE, value="2026-D-04").state is State.NO_DATA


def test_real_tables_have_empty_rows_other_encodings_and_misspelt_columns() -> None:
    worn = TABLE.replace(b"VOTE_EFFECTIF", b"VOTE_EFFFECTIF").replace(b"\n", b"\r\n,,,,,,,,,,,,,,,,\r\n")
    worn = worn.decode().replace("SYNTHETIQUE decision", "Décision").encode("cp1252")
    assert said("csv", worn, value="2026-d-041").outcome == "adopted"


def test_any_other_table_is_asked_by_its_column() -> None:
    table = "Pont;État\nCanal;ouvert\nGare;fermé\n"
    assert said("csv", table, column="pont", value="canal").state is State.COMPATIBLE
    assert said("csv", table, column="pont", value="moulin").state is State.NO_DATA
    with pytest.raises(BadQuestion):
        said("csv", table, value="canal")
    with pytest.raises(Untrusted, match="not built"):
        said("csv", "ceci n'est pas une table\n", column="pont", value="canal")


# An event of a calendar


def calendar(*lines: str) -> str:
    event = ["BEGIN:VEVENT", "UID:42@bellecloche", "DTSTAMP:20261101T080000Z", "SUMMARY:Conseil municipal", *lines]
    whole = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Bellecloche//FR", *event, "END:VEVENT", "END:VCALENDAR", ""]
    return "\r\n".join(whole)


@pytest.mark.parametrize(
    ("lines", "state"),
    [
        (["DTSTART:20261118T180000Z", "DTEND:20261118T195900Z"], State.COMPATIBLE),
        (["DTSTART:20261118T190000", "DTEND:20261118T205900"], State.COMPATIBLE),  # by the clock in Paris
        (["DTSTART;TZID=Europe/Paris:20261118T190000", "DURATION:PT1H"], State.COMPATIBLE),
        (["DTSTART:20261118T180000Z", "DTEND:20261118T220000Z"], State.PENDING_VOTE),
        (["DTSTART;VALUE=DATE:20261118"], State.PENDING_VOTE),
        (["DTSTART:20261118T210000Z", "DTEND:20261118T220000Z"], State.CONTRADICTED),
        (["DTSTART:20261118T180000Z", "DTEND:20261118T190000Z", "STATUS:CANCELLED"], State.CONTRADICTED),
        (["DTSTART:20261118T180000Z", "DTEND:20261118T190000Z", "RRULE:FREQ=WEEKLY"], State.NO_DATA),
        (["DTSTART:20261014T180000Z", "DTEND:20261014T190000Z"], State.NO_DATA),  # last month's
    ],
)
def test_an_event_is_over_or_not_and_never_proves_more(lines: list[str], state: State) -> None:
    assert said("calendar", calendar(*lines), event="conseil municipal").state is state
    assert said("calendar", calendar(*lines), event="42@bellecloche").state is state
    assert said("calendar", calendar(*lines), event="Conseil").outcome == ""
    assert said("calendar", calendar(*lines), event="conseil d'école").state is State.NO_DATA


def test_a_calendar_that_was_cut_or_is_none_says_nothing() -> None:
    whole = calendar("DTSTART:20261118T180000Z")
    with pytest.raises(Untrusted, match="cut off"):
        said("calendar", whole[: len(whole) // 2], event="conseil")
    with pytest.raises(Untrusted, match="not built"):
        said("calendar", "Conseil municipal le 18", event="conseil")


@pytest.mark.parametrize(
    "lines",
    [
        ["DTSTART:demain"],
        ["DTSTART;VALUE=TIME:180000"],
        ["DTSTART:00010101T000000"],
        ["DTSTART:20261118T180000Z", "DTSTART:20261118T190000Z"],
        ["DTSTART:20261118T180000Z", "DTEND:tard"],
        ["DTSTART:20261118T180000Z", "DURATION:longtemps"],
        [],
    ],
)
def test_an_event_without_a_moment_makes_a_calendar_worthless(lines: list[str]) -> None:
    with pytest.raises(Untrusted, match="not built"):
        said("calendar", calendar(*lines), event="conseil")


# A trusted post

POST = {
    "author": "@mairie.bsky.social",
    "text": "Le conseil a ADOPTÉ le budget.",
    "published_at": "2026-11-18T19:30:00Z",
}


def test_only_the_account_that_was_chosen_is_trusted() -> None:
    asked = {"author": "mairie.bsky.social, greffe.bsky.social", "words": "adopté le budget"}
    assert said("trusted-post", json.dumps(POST), asked).state is State.COMPATIBLE
    assert said("trusted-post", json.dumps(POST), asked | {"proves": "confirmed"}).state is State.CONFIRMED
    other = json.dumps(POST | {"author": "mairie.bsky.social.example"})
    assert said("trusted-post", other, asked | {"proves": "confirmed"}).state is State.NO_DATA


def test_an_older_post_or_one_without_its_time_does_not_count() -> None:
    asked = {"author": "mairie.bsky.social", "words": "adopté"}
    assert said("trusted-post", json.dumps(POST), asked, since="2026-11-18T20:31").state is State.NO_DATA
    assert said("trusted-post", json.dumps(POST), asked, since="2026-11-18T20:29").state is State.COMPATIBLE
    with pytest.raises(Untrusted, match="published_at"):
        said("trusted-post", json.dumps(POST | {"published_at": "hier"}), asked)
