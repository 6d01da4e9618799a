"""What stands behind the links of a draft, read from real servers that may mean no good."""

import io
import os
import random
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler

import pytest
from PIL import Image as Picture

from beffroi.publishing.duties import read_links
from beffroi.publishing.models import Draft
from beffroi.publishing.models.planning import LinkReading
from beffroi.publishing.reading_links import MAX_PAGE, MAX_STORED, decoded, fitted, page_in
from tests.cast import NOW, Feurs, minutes
from tests.outbound.conftest import reply
from tests.publishing.web import Answers, Web

HTML = {"Content-Type": "text/html; charset=utf-8"}
AGENDA = """<!doctype html><html><head><title> Agenda
 de Feurs </title><meta name=description content="Tout ce qui se passe &agrave; Feurs"></head><body>…</body></html>"""


@pytest.fixture
def web() -> Iterator[Web]:
    with ExitStack() as stack:
        yield Web(stack)


def page(body: str | bytes, *, status: int = 200, headers: dict[str, str] = HTML) -> Callable[..., None]:
    content = body.encode() if isinstance(body, str) else body
    return lambda to: reply(to, content, status=status, headers=headers)


def draft_with(feurs: Feurs, text: str) -> Draft:
    return Draft.begin(organisation=feurs.organisation, by=feurs.bruno, accounts=[feurs.account], text=text, now=NOW)


def read(feurs: Feurs, url: str) -> LinkReading:
    """A draft that links there, after the duty has run."""
    draft_with(feurs, f"Voir {url}")
    assert read_links(NOW) == 1
    return LinkReading.objects.get(url=url)


def test_saving_a_draft_asks_for_its_links_and_waits_for_nothing(feurs: Feurs) -> None:
    text = "Voir https://feurs.example/a et https://feurs.example/b, https://feurs.example/a"
    draft_with(feurs, text)
    rows = LinkReading.objects.order_by("url").values_list("url", "read_at", "due_at")
    assert list(rows) == [("https://feurs.example/a", None, NOW), ("https://feurs.example/b", None, NOW)]


def test_what_the_page_says_of_itself_is_kept(feurs: Feurs, web: Web) -> None:
    reading = read(feurs, web.serve(page(AGENDA)))
    assert (reading.status, reading.trouble, reading.read_at) == (200, {}, NOW)
    assert (reading.title, reading.summary) == ("Agenda de Feurs", "Tout ce qui se passe à Feurs")


def test_a_picture_is_kept_for_the_card(feurs: Feurs, web: Web) -> None:
    answers = Answers()
    answers["/photo.png"] = lambda to: reply(to, png(2000, 1000), headers={"Content-Type": "image/png"})
    answers["/"] = page('<meta property="og:title" content="Photo"><meta property="og:image" content="/photo.png">')
    card = read(feurs, web.serve(answers)).as_card()
    assert card.title == "Photo"
    assert card.image is not None
    assert card.image.mime == "image/jpeg"
    with Picture.open(io.BytesIO(card.image.content or b"")) as picture:
        assert (picture.format, picture.size) == ("JPEG", (1200, 600))


@pytest.mark.parametrize("picture", [b"no picture", b"", b"<svg/>", b"\xff\xd8\xff cut"])
def test_a_picture_that_is_none_spoils_nothing(feurs: Feurs, web: Web, picture: bytes) -> None:
    answers = Answers()
    answers["/photo.png"] = lambda to: reply(to, picture)
    answers["/"] = page('<title>A</title><meta property="og:image" content="/photo.png">')
    reading = read(feurs, web.serve(answers))
    assert (reading.title, reading.status, bool(reading.picture)) == ("A", 200, False)


def test_a_picture_on_a_private_address_is_not_called(feurs: Feurs, web: Web) -> None:
    inside = web.serve(page(""))
    at = inside.replace("localhost", "127.0.0.1")
    reading = read(feurs, web.serve(page(f'<title>A</title><meta property="og:image" content="{at}photo.png">')))
    assert (reading.title, bool(reading.picture)) == ("A", False)
    assert web.seen(inside) == []


@pytest.mark.parametrize("status", [404, 410, 500])
def test_a_broken_link_keeps_its_status_and_is_read_again_soon(feurs: Feurs, web: Web, status: int) -> None:
    reading = read(feurs, web.serve(page("gone", status=status)))
    assert (reading.status, reading.title) == (status, "")
    assert reading.due_at == NOW + minutes(15)


def test_a_server_that_does_not_answer_is_told_in_words(feurs: Feurs, web: Web) -> None:
    reading = read(feurs, web.closed())
    assert (reading.status, reading.trouble) == (None, {"say": "The server cannot be reached."})
    assert reading.read_at == NOW


