"""What the run at hand has read, and what it has written without the disk confirming it."""

from __future__ import annotations

from collections.abc import Iterable

_read: set[str] = set()
_unconfirmed: list[str] = []


def begin() -> None:
    """Begin a new run within this process."""
    _read.clear()
    _unconfirmed.clear()


def note_read(paths: Iterable[str]) -> None:
    """Count files as read; standard input is none."""
    _read.update(path for path in paths if path != "-")


def files_read() -> frozenset[str]:
    """The files that this run has read so far; no report may take the place of one."""
    return frozenset(_read)


def note_unconfirmed(path: str) -> None:
    """Remember a file that is written, while the disk did not confirm its name."""
    _unconfirmed.append(path)


def unconfirmed() -> tuple[str, ...]:
    """The files to be told of at the end of the run."""
    return tuple(_unconfirmed)
