"""The afternoon of the early announcement, as it leaves the house in a file."""

import io
import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import translation
from pypdf import PdfReader

from beffroi.chronicle.gathering import gather
from beffroi.chronicle.models import Incident
from beffroi.chronicle.reports.markdown import escaped, markdown
from beffroi.chronicle.reports.page import page
from beffroi.chronicle.reports.pdf import pdf
from beffroi.chronicle.reports.plain import plain
from beffroi.chronicle.telling import tell
from beffroi.journal.models import record
from beffroi.vocabulary import Sentence
from tests.cast import PASSWORD, Feurs
from tests.chronicle.posts import seen
from tests.chronicle.square import EVENING, FAULTY, told

HOSTILE = (
    '<script>alert(1)</script> #panic("x") $x$ #set page(fill: red) [a](javascript:alert(2)) *b* `c` @label '
    "\u202egnitirw \U0001f9d9 שלום مرحبا \\ https://evil.example"
)
SUMMARY = "Le compte a annoncé le vote une demi-heure trop tôt."
OUTCOME = "Le vote a eu lieu à 15 h 45 ; le message fautif porte son rectificatif."


@pytest.fixture
def closed(feurs: Feurs) -> Incident:
    """The afternoon with a line of the ledger, the reading of a source, a summary and an outcome."""
    incident, _afternoon = told(feurs)
    event = record("ACCOUNT_FROZEN", feurs.account, organisation=feurs.organisation, now=FAULTY + timedelta(minutes=6))
    incident.note_event(event, episode="other", now=EVENING)
    incident.note_document(
        label=Sentence("The Sénat: {what}", {"what": "article 1 adopté"}),
        address="https://senat.example/liste.json",
        sha256="ab" * 32,
        taken_at=FAULTY + timedelta(minutes=30),
        episode="outcome",
        now=EVENING,
    )
    incident.sum_up(SUMMARY, by=feurs.ana, now=EVENING)
    incident.close(by=feurs.ana, outcome=OUTCOME, now=EVENING)
    return incident


def report(incident: Incident, language: str = "en") -> dict[str, Any]:
    with translation.override(language):
        return plain(tell(incident), now=EVENING)


