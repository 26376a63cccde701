"""The shape of the program: who may import whom (design, section 2), and how long files and functions may grow."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY

BOT = REPOSITORY / "bot"
MODULES = sorted(BOT.rglob("*.py"))
LONGEST_MODULE, LONGEST_FUNCTION = 400, 60

BASE = {"bot.domain", "bot.errors", "bot.clock", "bot.settings"}
ASSISTANT = {"bot.assistant", "bot.corpus", "bot.retrieval", "bot.sentences"}
COMMANDS = {"bot", "bot.charts", "bot.children", "bot.commands", "bot.storage", "bot.tips", *ASSISTANT, *BASE}

# What each package may import of ours; a name stands for itself and all below it, except the bare `bot`.
OURS: dict[str, set[str]] = {
    "__init__": set(),
    "__main__": {"bot.cli"},
    "domain": set(),
    "errors": set(),
    "settings": {"bot.errors"},
    "clock": set(),
    "sentences": set(),
    "charts": set(),
    "children": set(),
    "corpus": {"bot.corpus", "bot.domain", "bot.errors", "bot.sentences"},
    "retrieval": {"bot.retrieval", "bot.domain"},
    "assistant": {*ASSISTANT, "bot.domain", "bot.errors", "bot.clock"},
    "tips": {"bot.tips", "bot.domain", "bot.errors", "bot.clock"},
    "storage": {"bot.storage", "bot.domain", "bot.errors", "bot.clock"},
    "commands": COMMANDS,
    "compiled": {"bot.children", "bot.corpus", "bot.retrieval", "bot.domain"},
    "content": {"bot.assistant", "bot.commands", "bot.domain", "bot.retrieval"},
    "app": {"bot.compiled", "bot.content", "bot.operations.health", "bot.operations.measures", *COMMANDS},
    "operations": {"bot", "bot.app", "bot.content", "bot.operations", "bot.storage", *BASE},
    "discord_app": {
        "bot",
        "bot.app",
        "bot.discord_app",
        "bot.assistant",
        "bot.commands",
        "bot.tips",
        "bot.sentences",
        *BASE,
    },
    "cli": {
        "bot",
        "bot.app",
        "bot.compiled",
        "bot.cli",
        "bot.commands",
        "bot.corpus",
        "bot.operations",
        "bot.tips",
        "bot.storage",
        *BASE,
    },
}

# Which packages from elsewhere each may import.
FOREIGN: dict[str, set[str]] = {
    "corpus": {"frontmatter", "yaml", "markdown_it"},
    "retrieval": {"numpy", "rank_bm25", "Stemmer", "rapidfuzz"},
    "storage": {"aiosqlite"},
    "charts": {"matplotlib"},
    "commands": {"rapidfuzz"},
    "compiled": {"numpy"},
    "operations": {"aiohttp", "prometheus_client"},
    "discord_app": {"discord", "aiohttp"},
    "cli": {"aiohttp", "rich", "prompt_toolkit", "filelock", "dotenv", "numpy"},
}

WITH_DISCORD = {"cli/run.py", "cli/check.py"}  # the two commands that need it, when called


def _name(path: Path) -> str:
    return path.relative_to(BOT).as_posix()


def _package(path: Path) -> str:
    return _name(path).removesuffix(".py").split("/")[0]


def _type_checking(tree: ast.Module) -> set[ast.AST]:
    """Return the nodes that only a type checker reads."""
    blocks = [node for node in ast.walk(tree) if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)]
    return {inner for block in blocks for statement in block.body for inner in ast.walk(statement)}


def _imports(path: Path, *, types_too: bool = False) -> Iterator[str]:
    """Yield the full name of everything that a module imports, at its head or inside a function."""
    tree = ast.parse(path.read_text("utf-8"))
    unread = set() if types_too else _type_checking(tree)
    for node in ast.walk(tree):
        if node in unread:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{_name(path)} imports relative to itself"
            module = node.module or ""
            packages = [f"{module}.{alias.name}" for alias in node.names if _is_module(f"{module}.{alias.name}")]
            yield from packages or [module]


def _is_module(name: str) -> bool:
    place = REPOSITORY / Path(*name.split("."))
    return place.is_dir() or place.with_suffix(".py").exists()


def _within(name: str, allowed: set[str]) -> bool:
    return name in allowed or any(name.startswith(f"{one}.") for one in allowed if one != "bot")


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_a_module_imports_of_ours_only_what_its_package_may(path: Path) -> None:
    allowed = OURS[_package(path)] | ({"bot.discord_app"} if _name(path) in WITH_DISCORD else set())
    ours = {name for name in _imports(path) if name.split(".")[0] == "bot"}
    assert [name for name in sorted(ours) if not _within(name, allowed)] == []


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_a_module_imports_from_elsewhere_only_what_its_package_may(path: Path) -> None:
    roots = {name.split(".")[0] for name in _imports(path, types_too=True)}
    elsewhere = {root for root in roots if root != "bot" and root not in sys.stdlib_module_names}
    assert sorted(elsewhere - FOREIGN.get(_package(path), set())) == []


def test_the_command_line_imports_discord_only_inside_a_function() -> None:
    for path in MODULES:
        if _package(path) == "cli":
            tree = ast.parse(path.read_text("utf-8"))
            at_head = [node for node in tree.body if isinstance(node, ast.ImportFrom)]
            assert not any((node.module or "").startswith("bot.discord_app") for node in at_head), _name(path)


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_a_module_and_its_functions_stay_short(path: Path) -> None:
    text = path.read_text("utf-8")
    assert len(text.splitlines()) <= LONGEST_MODULE
    functions = (node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    assert [
        node.name for node in functions if (node.end_lineno or node.lineno) - node.lineno + 1 > LONGEST_FUNCTION
    ] == []


@pytest.mark.parametrize("module", ["bot.cli.main", "bot.cli.ask", "bot.cli.chat", "bot.cli.run", "bot.app"])
def test_importing_a_command_does_not_import_discord(module: str) -> None:
    code = f"import sys, {module}; print(sorted({{'discord', 'aiosqlite'}} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], cwd=REPOSITORY, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("word", "places"),
    [
        (
            "os.environ",
            {"cli/main.py", "cli/output.py", "compiled.py", "children.py"},
        ),  # settings; NO_COLOR, TERM; XDG_CACHE_HOME
        ("datetime.now(", {"clock.py"}),
        ("perf_counter(", {"clock.py"}),
    ],
)
def test_environment_and_time_are_read_only_in_their_place(word: str, places: set[str]) -> None:
    assert {_name(path) for path in MODULES if word in path.read_text("utf-8")} <= places
