"""The pages on which somebody brings a list of accounts into the directory."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from beffroi.access.models import Organisation
from beffroi.directory.bringing_in.forms import MOST_BYTES
from beffroi.directory.models import OfficialAccount, Source
from beffroi.engines.tables.sheet import read
from tests.cast import NOW, Feurs
from tests.directory.bodies import settle_register

ENGLISH = {"accept-language": "en"}
LIST = "commune;adresse;statut\nFeurs;https://x.com/feurs;actif\nSaint-Denis;https://x.com/sd;\n"


@pytest.fixture
def ana(feurs: Feurs, client: Client) -> Client:
    settle_register()
    client.force_login(feurs.ana)
    return client


def sent(client: Client, content: bytes, name: str = "comptes.csv") -> Any:
    file = SimpleUploadedFile(name, content, content_type="text/csv")
    said = {"file": file, "licence": "Licence Ouverte 2.0"}
    return client.post(reverse("directory_import"), said, headers=ENGLISH)


def token(address: str) -> str:
    return parse_qs(urlsplit(address).query)["file"][0]


def shown(client: Client, address: str) -> str:
    return str(client.get(address, headers=ENGLISH).content.decode())


def test_a_list_is_shown_before_anything_is_written(ana: Client) -> None:
    page = shown(ana, sent(ana, LIST.encode())["Location"])
    assert "1 account is new." in page
    assert "1 row is wrong: it cannot be brought in." in page
    assert "2 bodies are called Saint-Denis" in page
    assert not OfficialAccount.objects.exists()


def test_the_right_rows_are_written_and_the_wrong_ones_taken_away_to_be_mended(ana: Client) -> None:
    there = token(sent(ana, LIST.encode())["Location"])
    written = ana.post(reverse("directory_import_writing"), {"file": there}, headers=ENGLISH, follow=True)
    assert "1 account was written." in written.content.decode()
    assert OfficialAccount.objects.get().handle == "feurs"
    file = ana.get(reverse("directory_import_to_mend"), {"file": there}, headers=ENGLISH)
    assert file["Content-Disposition"] == 'attachment; filename="accounts-to-mend.csv"'
    assert [row.cells[0] for row in read(file.content, most_rows=5)[1]] == ["Saint-Denis"]


def test_what_stays_by_a_stronger_word_is_told_with_that_word(ana: Client) -> None:
    whole = LIST.splitlines()[0] + "\nFeurs;https://x.com/feurs;{}\n"
    there = token(sent(ana, whole.format("actif").encode())["Location"])
    ana.post(reverse("directory_import_writing"), {"file": there})
    account = OfficialAccount.objects.get()
    ana_says = Source.objects.create(kind="person", title="Ana, by telephone", read_at=NOW)
    account.take(ana_says, status="left")
    account.save()
    page = shown(ana, sent(ana, whole.format("dormant").encode())["Location"])
    assert "Status stays “Left”, by Ana, by telephone; this file says “Dormant”." in page
    assert "Write this into the directory" not in page  # there is nothing to write


def test_a_file_of_which_everything_is_written_is_not_kept(ana: Client) -> None:
    there = token(sent(ana, LIST.splitlines()[0].encode() + b"\nFeurs;https://x.com/feurs;\n")["Location"])
    assert ana.post(reverse("directory_import_writing"), {"file": there})["Location"] == reverse("directory_import")
    assert ana.post(reverse("directory_import_writing"), {"file": there}).status_code == 404
    assert "comptes.csv" in shown(ana, reverse("directory_import"))  # among what the directory was made of


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "There is nothing in this file."),
        (b"rue;quartier\nLilas;Centre\n", "No column says whose the accounts are"),
        (b"x;" * (MOST_BYTES // 2 + 1), "This file is larger than 5 MB"),
        (b'{"head": {"vars": [', "No column says whose the accounts are"),
    ],
)
def test_what_is_no_list_is_told_beside_the_field(ana: Client, content: bytes, words: str) -> None:
    answer = sent(ana, content)
    assert (answer.status_code, words in answer.content.decode()) == (422, True)


def test_nobody_sees_the_file_of_another_organisation(ana: Client, feurs: Feurs) -> None:
    there = sent(ana, LIST.encode())["Location"]
    elsewhere = Organisation.objects.create(name="Ailleurs")
    elsewhere.admit(feurs.eve, "owner")
    ana.force_login(feurs.eve)
    assert ana.get(there).status_code == 404
    assert ana.post(reverse("directory_import_writing"), {"file": token(there)}).status_code == 404


def test_who_drafts_brings_nothing_in(ana: Client, feurs: Feurs) -> None:
    ana.force_login(feurs.bruno)
    assert sent(ana, LIST.encode()).status_code == 403
