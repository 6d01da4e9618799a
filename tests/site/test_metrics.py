"""Numbers for a monitor: only for whom they are, of the whole installation, and about nobody."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from beffroi.publishing.models import Draft
from beffroi.work.models import Heartbeat
from tests.cast import Feurs

pytestmark = pytest.mark.django_db


def test_nobody_reads_them_unless_somebody_was_named(client: Client) -> None:
    assert client.get("/metrics").status_code == 404


def test_they_are_read_with_the_token_and_from_the_named_addresses_only(client: Client, settings: Any) -> None:
    settings.METRICS_TOKEN = "of-the-monitor"
    assert client.get("/metrics").status_code == 403
    assert client.get("/metrics", headers={"authorization": "Bearer guessed"}).status_code == 403
    assert client.get("/metrics", headers={"authorization": "Bearer of-the-monitor"}).status_code == 200

    from ipaddress import ip_network

    settings.METRICS_FROM = (ip_network("192.0.2.0/28"),)
    assert client.get("/metrics", REMOTE_ADDR="192.0.2.7").status_code == 200
    assert client.get("/metrics", REMOTE_ADDR="192.0.2.77").status_code == 403


def read(client: Client, settings: Any) -> str:
    settings.METRICS_TOKEN = "of-the-monitor"
    return client.get("/metrics", headers={"authorization": "Bearer of-the-monitor"}).content.decode()


def test_they_tell_what_waits_and_what_each_process_counted(feurs: Feurs, client: Client, settings: Any) -> None:
    now = timezone.now()
    draft = Draft.begin(
        organisation=feurs.organisation, by=feurs.bruno, accounts=[feurs.account], text="La piscine rouvre.", now=now
    )
    draft.submit(by=feurs.bruno, now=now)
    draft.approve(by=feurs.chloe, version=1, now=now)
    counts = [("duty_runs", ["notify.send_due"], 7), ("calls", ["public", "2xx"], 3), ("live_streams", [], 2)]
    Heartbeat.beat("worker", now, host="tour-1", pid=12, counts=counts)
    said = read(client, settings)
    assert 'beffroi_deliveries{state="queued"} 1.0' in said
    assert 'beffroi_due_rows{rows="publishing.publication"} 1.0' in said
    assert 'beffroi_duty_runs_total{duty="notify.send_due",host="tour-1",pid="12",process="worker"} 7.0' in said
    assert (
        'beffroi_outbound_calls_total{ended="2xx",host="tour-1",hosts="public",pid="12",process="worker"} 3.0' in said
    )
    assert 'beffroi_live_streams{host="tour-1",pid="12",process="worker"} 2.0' in said


def test_they_name_nobody(feurs: Feurs, client: Client, settings: Any) -> None:
    said = read(client, settings)
    for word in ("Ana", "Bruno", "feurs", "Feurs", "@"):
        assert word not in said
