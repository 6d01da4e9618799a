"""Who is on call, by a program that keeps the rota elsewhere."""

from beffroi.notify.models import Watch
from tests.cast import Feurs
from tests.site.api.program import program_of

TONIGHT = {"starts_at": "2099-01-09T18:00:00+01:00", "ends_at": "2099-01-10T08:00:00+01:00"}


def test_a_rota_is_put_in_read_and_taken_back(feurs: Feurs) -> None:
    driss = program_of(feurs, feurs.driss)
    put = driss.post("/on-call", {"user": feurs.bruno.pk, **TONIGHT})
    assert put.status_code == 201
    [row] = driss.get("/on-call").json()["items"]
    assert (row["user"]["name"], row["set_by"]["name"]) == ("Bruno", "Driss")
    assert row["starts_at"] == "2099-01-09T17:00:00Z"
    assert driss.delete(f"/on-call/{row['id']}").status_code == 204
    assert driss.get("/on-call").json()["items"] == []
    assert Watch.objects.get().removed_at is not None


def test_what_ends_before_it_begins_and_a_stranger_are_refused_at_their_place(feurs: Feurs) -> None:
    driss, eve = program_of(feurs, feurs.driss), feurs.eve
    turned = {"starts_at": TONIGHT["ends_at"], "ends_at": TONIGHT["starts_at"]}
    for said, place in (
        ({"user": feurs.bruno.pk, **turned}, "body.ends_at"),
        ({"user": eve.pk, **TONIGHT}, "body.user"),
    ):
        refused = driss.post("/on-call", said)
        assert refused.status_code == 422
        assert [each["at"] for each in refused.json()["places"]] == [place]
    assert not Watch.objects.exists()
