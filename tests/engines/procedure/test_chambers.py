"""What the chambers' other sources say, on real answers."""

import io
import json
import tarfile
from datetime import UTC, datetime

import pytest

from beffroi.engines.procedure import BadQuestion, Judgement, Question, State, Untrusted, judge
from tests.sources.samples import sample

NOW = datetime(2026, 11, 18, 15, 0, tzinfo=UTC)
CSV = sample("senat/jeu_complet_commission_2013-2014_310.csv")
FEED = sample("senat/doslegpjl18-404.xml")
BALLOT = sample("synthetic/an_scrutin_VTANR5L17V99999.json")
DOSSIER = sample("an/dossier-DLR5L15N36159.json")
ORDER = sample("synthetic/an_derouleur.json").replace(b'"extract_date_time": "SYN', b'"extract_date_time": "')
ORDER = ORDER.replace(b'"extract_date_time": "THETIC"', b'"extract_date_time": "18/11/2026 15:59:30"')


def said(
    kind: str, body: bytes, subject: str = "", asked: dict[str, str] | None = None, *, now: datetime = NOW, **more: str
) -> Judgement:
    return judge(kind, body, Question(subject, {**(asked or {}), **more}), now=now)


def told(judgement: Judgement) -> str:
    return " ".join(str(reason) for reason in judgement.reasons)


def outcome(judgement: Judgement) -> str:
    return judgement.outcome or str(judgement.state)


def test_the_file_of_all_amendments_never_says_that_an_article_is_past() -> None:
    assert said("senat-amendments", CSV, "Article 1er").state is State.PENDING_VOTE
    assert said("senat-amendments", CSV, "Article 99").state is State.NO_DATA
    undecided = CSV.replace(b"Rejet\xe9", b"", 3)
    assert said("senat-amendments", undecided, "Intitulé").state is State.CONTRADICTED


@pytest.mark.parametrize(
    ("number", "fate"),
    [
        ("COM-5", "adopted"),
        ("COM-1", "rejected"),  # its second wording: "COM-1 rect."
        ("COM-12", "CONTRADICTED"),  # withdrawn
        ("COM-22", "CONTRADICTED"),  # withdrawn before the sitting, in a row without its cells
        ("COM-25", "CONTRADICTED"),  # a tab stands in its text
        ("COM-999", "NO_DATA"),
    ],
)
def test_the_file_of_all_amendments_says_the_fate_of_each(number: str, fate: str) -> None:
    assert outcome(said("senat-amendments", CSV, f"amendement n° {number}")) == fate


def test_the_feed_of_a_bill_says_what_became_of_the_text_on_the_day() -> None:
    night = datetime(2019, 6, 11, 22, 30, tzinfo=UTC)
    judgement = said("senat-dossier", FEED, "l'ensemble du projet de loi", now=night)
    assert (judgement.state, judgement.outcome) == (State.CONFIRMED, "adopted")
    assert "Texte modifié par le Sénat le 11 juin 2019" in told(judgement)


def test_the_feed_of_a_bill_says_nothing_of_another_reading() -> None:
    judgement = said("senat-dossier", FEED, "l'ensemble", now=datetime(2019, 7, 16, 12, 0, tzinfo=UTC))
    assert judgement.state is State.NO_DATA
    assert "another day" in told(judgement)
    assert said("senat-dossier", FEED, "l'ensemble", day="2019-06-11").state is State.CONFIRMED


def test_the_feed_of_a_bill_never_speaks_for_an_article() -> None:
    judgement = said("senat-dossier", FEED, "Article 1er", day="2019-06-11")
    assert judgement.state is State.NO_DATA
    assert "3 public ballots" in told(judgement)


def test_the_other_chamber_s_decision_is_not_the_senat_s() -> None:
    other = sample("senat/doslegpjl18-526.xml")  # "adopté par l'Assemblée nationale le 23 mai 2019"
    assert said("senat-dossier", other, "l'ensemble", day="2019-05-23").state is State.NO_DATA


