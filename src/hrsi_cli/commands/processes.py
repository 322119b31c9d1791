"""One run on several processors, where that pays. What comes out is the same, in the same order."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

Result = TypeVar("Result")

PAYS_FROM = 300
"""Plans. Starting processes takes about as long as judging fifty."""
_MOST = 8
_CHUNK = 25
"""Plans handed over at once: few enough that all processes end together, and that Ctrl-C is not waited for."""

_work: Callable[[str], Any] | None = None


def processes_for(count: int) -> int:
    """How many processes to use for so many plans; ``HRSI_PROCESSES`` is the most that are allowed."""
    if count < PAYS_FROM or sys.platform != "linux":  # elsewhere a process starts anew, and loads everything again
        return 1
    allowed = os.environ.get("HRSI_PROCESSES", "")
    most = int(allowed) if allowed.isdecimal() and allowed.isascii() and len(allowed) < 4 else _MOST
    return max(1, min(len(os.sched_getaffinity(0)), most))


def in_processes(work: Callable[[str], Result], paths: Sequence[str], processes: int) -> Iterator[Result]:
    """The results of the work on every path, in the order of the paths, as they come."""
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    global _work
    _work = work  # the processes are copies of this one, and find it there
    chunks = [paths[start : start + _CHUNK] for start in range(0, len(paths), _CHUNK)]
    fork = multiprocessing.get_context("fork")
    try:
        with ProcessPoolExecutor(processes, fork, initializer=_begin) as pool:
            try:
                for results in pool.map(_work_on, chunks):
                    yield from results
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                raise
    finally:
        _work = None


@contextmanager
def without_collector() -> Iterator[None]:
    """Let nobody look for reference cycles meanwhile: plans have none, and looking takes a quarter of the time."""
    collected = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collected:
            gc.enable()


def _begin() -> None:
    """Prepare a process: Ctrl-C is for the one that started it, which ends the others."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.disable()


def _work_on(paths: Sequence[str]) -> list[Any]:
    assert _work is not None
    return [_work(path) for path in paths]
