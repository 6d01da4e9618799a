"""What an answer must be before it says anything: every sample, spoilt in every way."""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from beffroi.engines.procedure import KINDS, Judgement, Question, Untrusted, judge
from tests.sources.samples import MADE_AT, sample

NOW = datetime(2026, 11, 18, 15, 0, tzinfo=UTC)
WEB_PAGE = b"\r\n<!DOCTYPE html>\n<html lang='fr'><body><h1>Site en maintenance</h1></body></html>"

ARTICLE = Question("Article 1er")
SAMPLES: list[tuple[str, str, Question]] = [
    *(("senat", name, ARTICLE) for name in MADE_AT),
    ("senat-amendments", "senat/jeu_complet_commission_2013-2014_310.csv", ARTICLE),
    ("senat-dossier", "senat/doslegpjl18-404.xml", ARTICLE),
    ("senat-dossier", "senat/doslegpjl18-526.xml", ARTICLE),
    ("eliasse", "synthetic/an_eliasse_amendement.json", ARTICLE),
    ("eliasse", "synthetic/an_eliasse_prochainADiscuter.json", ARTICLE),
    ("derouleur", "synthetic/an_derouleur.json", ARTICLE),
    ("assemblee-document", "an/amendement_269_270.xml", ARTICLE),
    ("assemblee-document", "an/amendement_269_723.xml", ARTICLE),
    ("assemblee-ballot", "synthetic/an_scrutin_VTANR5L17V99999.json", ARTICLE),
    ("assemblee-dossier", "an/dossier-DLR5L15N36159.json", ARTICLE),
    ("assemblee-list", "an/liste_1408_CION-SOC.xml", ARTICLE),
    ("assemblee-list", "an/liste_269_abridged.xml", ARTICLE),
    ("csv", "synthetic/scdl_deliberations_2.1.4.csv", Question("", {"value": "2026-D-041"})),
]
EVERY = pytest.mark.parametrize(("kind", "name", "question"), SAMPLES, ids=[name for _, name, _ in SAMPLES])
ENCODINGS = {"senat-amendments": "cp1252", "senat-dossier": "iso8859-15"}


def made_at(name: str) -> datetime:
    return MADE_AT.get(name, NOW)


def whole(name: str) -> bytes:
    """The sample, with a time in the one that has none."""
    return sample(name).replace(b'"extract_date_time": "SYNTHETIC"', b'"extract_date_time": "2026-11-18T16:00:00"')


def asked(kind: str, name: str, question: Question, body: bytes, *, after: timedelta = timedelta(0)) -> Judgement:
    """The judgement of an answer that a server gave at once, `after` it was made."""
    headers = {"date": format_datetime(made_at(name)), "content-type": "application/octet-stream"}
    return judge(kind, body, question, now=made_at(name) + after, headers=headers)


def refusal(kind: str, name: str, question: Question, body: bytes, **more: timedelta) -> str:
    with pytest.raises(Untrusted) as refused:
        asked(kind, name, question, body, **more)
    return str(refused.value.reason)


@EVERY
def test_the_sample_itself_is_believed(kind: str, name: str, question: Question) -> None:
    asked(kind, name, question, whole(name))


@EVERY
@pytest.mark.parametrize("empty", [b"", b" \r\n"])
def test_an_empty_answer_says_nothing(kind: str, name: str, question: Question, empty: bytes) -> None:
    assert refusal(kind, name, question, empty) == "The source sent nothing."


@EVERY
@pytest.mark.parametrize("part", [0.3, 0.5, 0.9])
def test_an_answer_that_was_cut_says_nothing(kind: str, name: str, question: Question, part: float) -> None:
    body = whole(name).strip()
    assert "cut off" in refusal(kind, name, question, body[: int(len(body) * part)])


@EVERY
def test_a_web_page_with_status_200_is_no_answer(kind: str, name: str, question: Question) -> None:
    assert "web page" in refusal(kind, name, question, WEB_PAGE)


def spoilt(kind: str, name: str, spoil: Callable[[str], str]) -> bytes:
    """The sample with the accents of its words, or where it has none a mark after its first quotation, made wrong."""
    text = whole(name).decode(ENCODINGS.get(kind, "utf-8"))
    if not re.search("[éèà]", text):
        text = text.replace('": "', '": "é', 1)
    return spoil(text).encode("utf-8")


