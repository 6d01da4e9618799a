"""An official account on the real Bluesky network: proven by its domain and by the site, followed through a new handle,
and told from those who look like it or take its former name."""

import secrets
from collections.abc import Iterator
from typing import Any

import pytest

from beffroi.directory import checking
from beffroi.directory.checking import REST, check_proofs
from beffroi.directory.models import FormerHandle, OfficialAccount, Proof
from beffroi.directory.proving import look
from beffroi.directory.verifying import Verdict, verify
from beffroi.engines.addresses import Address, read
from beffroi.journal.models import Event
from tests.cast import NOW, Feurs, minutes
from tests.directory.register import Web, account, body, proof, web
from tests.network.far_side import PROFILE, Network, TestAccount


@pytest.fixture
def town(bluesky: Network) -> TestAccount:
    return bluesky.create_account("feurs")


@pytest.fixture
def there(bluesky: Network, town: TestAccount, monkeypatch: pytest.MonkeyPatch, settings: Any) -> Iterator[Web]:
    """The DNS says of each handle what the network knows of it; the town's site stands at its handle."""
    settings.BLUESKY_DIRECTORY = bluesky.plc
    checking._asked.clear()

    def identities(name: str) -> list[str]:
        handle = name.removeprefix("_atproto.")
        asked = {"handle": handle}
        answer = bluesky.http.get(f"{bluesky.pds}/xrpc/com.atproto.identity.resolveHandle", params=asked)
        return [f"did={answer.json()['did']}"] if answer.is_success and name != handle else []

    with web(monkeypatch, town.handle) as there:
        there.names.behind = identities
        yield there


@pytest.fixture
def listed(feurs: Feurs, town: TestAccount, there: Web) -> OfficialAccount:
    of = body(site=there.address(town.handle), organisation=feurs.organisation)
    return account(of, town.handle, url=f"https://bsky.app/profile/{town.handle}")


def rename(who: TestAccount, handle: str) -> None:
    who.network.call("com.atproto.identity.updateHandle", {"handle": handle}, token=who.token)


def join(network: Network, handle: str) -> str:
    new = {"handle": handle, "email": f"{secrets.token_hex(8)}@example.org", "password": secrets.token_urlsafe(12)}
    return str(network.call("com.atproto.server.createAccount", new)["did"])


def asked(address: str) -> Verdict:
    return verify(read(address), now=NOW)


def test_the_domain_the_site_and_the_link_back_prove_it_and_the_answer_is_yes(
    listed: OfficialAccount, town: TestAccount, there: Web
) -> None:
    there.links(f"https://bsky.app/profile/{town.handle}", rel="me noopener")
    description = f"La ville. {there.address(town.handle)}"
    town.write(
        "putRecord",
        {"collection": PROFILE, "rkey": "self", "record": {"$type": PROFILE, "description": description}},
    )
    for step in range(4):
        check_proofs(NOW + step * 2 * REST)
    listed.refresh_from_db()
    assert listed.native_id == town.did
    assert set(Proof.objects.standing().values_list("kind", flat=True)) == {"site", "domain", "rel_me"}
    for address in (town.handle, town.did, f"{town.did}/post/3kabc", f"{town.handle}/post/3kabc"):
        verdict = asked(f"https://bsky.app/profile/{address}")
        assert (verdict.answer, verdict.account) == ("yes", listed)
        assert {proof.kind for proof in verdict.proofs} == {"site", "domain", "rel_me"}


def test_a_link_that_does_not_say_rel_me_is_no_link_back(
    listed: OfficialAccount, town: TestAccount, there: Web
) -> None:
    there.links(f"https://bsky.app/profile/{town.did}")
    found = proof(listed, "rel_me")
    assert not look(found, now=NOW)
    assert found.failure["say"] == "The profile of the account has no link to {site}."
    town.write(
        "putRecord",
        {
            "collection": PROFILE,
            "rkey": "self",
            "record": {"$type": PROFILE, "description": there.address(town.handle)},
        },
    )
    look(found, now=NOW)
    assert found.failure["say"] == "The page {address} has no link back to the account that says rel=me."


def test_a_look_alike_on_the_same_server_is_no(
    listed: OfficialAccount, bluesky: Network, town: TestAccount, there: Web
) -> None:
    look(proof(listed, "domain"), now=NOW)
    false = town.handle.replace("feurs", "feur5")
    join(bluesky, false)
    verdict = asked(f"@{false}")
    assert (verdict.answer, verdict.reason, verdict.nearest) == ("no", "looks", [listed])


