import subprocess
import sys

from beffroi.connectors import NETWORKS
from beffroi.connectors.contract import Capabilities

LIGHT = """
import sys
from beffroi.connectors import NETWORKS
connect = NETWORKS["bluesky"].connect
connector = connect({"handle": "mairie.test", "app_password": "x"}, print)
stream = connector.stream("")
heavy = sorted({name.partition(".")[0] for name in sys.modules} & {"atproto", "atproto_client", "pydantic", "django"})
assert not heavy, heavy
"""


def test_neither_the_registry_nor_a_listener_imports_the_sdk() -> None:
    done = subprocess.run([sys.executable, "-c", LIGHT], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr


def test_each_line_names_its_network_and_says_what_it_asks_for() -> None:
    for name, network in NETWORKS.items():
        assert network.name == name
        assert network.label and network.fields
        assert isinstance(network.capabilities, Capabilities)
        assert len({field.name for field in network.fields}) == len(network.fields)
        assert all(field.label for field in network.fields)


def test_whatever_is_secret_is_asked_for_as_such() -> None:
    assert {field.name for field in NETWORKS["bluesky"].fields if field.secret} == {"app_password"}
    assert {field.name for field in NETWORKS["mastodon"].fields if field.secret} == {"access_token"}


def test_a_fictional_network_says_so_in_its_name() -> None:
    fictional = {network.name for network in NETWORKS.values() if network.fictional}
    assert fictional == {network.name for network in NETWORKS.values() if "fictional" in network.label} == {"sandbox"}


def test_two_accounts_on_one_server_read_one_stream() -> None:
    stream = NETWORKS["bluesky"].stream
    assert stream({"handle": "ana.test"}) == stream({"handle": "bruno.test"}) != ""
    assert stream({"jetstream": "wss://stream.example/subscribe/"}) == "wss://stream.example/subscribe"
    stream = NETWORKS["mastodon"].stream
    assert stream({"server": "mastodon.social"}) == stream({"server": "https://mastodon.social/@mairie"}) != ""
