"""Ctrl-C: exit code 130 at any moment, and never a traceback."""

from __future__ import annotations

import os
import signal
from types import FrameType

INTERRUPTED = 130

_pending = False


def watch() -> None:
    """Answer to Ctrl-C from now on, unless it is ignored, as in a job that a shell put into the background."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _answer)


def ignore() -> None:
    """Nothing is left to be interrupted; the interpreter's own tidying up would answer with a traceback."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def pending() -> bool:
    """Whether somebody pressed Ctrl-C: a library may have turned it into an error of its own."""
    return _pending


def _answer(number: int, frame: FrameType | None) -> None:
    """Interrupt; leave at once where an exception would be lost.

    Within an import Python reports it as ignored and goes on, and pydantic takes it for a faulty schema
    while it builds one. Neither writes a file. Everywhere else the exception lets files be tidied up.
    """
    global _pending
    _pending = True
    while frame is not None:
        module = frame.f_globals.get("__name__", "")
        if frame.f_code.co_filename.startswith("<frozen importlib") or module.partition(".")[0] == "pydantic":
            os._exit(INTERRUPTED)
        frame = frame.f_back
    raise KeyboardInterrupt
