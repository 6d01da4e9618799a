"""On some networks a reply tells nobody unless it names the person: the answer then begins with the name."""

from dataclasses import replace

from django.test import Client

from beffroi.connectors import NETWORKS
from beffroi.connectors.contract import as_json
from beffroi.inbox.duties import open_cases, poll_mentions
from beffroi.inbox.models import Case
from tests.cast import NOW, Feurs


def page_of_the_case(feurs: Feurs, client: Client) -> str:
    feurs.sandbox.say("eve", "@feurs bonjour ?", at=NOW)
    poll_mentions(NOW)
    open_cases(NOW)
    client.force_login(feurs.driss)
    return client.get(f"/inbox/{Case.objects.get().pk}").content.decode()


def test_the_answer_begins_with_the_name_where_it_must(feurs: Feurs, client: Client) -> None:
    feurs.account.limits = as_json(replace(NETWORKS["sandbox"].capabilities, replies_name=True))
    feurs.account.save()
    assert ">@eve </textarea>" in page_of_the_case(feurs, client)


def test_elsewhere_it_begins_empty(feurs: Feurs, client: Client) -> None:
    assert "></textarea>" in page_of_the_case(feurs, client)


def test_servers_with_the_mastodon_interface_need_the_name() -> None:
    assert [name for name, network in NETWORKS.items() if network.capabilities.replies_name] == ["mastodon"]
