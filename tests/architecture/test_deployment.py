"""The files that run it: every variable documented and used, every service safe by default."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from django.core.management import call_command

from cpd.jobs.kinds import KINDS

ROOT = Path(__file__).resolve().parent.parent.parent
READS = [ROOT / "cpd" / "settings.py", *sorted((ROOT / "cpd" / "operations").rglob("*.py"))]
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
OURS = {name: service for name, service in COMPOSE["services"].items() if service["image"] == "cpd"}


def documented() -> set[str]:
    return set(re.findall(r"^(\w+)=", (ROOT / ".env.example").read_text(), re.M))


def read_by_the_program() -> set[str]:
    calls = r"""(?:env(?:\.\w+)?|required|environ\.get|environ\.setdefault|getenv)\(\s*"(CPD_\w+|HOST|PORT)\""""
    return {name for path in READS for name in re.findall(calls, path.read_text())}


def test_every_variable_is_documented():
    assert read_by_the_program() - documented() == set()


def test_every_documented_variable_is_used():
    in_compose = set(re.findall(r"\$\{(\w+)", (ROOT / "docker-compose.yml").read_text()))

    assert documented() - read_by_the_program() - in_compose == set()


def test_the_containers_get_only_documented_variables():
    given = {name for service in OURS.values() for name in service["environment"]}

    assert {name for name in given if name.startswith("CPD_")} - documented() == set()


@pytest.mark.parametrize("name", COMPOSE["services"])
def test_a_service_can_do_little_harm(name):
    service = COMPOSE["services"][name]

    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["restart"] == ("no" if name == "migrate" else "unless-stopped")
    assert name == "migrate" or "healthcheck" in service


def test_the_image_does_not_run_as_root():
    lines = (ROOT / "Dockerfile").read_text().splitlines()

    assert [line for line in lines if line.startswith("USER")] == ["USER cpd"]


def test_only_the_loopback_address_is_opened():
    ports = [port for service in COMPOSE["services"].values() for port in service.get("ports", [])]

    assert ports == ["127.0.0.1:8000:8000"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CPD_SECRET_KEY", "change-me"),
        ("CPD_SECRET_KEY", ""),
        ("CPD_SECRET_KEY", "short"),
        ("CPD_KEY_PASSPHRASE", "change-me"),
    ],
)
def test_a_placeholder_secret_stops_the_start(name, value):
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "cpd.settings", name: value}

    start = subprocess.run(
        [sys.executable, "-c", "import cpd.settings"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert start.returncode != 0
    assert f"{name} " in start.stderr.splitlines()[-1]


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
def test_every_kind_of_job_has_its_time_limit(kind):
    assert 0 < kind.seconds <= 600