def test_a_rejected_text_is_a_rejected_text() -> None:
    rejected = FEED.replace("modifié par le".encode("iso8859-15"), "rejeté par le".encode("iso8859-15"))
    assert said("senat-dossier", rejected, "l'ensemble", day="2019-06-11").outcome == "rejected"


def test_a_day_that_is_none_is_a_bad_question() -> None:
    with pytest.raises(BadQuestion):
        said("senat-dossier", FEED, "l'ensemble", day="hier")


def test_one_amendment_confirms_itself_and_nothing_of_its_article() -> None:
    rejected, adopted = sample("an/amendement_269_270.xml"), sample("an/amendement_269_723.xml")
    assert said("assemblee-document", rejected, "amendement 270").outcome == "rejected"
    assert said("assemblee-document", adopted, "l'amendement n° 723").outcome == "adopted"
    assert said("assemblee-document", adopted, amendment="723").outcome == "adopted"
    assert said("assemblee-document", adopted, "amendement 724").state is State.NO_DATA
    assert said("assemblee-document", adopted, "Article 3").state is State.NO_DATA


def test_an_adopted_amendment_is_never_taken_for_its_adopted_article() -> None:
    judgement = said("assemblee-document", sample("an/amendement_269_723.xml"), "Article 3", amendment="723")
    assert judgement.state is State.NO_DATA


def test_an_undecided_amendment_contradicts_its_article() -> None:
    undecided = sample("an/amendement_269_270.xml").replace("Rejeté".encode(), b"A discuter")
    assert said("assemblee-document", undecided, "Article 3").state is State.CONTRADICTED
    assert said("assemblee-document", undecided, "Article 3 bis").state is State.NO_DATA


@pytest.mark.parametrize("sort", ["Rejeté", {"sortEnSeance": "Rejeté"}])
def test_the_open_data_s_own_shape_of_an_amendment_is_read_too(sort: object) -> None:
    document = {
        "amendement": {
            "identification": {"numeroLong": "270"},
            "pointeurFragmentTexte": {"division": {"titre": "Article 3"}},
            "cycleDeVie": {"sort": sort},
        }
    }
    assert said("assemblee-document", json.dumps(document).encode(), "amendement 270").outcome == "rejected"


def eliasse(sort: str) -> bytes:
    return sample("synthetic/an_eliasse_amendement.json").replace(
        b'"sortEnSeance": ""', f'"sortEnSeance": "{sort}"'.encode()
    )


@pytest.mark.parametrize(
    ("sort", "subject", "state"),
    [
        ("", "Article 1er", State.CONTRADICTED),
        ("", "amendement 12", State.CONTRADICTED),
        ("Adopté", "amendement 12", State.CONFIRMED),
        ("Adopté", "Article 1er", State.NO_DATA),
        ("Tombé", "amendement 12", State.CONTRADICTED),
        ("Mystère", "amendement 12", State.NO_DATA),
        ("", "Article 1er A", State.NO_DATA),
    ],
)
def test_eliasse_says_the_fate_of_one_amendment(sort: str, subject: str, state: State) -> None:
    assert said("eliasse", eliasse(sort), subject).state is state


def test_eliasse_says_what_comes_next() -> None:
    coming = sample("synthetic/an_eliasse_prochainADiscuter.json")
    assert said("eliasse", coming, "amendement 12").state is State.CONTRADICTED
    assert said("eliasse", coming, "Article 1er").state is State.NO_DATA


def test_eliasse_s_list_follows_the_rule_of_all_lists() -> None:
    rows = [("Article 1er", "1", "Adopté"), ("Article 1er", "2", "Rejeté"), ("Article 2", "3", "")]
    listed = [{"place": place, "numero": number, "sort": sort} for place, number, sort in rows]
    body = json.dumps({"amdtsParOrdreDeDiscussion": {"amendements": listed}}).encode()
    assert said("eliasse", body, "Article 1er").state is State.PENDING_VOTE
    assert said("eliasse", body, "Article 2").state is State.CONTRADICTED


