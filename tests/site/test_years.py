"""The archive of a year leaves the house, anybody verifies it, and it comes in elsewhere without ringing anybody."""

import io
import json
import shutil
import subprocess
import sys
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from beffroi.access.models import Organisation
from beffroi.archive.models import BroughtMedia, BroughtPost, Mention, OwnPost, Post
from beffroi.directory.models import Account
from beffroi.inbox.models import Case, Clock
from beffroi.journal.models import Event
from beffroi.notify.models import Message
from beffroi.publishing.duties import send_due
from beffroi.publishing.models import Draft
from beffroi.publishing.models.version import Image
from beffroi.site.command import main
from beffroi.site.year.reading import Done, Refused, bring_in
from beffroi.site.year.telling import write
from tests.cast import NOW, Feurs, minutes
from tests.keeping.stories import QUESTION, answered, asked
from tests.publishing.test_images import photo

ENGLISH = {"accept-language": "en"}


@pytest.fixture
def folder(feurs: Feurs, tmp_path: Path) -> Path:
    """The year of Feurs, as a folder: a question, its answer, and a post with an image."""
    draft = Draft.begin(
        organisation=feurs.organisation,
        by=feurs.bruno,
        accounts=[feurs.account],
        text="=La piscine",
        images=[Image(alt="Le bassin", mime="image/jpeg", content=photo().getvalue(), width=40, height=30)],
        now=NOW,
    )
    draft.submit(by=feurs.bruno, now=NOW)
    draft.approve(by=feurs.chloe, version=1, now=NOW)
    send_due(NOW)
    answered(feurs, asked(feurs), NOW + minutes(5))
    write(tmp_path / "year", feurs.account, 2026, now=NOW)
    return tmp_path / "year"


def elsewhere(feurs: Feurs) -> Account:
    """Another installation: nothing of what happened is known there."""
    Message.objects.all().delete()
    Case.objects.all().delete()
    OwnPost.objects.all().delete()
    Draft.objects.update(in_reply_to=None)
    Post.objects.all().delete()
    return feurs.account


def rows(folder: Path, name: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in (folder / name).read_text().splitlines()]