def test_a_handle_under_another_domain_proves_nothing(feurs: Feurs, town: TestAccount, there: Web) -> None:
    found = proof(
        account(body(site=there.address("localhost").replace("localhost", "roanne.test")), town.handle), "domain"
    )
    assert not look(found, now=NOW)
    assert found.failure["say"] == "The handle {handle} is not under the official domain {domain}."


def test_a_name_that_points_to_an_account_which_calls_itself_otherwise_proves_nothing(
    listed: OfficialAccount, bluesky: Network, town: TestAccount, there: Web
) -> None:
    """Eve puts the town's account behind a name of hers, or hers behind the town's."""
    eve = bluesky.create_account("eve")
    there.names.behind = lambda name: []
    there.names.texts[f"_atproto.{town.handle}"] = [f"did={eve.did}"]
    found = proof(listed, "domain")
    assert not look(found, now=NOW)
    assert found.failure["say"] == "The account calls itself {claimed}, and this name does not point back to it."


def test_nobody_can_say_to_whom_a_name_points_while_the_name_server_is_silent(
    listed: OfficialAccount, town: TestAccount, there: Web
) -> None:
    found = proof(listed, "domain")
    assert look(found, now=NOW)
    there.names.silent = True
    assert look(found, now=NOW + minutes(60))
    assert found.failure["say"] == "Nobody could say at present to whom the name {handle} points."


def test_the_directory_follows_a_new_handle_and_who_takes_the_old_one_is_no(
    listed: OfficialAccount, bluesky: Network, town: TestAccount, there: Web
) -> None:
    found, former, new = proof(listed, "site"), town.handle, f"ville-{town.handle}"
    there.links(f"https://bsky.app/profile/{town.did}")
    assert look(found, now=NOW)
    rename(town, new)
    assert look(found, now=NOW + minutes(10))
    listed.refresh_from_db()
    assert (listed.handle, listed.url) == (new, f"https://bsky.app/profile/{new}")
    assert asked(f"@{new}").answer == "yes"
    assert (asked(f"@{former}").answer, asked(f"@{former}").reason) == ("no", "former")

    eve = join(bluesky, former)
    check_proofs(NOW + minutes(20))
    assert FormerHandle.objects.get().taken_by == eve
    for address in (f"@{former}", f"https://bsky.app/profile/{eve}/post/3kabc"):
        verdict = asked(address)
        assert (verdict.answer, verdict.reason, verdict.nearest) == ("no", "retaken", [listed])
    assert list(Event.objects.filter(verb__startswith="OFFICIAL_").values_list("verb", flat=True)) == [
        "OFFICIAL_ACCOUNT_RENAMED",
        "OFFICIAL_HANDLE_TAKEN",
    ]


def test_a_domain_that_was_lost_to_somebody_else_makes_every_proof_fall(
    listed: OfficialAccount, bluesky: Network, town: TestAccount, there: Web
) -> None:
    found = proof(listed, "domain")
    assert look(found, now=NOW)
    eve = bluesky.create_account("eve")
    there.names.behind = lambda name: [f"did={eve.did}"] if name == f"_atproto.{town.handle}" else []
    assert not look(found, now=NOW + minutes(10))
    assert found.failure["say"] == "The name {handle} now belongs to another account than the one that was listed."
    assert (asked(f"@{town.handle}").answer, asked(f"@{town.handle}").reason) == ("no", "retaken")
    assert asked(f"https://bsky.app/profile/{eve.did}").answer == "unknown"
    assert Event.objects.filter(verb="OFFICIAL_HANDLE_TAKEN").exists()


def test_an_address_is_answered_without_asking_anybody(listed: OfficialAccount, there: Web) -> None:
    verify(Address("bluesky", handle="eve.example"), now=NOW)
    verify(Address("bluesky", handle=listed.handle), now=NOW)
    assert there.press.asked == []


def test_a_name_that_is_the_towns_own_again_is_no_longer_said_to_be_taken(
    listed: OfficialAccount, bluesky: Network, town: TestAccount, there: Web
) -> None:
    found, own = proof(listed, "domain"), there.names.behind
    look(found, now=NOW)
    eve = bluesky.create_account("eve")
    there.names.behind = lambda name: [f"did={eve.did}"] if name == f"_atproto.{town.handle}" else []
    look(found, now=NOW + minutes(10))
    there.names.silent = True
    look(found, now=NOW + minutes(20))
    assert asked(f"@{town.handle}").reason == "retaken"
    there.names.silent, there.names.behind = False, own
    assert look(found, now=NOW + minutes(30))
    assert asked(f"@{town.handle}").answer == "yes"
    assert Event.objects.filter(verb="OFFICIAL_HANDLE_TAKEN").count() == 1