def test_the_list_of_the_assemblee_follows_the_rule_of_all_lists() -> None:
    listed = sample("an/liste_269_abridged.xml")
    assert said("assemblee-list", listed, "Article 3").state is State.COMPATIBLE
    assert said("assemblee-list", listed, "Après l'article 8").state is State.PENDING_VOTE
    assert said("assemblee-list", sample("an/liste_1408_CION-SOC.xml"), "ART. 29").state is State.PENDING_VOTE
    undecided = listed.replace('numero="723" sort="Adopté"'.encode(), b'numero="723" sort=""')
    assert said("assemblee-list", undecided, "Article 3").state is State.CONTRADICTED


def test_what_is_still_in_the_order_of_the_sitting_is_not_over() -> None:
    assert said("derouleur", ORDER, "Article 1er").state is State.CONTRADICTED
    alone = ORDER.replace(b'"ligne_type": "ADT"', b'"ligne_type": "INSCRIT"')
    assert said("derouleur", alone, "Article 1er").state is State.PENDING_VOTE


def test_what_is_no_longer_in_the_order_of_the_sitting_proves_nothing() -> None:
    assert said("derouleur", ORDER, "Article 2").state is State.NO_DATA


def test_a_single_line_comes_as_an_object_and_not_as_a_list() -> None:
    single = json.loads(ORDER)
    phase = single["racine"]["contenu"]["phase"][0]
    phase["ligne"] = phase["ligne"][0]
    single["racine"]["contenu"]["phase"] = phase
    assert said("derouleur", json.dumps(single).encode(), "Article 1er").state is State.PENDING_VOTE


def ballot(
    title: str = "l'article premier du projet de loi SYNTHETIC (première lecture).", sort: str = "adopté"
) -> bytes:
    made = json.loads(BALLOT)
    made["scrutin"]["titre"], made["scrutin"]["sort"]["code"] = title, sort
    return json.dumps(made).encode()


def test_a_public_ballot_confirms_the_article_of_the_text_that_it_names() -> None:
    assert said("assemblee-ballot", BALLOT, "Article 1er", dossier="synthetic").outcome == "adopted"
    assert said("assemblee-ballot", ballot(sort="rejeté"), "Article 1er", dossier="synthetic").outcome == "rejected"
    assert said("assemblee-ballot", BALLOT, "Article 1er", dossier="synthetic première lecture").outcome == "adopted"


@pytest.mark.parametrize(
    ("title", "subject"),
    [
        ("l'amendement n° 12 de M. Durand à l'article premier du projet de loi SYNTHETIC.", "Article 1er"),
        ("l'amendement de suppression n° 3 de l'article 1er du projet de loi SYNTHETIC.", "Article 1er"),
        ("l'article premier bis du projet de loi SYNTHETIC.", "Article 1er"),
        ("l'ensemble du projet de loi SYNTHETIC.", "Article 1er"),
        ("l'article premier du projet de loi SYNTHETIC.", "l'ensemble"),
        ("la motion de rejet préalable du projet de loi SYNTHETIC.", "l'ensemble"),
    ],
)
def test_a_ballot_on_something_else_says_nothing(title: str, subject: str) -> None:
    assert said("assemblee-ballot", ballot(title), subject, dossier="synthetic").state is State.NO_DATA


def test_a_ballot_on_the_whole_text_confirms_the_whole_text() -> None:
    title = "l'ensemble de la proposition de loi SYNTHETIC (première lecture)."
    assert said("assemblee-ballot", ballot(title), "l'ensemble", dossier="synthetic").outcome == "adopted"


def test_a_ballot_on_another_text_or_without_a_text_confirms_nothing() -> None:
    assert said("assemblee-ballot", BALLOT, "Article 1er", dossier="logement").state is State.NO_DATA
    assert said("assemblee-ballot", BALLOT, "Article 1er", dossier="synth").state is State.NO_DATA
    assert said("assemblee-ballot", BALLOT, "Article 1er").state is State.COMPATIBLE


