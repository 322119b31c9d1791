"""One editor at a time: a lock per folder, held for a whole read-edit-write.

The lock is advisory and only among hrsi runs; against other programs the writer compares the file
before it replaces it.
"""

from __future__ import annotations

import errno
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from hrsi_cli.domain.problem import HrsiError, Message
from hrsi_cli.domain.visible import visible
from hrsi_cli.knowledge.text_file import shown_path

LOCK_WAIT = 5.0
"""Seconds; an edit holds the lock for milliseconds."""
_PAUSE = 0.01

_NO_LOCKS_HERE = (errno.ENOLCK, errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EBADF)
"""Some network file systems have no locks, and NFS none on folders (EBADF)."""

if sys.platform == "win32":
    import msvcrt

    _BUSY = (errno.EACCES, errno.EDEADLK)

    def _open(target: str) -> int:
        # a folder cannot be locked on Windows; the lock file stays, since removing it would race
        folder, name = os.path.split(target)
        return os.open(os.path.join(folder, f".{name}.lock"), os.O_RDWR | os.O_CREAT, 0o666)

    def _try_lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

    def _unlock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    _BUSY = (errno.EAGAIN, errno.EWOULDBLOCK)

    def _open(target: str) -> int:
        return os.open(os.path.dirname(target), os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)

    def _try_lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _unlock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_UN)


@contextmanager
def hold_lock(target: str, wait: float = LOCK_WAIT) -> Iterator[bool]:
    """Hold the lock of the folder of ``target`` (a real path); raises HrsiError when it stays taken.

    Yields False on a file system without locks, where nobody can be kept out.
    """
    shown = shown_path(target)
    try:
        descriptor = _open(target)
    except OSError as error:
        if error.errno in (errno.ENOENT, errno.ENOTDIR):
            raise HrsiError(Message("write.no_directory", {"path": shown})) from error
        raise _cannot_lock(shown, error) from error
    try:
        locked = _acquire(descriptor, shown, wait)
        try:
            yield locked
        finally:
            if locked:
                _release(descriptor)
    finally:
        _close(descriptor)


def _acquire(descriptor: int, shown: str, wait: float) -> bool:
    deadline = time.monotonic() + wait
    while True:
        try:
            _try_lock(descriptor)
            return True
        except OSError as error:
            if error.errno in _NO_LOCKS_HERE:
                return False
            if error.errno not in _BUSY:
                raise _cannot_lock(shown, error) from error
        if time.monotonic() >= deadline:
            message = Message("write.locked", {"path": shown, "seconds": f"{wait:g}"})
            raise HrsiError(message, Message("write.hint_again"))
        time.sleep(_PAUSE)


def _release(descriptor: int) -> None:
    try:
        _unlock(descriptor)
    except OSError:
        pass  # closing the descriptor releases it as well


def _close(descriptor: int) -> None:
    try:
        os.close(descriptor)
    except OSError:
        pass  # nothing was written through it


def _cannot_lock(shown: str, error: OSError) -> HrsiError:
    return HrsiError(Message("write.cannot_lock", {"path": shown, "reason": visible(error.strerror or str(error))}))
