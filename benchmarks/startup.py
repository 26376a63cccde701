"""`python -m bot ask` as a whole process against `python -c "import discord"`, in turns."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.timing import percentile

ROUNDS = 15
QUESTION = "who decides what the team works on next"


def seconds(command: list[str], environment: dict[str, str], folder: str) -> float:
    """Run a command and return its wall time in seconds."""
    begun = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, env=environment, cwd=folder)
    return time.perf_counter() - begun


def main() -> None:
    ask = [sys.executable, "-m", "bot", "ask", QUESTION]
    bare = [sys.executable, "-c", "import discord"]
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "PYTHONPATH": str(Path.cwd()), "DATABASE_PATH": f"{folder}/bot.sqlite3"}
        pairs = [(seconds(ask, environment, folder), seconds(bare, environment, folder)) for _ in range(ROUNDS + 1)][1:]
    mine, theirs = [one for one, _ in pairs], [other for _, other in pairs]
    print(f"{ROUNDS} rounds in turns, after one that is not counted")
    print(f"python -m bot ask            median {percentile(mine, 0.5):.3f} s")
    print(f'python -c "import discord"   median {percentile(theirs, 0.5):.3f} s')
    print(f"ratio pair by pair, median   {percentile([one / other for one, other in pairs], 0.5):.2f}")


if __name__ == "__main__":
    main()
