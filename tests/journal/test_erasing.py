"""A person is taken out of the ledger, and the ledger stays true."""

import json
from typing import Any

from django.db import transaction

from beffroi.journal.erasing import Names, erase, naming
from beffroi.journal.models import PLAIN, Chain, Event, broken_links, record
from beffroi.journal.sentences import sentence
from tests.cast import NOW, Feurs, minutes
from tests.journal.tampering import behind_its_back


def told(feurs: Feurs, **detail: Any) -> Event:
    return record("CASE_OPENED", feurs.account, organisation=feurs.organisation, now=NOW, **detail)


def test_what_names_the_person_goes_and_the_chain_stays_true(feurs: Feurs) -> None:
    hers = told(feurs, author="lucie.example", account="Feurs")
    other = told(feurs, author="paul.example", account="Feurs")
    act = erase(feurs.organisation, ["lucie.example"], because="request 7", by=feurs.ana, now=NOW + minutes(1))
    assert act
    hers.refresh_from_db()
    other.refresh_from_db()
    assert (hers.detail, hers.salt, hers.erased_in) == ({"account": "Feurs"}, "", act.number)
    assert other.detail["author"] == "paul.example"
    assert act.detail["erased"] == {str(hers.number): hers.hash}
    assert not list(broken_links(feurs.organisation))
    assert "…" in sentence(hers)
    assert "lucie" not in json.dumps([event.detail for event in Event.objects.all()])


def test_nobody_else_is_erased_with_a_person(feurs: Feurs) -> None:
    for author in ("lucie.example.org", "sainte-lucie.example", "lucie.examples"):
        told(feurs, author=author)
    assert erase(feurs.organisation, ["lucie.example"], because="request 7", by=feurs.ana, now=NOW) is None
    assert Names(["eve"]).are_in("@Eve: bonjour")
    assert not Names(["eve"]).are_in("seven")
    assert Names(["Zé"]).are_in("zé") and not Names(["Zé"]).are_in("zé dit oui")


def test_a_name_is_found_whatever_its_capitals_and_accents(feurs: Feurs) -> None:
    event = told(feurs, name={"say": "%s", "values": {"who": "LÉA ÉLAN"}})
    assert list(naming(feurs.organisation, ["Léa Élan"])) == [event]


def test_two_people_can_be_erased_from_one_event(feurs: Feurs) -> None:
    event = told(feurs, author="lucie.example", reason="about paul.example", account="Feurs")
    for nth, who in enumerate(("lucie.example", "paul.example")):
        erase(feurs.organisation, [who], because=f"request {nth}", by=feurs.ana, now=NOW)
    event.refresh_from_db()
    assert event.detail == {"account": "Feurs"}
    assert not list(broken_links(feurs.organisation))


def test_an_erasure_that_no_event_vouches_for_is_seen(feurs: Feurs) -> None:
    event = told(feurs, author="lucie.example")
    told(feurs, author="paul.example")
    Event.objects.filter(pk=event.pk).update(detail={}, salt="", erased_in=event.number + 1)  # the database lets it
    assert list(broken_links(feurs.organisation)) == [event]


def test_what_is_left_of_an_erased_event_cannot_be_changed(feurs: Feurs) -> None:
    event = told(feurs, author="lucie.example")
    erase(feurs.organisation, ["lucie.example"], because="request 7", by=feurs.ana, now=NOW)
    with behind_its_back():
        Event.objects.filter(pk=event.pk).update(verb="CASE_CLOSED")
    assert list(broken_links(feurs.organisation)) == [event]


def test_an_event_of_the_old_form_is_erased_too(feurs: Feurs) -> None:
    with transaction.atomic():
        end = Chain.objects.get(organisation=feurs.organisation)
        old = Event(
            organisation=feurs.organisation, number=end.number + 1, at=NOW, verb="CASE_OPENED", previous=end.hash
        )
        old.detail, old.form = {"author": "lucie.example"}, PLAIN
        old.hash = old.computed_hash()
        old.save()
        Chain.objects.filter(pk=end.pk).update(number=old.number, hash=old.hash)
    assert not list(broken_links(feurs.organisation))
    erase(feurs.organisation, ["lucie.example"], because="request 7", by=feurs.ana, now=NOW)
    old.refresh_from_db()
    assert old.detail == {}
    assert not list(broken_links(feurs.organisation))
    with behind_its_back():
        Event.objects.filter(pk=old.pk).update(hash="0" * 64)
    assert old in list(broken_links(feurs.organisation))


def test_a_name_with_a_sharp_s_is_found_however_it_is_written(feurs: Feurs) -> None:
    events = [told(feurs, author="Lena Weiß"), told(feurs, author="lena weiss")]
    assert list(naming(feurs.organisation, ["Lena Weiß"])) == events
    assert list(naming(feurs.organisation, ["Lena Weiss"])) == events
