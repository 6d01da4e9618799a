"""Changing the keys that seal the credentials, while everything runs."""

import ast
import io
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import models

from beffroi.access import rotation
from beffroi.access.models import KeyMark
from beffroi.access.sealed import sealed_columns
from beffroi.access.sealing import fingerprint, opens_with
from beffroi.directory.models import Connection
from beffroi.notify.models import Message, Recipient
from beffroi.site.commands.keys import rotate
from beffroi.site.key_fit import misfit
from beffroi.vocabulary import Sentence
from beffroi.work.models import Heartbeat
from tests.cast import NOW, Feurs
from tests.tree import PROJECT, files

NOT_SECRET = {
    "facts.Evidence.packed",  # public answers, packed
    "guard.Habits.kept",  # figures
    "door.Passkey.credential",  # a public key
    "access.KeyMark.sealed",  # made anew by the change itself
}


def message(feurs: Feurs, link: str) -> Message:
    to = Recipient("Ana", "mail", "ana@feurs.example", "en")
    words = Sentence("x")
    return Message.write(feurs.organisation, kind="alarm", to=to, subject=words, body=words, link=link, now=NOW)


def test_no_sealed_column_is_forgotten() -> None:
    binary = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if model.__module__.startswith("beffroi.")
        for field in model._meta.get_fields()
        if isinstance(field, models.BinaryField)
    }
    assert {f"{column.model}.{column.column}" for column in sealed_columns()} == binary - NOT_SECRET


def test_every_room_that_seals_lists_what_it_seals() -> None:
    sealing = set()
    for path in files():
        if path.suffix == ".py" and path.is_relative_to(PROJECT / "src" / "beffroi"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.ImportFrom) and node.module == "beffroi.access.sealing":
                    sealing |= {
                        path.parts[path.parts.index("beffroi") + 1] for name in node.names if name.name == "seal"
                    }
    listed = {column.model.split(".")[0] for column in sealed_columns()}
    assert sealing == listed


def test_what_was_sealed_under_the_former_key_opens_with_the_new_one_alone(feurs: Feurs, settings: Any) -> None:
    settings.ENCRYPTION_KEYS = ["old"]
    feurs.account.connection.keep({"app_password": "canary"})
    told = message(feurs, "https://canary.example")
    settings.ENCRYPTION_KEYS = ["new", "old"]
    said = io.StringIO()
    assert rotate(said, NOW) == 0
    settings.ENCRYPTION_KEYS = ["new"]
    assert Connection.objects.get().credentials() == {"app_password": "canary"}
    assert Message.objects.get(pk=told.pk).opened()["link"] == "https://canary.example"
    assert "canary" not in said.getvalue()
    assert "new" not in said.getvalue().split()


def test_a_change_that_was_cut_goes_on_where_it_was(feurs: Feurs, settings: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(rotation, "BATCH", 2)
    settings.ENCRYPTION_KEYS = ["old"]
    for n in range(7):
        message(feurs, f"https://{n}.example")
    settings.ENCRYPTION_KEYS = ["new", "old"]
    column = next(each for each in sealed_columns() if each.model == "notify.Message")
    for pk, value in rotation._batches(column).__next__():
        rotation._seal_one(column, pk, value, rotation.Count(column))
    assert sorted(opens_with(bytes(m.sealed or b""), row=m._row) for m in Message.objects.all()) == [
        0,
        0,
        1,
        1,
        1,
        1,
        1,
    ]
    counts = {str(count.column): count.changed for count in rotation.seal_all_again()}
    assert counts["notify.message.sealed"] == 5


def test_what_somebody_else_writes_meanwhile_is_not_written_over(feurs: Feurs, settings: Any) -> None:
    settings.ENCRYPTION_KEYS = ["old"]
    feurs.account.connection.keep({"app_password": "before"})
    settings.ENCRYPTION_KEYS = ["new", "old"]
    column = next(each for each in sealed_columns() if each.model == "directory.Connection")
    [(pk, value)] = next(rotation._batches(column))
    feurs.account.connection.keep({"app_password": "meanwhile"})
    count = rotation.Count(column)
    rotation._seal_one(column, pk, value, count)
    assert (count.changed, count.overtaken) == (0, 1)
    assert Connection.objects.get().credentials() == {"app_password": "meanwhile"}


def test_a_value_that_no_key_opens_is_told_and_left(feurs: Feurs, settings: Any) -> None:
    settings.ENCRYPTION_KEYS = ["lost"]
    feurs.account.connection.keep({"app_password": "x"})
    KeyMark.objects.all().delete()
    settings.ENCRYPTION_KEYS = ["old"]
    KeyMark.leave(NOW)
    message(feurs, "https://x.example")
    settings.ENCRYPTION_KEYS = ["new", "old"]
    said = io.StringIO()
    assert rotate(said, NOW) == 1
    assert f"BAD  directory.connection.sealed {feurs.account.connection.pk}: no key opens it" in said.getvalue()


def test_nothing_is_sealed_anew_while_a_process_runs_that_does_not_know_the_key(feurs: Feurs, settings: Any) -> None:
    settings.ENCRYPTION_KEYS = ["old"]
    feurs.account.connection.keep({"app_password": "x"})
    KeyMark.leave(NOW)
    Heartbeat.beat("worker", NOW)
    settings.ENCRYPTION_KEYS = ["new", "old"]
    said = io.StringIO()
    assert rotate(said, NOW) == 1
    assert "start every process again first" in said.getvalue()
    assert misfit(NOW) == ""  # the processes were started again
    assert rotate(said, NOW) == 0


@pytest.mark.parametrize("given", [["other"], ["other", "further"]])
def test_a_start_with_keys_that_do_not_fit_is_refused(feurs: Feurs, settings: Any, given: list[str]) -> None:
    settings.ENCRYPTION_KEYS = ["right"]
    feurs.account.connection.keep({"app_password": "x"})
    assert misfit(NOW) == ""
    settings.ENCRYPTION_KEYS = given
    assert "does not open this database" in misfit(NOW)
    assert fingerprint("right") in misfit(NOW)
    assert "right" not in misfit(NOW).replace(fingerprint("right"), "")


def test_an_older_database_without_a_mark_is_not_opened_with_a_wrong_key_either(feurs: Feurs, settings: Any) -> None:
    settings.ENCRYPTION_KEYS = ["right"]
    feurs.account.connection.keep({"app_password": "x"})
    settings.ENCRYPTION_KEYS = ["wrong"]
    assert misfit(NOW) != ""
    assert not KeyMark.objects.exists()


def test_a_key_that_was_in_use_may_not_be_left_out_before_the_change_is_done(feurs: Feurs, settings: Any) -> None:
    settings.ENCRYPTION_KEYS = ["old"]
    feurs.account.connection.keep({"app_password": "x"})
    assert misfit(NOW) == ""
    settings.ENCRYPTION_KEYS = ["new", "old"]
    assert misfit(NOW + timedelta(hours=1)) == ""
    settings.ENCRYPTION_KEYS = ["new"]
    assert misfit(NOW) != ""
    settings.ENCRYPTION_KEYS = ["old"]
    assert misfit(NOW) != ""  # somebody goes back: what the new key sealed would not open
    settings.ENCRYPTION_KEYS = ["new", "old"]
    assert rotate(io.StringIO(), NOW) == 0
    settings.ENCRYPTION_KEYS = ["new"]
    assert misfit(NOW) == ""
