"""A Discord assistant on Product Owner practice: it quotes curated articles, and says when it does not know."""

__version__ = "0.1.0"
