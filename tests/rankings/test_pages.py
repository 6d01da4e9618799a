"""What everybody reads of a ranking, and how a ranked body replies to it."""

import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from beffroi.access.models import Organisation
from beffroi.directory.models import Body
from beffroi.engines.ranking.measures import MEASURES
from beffroi.journal.models import Event
from beffroi.journal.moves import NotAllowed
from beffroi.rankings.making import make
from beffroi.rankings.models import Edition, Reply
from tests.cast import Feurs
from tests.rankings.test_editions import WEEK, edition_of
from tests.rankings.towns import NOW, exported, read_daily, said, town, weekly

ENGLISH = {"accept-language": "en"}


@pytest.fixture
def edition(feurs: Feurs, kept: Path) -> Edition:
    """Feurs first, Roanne second, Civens without a rank."""
    for name, people, posts in (("Feurs", 8_000, 9), ("Roanne", 35_409, 3)):
        account = town(name, people)
        read_daily(account, [100] * 7)
        said(account, "own", posts)
    town("Civens", 1_400)
    return edition_of(weekly())


def page(client: Client, address: str) -> str:
    return client.get(address, headers=ENGLISH).content.decode()


def test_a_stranger_reads_ranks_reasons_method_and_bounds(edition: Edition, client: Client) -> None:
    shown = page(client, edition.get_absolute_url())
    assert shown.index("Feurs (42)") < shown.index("Roanne (42)") < shown.index("Civens (42)")
    assert "Nothing was read of it in this window." in shown
    assert MEASURES["own-posts"].method.split(",")[0] in shown
    assert edition.sha256 in shown
    assert 'class="ranking-span"' in shown


def test_the_list_leads_to_it(edition: Edition, client: Client) -> None:
    assert f'href="{edition.get_absolute_url()}"' in page(client, "/rankings")


def test_the_list_without_any_ranking_says_so(db: None, client: Client) -> None:
    assert "No ranking was made yet" in page(client, "/rankings")


def test_the_page_is_narrowed_to_a_class_of_population(edition: Edition, client: Client) -> None:
    shown = page(client, f"{edition.get_absolute_url()}?class=20000")
    assert ("Roanne (42)" in shown, "Feurs (42)" in shown) == (True, False)


@pytest.mark.parametrize("asked", ["class=x", "class=-1", "class=99999999999999999999", "from=x", "from=%00"])
def test_an_address_that_asks_for_nonsense_is_answered_calmly(asked: str, edition: Edition, client: Client) -> None:
    assert client.get(f"{edition.get_absolute_url()}?{asked}").status_code == 200


def test_beyond_the_last_line_there_is_no_page(edition: Edition, client: Client) -> None:
    assert client.get(f"{edition.get_absolute_url()}?from=100").status_code == 404


def test_long_editions_are_read_page_by_page(feurs: Feurs, kept: Path, client: Client) -> None:
    for number in range(103):
        town(f"{number:05d}")
    shown = edition_of(weekly())
    first, second = page(client, shown.get_absolute_url()), page(client, f"{shown.get_absolute_url()}?from=100")
    assert (first.count('scope="row"'), second.count('scope="row"')) == (100, 3)
    assert 'href="?from=100"' in first
    assert 'href="?from=0"' in second


def test_the_archive_is_what_its_page_names(edition: Edition, client: Client) -> None:
    answer = client.get(reverse("ranking_archive", args=[edition.pk]))
    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    assert "recompute.py" in zipfile.ZipFile(BytesIO(content)).namelist()
    assert answer["Content-Type"] == "application/zip"


def test_every_measure_and_the_composite_have_a_page(feurs: Feurs, kept: Path, client: Client) -> None:
    account = town("Feurs")
    read_daily(account, [100] * 7)
    said(account, "own", 12, images=1, images_with_alt=1, tags=1)
    exported()
    for measure in (*MEASURES, "composite"):
        weights = {"own-posts": 2, "described-images": 1} if measure == "composite" else {}
        made = make(weekly(measure, weights=weights), WEEK, now=NOW)
        answer = client.get(made.get_absolute_url())
        assert (answer.status_code, "Feurs (42)" in answer.content.decode()) == (200, True), measure


