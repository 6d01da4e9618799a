"""A planning kept in a spreadsheet: read, shown, imported; and written out again."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from beffroi.access.models import Organisation
from beffroi.engines.tables.planning import Columns, as_written, understand
from beffroi.engines.tables.sheet import Row, Unreadable, disarmed, read, write
from beffroi.journal.models import Event
from beffroi.publishing.importing import MOST_BYTES, MOST_ROWS, Import, import_planning, read_planning
from beffroi.publishing.models import Campaign, Draft
from beffroi.site.commands.imports import planning as command
from tests.cast import NOW, Feurs

PARIS = ZoneInfo("Europe/Paris")
HEAD = "date;heure;texte;comptes;campagne;langue;pas_apres"
RIGHT = "03/12/2026;10h30;Le marché ouvre.;feurs;Noël;fr;12:00"


@pytest.fixture(autouse=True)
def media(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


def file(*rows: str, head: str = HEAD) -> bytes:
    return "\r\n".join([head, *rows]).encode()


def reading(feurs: Feurs, content: bytes) -> Import:
    with translation.override("en"):
        return read_planning(content, feurs.organisation, now=NOW)


def troubles(feurs: Feurs, *rows: str, head: str = HEAD) -> list[str]:
    with translation.override("en"):
        return [trouble for row in reading(feurs, file(*rows, head=head)).rows for trouble in row.troubles]


# --- what a file may look like


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_every_encoding_and_separator_of_a_spreadsheet_is_read(encoding: str, separator: str) -> None:
    rows = "date;texte;comptes\r\n03/12/2026;Le marché d’été à Feurs;@feurs\r\n".replace(";", separator)
    titles, [row] = read(rows.encode(encoding), most_rows=10)
    assert titles == ["date", "texte", "comptes"]
    assert row.cells == ["03/12/2026", "Le marché d’été à Feurs", "@feurs"]


def test_the_line_is_the_one_an_editor_shows_also_after_texts_of_several_lines() -> None:
    _titles, rows = read(b'texte\r\n"un\r\ndeux"\r\n\r\ntrois\r\n', most_rows=10)
    assert [row.line for row in rows] == [2, 5]


def test_the_line_that_excel_puts_before_all_others_is_no_title() -> None:
    assert read(b"sep=;\r\ntexte;date\r\nOui;\r\n", most_rows=10)[0] == ["texte", "date"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "nothing in this file"),
        (b"\r\n \r\n", "nothing in this file"),
        (b"PK\x03\x04rest", "workbook"),
        (b"\xd0\xcf\x11\xe0rest", "workbook"),
        (b"texte\r\nO\x00ui\r\n" * 40, "not a table"),
        (b"texte\r\n" + b"Oui\r\n" * (MOST_ROWS + 1), "more than 2000 rows"),
        (b'texte\r\n"' + b"x" * 200_000, "Line 2 cannot be read"),
        (b"date;heure\r\n03/12/2026;10:00\r\n", "must be “texte”"),
    ],
)
def test_what_is_no_planning_is_refused_in_words(content: bytes, words: str, feurs: Feurs) -> None:
    with pytest.raises(Unreadable, match=words):
        read_planning(content, feurs.organisation, now=NOW)


@given(st.lists(st.text(st.characters(exclude_characters="\r\n\0", exclude_categories=["Cs"])), min_size=1, max_size=5))
def test_no_cell_that_we_write_is_a_formula_and_all_are_read_again(cells: list[str]) -> None:
    _titles, [row] = read(write([["texte"], ["x", *cells]]), most_rows=1)
    assert row.cells == ["x", *cells]
    assert not any(disarmed(cell).startswith(("=", "+", "-", "@", "\t")) for cell in cells)


@given(st.binary(max_size=300))
def test_no_file_is_so_odd_that_it_is_not_answered(content: bytes) -> None:
    try:
        titles, rows = read(content, most_rows=100)
        columns = Columns.named(titles)
        assert all(understand(row, columns, zone=PARIS, now=NOW) for row in rows)
    except Unreadable as reason:
        assert str(reason)


# --- what a row means


def test_a_row_says_when_what_and_from_where(feurs: Feurs) -> None:
    [row] = reading(feurs, file(RIGHT)).right
    asked = row.planned
    assert (asked.text, asked.campaign, asked.lang) == ("Le marché ouvre.", "Noël", "fr")
    assert asked.leave_at == datetime(2026, 12, 3, 9, 30, tzinfo=UTC)
    assert asked.not_after == datetime(2026, 12, 3, 11, 0, tzinfo=UTC)
    assert row.accounts == [feurs.account]


@pytest.mark.parametrize(
    ("day", "clock"),
    [
        ("2026-12-03", "10:30"),
        ("3/12/26", "10h30"),
        ("03.12.2026", "10 h 30"),
        ("jeudi 3 décembre 2026", "10H30"),
        ("3 December 2026", "10:30:00"),
        ("2026-12-03T10:30", ""),
        ("03/12/2026 10:30", ""),
    ],
)
def test_dates_and_times_are_read_as_people_write_them(day: str, clock: str, feurs: Feurs) -> None:
    [row] = reading(feurs, file(f"{day};{clock};Oui;feurs")).right
    assert row.planned.leave_at == datetime(2026, 12, 3, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("03/12/2026;25:00;Oui;feurs", "heure: Not a time: “25:00”. Write 14:30 or 14h30."),
        ("31/02/2027;10:00;Oui;feurs", "date: Not a date: “31/02/2027”. Write 2026-11-03 or 03/11/2026."),
        ("03/12/2026;;Oui;feurs", "heure: There is a date and no time."),
        (";10:00;Oui;feurs", "date: There is a time and no date."),
        ("03/12/2020;10:00;Oui;feurs", "date: This moment has passed: 03/12/2020 10:00."),
        ("03/12/2026;10:00;;feurs", "texte: There is no text."),
        ("03/12/2026;10:00;Oui;lyon", "comptes: No account of ours is called lyon."),
        ("03/12/2026;10:00;Oui;feurs;;martien", "langue: Not a language: “martien”. Write fr or en."),
        ("03/12/2026;10:00;Oui;feurs;;;09:00", "pas_apres: This is before it leaves: 09:00."),
        (
            "28/03/2027;02:30;Oui;feurs",
            "heure: The clocks go forward that night: 02:30 does not exist. Write 01:59 or 03:00.",
        ),
        (
            "31/10/2027;02:30;Oui;feurs",
            "heure: The clocks go back that night: 02:30 comes twice. Write “02:30 été” or “02:30 hiver”.",
        ),
    ],
)
def test_what_is_wrong_is_said_with_its_column(row: str, words: str, feurs: Feurs) -> None:
    assert troubles(feurs, row) == [words]


def test_everything_wrong_in_a_row_is_said_at_once(feurs: Feurs) -> None:
    assert len(troubles(feurs, "hier;bientôt;;lyon, paris;;martien")) == 5


@pytest.mark.parametrize(("season", "hour"), [("été", 0), ("hiver", 1), ("summer", 0), ("winter", 1)])
def test_which_of_two_times_is_meant_can_be_written(season: str, hour: int, feurs: Feurs) -> None:
    [row] = reading(feurs, file(f"31/10/2027;02:30 {season};Oui;feurs")).right
    assert row.planned.leave_at == datetime(2027, 10, 31, hour, 30, tzinfo=UTC)


@given(st.datetimes(datetime(2027, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001  # Hypothesis wants its bounds so
def test_a_moment_that_we_write_is_read_as_the_same(at: datetime) -> None:
    at = at.replace(second=0, microsecond=0)
    columns = Columns.named(["date", "heure", "texte"])
    row = understand(Row(2, [*as_written(at, PARIS), "Oui"]), columns, zone=PARIS, now=NOW)
    assert (row.leave_at, list(row.wrong)) == (at, [])


def test_an_account_on_two_networks_has_to_be_named_with_one(feurs: Feurs) -> None:
    other = feurs.another_account("feurs2", "Ville de Feurs")
    assert "Several accounts" in troubles(feurs, ";;Oui;Ville de Feurs")[0]
    [row] = reading(feurs, file(";;Oui;sandbox:feurs2, @FEURS")).right
    assert row.accounts == [other, feurs.account]


def test_each_network_can_have_its_own_text(feurs: Feurs) -> None:
    content = file("Oui;;Oui, plus long", head="texte;date;texte_sandbox")
    import_planning(content, feurs.organisation, by=feurs.bruno, file="x.csv", now=NOW)
    assert Draft.objects.get().latest.text_on("sandbox") == "Oui, plus long"
    assert troubles(feurs, "Oui;x", head="texte;texte_minitel") == [
        "texte_minitel: We have no account on a network called minitel."
    ]


def test_a_column_that_means_nothing_is_named_and_left_alone(feurs: Feurs) -> None:
    assert reading(feurs, file("Oui;3", head="texte;Budget")).columns.ignored == ["Budget"]


def test_a_hostile_cell_is_only_text(feurs: Feurs) -> None:
    hostile = '=cmd|"/C calc"!A0 <script>alert(1)</script>'
    quoted = '"' + hostile.replace('"', '""') + '"'
    content = file(quoted, head="texte")
    import_planning(content, feurs.organisation, by=feurs.bruno, file="x.csv", now=NOW)
    assert Draft.objects.get().latest.text == hostile


# --- making drafts


def test_right_rows_become_drafts_and_one_event_says_so(feurs: Feurs) -> None:
    content = file(RIGHT, "04/12/2026;10:00;Le bal.;feurs;noël", ";25:00;Non;feurs")
    import_planning(content, feurs.organisation, by=feurs.bruno, file="planning.csv", now=NOW)
    drafts = Draft.objects.order_by("leave_at")
    assert [(draft.latest.text, draft.state) for draft in drafts] == [
        ("Le marché ouvre.", "draft"),
        ("Le bal.", "draft"),
    ]
    assert Campaign.objects.get().name.casefold() == "noël"
    assert Event.objects.get(verb="PLANNING_IMPORTED").detail == {"count": 2, "file": "planning.csv"}


def test_what_was_imported_before_is_left_out(feurs: Feurs) -> None:
    content = file(RIGHT, ";;Un jour.;feurs", ";;Un jour.;feurs")
    for _time in range(2):
        import_planning(content, feurs.organisation, by=feurs.bruno, file="planning.csv", now=NOW)
    assert Draft.objects.count() == 2
    assert len(reading(feurs, content).known) == 3
    assert Event.objects.filter(verb="PLANNING_IMPORTED").count() == 1


def test_the_same_text_at_another_time_or_elsewhere_is_another_post(feurs: Feurs) -> None:
    feurs.another_account("culture")
    rows = [f"03/12/2026;1{n}:00;Rappel.;{who}" for n in range(2) for who in ("feurs", "culture")]
    import_planning(file(*rows), feurs.organisation, by=feurs.bruno, file="x.csv", now=NOW)
    assert Draft.objects.count() == 4


# --- the pages


def upload(client: Client, feurs: Feurs, content: bytes, name: str = "planning.csv") -> Any:
    client.force_login(feurs.bruno)
    sent = SimpleUploadedFile(name, content, content_type="text/csv")
    return client.post(reverse("planning_import"), {"file": sent}, headers={"accept-language": "en"})


def shown(client: Client, address: str) -> str:
    return str(client.get(address, headers={"accept-language": "en"}).content.decode())


def token(address: str) -> str:
    return parse_qs(urlsplit(address).query)["file"][0]


def in_a_year(row: str) -> str:
    return row.replace("2026", str(datetime.now(UTC).year + 1))


def test_every_row_is_shown_before_anything_is_made(feurs: Feurs, client: Client) -> None:
    answer = upload(client, feurs, file(in_a_year(RIGHT), "03/12/2099;25:00;Le bal.;feurs"))
    page = shown(client, answer["Location"])
    assert "Le marché ouvre." in page and "Le bal." in page
    assert "Line 3, heure: Not a time: “25:00”." in page
    assert not Draft.objects.exists()


def test_the_wrong_rows_stay_to_be_mended_and_come_back_right(feurs: Feurs, client: Client) -> None:
    answer = upload(client, feurs, file(in_a_year(RIGHT), "03/12/2099;25:00;=Le bal.;feurs"))
    there = token(answer["Location"])
    made = client.post(reverse("planning_creation"), {"file": there})
    assert token(made["Location"]) == there
    client.post(reverse("planning_creation"), {"file": there})  # a second click
    assert Draft.objects.count() == 1
    wrong = client.get(reverse("planning_wrong_rows"), {"file": there}, headers={"accept-language": "en"}).content
    assert "'=Le bal." in wrong.decode("utf-8-sig") and "Not a time" in wrong.decode("utf-8-sig")
    mended = upload(client, feurs, wrong.replace(b"25:00", b"15:00"))
    client.post(reverse("planning_creation"), {"file": token(mended["Location"])})
    assert {draft.latest.text for draft in Draft.objects.all()} == {"Le marché ouvre.", "=Le bal."}


def test_a_file_of_which_everything_is_made_is_not_kept(feurs: Feurs, client: Client) -> None:
    there = token(upload(client, feurs, file(";;Oui;feurs"))["Location"])
    assert client.post(reverse("planning_creation"), {"file": there})["Location"] == reverse("calendar")
    assert client.post(reverse("planning_creation"), {"file": there}).status_code == 404


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "There is nothing in this file."),
        (b"x" * (MOST_BYTES + 1), "larger than 5 MB"),
        (b"PK\x03\x04", "workbook"),
    ],
)
def test_a_file_that_is_no_planning_is_refused_at_its_field(
    content: bytes, words: str, feurs: Feurs, client: Client
) -> None:
    answer = upload(client, feurs, content)
    assert answer.status_code == 422 and words in answer.content.decode()


def test_a_file_of_another_town_is_not_shown(feurs: Feurs, client: Client) -> None:
    answer = upload(client, feurs, file(RIGHT))
    Organisation.objects.create(name="Ailleurs").admit(feurs.eve, "owner")
    client.force_login(feurs.eve)
    assert client.get(answer["Location"]).status_code == 404
    assert client.post(reverse("planning_creation"), {"file": token(answer["Location"])}).status_code == 404
    assert client.get(reverse("planning_import"), {"file": "forged"}).status_code == 404


def test_a_long_planning_is_shown_in_pages(feurs: Feurs, client: Client) -> None:
    answer = upload(client, feurs, file(*(f";;Texte numéro {n}.;feurs" for n in range(250))))
    page = shown(client, answer["Location"])
    assert page.count("<tr data-row>") == 100 and len(page) < 150 * 1024
    assert "Texte numéro 249." in shown(client, f"{answer['Location']}&page=3")


def test_the_example_can_be_imported(feurs: Feurs, client: Client) -> None:
    client.force_login(feurs.bruno)
    example = client.get(reverse("planning_example")).content
    planned = read_planning(example, feurs.organisation, now=datetime.now(UTC))
    assert (len(planned.right), len(planned.wrong)) == (2, 0)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_what_is_exported_can_be_imported_again(language: str, feurs: Feurs, client: Client) -> None:
    at = datetime.now(UTC).replace(second=0, microsecond=0) + timedelta(days=1)
    who: dict[str, Any] = {"organisation": feurs.organisation, "by": feurs.bruno, "accounts": [feurs.account]}
    told: dict[str, Any] = {"leave_at": at, "not_after": at + timedelta(hours=1), "texts": {"sandbox": "@Autre"}}
    Draft.begin(**who, text="=Le marché\nouvre.", now=NOW, **told)
    Draft.begin(**who, text="Un jour.", now=NOW)
    client.force_login(feurs.bruno)
    local = at.astimezone(feurs.organisation.tz)
    asked = {"view": "week", "date": f"{local:%Y-%m-%d}"}
    out = client.get(reverse("calendar_export"), asked, headers={"accept-language": language}).content
    again = read_planning(out, feurs.organisation, now=datetime.now(UTC))
    assert (len(again.known), len(again.wrong)) == (2, 0)
    assert list(again.columns.ignored) == []
    Draft.objects.all().delete()
    import_planning(out, feurs.organisation, by=feurs.bruno, file="x.csv", now=datetime.now(UTC))
    draft = Draft.objects.get(leave_at=at)
    assert draft.latest.text == "=Le marché\nouvre."
    assert (draft.not_after, draft.latest.text_on("sandbox")) == (at + timedelta(hours=1), "@Autre")


# --- the command


def test_the_command_imports_the_right_rows_and_prints_the_wrong_ones(
    feurs: Feurs, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import sys

    path = tmp_path / "planning.csv"
    path.write_bytes(file(in_a_year(RIGHT), "03/12/2099;25:00;Le bal.;feurs"))
    assert command.run(path, organisation="Ville de Feurs", by="bruno@feurs.example", out=sys.stdout) == 1
    said = capsys.readouterr().out
    assert "Line 3, heure: Not a time: “25:00”." in said and "1 drafts were made; 0 planned already, 1 wrong." in said
    assert command.run(path, organisation="Ville de Feurs", by="eve@feurs.example", out=sys.stdout) == 1
    assert Draft.objects.count() == 1
