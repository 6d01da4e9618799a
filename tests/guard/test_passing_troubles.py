"""What clears by itself is said on the wall, and rings no alarm."""

from beffroi.guard.duties import poll_profiles
from beffroi.guard.models import Alarm, ProfilePoll
from beffroi.journal.sentences import translated
from tests.cast import NOW, Feurs, minutes


def test_a_handle_that_the_network_cannot_verify_is_said_until_it_is_shown_again(feurs: Feurs) -> None:
    poll_profiles(NOW)
    feurs.sandbox.rename("feurs", "Ville de Feurs", handle="handle.invalid")
    feurs.sandbox.join("feurs", "keeps our access")
    poll_profiles(NOW + minutes(10))
    assert "handle.invalid" in translated(ProfilePoll.objects.get().trouble)
    assert not Alarm.objects.exists()


def test_an_account_that_the_network_no_longer_shows_is_not_as_registered(feurs: Feurs) -> None:
    poll_profiles(NOW)
    other = feurs.another_account("feurs-culture")
    feurs.sandbox.rename("feurs-culture", "Feurs Culture", handle="elsewhere")
    feurs.sandbox.leave("elsewhere")
    feurs.sandbox.join("feurs-culture", "keeps our access")
    poll_profiles(NOW + minutes(10))
    assert ProfilePoll.objects.get(account=other).trouble