@EVERY
def test_lost_characters_make_an_answer_worthless(kind: str, name: str, question: Question) -> None:
    body = spoilt(kind, name, lambda text: re.sub("[éèà]", "\ufffd", text))
    assert "are lost" in refusal(kind, name, question, body)


@EVERY
def test_accents_that_were_encoded_twice_make_an_answer_worthless(kind: str, name: str, question: Question) -> None:
    once = kind in ENCODINGS  # what declares another encoding and comes in UTF-8 is read wrongly already
    body = spoilt(kind, name, lambda text: text if once else text.encode().decode("latin-1"))
    assert "encoded twice" in refusal(kind, name, question, body)


@EVERY
def test_after_sixteen_minutes_an_answer_is_stale(kind: str, name: str, question: Question) -> None:
    asked(kind, name, question, whole(name), after=timedelta(minutes=15))
    assert "is 16 minutes old" in refusal(kind, name, question, whole(name), after=timedelta(minutes=16))


@EVERY
def test_an_answer_from_the_future_is_not_believed(kind: str, name: str, question: Question) -> None:
    asked(kind, name, question, whole(name), after=-timedelta(seconds=60))
    assert "61 seconds after now" in refusal(kind, name, question, whole(name), after=-timedelta(seconds=61))


@pytest.mark.parametrize("name", MADE_AT)
def test_a_frozen_list_is_stale_though_the_server_answers_at_once(name: str) -> None:
    now = made_at(name) + timedelta(minutes=16)
    with pytest.raises(Untrusted, match="16 minutes old"):
        judge("senat", sample(name), ARTICLE, now=now, headers={"date": format_datetime(now)})


def test_a_list_that_a_cache_gives_again_is_stale_though_it_says_a_later_time() -> None:
    name = "synthetic/senat_liste_t1_1500.json"
    headers = {"date": format_datetime(made_at(name) - timedelta(minutes=16))}
    with pytest.raises(Untrusted, match="16 minutes old"):
        judge("senat", sample(name), ARTICLE, now=made_at(name), headers=headers)


@pytest.mark.parametrize("written", ['"tsgenhtml": ""', '"tsgenhtml": "hier"', '"other": "1"', '"tsgenhtml": "9e99"'])
def test_a_list_without_its_time_is_not_believed(written: str) -> None:
    body = sample("synthetic/senat_liste_t1_1500.json").decode().replace('"tsgenhtml": "1382533200000"', written)
    with pytest.raises(Untrusted, match="does not say when"):
        judge("senat", body.encode(), ARTICLE, now=NOW)


def test_an_order_of_the_sitting_without_its_time_is_not_believed() -> None:
    with pytest.raises(Untrusted, match="does not say when"):
        judge("derouleur", sample("synthetic/an_derouleur.json"), ARTICLE, now=NOW)