def read(document: bytes) -> str:
    """The words of a PDF, with single blanks."""
    pages = PdfReader(io.BytesIO(document)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def all_forms(incident: Incident) -> dict[str, str]:
    told_, data = tell(incident), report(incident)
    return {"md": markdown(data), "html": page(data, told_.curve), "pdf": read(pdf(data, now=EVENING))}


def test_every_form_tells_the_whole_story_with_all_fingerprints(closed: Incident) -> None:
    entries = list(closed.entries.all())
    assert len(entries) == 66
    for form, text in all_forms(closed).items():
        bare = re.sub(r"\s", "", text)
        assert [entry.sha256 for entry in entries if entry.sha256 not in bare] == [], form
        for said in (
            "Announced 30 minutes before it was true.",
            "15:15",
            "15:18",
            "15:40",
            "15:52",
            "162,000",
            SUMMARY,
        ):
            assert said in text, (form, said)
        for said in ("parti trop tôt", "suit les débats à distance", "article 1 adopté", "à 15 h 45", "Beffroi froze"):
            assert said in text, (form, said)


def test_the_curve_is_drawn_into_the_one_file_of_html(closed: Incident) -> None:
    html = page(report(closed), tell(closed).curve)
    assert html.count('class="curve-change"') == 3
    assert html.count('class="curve-mark"') == 3
    assert 'd="M8 206V' in html
    assert not re.search(r"<(?:script|link|img|iframe)", html)


def test_the_delays_are_told_in_figures(closed: Incident) -> None:
    figures = {figure["label"]: figure["value"] for figure in report(closed)["figures"]}
    assert figures == {
        "posts of others": "105",
        "voices": "63",
        "posts a minute at the peak, at 15:27": "6",
        "until the first reaction": "3 minutes",
        "until the apology": "25 minutes",
        "until the reply": "37 minutes",
    }


@pytest.mark.parametrize(
    ("after", "said"), [(40, "40 seconds"), (90, "2 minutes"), (7000, "117 minutes"), (9000, "2 hours")]
)
def test_a_delay_is_told_as_people_count_it(feurs: Feurs, after: int, said: str) -> None:
    post = seen("f", "Adopté.", by=feurs.account.native_id, at=FAULTY)
    incident = Incident.open(feurs.organisation, kind="by_hand", title=Sentence("x"), post=post, now=FAULTY)
    seen("a", "Non.", by="eve", at=FAULTY + timedelta(seconds=after), in_reply_to=post)
    gather(incident, now=EVENING)
    assert report(incident)["figures"][-1] == {"label": "until the first reaction", "value": said}


def test_the_two_changes_of_pace_of_the_spread_are_there(closed: Incident) -> None:
    paces = report(closed)["curve"]["paces"]
    assert [(pace["from"], pace["rate"]) for pace in paces[-2:]] == [("15:27", "6.0"), ("15:41", "0.4")]
    assert "| 15:27 | 15:41 | 84 | 6.0 |" in markdown(report(closed))


def test_the_pdf_says_what_it_is_and_in_which_language(closed: Incident) -> None:
    document = PdfReader(io.BytesIO(pdf(report(closed, "fr"), now=EVENING)))
    assert document.metadata is not None
    assert document.metadata.title == "@feurs announced an adoption that had not taken place"
    about: Any = document.root_object
    assert (about["/Lang"], about["/MarkInfo"]["/Marked"]) == ("fr", True)
    assert len(document.outline[1]) > 5
    assert "page 1 sur" in " ".join(document.pages[0].extract_text().split())


def test_the_pdf_can_be_archived_unless_a_character_has_no_font(feurs: Feurs) -> None:
    incident = Incident.open(feurs.organisation, kind="by_hand", title=Sentence("Une affaire"), now=FAULTY)
    assert b"pdfaid" in pdf(report(incident), now=EVENING)
    incident.sum_up("Un \U0001f9d9 est passé.", by=feurs.ana, now=EVENING)
    with_a_box = pdf(report(incident), now=EVENING)
    assert b"pdfaid" not in with_a_box
    assert "est passé" in read(with_a_box)


def test_what_people_wrote_is_only_ever_text(feurs: Feurs) -> None:
    post = seen("h", f"{HOSTILE}\n# not a title\n1. not a list\n    not code", by="eve", name=HOSTILE, at=FAULTY)
    incident = Incident.open(feurs.organisation, kind="by_hand", title=Sentence(HOSTILE), post=post, now=FAULTY)
    incident.sum_up(HOSTILE, by=feurs.ana, now=FAULTY)
    incident.close(by=feurs.ana, outcome=HOSTILE, now=FAULTY)
    forms = all_forms(incident)
    assert "<script>alert" not in forms["html"]
    assert "&lt;script&gt;alert(1)" in forms["html"]
    assert "javascript" not in re.sub(r"\\\[.*?\)", "", forms["md"])
    for said in ('#panic("x")', "$x$", "#set page(fill: red)", "*b*", "`c`", "@label"):
        assert said in forms["pdf"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("# title", r"\# title"),
        ("12. first", r"12\. first"),
        ("- point", r"\- point"),
        ("> quote", r"\> quote"),
        ("a_b_c *d* `e`", r"a\_b\_c \*d\* \`e\`"),
        ("[x](y) <b> a|b", r"\[x\](y) \<b\> a\|b"),
        ("https://evil.example www.evil.example", r"https\://evil.example www\.evil.example"),
        ("two\nlines\tand   blanks", "two lines and blanks"),
    ],
)
def test_markdown_reads_as_it_stands(text: str, said: str) -> None:
    assert escaped(text) == said


def test_a_report_is_fetched_by_its_form(feurs: Feurs, closed: Incident, client: Client) -> None:
    client.login(username="driss@feurs.example", password=PASSWORD)
    kinds = {"md": "text/markdown; charset=utf-8", "html": "text/html; charset=utf-8", "pdf": "application/pdf"}
    for form, kind in kinds.items():
        answer = client.get(f"/chronicle/{closed.pk}/report.{form}")
        assert (answer["Content-Type"], answer.status_code) == (kind, 200)
        assert f'filename="chronicle-{closed.pk}.{form}"' in answer["Content-Disposition"]
    assert client.get(f"/chronicle/{closed.pk}/report.exe").status_code == 404


def test_an_incident_about_nothing_yet_can_be_printed(feurs: Feurs) -> None:
    incident = Incident.open(feurs.organisation, kind="by_hand", title=Sentence("Une affaire"), now=FAULTY)
    assert all("Une affaire" in text for text in all_forms(incident).values())
