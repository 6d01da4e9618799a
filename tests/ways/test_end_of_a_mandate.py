"""The way of the end of a mandate: planned, left in anger, handed over, over."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from beffroi.directory.models import KeyHolder
from beffroi.journal.models import Event, broken_links
from beffroi.people.duties import warn_of_ends
from beffroi.people.holding import held_by
from beffroi.people.models import Leaving
from beffroi.publishing.duties import send_due
from beffroi.publishing.models import Draft
from tests.cast import NOW, Feurs


def test_bruno_leaves_in_anger_and_what_he_prepared_still_leaves_by_other_hands(feurs: Feurs, client: Client) -> None:
    bruno, ana = Client(), client
    bruno.force_login(feurs.bruno)
    ana.force_login(feurs.ana)
    KeyHolder.write_down(
        feurs.account, by=feurs.ana, now=NOW, holder="Bruno", user=feurs.bruno, second_factor="app", telephone="0600"
    )
    draft = Draft.begin(
        organisation=feurs.organisation, by=feurs.bruno, accounts=[feurs.account], text="Le pont rouvre.", now=NOW
    )
    ends_on = (NOW + timedelta(days=60)).date()
    leaving = Leaving.plan(feurs.organisation, feurs.bruno, ends_on=ends_on, suspends=True, by=feurs.ana, now=NOW)

    assert leaving.due_at
    assert warn_of_ends(leaving.due_at) == 1  # a month before
    assert Event.objects.get(verb="MANDATE_ENDS").detail["days"] == 30

    ana.post(reverse("member_suspension", args=[feurs.bruno.pk]))  # that night
    assert bruno.get(reverse("drafts")).status_code == 302
    with pytest.raises(PermissionDenied):
        draft.submit(by=feurs.bruno, now=NOW)
    later = NOW + timedelta(days=90)
    assert warn_of_ends(later) == 0  # the planned day has nothing left to do

    ana.post(reverse("member_handing", args=[feurs.bruno.pk]), {"then": "all", "to": feurs.driss.pk})
    assert held_by(feurs.bruno, feurs.organisation, NOW) == []
    holder = KeyHolder.objects.at(feurs.account)
    assert holder is not None
    assert (holder.user, holder.telephone, holder.proven_at) == (feurs.driss, "", None)

    draft.refresh_from_db()
    draft.submit(by=feurs.driss, now=NOW)
    draft.approve(by=feurs.chloe, version=1, now=NOW)
    send_due(NOW)
    assert [post["text"] for post in feurs.sandbox.read().posts.values()] == ["Le pont rouvre."]

    ana.post(reverse("member_end", args=[feurs.bruno.pk]))
    assert not Leaving.objects.of(feurs.organisation).exists()
    assert Event.objects.filter(actor=feurs.bruno).exists()  # what he wrote stays under his name
    assert list(broken_links(feurs.organisation)) == []
