"""The warnings of `check`: what could be better in content that is right."""

from pathlib import Path

import pytest

from bot.cli.main import DONE, WRONG_USE, run_command
from bot.corpus.addresses import resources_by_line, same_place
from bot.corpus.advice import SAME_TIP, check_advice, tips_alike
from bot.domain import Tip
from tests.corpus.writing import ALPHA, BETA, changed, load, write

MORE_QUESTIONS = "questions:\n" + "".join(f"  - question {n}\n" for n in range(6))
RESOURCES = """\
resources:
  - title: Letters
    url: https://example.org/alpha
    kind: guide
"""
STAND_UP = "Stay away from the stand-up for three days, then ask the Developers what was different."
ALPHA_TIPS = f"""\
tips:
  - id: alpha-1
    text: Begin every list with the letter that people look for.
    try: Put one list in another order today.
  - id: alpha-2
    text: If the Developers report to you in the stand-up, remove the audience.
    try: {STAND_UP}
"""
BETA_TIPS = """\
tips:
  - id: beta-1
    text: Keep a second place free for whoever was nearly first.
    try: Offer it to the runner-up.
  - id: beta-2
    text: Read aloud what you are about to send.
    try: Find a colleague who listens.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Content about which there is nothing to say."""
    for slug, text, tips in (("alpha", ALPHA, ALPHA_TIPS), ("beta", BETA.replace("word", "other"), BETA_TIPS)):
        write(tmp_path, f"role/{slug}.md", changed("questions:\n", MORE_QUESTIONS, text))
        write(tmp_path, f"tips/{slug}.yaml", tips)
    return tmp_path


@pytest.fixture
def tips(folder: Path) -> Path:
    return folder / "tips" / "alpha.yaml"


def rewrite(path: Path, old: str, new: str) -> None:
    path.write_text(changed(old, new, path.read_text("utf-8")), "utf-8")


def warnings(folder: Path) -> list[str]:
    return [str(warning).replace(f"{folder}/", "") for warning in check_advice(load(folder), [folder])]


def test_good_content_gives_no_warning(folder: Path) -> None:
    assert warnings(folder) == []


@pytest.mark.parametrize(
    "second",
    [
        "https://example.org/alpha",
        "https://example.org/alpha/",
        "https://example.org/alpha#letters",
        "http://www.Example.org/alpha",
    ],
)
def test_the_same_page_twice_in_one_article(second: str, folder: Path) -> None:
    more = f"{RESOURCES}  - title: The same\n    url: {second}\n    kind: article\n"
    rewrite(folder / "role" / "alpha.md", RESOURCES, more)
    assert warnings(folder) == ["role/alpha.md:26: url: leads to the same page as line 23; keep one"]


@pytest.mark.parametrize("second", ["https://example.org/alphabet", "https://example.org/alpha?page=2"])
def test_another_page_of_the_same_site_is_fine(second: str, folder: Path) -> None:
    more = f"{RESOURCES}  - title: Another\n    url: {second}\n    kind: article\n"
    rewrite(folder / "role" / "alpha.md", RESOURCES, more)
    assert warnings(folder) == []


def test_the_same_page_in_two_articles_is_fine(folder: Path) -> None:
    assert {resource.url for article in load(folder).articles.values() for resource in article.resources} == {
        "https://example.org/alpha"
    }
    assert warnings(folder) == []


def test_an_address_is_found_however_the_list_is_written(tmp_path: Path) -> None:
    flow = changed(RESOURCES, 'resources: [{title: "L", url: "https://a.org/", kind: guide}]\n')
    article = load(write(tmp_path, "role/beta.md", BETA).parent.parent, _written(tmp_path / "more", flow))
    assert [line for line, _ in resources_by_line(article.articles["alpha"])] == [15]
    title = changed("  - title: Letters\n", '  - title: "All letters"\n    # url: see below\n')
    article = load(tmp_path, _written(tmp_path / "other", title))
    assert [line for line, _ in resources_by_line(article.articles["alpha"])] == [15], "unclear: the list's own line"


