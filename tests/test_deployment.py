"""The container and the unit leave an attacker little: no root, no capabilities, nothing to write to but the data."""

import re

import yaml

from tests.conftest import REPOSITORY


def test_the_container_runs_without_root_without_capabilities_and_on_a_root_that_cannot_be_written() -> None:
    compose = yaml.safe_load((REPOSITORY / "deploy" / "compose.yaml").read_text("utf-8"))
    service = compose["services"]["assistant"]
    assert service["user"] == "10001:10001"
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert not service.get("cap_add")
    assert not service.get("privileged")
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["pids_limit"] <= 100
    assert all(port.startswith("127.0.0.1:") for port in service["ports"])
    assert "DISCORD_TOKEN" not in service["environment"], "the token comes as a secret's file"
    image = (REPOSITORY / "Dockerfile").read_text("utf-8").splitlines()
    assert "USER assistant" in image
    assert not any("TOKEN" in line for line in image)


def test_the_unit_takes_away_what_the_bot_does_not_need() -> None:
    unit = (REPOSITORY / "deploy" / "product-owner-assistant.service").read_text("utf-8").splitlines()
    for line in ("NoNewPrivileges=yes", "ProtectSystem=strict", "CapabilityBoundingSet=", "PrivateTmp=yes"):
        assert line in unit


def test_a_bot_that_crashes_again_and_again_keeps_its_token() -> None:
    """After 1,000 sessions a day Discord takes the token away (events/gateway, "Session Start Limit Object")."""
    unit = (REPOSITORY / "deploy" / "product-owner-assistant.service").read_text("utf-8")
    pause = re.search(r"^RestartSec=(\d+)$", unit, re.MULTILINE)
    assert pause
    assert 24 * 60 * 60 / int(pause[1]) < 1000
    compose = yaml.safe_load((REPOSITORY / "deploy" / "compose.yaml").read_text("utf-8"))
    assert re.fullmatch(r"on-failure:\d\d", compose["services"]["assistant"]["restart"])


def test_arithmetic_starts_no_thread_for_each_processor() -> None:
    """On a machine with many these alone would reach the limit of tasks."""
    assert "OPENBLAS_NUM_THREADS=1" in (REPOSITORY / "Dockerfile").read_text("utf-8")
    unit = (REPOSITORY / "deploy" / "product-owner-assistant.service").read_text("utf-8")
    assert "\nEnvironment=OPENBLAS_NUM_THREADS=1\n" in unit
