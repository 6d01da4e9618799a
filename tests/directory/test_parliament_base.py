"""The parliament's account base. The lines are made up, in the columns of the real one."""

from datetime import UTC, date, datetime

import pytest

from beffroi.directory.bringing_in.brought import Way
from beffroi.directory.bringing_in.parliament import bring_in_parliament
from beffroi.directory.models import Body, Mandate, OfficialAccount, Person, Source
from beffroi.engines.tables.sheet import Unreadable
from beffroi.journal.models import Event
from tests.cast import NOW, Feurs

DAY = date(2023, 4, 6)
TITLES = (
    "slug,twitter,twitter_tweets,twitter_followers,twitter_following,twitter_listed,twitter_verified,"
    "twitter_protected,twitter_created_at,twitter_last_tweeted_at,url_institution"
)
DEPUTY = "https://www2.assemblee-nationale.fr/deputes/fiche/OMC_PA1"
SENATOR = "https://www.senat.fr/senateur/leopard_ana14133k.html"
ANA = f"ana-leopard,AnaLeopard,7315,34411,7769,627,True,False,2009-09-23T07:21:37,2023-04-03T11:00:44,{DEPUTY}"
BRUNO = f"bruno-felix-2,bruno_felix,0,113,2,16,False,False,2013-05-15T07:34:40,,{SENATOR}"


def brought_in(feurs: Feurs, *rows: str, trial: bool = False, at: datetime = NOW):  # type: ignore[no-untyped-def]  # as it is
    way = Way(feurs.organisation, feurs.ana, at, is_trial=trial)
    return bring_in_parliament("\n".join([TITLES, *rows]).encode(), title="deputes.csv", day=DAY, way=way)


def test_a_deputy_has_a_mandate_and_their_own_account(feurs: Feurs) -> None:
    found, _counted = brought_in(feurs, ANA, BRUNO)
    assert (found.read, found.new, found.wrong) == (2, 2, [])
    ana = OfficialAccount.objects.select_related("person").get(handle="AnaLeopard")
    assert ana.person and (ana.person.name, ana.person.official_page) == ("Ana Leopard", DEPUTY)
    assert (ana.is_institutional, ana.body, ana.status, ana.opened_on) == (False, None, "active", date(2009, 9, 23))
    assert sorted(Mandate.objects.values_list("office", "body__code", "person__name")) == [
        ("deputy", "assemblee-nationale", "Ana Leopard"),
        ("senator", "senat", "Bruno Felix"),
    ]
    source = Source.objects.get()
    assert (source.publisher, source.licence, source.vintage) == ("Regards Citoyens", "ODbL 1.0", "2023-04-06")
    assert ana.origins["status"][:2] == [source.pk, 30]


def test_who_has_not_posted_for_half_a_year_is_dormant(feurs: Feurs) -> None:
    rows = [
        ANA.replace("ana-leopard,AnaLeopard", f"p{n},p{n}").replace("2023-04-03", day)
        for n, day in enumerate(("2022-10-06", "2022-10-05"))
    ]
    brought_in(feurs, *rows, BRUNO)
    status = dict(OfficialAccount.objects.values_list("handle", "status"))
    assert status == {"p0": "active", "p1": "dormant", "bruno_felix": "dormant"}


def test_what_was_counted_is_handed_over_with_its_account_and_moment(feurs: Feurs) -> None:
    _found, (ana, bruno) = brought_in(feurs, ANA, BRUNO.replace(",0,113,2,", ",,113,2,"))
    assert (ana.account, ana.at) == (OfficialAccount.objects.get(handle="AnaLeopard"), datetime(2023, 4, 6, tzinfo=UTC))
    assert (ana.followers, ana.following, ana.posts) == (34411, 7769, 7315)
    assert (bruno.followers, bruno.posts) == (113, None)


def test_the_same_file_again_changes_nothing(feurs: Feurs) -> None:
    brought_in(feurs, ANA, BRUNO)
    found, counted = brought_in(feurs, ANA, BRUNO)
    assert (found.new, found.changed, len(counted)) == (0, 0, 2)
    assert (Person.objects.count(), Mandate.objects.count(), Source.objects.count()) == (2, 2, 1)
    assert Event.objects.filter(verb="DIRECTORY_BROUGHT_IN").count() == 1


def test_on_a_trial_nothing_stays(feurs: Feurs) -> None:
    found, _counted = brought_in(feurs, ANA, trial=True)
    assert found.new == 1
    assert (
        not Body.objects.exists()
        and not Source.objects.exists()
        and not Event.objects.filter(verb="DIRECTORY_BROUGHT_IN")
    )


def test_a_deputy_who_became_a_senator_is_one_person(feurs: Feurs) -> None:
    brought_in(feurs, ANA)
    brought_in(feurs, ANA.replace(DEPUTY, SENATOR))
    assert Person.objects.count() == 1
    assert set(Mandate.objects.values_list("office", flat=True)) == {"deputy", "senator"}


def test_rows_that_cannot_be_read_are_told_and_the_others_stand(feurs: Feurs) -> None:
    found, _counted = brought_in(
        feurs, ANA, BRUNO.replace(SENATOR, "https://www.senat.fr.evil.example/x"), ANA.replace("AnaLeopard", "a b")
    )
    assert [line for line, *_ in found.wrong] == [3, 4]
    assert OfficialAccount.objects.count() == 1


@pytest.mark.parametrize("content", [b"", b"slug;nom\nx;y\n", b'{"a": 1'])
def test_another_file_is_refused_in_words(feurs: Feurs, content: bytes) -> None:
    with pytest.raises(Unreadable):
        bring_in_parliament(content, title="x", day=DAY, way=Way(feurs.organisation, None, NOW))
    assert not Source.objects.exists()
