"""A system whose calls fail or kill on demand, and a file to try it on."""

from __future__ import annotations

import fcntl
import os
import shutil
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from hrsi_cli.knowledge.file_writer import replace_file, write_new

OLD = b"old " * 700
NEW = b"the new content " * 300
SHORT = b"short"

CALLS = [
    *((os, name) for name in (
        "open", "read", "write", "close", "fsync", "stat", "lstat", "fstat", "listdir", "replace", "rename", "unlink",
        "lseek", "ftruncate", "fchmod", "fchown", "chmod", "utime", "listxattr", "getxattr", "setxattr",
    ) if hasattr(os, name)),
    (fcntl, "flock"),
]  # fmt: skip
"""Every call to the system that the writer or what it uses can make."""

Hook = Callable[[str], None]


@contextmanager
def before_every_call(hook: Hook) -> Iterator[None]:
    """Run a hook before every call to the system; what it raises, the call raises."""
    originals = [(module, name, getattr(module, name)) for module, name in CALLS]

    def wrapped(name: str, original: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **named: Any) -> Any:
            try:
                hook(name)
            except OSError:
                if name == "close":  # a close that reports an error has closed all the same
                    original(*args, **named)
                raise
            return original(*args, **named)

        return call

    try:
        for module, name, original in originals:
            setattr(module, name, wrapped(name, original))
        yield
    finally:
        for module, name, original in originals:
            setattr(module, name, original)


def count_calls(work: Callable[[], object]) -> int:
    calls: list[str] = []
    with before_every_call(calls.append):
        work()
    return len(calls)


def in_child(work: Callable[[], object]) -> int:
    """Fork a process that does some work; returns its id."""
    child = os.fork()
    if child == 0:
        try:
            work()
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    return child


def ended(child: int) -> int:
    """Wait for a child; its exit code, or minus the signal that killed it."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


class Scene:
    """A file in a folder of its own, that can be set up again and again."""

    def __init__(self, folder: Path, kind: str) -> None:
        self.folder = folder
        self.kind = kind
        self.path = folder / "plan.yaml"
        self.content = SHORT if kind == "shorter" else NEW

    def set_up(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir()
        match self.kind:
            case "new":
                return
            case "link":
                (self.folder / "real.yaml").write_bytes(OLD)
                self.path.symlink_to("real.yaml")
            case "hard link" | "shorter":
                self.path.write_bytes(OLD)
                os.link(self.path, self.folder / "other.yaml")
            case _:
                self.path.write_bytes(OLD)

    def write(self) -> object:
        if self.kind == "new":
            return write_new(str(self.path), self.content, overwrite=False)
        return replace_file(str(self.path), OLD, self.content, keep=self.kind == "kept")

    @property
    def now(self) -> bytes | None:
        return self.path.read_bytes() if self.path.exists() else None

    @property
    def before(self) -> bytes | None:
        return None if self.kind == "new" else OLD

    @property
    def kept(self) -> bytes | None:
        """The copy that ``--backup`` asks for."""
        copy = self.folder / "plan.yaml~"
        return copy.read_bytes() if copy.exists() else None

    @property
    def backup(self) -> Path:
        return self.folder / "plan.yaml.hrsi-bak"

    def strays(self) -> list[str]:
        return [path.name for path in self.folder.iterdir() if path.name.endswith(".tmp")]
