"""Is this account official? Yes with its proofs, no with its reason, or unknown, said honestly."""

import pytest

from beffroi.directory.models import OfficialAccount, Proof
from beffroi.directory.verifying import verify
from beffroi.engines.addresses import Address, read
from beffroi.engines.likeness.lookalike import skeleton
from tests.cast import NOW, Feurs, minutes
from tests.directory.register import account, body

pytestmark = pytest.mark.django_db


@pytest.fixture
def listed() -> OfficialAccount:
    return account(body(), "feurs-loire.fr", native_id="did:plc:aaaaaaaaaaaaaaaaaaaaaaaa", proven=True)


def answered(address: str) -> tuple[str, str]:
    verdict = verify(read(address), now=NOW)
    return verdict.answer, verdict.reason


def test_a_proven_account_is_official_and_the_proofs_are_told(listed: OfficialAccount) -> None:
    verdict = verify(read("https://bsky.app/profile/Feurs-Loire.fr/post/3k"), now=NOW)
    assert (verdict.answer, verdict.account) == ("yes", listed)
    assert [proof.kind for proof in verdict.proofs] == ["site"]
    assert str(verdict.words) == "This is an official account of Feurs."


def test_a_listed_account_that_nothing_proves_is_unknown(listed: OfficialAccount) -> None:
    Proof.objects.update(failed_since=NOW)
    assert answered("@feurs-loire.fr") == ("unknown", "unproven")


def test_an_account_that_its_body_left_is_no_longer_official(listed: OfficialAccount, feurs: Feurs) -> None:
    other = account(listed.body, "feurs", "x", proven=True)  # type: ignore[arg-type]  # it has a body
    listed.review("left", by=feurs.ana, now=NOW)
    verdict = verify(read("@feurs-loire.fr"), now=NOW)
    assert (verdict.answer, verdict.reason, verdict.nearest) == ("no", "ended", [other])


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("@feurs-1oire.fr", "looks"),
        ("@feurs-loire.bsky.social", "server"),
        ("@feurs-loir.fr", "one_letter"),
        ("@feurs-loіre.fr", "homoglyph"),
        ("@mairie-de-feurs.bsky.social", "name"),
    ],
)
def test_a_look_alike_is_told_from_the_nearest_official_account(
    listed: OfficialAccount, address: str, reason: str
) -> None:
    verdict = verify(read(address), now=NOW)
    assert (verdict.answer, verdict.reason, verdict.nearest) == ("no", reason, [listed])
    assert "@feurs-loire.fr" in str(verdict.words)


def test_what_is_not_listed_is_not_false(listed: OfficialAccount) -> None:
    assert answered("@garlic.example") == ("unknown", "not_listed")
    assert answered("https://bsky.app/profile/did:plc:bbbbbbbbbbbbbbbbbbbbbbbb") == ("unknown", "not_listed")
    assert answered("https://x.com/feursloire") == ("unknown", "not_listed")


def test_a_name_given_up_says_where_the_account_is_now(listed: OfficialAccount) -> None:
    listed.rename("ville-feurs.fr", now=NOW)
    assert answered("@feurs-loire.fr") == ("no", "former")
    assert answered("@ville-feurs.fr") == ("yes", "proven")


def test_the_spelling_of_a_network_does_not_matter() -> None:
    account(body(), "VilleDeFeurs", "x", proven=True)
    account(body(), "ville.de.feurs", "facebook", proven=True)
    assert answered("https://twitter.com/villedefeurs/status/1") == ("yes", "proven")
    assert answered("https://www.facebook.com/VilleDeFeurs") == ("yes", "proven")


def test_the_answer_knows_what_was_listed_a_moment_ago() -> None:
    of = body()
    account(of, "feurs.fr", proven=True)
    assert answered("@feursofficiel.fr") == ("no", "name")
    later = OfficialAccount.objects.create(
        body=body("Roanne"),
        network="bluesky",
        handle="roanne.fr",
        looks=skeleton("roanne.fr"),
        changed_at=NOW + minutes(1),
    )
    assert verify(Address("bluesky", "roanne.bsky.social"), now=NOW + minutes(1)).nearest == [later]