def test_an_address_that_is_not_public_is_not_called(feurs: Feurs, web: Web) -> None:
    inside = web.serve(page(AGENDA))
    reading = read(feurs, inside.replace("localhost", "127.0.0.1"))
    assert reading.trouble == {"say": "This server is not on the public internet, so it is not called."}
    assert web.seen(inside) == []


def test_a_redirect_to_a_private_address_is_not_followed(feurs: Feurs, web: Web) -> None:
    inside = web.serve(page(AGENDA))
    there = {"Location": inside.replace("localhost", "127.0.0.1")}
    reading = read(feurs, web.serve(page("", status=302, headers=there)))
    assert reading.trouble == {"say": "This server is not on the public internet, so it is not called."}
    assert web.seen(inside) == []


def test_of_an_endless_page_only_the_beginning_is_taken(feurs: Feurs, web: Web) -> None:
    sent = 0

    def endless(to: BaseHTTPRequestHandler) -> None:
        nonlocal sent
        to.send_response(200)
        to.send_header("Content-Type", "text/html")
        to.send_header("Content-Length", str(50 * 2**20))
        to.end_headers()
        to.wfile.write(b"<title>Long</title>")
        for _ in range(50):
            to.wfile.write(b"x" * 2**20)
            sent += 1

    assert read(feurs, web.serve(endless)).title == "Long"
    assert sent < 50


def test_a_page_that_breaks_off_is_a_trouble(feurs: Feurs, web: Web) -> None:
    def cut(to: BaseHTTPRequestHandler) -> None:
        to.send_response(200)
        to.send_header("Content-Length", "1000")
        to.end_headers()
        to.wfile.write(b"<title>Cut")
        to.close_connection = True

    assert read(feurs, web.serve(cut)).trouble == {"say": "The connection broke before the whole answer had arrived."}


def test_a_document_answers_and_has_no_title(feurs: Feurs, web: Web) -> None:
    reading = read(feurs, web.serve(page(b"%PDF-1.7", headers={"Content-Type": "application/pdf"})))
    assert (reading.status, reading.title) == (200, "")


def test_a_link_is_read_again_after_a_day_while_its_draft_waits(feurs: Feurs, web: Web) -> None:
    url = web.serve(page(AGENDA))
    read(feurs, url)
    assert read_links(NOW + minutes(60 * 23)) == 0
    assert read_links(NOW + minutes(60 * 24)) == 1
    assert len(web.seen(url)) == 2


def test_a_link_that_no_draft_needs_any_more_is_let_alone(feurs: Feurs, web: Web) -> None:
    url = web.serve(page(AGENDA))
    read(feurs, url)
    Draft.objects.get().discard(by=feurs.bruno, now=NOW)
    read_links(NOW + minutes(60 * 25))
    assert (len(web.seen(url)), LinkReading.objects.get().due_at) == (1, None)


def test_the_demonstration_reads_nothing_and_says_nothing(feurs: Feurs, web: Web) -> None:
    feurs.organisation.is_demo = True
    feurs.organisation.save()
    url = web.serve(page(AGENDA))
    assert read(feurs, url).read_at is None
    assert web.seen(url) == []
    draft = draft_with(feurs, "https://feurs.example/")
    assert draft.findings() == []


def test_an_address_that_is_too_long_to_keep_is_let_alone(feurs: Feurs) -> None:
    text = "https://feurs.example/" + "a" * 2000
    draft = draft_with(feurs, text)
    assert not LinkReading.objects.exists()
    assert "links" not in {finding.check for finding in draft.findings()}


def test_a_broken_link_blocks_the_draft_until_the_page_is_back(feurs: Feurs) -> None:
    url = "https://feurs.example/"
    draft = draft_with(feurs, url)
    LinkReading.objects.update(status=404, read_at=NOW)
    assert [finding.about for finding in draft.findings() if finding.blocks] == [url]
    LinkReading.objects.update(status=200)
    assert draft.findings() == []


def test_a_new_draft_wakes_a_reading_that_is_a_day_old(feurs: Feurs) -> None:
    url = "https://feurs.example/a"
    LinkReading.objects.create(url=url, read_at=NOW - minutes(60 * 25), status=200)
    draft_with(feurs, url)
    assert LinkReading.objects.get().due_at == NOW


def test_another_pages_failure_keeps_the_title_that_was_known(feurs: Feurs, web: Web) -> None:
    answers = Answers()
    answers["/"] = page(AGENDA)
    url = web.serve(answers)
    read(feurs, url)
    answers["/"] = page("", status=503)
    read_links(NOW + minutes(60 * 25))
    reading = LinkReading.objects.get()
    assert (reading.status, reading.title) == (503, "Agenda de Feurs")


# --- the page, without a network


