"""The container and the unit leave an attacker little: no root, no capabilities, nothing to write to but the data."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions, requires

import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

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
    assert "USER 10001" in image, "Kubernetes' runAsNonRoot takes numbers only"
    assert not any("TOKEN" in line for line in image)


def test_the_wheel_in_the_image_is_built_by_exactly_what_builds_it_here() -> None:
    image = (REPOSITORY / "Dockerfile").read_text("utf-8")
    assert "--require-hashes -r constraints-build.txt" in image
    allowed = (REPOSITORY / ".dockerignore").read_text("utf-8").splitlines()
    copied = [name for line in re.findall(r"^COPY ([^-].*) \S+$", image, re.MULTILINE) for name in line.split()]
    assert all(f"!{name.removeprefix('./')}" in allowed for name in copied)
    assert all("--no-build-isolation" in line for line in image.splitlines() if "pip wheel" in line)
    assert " ." not in re.findall(r"pip install .*", image)[-1], "that would fetch whatever builds at that moment"
    pinned, here = ((REPOSITORY / f"constraints-{name}.txt").read_text("utf-8") for name in ("build", "dev"))
    blocks = re.split(r"\n(?=\S)", here.rstrip("\n"))
    for block in re.split(r"\n(?=\S)", pinned.rstrip("\n")):
        assert block in blocks
    assert {line.split("==")[0] for line in pinned.splitlines() if "==" in line} == needed_by("hatchling")


def needed_by(name: str) -> set[str]:
    """Return the names of a distribution and of all that it needs on this machine."""
    found: set[str] = set()
    waiting = [name]
    while waiting:
        one = canonicalize_name(waiting.pop())
        if one not in found:
            found.add(one)
            needs = (Requirement(line) for line in requires(one) or ())
            waiting += [need.name for need in needs if need.marker is None or need.marker.evaluate({"extra": ""})]
    return found


def test_every_library_that_the_program_imports_is_declared() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))["project"]
    optional = project["optional-dependencies"]["charts"]
    declared = {canonicalize_name(Requirement(line).name) for line in (*project["dependencies"], *optional)}
    provided = packages_distributions()
    imported = {module.split(".")[0] for module in foreign_imports()} - set(sys.stdlib_module_names) - {"bot"}
    assert imported >= {"discord", "numpy"}
    assert {one for one in imported if declared.isdisjoint(map(canonicalize_name, provided.get(one, [one])))} == set()


def foreign_imports() -> Iterator[str]:
    for path in (REPOSITORY / "bot").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                yield node.module or ""


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
