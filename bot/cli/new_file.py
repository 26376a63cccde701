"""Where a new article goes, and writing it without touching what is there: shared by `new` and `import`."""

from pathlib import Path

from bot.corpus.article import MAX_SLUG, SLUG
from bot.errors import UsageError


def article_path(folder: Path, category: str, slug: str, slug_option: str) -> Path:
    """Return FOLDER/CATEGORY/SLUG.md; a name that no article may have is a `UsageError` that names its option."""
    for name, option in ((category, "--category"), (slug, slug_option)):
        if not SLUG.fullmatch(name) or len(name) > MAX_SLUG:
            raise UsageError(f"{option} must be at most {MAX_SLUG} of a-z, 0-9 and single hyphens, for example role.")
    return folder / category / f"{slug}.md"


def write_new(path: Path, text: str, slug_option: str) -> None:
    """Write a file that does not exist yet, making its folder; anything in the way is a `UsageError`.

    The same slug in another category is in the way too: `check` would refuse the second one.
    """
    taken = f"exists already; choose another {slug_option}, or move that file away first."
    for other in path.parent.parent.glob(f"*/{path.name}"):
        raise UsageError(f"{other} {taken}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError as error:
        raise UsageError(f"{path} {taken}") from error
    except OSError as error:
        raise UsageError(f"{path} cannot be written ({error.strerror}); choose another folder with --into.") from error
