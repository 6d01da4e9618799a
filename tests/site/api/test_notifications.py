"""How the person of a token is told, as a program reads it."""

from beffroi.notify.models import Choice
from tests.cast import NOW, Feurs
from tests.site.api.program import program_of


def test_what_comes_at_once_and_what_waits_for_the_digest_are_told_apart(feurs: Feurs) -> None:
    choice = Choice.of(feurs.driss, feurs.organisation, "mail")
    choice.keep(address="", lang="en", now=NOW, kinds=["alarm"], digest_kinds=["proof_fell"], on_call=False)
    [mail] = [
        way for way in program_of(feurs, feurs.driss).get("/notifications/ways").json() if way["channel"] == "mail"
    ]
    assert (mail["kinds"], mail["digest_kinds"], mail["on_call"]) == (["alarm"], ["proof_fell"], False)
    assert (mail["digest_at"], mail["digest_again_at"], mail["quiet_from"]) == ("08:00", None, None)
