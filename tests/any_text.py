"""Any text at all, as hypothesis draws it."""

from hypothesis import strategies as st

# All but surrogates, as `st.text()` has it; but that tries a million characters in a codec, in each new process.
ANY_CHARACTER = st.characters(exclude_categories=["Cs"])


def any_text(longest: int) -> st.SearchStrategy[str]:
    """Return texts of up to `longest` characters."""
    return st.text(ANY_CHARACTER, max_size=longest)
