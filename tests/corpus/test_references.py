"""Names that must be unique, slugs that must exist, and folders laid over each other."""

from pathlib import Path

import pytest

from bot.errors import ContentError
from tests.corpus.writing import ALPHA, BETA, changed, load, problems, right_folder, write


def test_the_same_slug_in_two_categories_is_one_error(tmp_path: Path) -> None:
    first = right_folder(tmp_path) / "role" / "alpha.md"
    second = write(tmp_path, "team/alpha.md", ALPHA)
    (problem,) = problems(tmp_path)
    assert (problem.path, problem.line) == (second, 1)
    assert problem.message == f"has the same slug as {first}; rename one"


def test_the_same_alias_in_two_articles_is_one_error_in_any_case(tmp_path: Path) -> None:
    path = write(right_folder(tmp_path), "role/beta.md", changed("[second letter]", "[FIRST Letter]", BETA))
    (problem,) = problems(tmp_path)
    assert (problem.path, problem.line, problem.key) == (path, 4, "also_called")
    assert "alpha.md" in problem.message


def test_a_title_that_is_the_alias_of_another_article_is_one_error(tmp_path: Path) -> None:
    path = write(right_folder(tmp_path), "role/beta.md", changed("title: Beta", "title: First letter", BETA))
    (problem,) = problems(tmp_path)
    assert (problem.path, problem.line, problem.key) == (path, 2, "title")


def test_all_problems_of_all_files_are_reported_at_once(tmp_path: Path) -> None:
    right_folder(tmp_path)
    write(tmp_path, "role/alpha.md", changed("kind: guide", "kind: song", changed("title: Alpha", "title: 5")))
    write(tmp_path, "role/beta.md", changed("[alpha]", "[alpha, omega]", BETA))
    write(tmp_path, "role/gamma.md", "no front matter")
    write(tmp_path, "tips/alpha.yaml", "tips: none")
    write(tmp_path, "glossary.yaml", "words: []")
    found = [(problem.path.name, problem.line, problem.key) for problem in problems(tmp_path)]
    assert found == [
        ("glossary.yaml", 1, "terms"),
        ("glossary.yaml", 1, "words"),
        ("alpha.md", 2, "title"),
        ("alpha.md", 16, "kind"),
        ("beta.md", 14, "related"),
        ("gamma.md", 1, ""),
        ("alpha.yaml", 1, "tips"),
    ]


def test_a_reference_to_a_file_that_cannot_be_read_is_not_reported_as_well(tmp_path: Path) -> None:
    write(right_folder(tmp_path), "role/alpha.md", "broken")
    assert [problem.path.name for problem in problems(tmp_path)] == ["alpha.md"]


def test_the_error_text_holds_a_line_for_each_problem(tmp_path: Path) -> None:
    write(right_folder(tmp_path), "role/alpha.md", changed("title: Alpha", "title: no"))
    with pytest.raises(ContentError) as caught:
        load(tmp_path)
    assert str(caught.value).startswith(f"{tmp_path}/role/alpha.md:2: title: 'no' is read as bool")


def test_a_folder_without_articles_is_one_error(tmp_path: Path) -> None:
    (problem,) = problems(tmp_path)
    assert "holds no article" in problem.message


def test_a_folder_that_does_not_exist_is_one_error(tmp_path: Path) -> None:
    (problem,) = problems(right_folder(tmp_path / "here"), tmp_path / "gone")
    assert problem.path == tmp_path / "gone"
    assert "name a content folder in KNOWLEDGE_PATH" in problem.message


class TestOverlay:
    def test_a_later_folder_replaces_an_article_whole(self, tmp_path: Path) -> None:
        base, over = right_folder(tmp_path / "base"), tmp_path / "over"
        path = write(over, "team/alpha.md", changed("[first letter]", "[]", changed("title: Alpha", "title: New")))
        alpha = load(base, over).articles["alpha"]
        assert (alpha.title, alpha.category, alpha.also_called, alpha.path) == ("New", "team", (), path)

    def test_a_later_folder_adds_articles_that_the_first_may_name(self, tmp_path: Path) -> None:
        base, over = right_folder(tmp_path / "base"), tmp_path / "over"
        write(base, "role/alpha.md", changed("[beta]", "[gamma]"))
        gamma = ALPHA.replace("Alpha", "Gamma").replace("first letter", "third letter")
        write(over, "role/gamma.md", gamma)
        assert sorted(load(base, over).articles) == ["alpha", "beta", "gamma"]

    def test_a_dangling_reference_names_its_file_and_the_missing_one_in_both_folders(self, tmp_path: Path) -> None:
        base, over = right_folder(tmp_path / "base"), tmp_path / "over"
        path = write(over, "role/alpha.md", changed("[beta]", "[beta, gamma]"))
        (problem,) = problems(base, over)
        assert (problem.path, problem.line, problem.key) == (path, 14, "related")
        assert problem.message == f"names 'gamma', but there is no file gamma.md in {base} or {over}"

    def test_the_replaced_article_may_be_broken_only_where_it_counts(self, tmp_path: Path) -> None:
        base, over = right_folder(tmp_path / "base"), tmp_path / "over"
        path = write(over, "role/alpha.md", "broken")
        assert [problem.path for problem in problems(base, over)] == [path]

    def test_a_later_tip_file_replaces_the_tips_of_its_topic(self, tmp_path: Path) -> None:
        base, over = right_folder(tmp_path / "base"), tmp_path / "over"
        for topic in ("alpha", "beta"):
            write(base, f"tips/{topic}.yaml", f"tips:\n  - {{id: {topic}-1, text: Base tip., try: Try it.}}\n")
        write(over, "tips/alpha.yaml", "tips:\n  - {id: alpha-9, text: Another tip., try: Try it.}\n")
        assert [tip.id for tip in load(base, over).tips] == ["alpha-9", "beta-1"]

    def test_a_later_glossary_replaces_terms_of_the_same_name_only(self, tmp_path: Path) -> None:
        base, over = right_folder(tmp_path / "base"), tmp_path / "over"
        entry = "  - {{term: {}, definition: {}, topic: alpha, also_called: []}}\n"
        write(base, "glossary.yaml", "terms:\n" + entry.format("Letter", "Old.") + entry.format("Sound", "Old."))
        write(over, "glossary.yaml", "terms:\n" + entry.format("Letter", "New."))
        assert {term.term: term.definition for term in load(base, over).terms} == {"Letter": "New.", "Sound": "Old."}
