"""Fuzzing guided by coverage, for ten minutes: `python -m tests.fuzzing.coverage_guided -max_total_time=600`.

atheris (https://github.com/google/atheris) is no dependency: `pip install atheris` in an environment of your own.
"""

import sys

import atheris

with atheris.instrument_imports(include=["bot"]):
    from bot.app import App
    from bot.clock import SystemClock
    from bot.settings import Settings

from tests.fuzzing.questions import TRAPS, answered, vocabulary


def main() -> None:
    """Fuzz until told to stop; a crash ends it with the input."""
    app = App.load(Settings(), SystemClock())
    words = [*TRAPS, *vocabulary(app)]

    def one(data: bytes) -> None:
        """Read three bytes as a fragment and how often it is repeated, and what is left as any text."""
        given = atheris.FuzzedDataProvider(data)
        picks = range(given.ConsumeIntInRange(0, 40))
        text = "".join(given.PickValueInList(words) * (1 + given.ConsumeIntInRange(0, 255) ** 2 // 64) for _ in picks)
        answered(app, (text + given.ConsumeUnicode(200))[:4000])

    atheris.Setup(sys.argv, one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
