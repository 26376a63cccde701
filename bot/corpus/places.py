"""Where the content is."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


def packaged_content() -> Path:
    """Return the content that comes with the program: inside the installed package, or beside it in a clone."""
    installed = _PACKAGE / "knowledge"
    return installed if installed.is_dir() else _PACKAGE.parent / "knowledge"
