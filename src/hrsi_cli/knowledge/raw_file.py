"""The few calls to the operating system that every way of writing a file is made of."""

from __future__ import annotations

import os
import sys

_BINARY = getattr(os, "O_BINARY", 0)


def new_file(path: str, mode: int) -> int:
    """Create a file that must not exist, not even as a symbolic link, and open it for writing."""
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | _BINARY, mode)


def open_existing(path: str) -> int:
    """Open a file for reading and writing, without cutting it."""
    return os.open(path, os.O_RDWR | _BINARY)


def read_whole(path: str) -> bytes:
    """All bytes of a file."""
    descriptor = os.open(path, os.O_RDONLY | _BINARY)
    try:
        return read_all(descriptor)
    finally:
        os.close(descriptor)


def read_all(descriptor: int) -> bytes:
    """The bytes from here to the end."""
    parts: list[bytes] = []
    while part := os.read(descriptor, 1 << 20):
        parts.append(part)
    return b"".join(parts)


def write_all(descriptor: int, content: bytes) -> None:
    """Write all bytes, however few the system takes at a time."""
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def sync(descriptor: int) -> None:
    """Bring a file's content to the disk itself."""
    os.fsync(descriptor)
    if sys.platform == "darwin":
        import fcntl

        # fsync on macOS stops at the drive's cache
        try:
            fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
        except OSError:
            pass  # not every file system knows it; the plain fsync has succeeded


def sync_folder(folder: str) -> bool:
    """Bring a folder's entries to the disk; False when the system does not confirm it."""
    if os.name == "nt":
        return True  # Windows has no such call; its file systems log the change of a name
    try:
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except OSError:
        return False
    return True


def remove_quietly(path: str) -> None:
    """Remove a temporary file, if it is there and can be removed."""
    try:
        os.unlink(path)
    except OSError:
        pass  # moved to its place, or left for the next edit to remove
