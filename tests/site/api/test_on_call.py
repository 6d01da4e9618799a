"""Who is on call, by a program that keeps the rota elsewhere; and how its person is told."""

from beffroi.notify.models import Choice, Watch
from tests.cast import NOW, Feurs
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


def test_what_comes_at_once_and_what_waits_for_the_digest_are_told_apart(feurs: Feurs) -> None:
    choice = Choice.of(feurs.driss, feurs.organisation, "mail")
    choice.keep(address="", lang="en", now=NOW, kinds=["alarm"], digest_kinds=["proof_fell"], on_call=False)
    [mail] = [
        way for way in program_of(feurs, feurs.driss).get("/notifications/ways").json() if way["channel"] == "mail"
    ]
    assert (mail["kinds"], mail["digest_kinds"], mail["on_call"]) == (["alarm"], ["proof_fell"], False)
    assert (mail["digest_at"], mail["digest_again_at"], mail["quiet_from"]) == ("08:00", None, None)