def test_the_sums_are_verified_by_what_every_machine_has(folder: Path) -> None:
    sums = shutil.which("sha256sum")
    assert sums
    done = subprocess.run(
        [sums, "-c", "--strict", "SHA256SUMS"], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout
    assert {"posts.jsonl: OK", "manifest.json: OK", "README.txt: OK"} <= set(done.stdout.splitlines())
    (folder / "posts.jsonl").write_text("x")
    assert subprocess.run([sums, "-c", "SHA256SUMS"], cwd=folder, capture_output=True, check=False).returncode == 1


def test_it_tells_what_was_said_who_agreed_and_what_was_asked(folder: Path) -> None:
    posts = {str(post["text"]): post for post in rows(folder, "posts.jsonl")}
    [version] = posts["=La piscine"]["draft"]["versions"]  # type: ignore[index]  # as JSON says it
    assert (version["by"], version["approvals"][0]["who"]) == ("Bruno", "Chloé")
    pictures: Any = posts["=La piscine"]["media"]
    [picture] = pictures
    assert (folder / picture["file"]).read_bytes() and picture["alt"] == "Le bassin"
    assert [message["text"] for message in rows(folder, "messages.jsonl")] == [QUESTION]
    [case] = rows(folder, "cases.jsonl")
    assert case["answered_at"] and case["drafts"]
    assert "'=La piscine" in (folder / "index.csv").read_text()  # no spreadsheet reckons it
    verbs = {event.get("verb") for event in rows(folder, "journal.jsonl")}
    assert {"DRAFT_APPROVED", "PUBLICATION_SENT", "CASE_OPENED"} <= verbs
    checked = [sys.executable, "-I", "verify_journal.py", "journal.jsonl", "--extract"]
    assert subprocess.run(checked, cwd=folder, capture_output=True, check=False).returncode == 0


def test_another_year_is_empty(feurs: Feurs, folder: Path) -> None:
    file = io.BytesIO()
    counts = write(file, feurs.account, 2025, now=NOW)
    assert counts == {"posts": 0, "messages": 0, "cases": 0, "media": 0}


def test_it_comes_in_once_and_rings_nobody(feurs: Feurs, folder: Path) -> None:
    there = elsewhere(feurs)
    clocks = Clock.objects.count()
    assert bring_in(folder, there, by=feurs.ana, now=NOW) == Done(new=3, known=0, media=1)
    assert bring_in(folder, there, by=feurs.ana, now=NOW) == Done(again=True)
    assert BroughtPost.objects.count() == Post.objects.count() == 3
    with BroughtMedia.objects.get().file.open("rb") as content:
        assert content.read()
    case = Case.objects.get()
    assert case.closed_at == NOW and not Case.objects.waiting() and case.latest.text == QUESTION
    assert not Mention.objects.due(NOW + minutes(9999)) and not OwnPost.objects.due(NOW + minutes(9999))
    assert not Message.objects.exists() and Clock.objects.count() == clocks
    assert Event.objects.filter(verb="YEAR_BROUGHT_IN").count() == 1


def test_what_is_known_stays_as_it_is(feurs: Feurs, folder: Path) -> None:
    Post.objects.filter(text=QUESTION).update(text="changé ici")
    assert bring_in(folder, feurs.account, by=feurs.ana, now=NOW).known == 3
    assert Post.objects.filter(text="changé ici").exists()
    assert Case.objects.count() == 1


def changed(folder: Path) -> None:
    file = folder / "messages.jsonl"
    file.write_text(file.read_text().replace("piscine", "mairie"))


def longer(folder: Path) -> None:
    with (folder / "posts.jsonl").open("a") as file:
        file.write("{}\n")


def missing(folder: Path) -> None:
    (folder / "index.csv").unlink()


def further(folder: Path) -> None:
    (folder / "evil.sh").write_text("x")


def without_a_manifest(folder: Path) -> None:
    (folder / "manifest.json").unlink()


def nonsense(folder: Path) -> None:
    (folder / "manifest.json").write_text("[" * 100_000)


def of_another_account(folder: Path) -> None:
    file = folder / "manifest.json"
    file.write_text(file.read_text().replace('"network": "sandbox"', '"network": "bluesky"'))


@pytest.mark.parametrize(
    "touch",
    [changed, longer, missing, further, without_a_manifest, nonsense, of_another_account],
    ids=lambda t: t.__name__,
)
def test_what_was_changed_is_not_taken(touch: Callable[[Path], None], feurs: Feurs, folder: Path) -> None:
    there = elsewhere(feurs)
    touch(folder)
    with pytest.raises(Refused):
        bring_in(folder, there, by=feurs.ana, now=NOW)
    assert not Post.objects.exists()


def test_a_zip_that_swells_is_not_read_to_its_end(feurs: Feurs, folder: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "swollen.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(each for each in folder.rglob("*") if each.is_file()):
            swollen = b"\0" * 300_000_000 if file.name == "README.txt" else file.read_bytes()
            archive.writestr(str(file.relative_to(folder)), swollen)
    tracemalloc.start()
    with pytest.raises(Refused, match="larger than it says"):
        bring_in(tmp_path / "swollen.zip", feurs.account, by=feurs.ana, now=NOW)
    assert tracemalloc.get_traced_memory()[1] < 50_000_000
    tracemalloc.stop()


def test_memory_is_flat_however_large_the_media_are(feurs: Feurs, folder: Path, tmp_path: Path) -> None:
    from beffroi.publishing.models import Attachment

    with Path(Attachment.objects.get().file.path).open("wb") as large:
        large.truncate(400_000_000)
    tracemalloc.start()
    write(tmp_path / "large.zip", feurs.account, 2026, now=NOW)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 20_000_000


def test_the_pages_give_and_take_it(feurs: Feurs, folder: Path, client: Client) -> None:
    client.force_login(feurs.ana)
    answer = client.post(reverse("years"), {"account": feurs.account.pk, "year": 2026})
    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]  # a FileResponse
    assert Event.objects.filter(verb="YEAR_EXPORTED").count() == 1
    sent = {"to": feurs.account.pk, "file": SimpleUploadedFile("2026.zip", content)}
    page = client.post(reverse("year_bringing"), sent, headers=ENGLISH, follow=True).content.decode()
    assert "made by Ville de Feurs" in page
    sent["file"] = SimpleUploadedFile("2026.zip", b"PK no zip")
    wrong = client.post(reverse("year_bringing"), sent, headers=ENGLISH)
    assert wrong.status_code == 422 and "This is no archive of a year." in wrong.content.decode()
    assert client.post(reverse("years"), {"account": feurs.account.pk, "year": "99999999999"}).status_code == 422


def test_another_organisation_takes_nothing_of_ours_along(feurs: Feurs, client: Client) -> None:
    Organisation.objects.create(name="Ailleurs").admit(feurs.eve, "owner")
    client.force_login(feurs.eve)
    assert client.post(reverse("years"), {"account": feurs.account.pk, "year": 2026}).status_code == 422


def test_the_command_writes_and_brings_in(
    feurs: Feurs, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = str(tmp_path / "out.zip")
    assert main(["archive", "export", "--account", "feurs", "--year", "2026", out]) == 0
    assert "posts: 2, messages: 1, cases: 1, media: 1" in capsys.readouterr().out
    assert main(["archive", "export", "--account", "feurs", "--year", "2026", out]) == 2
    assert main(["archive", "export", "--account", "x", "--year", "2026", out]) == 1
    assert main(["archive", "import", "--account", "feurs", "--by", "bruno@feurs.example", out]) == 1
    assert main(["archive", "import", "--account", "feurs", "--by", "ana@feurs.example", out]) == 0
    assert "0 posts brought in, 3 were here" in capsys.readouterr().out
    assert main(["archive", "import", "--account", "feurs", "--by", "ana@feurs.example", str(tmp_path / "no")]) == 2
    assert main(["journal", "export", str(tmp_path / "j.jsonl")]) == 0
    assert main(["verify-journal", str(tmp_path / "j.jsonl")]) == 0
    assert main(["verify-journal", str(tmp_path / "j.jsonl"), "--head", "0" * 64]) == 1
    assert main(["journal", "export", str(tmp_path / "j.jsonl")]) == 2
    assert main(["verify-journal", str(tmp_path / "no.jsonl")]) == 2