@pytest.mark.parametrize(
    ("html", "title", "summary"),
    [
        ("<title>A &amp; B</title>", "A & B", ""),
        ('<title>A</title><meta property="og:title" content="B">', "B", ""),
        ('<META CONTENT="Deux mots" NAME="Description">', "", "Deux mots"),
        ("<meta name='description' content='il dit \"oui\"'>", "", 'il dit "oui"'),
        ('<meta name="description" content="a > b">', "", "a > b"),
        ('<meta name=description content="un"><meta name=description content="deux">', "", "un"),
        ("<title>Coupé au mil", "Coupé au mil", ""),
        ('<title>A</title><meta name="description" content="coup', "A", ""),
        ("", "", ""),
        ("<title></title>", "", ""),
        ("<title>\0nul\ud800</title>", "nul", ""),
        (f"<title>{'é' * 2000}</title>", "é" * 300, ""),
        ('<meta name="description">', "", ""),
        ("<svg><title>Non</title>", "Non", ""),
    ],
)
def test_what_is_taken_from_a_page(html: str, title: str, summary: str) -> None:
    page = page_in(html, 200, "https://feurs.example/")
    assert (page.title, page.summary) == (title, summary)


@pytest.mark.parametrize(
    ("said", "picture"),
    [
        ("/a.jpg", "https://feurs.example/a.jpg"),
        ("a.jpg?x=1&amp;y=2", "https://feurs.example/b/a.jpg?x=1&y=2"),
        ("//cdn.example/a.jpg", "https://cdn.example/a.jpg"),
        ("data:image/png;base64,AAAA", ""),
        ("javascript:alert(1)", ""),
        ("file:///etc/passwd", ""),
        ("http://[broken", ""),
    ],
)
def test_where_a_picture_is(said: str, picture: str) -> None:
    page = page_in(f'<meta property="og:image" content="{said}">', 200, "https://feurs.example/b/")
    assert page.picture == picture


@pytest.mark.parametrize(
    ("content", "kind", "text"),
    [
        ("été".encode(), "text/html; charset=utf-8", "été"),
        ("été".encode("latin-1"), "text/html; charset=iso-8859-1", "été"),
        ("été".encode("cp1252"), "text/html; charset=utf-8", "été"),  # the header is wrong
        ('<meta charset="cp1252">été'.encode("cp1252"), "text/html", '<meta charset="cp1252">été'),
        ("été".encode(), "text/html; charset=martien", "été"),
        ("été".encode(), "text/html; charset=base64", "été"),
        ("été".encode()[:-1], "text/html; charset=utf-8", "ét"),  # cut inside a letter
        (b"", "text/html", ""),
    ],
)
def test_letters_come_out_whatever_the_page_claims(content: bytes, kind: str, text: str) -> None:
    assert decoded(content, kind) == text


@pytest.mark.parametrize(
    "piece", ["<meta ", '<meta a="', "<title", "<title>", "<meta x='>", "=", "<!--", "<meta " + "a=b " * 600, "&" * 50]
)
def test_no_page_holds_the_reader_up(piece: str) -> None:
    """Would not end for minutes if any of the searches went over the page again and again."""
    page_in((piece * (MAX_PAGE // len(piece) + 1))[:MAX_PAGE], 200, "https://feurs.example/")


def png(width: int, height: int, mode: str = "RGB") -> bytes:
    content = io.BytesIO()
    Picture.new(mode, (width, height), 0).save(content, format="PNG")
    return content.getvalue()


def test_a_picture_of_noise_still_fits() -> None:
    random.seed(1)
    noise = io.BytesIO()
    Picture.frombytes("RGB", (1600, 1600), random.randbytes(1600 * 1600 * 3)).save(noise, format="PNG")
    assert 0 < len(fitted(noise.getvalue())) <= MAX_STORED


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_every_kind_of_png_becomes_a_jpeg(mode: str) -> None:
    assert fitted(png(20, 20, mode)).startswith(b"\xff\xd8")


def test_what_is_transparent_becomes_white() -> None:
    with Picture.open(io.BytesIO(fitted(png(20, 20, "RGBA")))) as picture:
        assert picture.getpixel((5, 5)) == (255, 255, 255)


def test_a_picture_with_too_many_pixels_is_not_unpacked() -> None:
    assert fitted(png(10_000, 6_000, "1")) == b""


def test_the_names_that_the_administrator_lets_through_are_kept_and_the_addresses_are_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from beffroi.publishing.reading_links import reading_policy

    monkeypatch.setitem(os.environ, "BEFFROI_ALLOW_ADDRESSES", "www.feurs.example,10.0.0.0/8,127.0.0.1")
    assert reading_policy().allow == ("www.feurs.example",)
