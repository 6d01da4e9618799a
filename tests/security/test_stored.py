"""Whatever a network, a file or a person writes is shown as text: every text of every row is made hostile, and every
page that shows any of them is read as a browser reads it."""

import csv
import io
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, models, transaction
from django.test import Client

from tests.cast import Feurs
from tests.security.page import Page, addresses_of_feurs, read

HOSTILE = '=<xss onxss="1">\u202e"\'></textarea></title></script><img src=x onerror=xss>{{7*7}}{% now %}'
# Not written by anybody: states, names of ours, keys, hashes, zones, what is parsed when a page is shown.
OURS = {
    *("network", "kind", "state", "role", "channel", "zone", "time_zone", "timezone", "tz", "language", "lang", "mime"),
    *(
        "hashed",
        "hash",
        "sha256",
        "prev",
        "secret",
        "secret_hash",
        "key",
        "uid",
        "token",
        "password",
        "email",
        "session",
    ),
    *(
        "session_key",
        "session_data",
        "codename",
        "app_label",
        "model",
        "mode",
        "measure",
        "window",
        "formula",
        "network_key",
    ),
    *(
        "previous_hash",
        "verb",
        "name_key",
        "mark",
        "fingerprint",
        "cursor",
        "place",
        "picture",
        "image",
        "file",
        "slug",
    ),
    *(
        "native_id",
        "colour",
        "status",
        "window_kind",
        "frequency",
        "identifier",
        "url",
        "address",
        "hub",
        "topic",
        "code",
    ),
    *(
        "link_secret",
        "process",
        "verdict",
        "rhythm",
        "sort",
        "day",
        "cadence",
        "sentence",
        "finding",
        "check",
        "run",
        "runs",
        "counted",
        "counts",
        "readings",
        "packed",
        "surface",
        "closures",
        "holidays",
        "hours",
        "week",
    ),
}


STYLED = {"directory_badge", "incident_html"}  # a drawing, and a report to be kept as a file


def texts() -> "Iterator[tuple[type[models.Model], models.Field[Any, Any]]]":
    for model in apps.get_models():
        if not model.__module__.startswith("beffroi."):
            continue
        for field in model._meta.concrete_fields:
            is_text = type(field) in (models.CharField, models.TextField)
            if is_text and not field.choices and not field.primary_key and field.name not in OURS:
                yield model, field


def poison() -> set[str]:
    """Every text that a person or a network writes, of every row; what the database does not take stays as it is."""
    done = set()
    for model, field in texts():
        longest = field.max_length or 1_000
        for pk in model._base_manager.values_list("pk", flat=True):
            try:
                with transaction.atomic():
                    model._base_manager.filter(pk=pk).update(**{field.name: HOSTILE[:longest]})
            except DatabaseError:  # a constraint, or the trigger that guards the journal
                continue
            done |= {f"{model.__name__}.{field.name}"} if longest >= len(HOSTILE) else set()
    return done


@pytest.fixture
def poisoned(things: dict[str, int]) -> set[str]:
    return poison()


def test_no_text_of_anybody_becomes_a_tag_on_any_page(
    poisoned: set[str], feurs: Feurs, things: dict[str, int], client: Client
) -> None:
    client.force_login(feurs.ana)
    client.raise_request_exception = False  # a row of ours that cannot be read any more is no page of theirs
    shown = []
    for name, there in addresses_of_feurs(things).items():
        kind, content = read(client, there)
        if not kind.startswith(("text/html", "image/svg", "application/xml", "application/atom", "application/rss")):
            continue
        page = Page(content)
        assert "xss" not in {tag for tag, _ in page.tags}, name
        assert name in STYLED or [*page.inline()] == [], name
        assert not [tag for tag, attributes in page.tags if "onxss" in attributes or "onerror" in attributes], name
        assert "49{%" not in content, name  # no template of ours was made of it
        shown += [name] if "onxss" in content else []
    assert len(shown) >= 40, shown
    assert len(poisoned) >= 30, poisoned


def test_no_table_that_leaves_holds_a_formula(
    poisoned: set[str], feurs: Feurs, things: dict[str, int], client: Client
) -> None:
    client.force_login(feurs.ana)
    client.raise_request_exception = False  # as above
    tables = 0
    for name, there in addresses_of_feurs(things).items():
        kind, content = read(client, there)
        if not kind.startswith("text/csv"):
            continue
        tables += 1
        rows = csv.reader(io.StringIO(content.removeprefix("\ufeff")), delimiter=";" if ";" in content else ",")
        for row in rows:
            assert not [cell for cell in row if cell.startswith(("=", "+", "-", "@", "\t"))], name
    assert tables >= 1
