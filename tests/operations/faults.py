"""Ways in which a disk misbehaves under a running process, and how each is put right again."""

import resource
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

SOURCE = Path(__file__).with_name("failing_disk.c")


@dataclass
class Disk:
    """The folder of a running bot; `settings` are what its process has to be started with."""

    folder: Path
    settings: dict[str, str] = field(default_factory=dict)

    @property
    def database(self) -> Path:
        return self.folder / "data" / "bot.sqlite3"

    @contextmanager
    def locked(self, _: int) -> Iterator[None]:
        """Another process holds the write lock."""
        with closing(sqlite3.connect(self.database, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            yield
            other.execute("ROLLBACK")

    @contextmanager
    def at_its_limit(self, pid: int) -> Iterator[None]:
        """The process may not let a file grow (RLIMIT_FSIZE), as under a quota."""
        before = resource.prlimit(pid, resource.RLIMIT_FSIZE)
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (1024, before[1]))
        yield
        resource.prlimit(pid, resource.RLIMIT_FSIZE, before)

    @contextmanager
    def full(self, _: int) -> Iterator[None]:
        """The file system has no space left; needs a small one under the folder."""
        ballast = self.folder / "ballast"
        with ballast.open("wb", buffering=0) as file, suppress(OSError):  # no space left
            while True:
                file.write(bytes(4096))
        yield
        ballast.unlink()

    @contextmanager
    def failing(self, number: int) -> Iterator[None]:
        """Every write and every sync fails with an error number; needs `with_failing_disk`."""
        order = Path(self.settings["FAILING_DISK"])
        order.write_text(str(number))
        yield
        order.unlink()

    def with_failing_disk(self) -> bool:
        """Build the library that fails; returns whether there is a compiler."""
        compiler, library = shutil.which("cc"), self.folder / "failing_disk.so"
        if compiler is None:
            return False
        subprocess.run([compiler, "-shared", "-fPIC", "-o", library, SOURCE, "-ldl"], check=True)
        self.settings |= {"LD_PRELOAD": str(library), "FAILING_DISK": str(self.folder / "order")}
        return True


@contextmanager
def small_file_system(folder: Path, size: str) -> Iterator[bool]:
    """Mount a file system of `size` in memory at `folder`; gives False where this user may not."""
    folder.mkdir()
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder], check=False)  # noqa: S607
    try:
        yield done.returncode == 0
    finally:
        if done.returncode == 0:
            subprocess.run(["umount", folder], check=True)  # noqa: S607
