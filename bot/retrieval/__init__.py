"""Finding the passage: one text pipeline for pages and questions, a BM25 index, a vocabulary with spelling."""