def test_a_member_of_the_body_replies_and_it_stands_beside_the_place(
    edition: Edition, feurs: Feurs, client: Client
) -> None:
    Body.objects.filter(name="Feurs").update(organisation=feurs.organisation)
    client.force_login(feurs.driss)
    there = reverse("ranking_reply", args=[edition.pk, "commune", "Feurs"])
    assert there in page(client, reverse("ranking_replies", args=[edition.pk]))
    answer = client.post(there, {"text": "La semaine du marché <b>compte</b>."})
    assert answer.headers["Location"] == reverse("ranking_replies", args=[edition.pk])
    shown = page(Client(), edition.get_absolute_url())
    assert "La semaine du marché &lt;b&gt;compte" in shown
    assert "on its behalf" not in shown
    event = Event.objects.get(verb="RANKING_REPLIED")
    assert (event.actor, event.detail["body"]) == (feurs.driss, "Feurs")


def test_a_later_reply_takes_the_place_of_the_first_and_both_are_kept(edition: Edition, feurs: Feurs) -> None:
    body = Body.objects.get(name="Feurs")
    for text in ("Un", "Deux"):
        Reply.write(edition, body, text, by=feurs.ana, organisation=feurs.organisation, now=NOW)
    assert list(Reply.objects.order_by("pk").values_list("text", "replaced_at")) == [("Un", NOW), ("Deux", None)]


def test_an_owner_replies_on_behalf_of_a_body_without_an_organisation(
    edition: Edition, feurs: Feurs, client: Client
) -> None:
    client.force_login(feurs.ana)
    asked = client.get(reverse("ranking_replies", args=[edition.pk]), {"code": "Roann"})
    there = reverse("ranking_reply", args=[edition.pk, "commune", "Roann"])
    assert asked.headers["Location"] == there
    client.post(there, {"text": "Nous étions en travaux."})
    assert f"written on its behalf by {feurs.organisation.name}" in page(client, edition.get_absolute_url())


def test_nobody_replies_for_a_body_of_somebody_else(edition: Edition, feurs: Feurs, client: Client) -> None:
    body = Body.objects.get(name="Roanne")
    body.organisation = Organisation.objects.create(name="Roanne")
    body.save()
    for who in (feurs.ana, feurs.driss):
        client.force_login(who)
        there = reverse("ranking_reply", args=[edition.pk, "commune", body.code])
        assert client.post(there, {"text": "x"}).status_code == 403
        with pytest.raises(NotAllowed):
            Reply.write(edition, body, "x", by=who, organisation=feurs.organisation, now=NOW)
    client.force_login(feurs.ana)
    asked = client.get(reverse("ranking_replies", args=[edition.pk]), {"code": body.code}, headers=ENGLISH)
    assert "its members reply" in asked.content.decode()
    assert Reply.objects.count() == 0


def test_a_body_without_a_place_has_nothing_to_reply_to(edition: Edition, feurs: Feurs) -> None:
    other = Body.objects.create(kind="commune", code="x", name="X", organisation=feurs.organisation, changed_at=NOW)
    with pytest.raises(NotAllowed, match="no place"):
        Reply.write(edition, other, "x", by=feurs.ana, organisation=feurs.organisation, now=NOW)


def test_an_empty_or_endless_reply_is_told_and_nothing_is_lost(edition: Edition, feurs: Feurs, client: Client) -> None:
    Body.objects.filter(name="Feurs").update(organisation=feurs.organisation)
    client.force_login(feurs.driss)
    there = reverse("ranking_reply", args=[edition.pk, "commune", "Feurs"])
    assert client.post(there, {"text": " "}).status_code == 422
    long = client.post(there, {"text": "mot " * 600})
    assert (long.status_code, "mot mot" in long.content.decode()) == (422, True)


def test_a_page_asks_the_database_as_often_for_many_places_as_for_few(
    edition: Edition, client: Client, django_assert_max_num_queries: object
) -> None:
    with django_assert_max_num_queries(8):  # type: ignore[operator]
        client.get(edition.get_absolute_url())


def test_a_correction_is_told_on_the_edition_that_it_corrects(edition: Edition, client: Client) -> None:
    later = make(edition.ranking, WEEK, now=NOW)
    assert later.get_absolute_url() in page(client, edition.get_absolute_url())
    assert "was corrected" not in page(client, later.get_absolute_url())
