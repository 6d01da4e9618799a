"""A citizen asks what is kept of them, then to be erased: it is given, then gone, and the ledger stays true."""

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from beffroi.archive.models import Post
from beffroi.journal.models import Event, broken_links
from beffroi.keeping.models import Asked, Hold
from tests.cast import NOW, Feurs, minutes
from tests.keeping.stories import answered, asked, found, search_of

ENGLISH = {"accept-language": "en"}
WHO = {"network": "sandbox", "handle": "eve", "email": "", "name": ""}


def taken_along(client: Client, page: str, said: dict[str, str], name: str) -> str:
    answer = client.post(reverse(page), said)
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as archive:  # type: ignore[attr-defined]  # a FileResponse
        return archive.read(name).decode()


def test_a_citizen_asks_for_their_data_and_then_to_be_erased(feurs: Feurs, client: Client, tmp_path: Path) -> None:
    case = asked(feurs)
    answered(feurs, case, NOW + minutes(5))
    found(search_of(feurs), "hier", NOW)
    client.force_login(feurs.ana)

    # She notes the request; a month runs.
    request = {**WHO, "wish": "access", "received_on": f"{timezone.localdate():%Y-%m-%d}"}
    client.post(reverse("person_requests"), request)
    told = json.loads(taken_along(client, "person_file", WHO, "data.json"))
    texts = json.dumps(told, ensure_ascii=False)
    assert "la piscine" in texts and "le pont hier" in texts

    # The case is held for a complaint: it stays, and the page says so.
    client.post(reverse("holds"), {"kind": "case", "subject": str(case.pk), "reason": "Plainte"})
    page = client.post(reverse("person_data"), WHO, headers=ENGLISH).content.decode()
    assert "1 is held and stays." in page
    client.post(reverse("person_erasure"), WHO)
    assert Post.objects.filter(author_handle="eve").count() == 1
    assert Event.objects.get(verb="CASE_OPENED").detail["author"] == "eve"

    # Once the hold is lifted, all of it goes.
    client.post(reverse("hold_lifting", args=[Hold.objects.get().pk]))
    client.post(reverse("person_erasure"), {**WHO, "objects": "1"})
    client.post(reverse("person_answer", args=[Asked.objects.get().pk]), {"answer": "Donné, puis effacé"})
    assert not Post.objects.filter(author_handle="eve").exists()
    page = client.post(reverse("person_data"), WHO, headers=ENGLISH).content.decode()
    assert "is made nameless" not in page and "is erased" not in page
    assert "author" not in Event.objects.get(verb="CASE_OPENED").detail

    # The chain is true, here and for a stranger with bare Python.
    assert not list(broken_links(feurs.organisation))
    (tmp_path / "j.jsonl").write_text(ledger := taken_along(client, "journal_export", {}, "journal.jsonl"))
    (tmp_path / "v.py").write_text(taken_along(client, "journal_export", {}, "verify_journal.py"))
    said = [json.loads(line) for line in ledger.splitlines()]
    assert not any("eve" in str(line.get("detail", {}).values()) for line in said)
    done = subprocess.run([sys.executable, "-I", "v.py", "j.jsonl"], cwd=tmp_path, capture_output=True, check=False)
    assert done.returncode == 0, done.stdout