def _written(folder: Path, alpha: str) -> Path:
    write(folder, "role/alpha.md", alpha)
    return folder


def test_few_questions(folder: Path) -> None:
    write(folder, "role/alpha.md", ALPHA)
    assert warnings(folder) == ["role/alpha.md:5: questions: has 7 questions; aim at 12 or more"]


def test_a_topic_without_tips_or_with_a_single_one(folder: Path, tips: Path) -> None:
    (folder / "tips" / "beta.yaml").unlink()
    tips.write_text(tips.read_text("utf-8").partition("  - id: alpha-2")[0], "utf-8")
    assert warnings(folder) == [
        "role/beta.md:1: tips: 'beta' has 0 tips in tips/beta.yaml; write 2",
        "tips/alpha.yaml:1: tips: 'alpha' has 1 tip in tips/alpha.yaml; write 2",
    ]


def test_two_tips_that_say_the_same(folder: Path, tips: Path) -> None:
    beta = tips.with_name("beta.yaml")
    rewrite(beta, "Read aloud what you are about to send.", "Remove the audience when Developers are reporting to you.")
    rewrite(beta, "Find a colleague who listens.", "Stay away from three stand-ups and ask what is different.")
    (warning,) = warnings(folder)
    assert warning.startswith("tips/beta.yaml:5: tips: 'beta-2' says the same as 'alpha-2' in tips/alpha.yaml")


def test_how_much_two_tips_share() -> None:
    same = [Tip(f"t-{n}", "t", "Order the backlog by value.", STAND_UP) for n in (1, 2)]
    assert [share for _, _, share in tips_alike(same, SAME_TIP)] == [1.0]
    others = [*same, Tip("t-3", "t", "Sing.", "Dance.")]
    assert [(first.id, second.id) for first, second, _ in tips_alike(others, SAME_TIP)] == [("t-1", "t-2")]
    assert tips_alike([Tip("t-1", "t", "a", "b"), Tip("t-2", "t", "a", "b")], 0.0) == [], "no content words at all"
    assert tips_alike([], SAME_TIP) == []


@pytest.mark.parametrize(
    ("url", "place"),
    [
        ("https://Scrum.org/a/", "scrum.org/a"),
        ("https://www.scrum.org", "scrum.org"),
        ("https://scrum.org/a?b=1#c", "scrum.org/a?b=1"),
        ("https://scrum.org/A", "scrum.org/A"),
    ],
)
def test_what_counts_as_the_same_place(url: str, place: str) -> None:
    assert same_place(url) == place


def check(folder: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setenv("DATABASE_PATH", str(folder / "bot.sqlite3"))
    monkeypatch.setattr("bot.cli.check.content_folders", lambda _: [folder])
    return run_command(["check"])


def test_check_counts_warnings_and_still_succeeds(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check(folder, monkeypatch) == DONE
    assert "content: ok (2 articles, 4 tips, 0 terms, 26 questions)\n" in capsys.readouterr().out
    write(folder, "role/alpha.md", ALPHA)
    assert check(folder, monkeypatch) == DONE
    said = capsys.readouterr()
    assert said.err == f"warning: {folder}/role/alpha.md:5: questions: has 7 questions; aim at 12 or more\n"
    assert "content: ok (2 articles, 4 tips, 0 terms, 20 questions), 1 warning\n" in said.out
    (folder / "tips" / "beta.yaml").unlink()
    assert check(folder, monkeypatch) == DONE
    assert ", 2 warnings\n" in capsys.readouterr().out


def test_a_mistake_stays_an_error_and_hides_no_warning_as_one(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder, "role/alpha.md", changed("[beta]", "[gamma]"))
    assert check(folder, monkeypatch) == WRONG_USE
    said = capsys.readouterr()
    assert "warning" not in said.err
    assert said.err.endswith("content: 1 problem\n")
