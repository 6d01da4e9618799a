"""What is shipped for installing: read here, because no machine that tests it need have Docker or Prometheus."""

import json
import re
import shutil
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.test import Client

from beffroi.work.models import Heartbeat
from tests.cast import NOW
from tests.tree import PROJECT

DEPLOY = PROJECT / "deploy"
COMPOSED = ("compose.yaml", "compose.small.yaml")
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
MOST_EXPOSED = 2.0  # of 10, as systemd-analyze counts: "OK"
OTHERS = {"up"}  # Prometheus's own


def instructions() -> list[tuple[str, str]]:
    joined = (DEPLOY / "Dockerfile").read_text().replace("\\\n", " ")
    lines = [line.strip() for line in joined.splitlines() if line.strip() and not line.startswith("#")]
    return [(first, rest) for first, _, rest in (line.partition(" ") for line in lines)]


def test_the_image_runs_as_nobody_in_particular_from_hashed_libraries_and_says_whether_it_lives() -> None:
    said = instructions()
    assert sum(what == "FROM" for what, _ in said) == 2
    last = [what for what, _ in said].index("FROM", 1)
    final = dict(said[last:])
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", final["USER"])
    assert "/healthz" in final["HEALTHCHECK"]
    assert json.loads(final["ENTRYPOINT"]) == ["beffroi"]
    installs = [rest for what, rest in said if what == "RUN" and "pip install" in rest]
    assert any("--require-hashes" in rest for rest in installs)
    assert all("--require-hashes" in rest or "--no-deps" in rest for rest in installs)


def test_the_image_tells_our_own_licence() -> None:
    [label] = [rest for what, rest in instructions() if what == "LABEL"]
    declared = tomllib.loads((PROJECT / "pyproject.toml").read_text())["project"]["license"]
    assert f'org.opencontainers.image.licenses="{declared}"' in label


def test_the_image_takes_nothing_from_an_address_and_no_moving_version() -> None:
    for what, rest in instructions():
        assert what != "ADD"
        assert "curl " not in rest
        assert "wget " not in rest
        if what == "FROM":
            assert ":" in rest
            assert "latest" not in rest


def test_what_the_image_copies_is_there() -> None:
    for what, rest in instructions():
        if what == "COPY" and not rest.startswith("--from"):
            for source in rest.split()[:-1]:
                assert (PROJECT / source).exists(), source


def services(file: str) -> dict[str, Any]:
    said: dict[str, Any] = yaml.safe_load((DEPLOY / file).read_text())["services"]
    return said


@pytest.mark.parametrize("file", COMPOSED)
def test_the_containers_of_ours_may_do_as_little_as_possible(file: str) -> None:
    ours = [one for one in services(file).values() if one["image"] == "beffroi"]
    assert ours
    for one in ours:
        assert one["read_only"] is True
        assert one["cap_drop"] == ["ALL"]
        assert "no-new-privileges:true" in one["security_opt"]
        assert "privileged" not in one
    ports = [port for one in services(file).values() for port in one.get("ports", [])]
    assert all(port.startswith("127.0.0.1:") for port in ports)


def test_the_larger_one_has_several_of_what_there_may_be_several_of() -> None:
    full = services("compose.yaml")
    assert {name: one["deploy"]["replicas"] for name, one in full.items() if "deploy" in one} == {"web": 2, "worker": 2}
    assert {"postgres", "nats", "nginx", "listener", "hearer", "migrate"} <= set(full)
    named = yaml.safe_load((DEPLOY / "compose.yaml").read_text())["secrets"]
    assert {secret for one in full.values() for secret in one.get("secrets", [])} == set(named)


def test_no_secret_stands_in_what_is_shipped() -> None:
    for path in DEPLOY.rglob("*"):
        if path.is_file():
            assert not re.search(r"(?i)password\s*[:=]\s*[\"']?\w+[\"']?\s*$", path.read_text(), re.MULTILINE), path


def test_every_setting_that_is_used_is_documented() -> None:
    known = (PROJECT / "docs" / "reference" / "settings.md").read_text()
    for path in DEPLOY.rglob("*"):
        if path.is_file():
            for name in re.findall(r"\bBEFFROI_[A-Z_]+", path.read_text()):
                assert name.removesuffix("_FILE") in known, f"{path.name}: {name}"


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_a_unit_is_hardened(unit: Path) -> None:
    said = unit.read_text()
    for line in (
        "User=beffroi",
        "NoNewPrivileges=yes",
        "ProtectSystem=strict",
        "CapabilityBoundingSet=\n",
        "PrivateTmp=yes",
    ):
        assert line in said
    if shutil.which("systemd-analyze"):
        command = ["systemd-analyze", "security", "--offline=true", "--no-pager", str(unit)]
        told = subprocess.run(command, capture_output=True, text=True).stdout
        if found := re.search(r"exposure level for \S+: ([\d.]+)", told):
            assert float(found[1]) <= MOST_EXPOSED


def test_every_command_that_a_unit_starts_is_one_of_ours() -> None:
    known = (PROJECT / "docs" / "reference" / "commands.md").read_text()
    for unit in UNITS:
        for name in re.findall(r"/bin/beffroi ([a-z]+)", unit.read_text()):
            assert f"`beffroi {name}`" in known


@pytest.mark.django_db
def test_alarms_and_dashboard_ask_for_numbers_that_are_told(client: Client, settings: Any) -> None:
    counts = [
        [what, ["x", "x"][:n], 1] for what, n in {"calls": 2, "answers": 1, "duty_runs": 1, "live_streams": 0}.items()
    ]
    Heartbeat.beat("worker", NOW, counts=counts)
    settings.METRICS_TOKEN = "of-the-monitor"
    told = client.get("/metrics", headers={"authorization": "Bearer of-the-monitor"}).content.decode()
    names = set(re.findall(r"^# TYPE (\S+)", told, re.MULTILINE))
    rules = yaml.safe_load((DEPLOY / "prometheus-alerts.yaml").read_text())
    asked = [rule["expr"] for group in rules["groups"] for rule in group["rules"]]
    panels = json.loads((DEPLOY / "grafana-dashboard.json").read_text())["panels"]
    asked += [target["expr"] for panel in panels for target in panel["targets"]]
    wanted = {name for expression in asked for name in re.findall(r"\bbeffroi_[a-z_]+", expression)}
    assert len(wanted) > 10
    assert wanted <= names


def test_the_alarms_say_the_same_as_the_doctor() -> None:
    said = (DEPLOY / "prometheus-alerts.yaml").read_text()
    assert 'beffroi_due_oldest_seconds{rows="publishing.publication"} > 60' in said
    assert "> 30)" in said
