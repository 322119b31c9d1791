"""How far a long run has come, on the terminal and nowhere else."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from time import monotonic
from typing import TypeVar

from hrsi_cli.commands.speech import catalogue

Item = TypeVar("Item")

_PATIENCE = 1.0
"""Seconds that a run may take without a word."""
_PACE = 0.2


def with_progress(items: Iterable[Item], total: int) -> Iterator[Item]:
    """Hand the items on; tell on a terminal at stderr how many there were so far when it takes longer than a second."""
    if not _watched():
        yield from items
        return
    begun = last = monotonic()
    written = ""
    try:
        for count, item in enumerate(items, 1):
            yield item
            now = monotonic()
            if now - begun > _PATIENCE and now - last > _PACE:
                last = now
                written = catalogue().say("gap.progress", done=count, total=total)
                sys.stderr.write(f"\r{written}")
                sys.stderr.flush()
    finally:
        if written:  # twice as many blanks: Japanese takes two columns
            sys.stderr.write("\r" + " " * (2 * len(written)) + "\r")
            sys.stderr.flush()


def _watched() -> bool:
    return sys.stderr is not None and sys.stderr.isatty()
