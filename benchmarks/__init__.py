"""Side-by-side measurements; each module runs by itself: `python -m benchmarks.retrieval`. Never part of the tests."""
