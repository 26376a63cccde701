"""The conversation that the README shows is the one that people have."""

from tests.cli.conftest import Run
from tests.conftest import REPOSITORY


def test_the_answer_in_the_readme_is_the_one_that_is_given(run: Run) -> None:
    """Mend it by pasting what `python -m bot chat` prints for that question."""
    shown = (REPOSITORY / "README.md").read_text("utf-8").split("```")[1]
    typed, _, answer = shown.strip().partition("\n")
    assert typed.startswith("> ")
    printed = run("chat", stdin=typed.removeprefix("> ") + "\n").out
    assert words(answer) == words(printed)


def words(text: str) -> str:
    """Return a text without its bars and however its lines are broken."""
    return " ".join(text.replace("\u2502", " ").split())
