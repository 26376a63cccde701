"""Killing coroutines in mid-flight: at the n-th point where any task of a "process" waits, all of them end.

A killed process does nothing any more. Here its coroutines are ended by `Killed`, which no product code catches; what
runs then is what gives connections back: SQLite undoes an open transaction, as it would after a real kill.
"""

import asyncio
import inspect
import os
from collections.abc import Coroutine, Generator
from contextvars import ContextVar
from typing import Any, TypeVar

T = TypeVar("T")

_present: ContextVar["Life | None"] = ContextVar("_present", default=None)


class Killed(BaseException):  # what happened to it
    """The process has been killed."""


class Life:
    """One process: `fatal` is the number of the await point at which it dies.

    `late` lets that await finish first: the statement is written, the message is sent, but nobody learns of it.
    """

    def __init__(self, fatal: int, *, late: bool) -> None:
        self.points = 0
        self.dead = False
        self.killed_at = ""  # the function of ours that waited
        self._fatal = fatal
        self._late = late
        self._tasks: set[asyncio.Task[Any]] = set()

    async def live(self, main: Coroutine[Any, Any, None]) -> bool:
        """Run `main` and every task that it starts; returns whether all were killed."""
        loop = asyncio.get_running_loop()
        loop.set_task_factory(_factory)
        token = _present.set(self)
        try:
            task = loop.create_task(main)
        finally:
            _present.reset(token)
        await asyncio.wait({task})
        while waiting := {one for one in self._tasks if not one.done()}:
            await asyncio.wait(waiting)
        for one in self._tasks:
            error = None if one.cancelled() else one.exception()
            if error is not None and not isinstance(error, Killed):
                raise error
        return self.dead

    def adopt(self, task: asyncio.Task[Any]) -> None:
        """Count a task as part of this process."""
        self._tasks.add(task)
        if not self.dead:
            task.add_done_callback(lambda done: None if self.dead else self._tasks.discard(done))

    def at_point(self) -> bool:
        """Count an await point; returns whether it is the last one."""
        self.points += not self.dead
        return self.points == self._fatal and not self.dead

    def mortal(self, coroutine: Coroutine[Any, Any, T]) -> "_Mortal[T]":
        """Return the coroutine as one that dies with this process."""
        return _Mortal(self, coroutine)

    @property
    def late(self) -> bool:
        """Whether the last await is finished."""
        return self._late

    def end(self) -> None:
        """Kill every other task at once, whatever it waits for."""
        self.dead = True
        for task in self._tasks - {asyncio.current_task()}:
            task.cancel()


class _Mortal(Coroutine[Any, Any, T]):
    """A coroutine whose await points are counted."""

    def __init__(self, life: Life, inner: Coroutine[Any, Any, T]) -> None:
        self._life = life
        self._inner = inner
        self._steps = self._run()

    def send(self, value: Any) -> Any:  # noqa: ANN401  # the protocol of coroutines
        return self._steps.send(value)

    def throw(self, *error: Any) -> Any:  # noqa: ANN401
        if inspect.getgeneratorstate(self._steps) == inspect.GEN_CREATED:
            self._inner.close()  # ended before it began
        return self._steps.throw(*error)

    def close(self) -> None:
        self._steps.close()
        self._inner.close()

    def __await__(self) -> Generator[Any, Any, T]:
        return self._steps

    def _run(self) -> Generator[Any, Any, T]:
        life, killed = self._life, False
        error: BaseException | None = None
        while True:
            try:
                waited = self._inner.send(None) if error is None else self._inner.throw(error)
            except StopIteration as returned:
                return returned.value  # type: ignore[no-any-return]
            error = None
            last = life.at_point()
            if last:
                life.killed_at = _place(self._inner)
            if not last or life.late:
                try:
                    yield waited
                except BaseException as thrown:  # noqa: BLE001  # handed on, or the end of all
                    error = thrown
            if last:
                life.end()
            if life.dead and not killed:
                killed, error = True, Killed()


def _place(coroutine: Any) -> str:  # noqa: ANN401  # whatever is awaited
    """Return the innermost function of the program in which a coroutine waits."""
    place = ""
    while coroutine is not None:
        code = getattr(coroutine, "cr_code", None) or getattr(coroutine, "ag_code", None)
        if code is not None and f"{os.sep}bot{os.sep}" in code.co_filename:
            place = code.co_qualname
        coroutine = getattr(coroutine, "cr_await", None) or getattr(coroutine, "ag_await", None)
    return place


def _factory(loop: asyncio.AbstractEventLoop, coroutine: Any, **more: Any) -> asyncio.Task[Any]:  # noqa: ANN401
    life = _present.get()
    if life is None:
        return asyncio.Task(coroutine, loop=loop, **more)
    task: asyncio.Task[Any] = asyncio.Task(life.mortal(coroutine), loop=loop, **more)
    life.adopt(task)
    return task