def test_a_ballot_of_another_day_confirms_nothing_where_a_day_is_given() -> None:
    asked = {"dossier": "synthetic", "day": "2026-11-17"}
    assert said("assemblee-ballot", BALLOT, "Article 1er", asked).state is State.NO_DATA
    assert said("assemblee-ballot", BALLOT, "Article 1er", asked | {"day": "2026-11-18"}).state is State.CONFIRMED


def test_a_ballot_with_an_end_nobody_knows_confirms_nothing() -> None:
    assert said("assemblee-ballot", ballot(sort="annulé"), "Article 1er", dossier="synthetic").state is State.NO_DATA


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"day": "2018-01-30"}, "adopted"),
        ({"day": "2018-01-30", "stage": "AN1-DEBATS-DEC"}, "adopted"),
        ({"day": "2018-03-20"}, "adopted"),  # "modifié" by the Sénat
        ({"day": "2018-04-05"}, "NO_DATA"),  # the joint committee did not agree: no vote on the text
        ({"day": "2018-01-29"}, "NO_DATA"),
        ({"stage": "AN2-DEBATS-DEC"}, "NO_DATA"),
        ({}, "NO_DATA"),
    ],
)
def test_the_file_of_a_bill_says_what_became_of_the_text(asked: dict[str, str], expected: str) -> None:
    assert outcome(said("assemblee-dossier", DOSSIER, "l'ensemble", asked)) == expected


def test_the_file_of_a_bill_never_speaks_for_an_article() -> None:
    assert said("assemblee-dossier", DOSSIER, "Article 1er", day="2018-01-30").state is State.NO_DATA


NOR = "ECOX2612345L"
LAW = f"<TEXTE_VERSION><ID>JORFTEXT000050000001</ID><NOR>{NOR}</NOR></TEXTE_VERSION>"
QUOTING = f"<TEXTE_VERSION><NOR>INTX2600000D</NOR><VISAS>Vu le décret (NOR : {NOR})</VISAS></TEXTE_VERSION>"


def issue(*texts: str) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as archive:
        for at, text in enumerate(texts):
            entry = tarfile.TarInfo(f"jorf/{at}.xml")
            entry.size = len(text.encode())
            archive.addfile(entry, io.BytesIO(text.encode()))
    return packed.getvalue()


@pytest.mark.parametrize("number", [NOR, NOR.lower(), "JORFTEXT000050000001"])
@pytest.mark.parametrize("body", [LAW.encode(), issue(QUOTING, LAW)])
def test_a_text_in_the_journal_officiel_is_published(number: str, body: bytes) -> None:
    assert said("jorf", body, number=number).outcome == "happened"


def test_the_json_of_the_journal_officiel_is_read_too() -> None:
    assert said("jorf", json.dumps({"textes": [{"nor": NOR}]}).encode(), number=NOR).outcome == "happened"


@pytest.mark.parametrize("body", [QUOTING.encode(), issue(QUOTING), b"<JO></JO>", b'{"textes": []}'])
def test_a_number_that_is_only_quoted_or_absent_is_not_published(body: bytes) -> None:
    assert said("jorf", body, number=NOR).state is State.NO_DATA


def test_a_number_of_no_text_is_a_bad_question() -> None:
    with pytest.raises(BadQuestion):
        said("jorf", LAW.encode(), number="42")


def test_an_issue_that_was_cut_says_nothing() -> None:
    for body in (issue(LAW)[:-20], LAW.encode()[:40], b'{"nor": "'):
        with pytest.raises(Untrusted):
            said("jorf", body, number=NOR)


def test_a_page_that_is_called_the_journal_officiel_is_none() -> None:
    with pytest.raises(Untrusted, match="web page"):
        said("jorf", f"<!doctype html><html>{LAW}</html>".encode(), number=NOR)