@pytest.mark.parametrize("headers", [{}, {"date": ""}, {"date": "hier"}])
def test_an_answer_of_eliasse_needs_the_date_of_its_header(headers: dict[str, str]) -> None:
    with pytest.raises(Untrusted, match="does not say when"):
        judge("eliasse", sample("synthetic/an_eliasse_amendement.json"), ARTICLE, now=NOW, headers=headers)


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("senat", b"[]"),
        ("senat", b"null"),
        ("senat", b'"Subdivisions"'),
        ("senat", b'{"info_generales": {"tsgenhtml": "1795014000000"}}'),
        ("senat", b'{"info_generales": {"tsgenhtml": "1795014000000"}, "Subdivisions": {}}'),
        ("senat", b'{"info_generales": {"tsgenhtml": "1795014000000"}, "Subdivisions": [1]}'),
        (
            "senat",
            b'{"info_generales": {"tsgenhtml": "1795014000000"}, "Subdivisions": [{"libelle_subdivision": "A"}]}',
        ),
        ("senat", b"{]}"),
        ("senat", b"[" * 100_000 + b"]" * 100_000),
        ("senat-amendments", b"sep=\t\r\nNature\tAutre\r\nAmt\t1\r\n"),
        ("senat-dossier", b"<rss></rss>"),
        ("senat-dossier", b"<feed><entry><title>Texte</title></entry></feed>"),
        ("eliasse", b'{"amendements": "aucun"}'),
        ("eliasse", b'{"amendements": [{"numero": "1"}]}'),
        ("eliasse", b'{"amdtsParOrdreDeDiscussion": {"amendements": [1]}}'),
        ("eliasse", b'{"error": "session"}'),
        ("derouleur", b'{"racine": {}}'),
        ("assemblee-document", b"<amendement><numero>1</numero></amendement>"),
        ("assemblee-document", b'{"amendement": {"identification": {}}}'),
        ("assemblee-ballot", b'{"scrutin": {"titre": "x"}}'),
        ("assemblee-dossier", b'{"dossierParlementaire": {"actesLegislatifs": {"acteLegislatif": [{}]}}}'),
        ("assemblee-list", b"<amdtsParOrdreDeDiscussion/>"),
        (
            "assemblee-list",
            b"<amdtsParOrdreDeDiscussion><amendements><amendement/></amendements></amdtsParOrdreDeDiscussion>",
        ),
        ("assemblee-list", b"<a><b></a></b>"),
    ],
)
def test_an_answer_of_another_shape_says_nothing(kind: str, body: bytes) -> None:
    with pytest.raises(Untrusted, match="not built as this source builds it"):
        judge(kind, body, ARTICLE, now=datetime(2026, 11, 18, 15, 0, tzinfo=UTC))


LAUGHS = b"""<?xml version="1.0"?>
<!DOCTYPE feed [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>
<feed><entry><title>&c;</title></entry></feed>"""
THE_PASSWORDS = b"""<!DOCTYPE feed [<!ENTITY x SYSTEM "file:///etc/passwd">]><feed>&x;</feed>"""


@pytest.mark.parametrize("body", [LAUGHS, THE_PASSWORDS])
@pytest.mark.parametrize("kind", ["senat-dossier", "assemblee-list", "assemblee-document", "feed", "jorf"])
def test_entities_are_never_read(kind: str, body: bytes) -> None:
    question = Question("Article 1er", {"words": "ha", "number": "ABCD2612345L"})
    with pytest.raises(Untrusted, match="entities of its own"):
        judge(kind, body, question, now=NOW)


def test_an_accent_that_hides_behind_an_escape_is_seen() -> None:
    body = sample("synthetic/senat_liste_t4_1552.json").decode().replace("Adopté", "Adopt\\u00c3\\u00a9").encode()
    with pytest.raises(Untrusted, match="encoded twice"):
        judge("senat", body, ARTICLE, now=MADE_AT["synthetic/senat_liste_t4_1552.json"])


def test_french_capitals_are_no_garbled_accents() -> None:
    listed = json.loads(sample("synthetic/senat_liste_t4_1552.json"))
    listed["Subdivisions"][0]["libelle_subdivision"] = "CHÂTEAU, ÂGE « Â » – JOÃO : l’État à 8 €"
    body = json.dumps(listed, ensure_ascii=False).encode()
    assert judge("senat", body, ARTICLE, now=MADE_AT["synthetic/senat_liste_t4_1552.json"])


def test_every_way_of_being_worthless_has_its_own_sentence() -> None:
    name = "senat/liste_discussion_610.json"
    variants = [
        b"",
        sample(name)[:5000],
        WEB_PAGE,
        b"{}",
        spoilt("senat", name, lambda text: text.replace("é", "\ufffd")),
    ]
    variants.append(spoilt("senat", name, lambda text: text.encode().decode("latin-1")))
    told = [refusal("senat", name, ARTICLE, body) for body in variants]
    told += [refusal("senat", name, ARTICLE, sample(name), after=timedelta(minutes=at)) for at in (16, -2)]
    assert len(set(told)) == len(told) == 8


def test_every_kind_refuses_an_empty_answer() -> None:
    for kind in KINDS:
        with pytest.raises(Untrusted):
            judge(kind, b"\n", ARTICLE, now=NOW)
