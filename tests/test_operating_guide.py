"""`docs/operating.md` cannot drift: every setting, status, reason, metric and error sentence stands in it."""

import ast
import configparser
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from bot import errors
from bot.cli import main
from bot.commands import refusal_words
from bot.discord_app import connection_words
from bot.operations.health import Health, Trouble
from bot.operations.metrics import Metrics
from bot.storage import copying, database
from bot.storage.overview import Overview
from tests.conftest import REPOSITORY

GUIDE = (REPOSITORY / "docs" / "operating.md").read_text("utf-8")
SENTENCES = {line.removeprefix("| ").split(" | ")[0] for line in GUIDE.splitlines() if line.startswith("| ")}
MODULES = sorted((REPOSITORY / "bot").rglob("*.py"))
OPERATORS_ERRORS = {"SettingsError", "StorageError", "RefusedRowError", "DiscordRefusedError", "BotError"}


def constants(tree: ast.Module) -> dict[str, ast.expr]:
    """Return the module's own constants by name."""
    return {
        target.id: node.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }


def sentence(node: ast.expr, known: dict[str, ast.expr]) -> str:
    """Return a sentence as the guide writes it, with an ellipsis for what is filled in; empty if made elsewhere."""
    if isinstance(node, ast.Constant):
        return re.sub(r"\{\w+\}", "…", str(node.value))
    if isinstance(node, ast.JoinedStr):
        return "".join(sentence(part, known) for part in node.values)
    if isinstance(node, ast.FormattedValue):
        inner = known.get(node.value.id) if isinstance(node.value, ast.Name) else None
        return sentence(inner, known) if inner is not None else "…"
    if isinstance(node, ast.Name) and node.id in known:
        return sentence(known[node.id], known)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "format":
        return sentence(node.func.value, known)
    return ""


def raised(path: Path) -> Iterator[str]:
    """Yield every sentence that a module raises at an operator."""
    tree = ast.parse(path.read_text("utf-8"))
    known = constants(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in OPERATORS_ERRORS:
            yield from (sentence(argument, known) for argument in node.args[:1])


def settings_problems() -> Iterator[str]:
    """Yield what the reader of the settings collects."""
    for node in ast.walk(ast.parse((REPOSITORY / "bot" / "settings.py").read_text("utf-8"))):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "self.problems.append":
            yield sentence(node.args[0], {})
        elif isinstance(node, ast.AugAssign) and isinstance(node.value, ast.ListComp):
            yield sentence(node.value.elt, {})


def told_by_discord_app() -> Iterator[str]:
    """Yield what is said at the start, and with a reference by which the log is searched."""
    for name, text in (*vars(connection_words).items(), *vars(refusal_words).items()):
        if name.isupper() and (name in vars(connection_words) or "Reference: " in text):
            yield sentence(ast.Constant(text), {})


def every_sentence() -> set[str]:
    from_remedies = {f"The database … {remedy}." for _, remedy in database._REMEDIES}
    found = {text for path in MODULES for text in raised(path)}
    found |= (
        {"The database … cannot be used (…)."} | from_remedies | set(settings_problems()) | set(told_by_discord_app())
    )
    found.add(main._NOT_YOURS.format(path="…"))
    found.discard("The database … ….")  # its remedies are told one by one
    return {text for text in found if " " in text}


def test_sentences_are_found_at_all() -> None:
    assert len(every_sentence()) >= 38


@pytest.mark.parametrize("text", sorted(every_sentence()))
def test_every_error_sentence_stands_in_the_guide_with_its_remedy(text: str) -> None:
    assert text in SENTENCES, "add this sentence, with what to do, to docs/operating.md"


def test_every_sentence_of_the_guide_is_still_said() -> None:
    part = GUIDE.partition("## What it says, and what to do")[2]
    told = {line.removeprefix("| ").split(" | ")[0] for line in part.splitlines() if line.startswith("| ")}
    assert told - every_sentence() - {"it says"} == set()


def test_every_setting_stands_in_the_guide_and_in_the_example() -> None:
    source = (REPOSITORY / "bot" / "settings.py").read_text("utf-8")
    settings = set(re.findall(r'"([A-Z]+(?:_[A-Z]+)+)"', source))
    assert len(settings) == 12
    example = (REPOSITORY / ".env.example").read_text("utf-8")
    for name in settings:
        assert f"\n| `{name}` | " in GUIDE
        assert f"{name}=" in example


def test_every_exit_status_stands_in_the_guide() -> None:
    own = {
        error.exit_status
        for error in vars(errors).values()
        if isinstance(error, type) and hasattr(error, "exit_status")
    }
    for status in own | {main.DONE, main.WRONG_USE, main.NOT_ANSWERED, main._INTERRUPTED}:
        assert f"\n| {status} | " in GUIDE


def test_every_reason_and_metric_stands_in_the_guide() -> None:
    for trouble in Trouble:
        assert f"\n| `{trouble.value}` | " in GUIDE
    families = re.findall(r"# TYPE (\S+)", Metrics(Health(), Overview, lambda: 0).text().decode())
    for name in families:
        if not name.startswith("process_") and not name.endswith("_created"):
            assert f"\n| `{name}` | " in GUIDE


def test_its_numbers_are_those_of_the_program() -> None:
    assert f"The last **{copying.KEPT_DAYS}** are kept" in GUIDE
    assert f"as they\nexpire, after {copying.KEPT_DAYS} days" in GUIDE


class TestDeployment:
    def test_the_unit_is_hardened_and_reloads_by_signal(self) -> None:
        unit = configparser.RawConfigParser(strict=False)
        unit.read(REPOSITORY / "deploy" / "product-owner-assistant.service")
        service = unit["Service"]
        assert service["ExecReload"] == "/bin/kill -HUP $MAINPID"
        assert service["RestartPreventExitStatus"] == "4"
        assert service["CapabilityBoundingSet"] == ""
        assert (service["ProtectSystem"], service["NoNewPrivileges"], service["User"]) == ("strict", "yes", "assistant")

    def test_the_container_is_hardened(self) -> None:
        composed = yaml.safe_load((REPOSITORY / "deploy" / "compose.yaml").read_text("utf-8"))
        service = composed["services"]["assistant"]
        assert service["read_only"]
        assert service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]
        image = (REPOSITORY / "Dockerfile").read_text("utf-8")
        uid = re.search(r"--uid (\d+)", image)
        assert uid
        assert service["user"] == f"{uid[1]}:{uid[1]}"
        assert "\nUSER assistant\n" in image
        assert 'CMD ["python", "-m", "bot.cli.health"]' in image
