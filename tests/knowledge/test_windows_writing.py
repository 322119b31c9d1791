"""What the writer does differently on Windows, tried with stand-ins for its calls."""

from __future__ import annotations

import errno
import importlib.util
import os
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

from hrsi_cli.domain.problem import HrsiError
from hrsi_cli.knowledge import file_lock, file_writer, raw_file
from hrsi_cli.knowledge.file_writer import replace_file


class Msvcrt(SimpleNamespace):
    """Windows' own locks, as far as the writer uses them: one owner at a time, refused at once."""

    LK_NBLCK, LK_UNLCK = 2, 0

    def __init__(self) -> None:
        super().__init__(held=set(), refusals=0, asked=[])

    def locking(self, descriptor: int, mode: int, length: int) -> None:
        file = os.fstat(descriptor).st_ino
        self.asked.append((mode, length))
        if mode == self.LK_UNLCK:
            self.held.remove(file)
        elif file in self.held or self.refusals:
            self.refusals = max(0, self.refusals - 1)
            raise PermissionError(errno.EACCES, "Permission denied")
        else:
            self.held.add(file)


@pytest.fixture
def msvcrt() -> Msvcrt:
    return Msvcrt()


@pytest.fixture
def windows_lock(msvcrt: Msvcrt, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The lock as it is defined on Windows."""
    monkeypatch.setitem(sys.modules, "msvcrt", msvcrt)
    spec = importlib.util.spec_from_file_location("windows_lock", file_lock.__file__)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    with monkeypatch.context() as patch:
        patch.setattr(sys, "platform", "win32")
        spec.loader.exec_module(module)
    monkeypatch.setattr(file_writer, "hold_lock", module.hold_lock)
    monkeypatch.setattr(file_writer, "_WINDOWS", True)
    return module


def test_an_edit_holds_the_lock_of_its_own_file(windows_lock: ModuleType, msvcrt: Msvcrt, tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_bytes(b"old")
    with windows_lock.hold_lock(str(path)) as locked:
        assert locked
        with windows_lock.hold_lock(str(tmp_path / "other.yaml")):  # another plan in the folder is free
            pass
        with pytest.raises(HrsiError, match=r"write\.locked"), windows_lock.hold_lock(str(path), 0.02):
            pytest.fail("two editors hold one lock")
    assert not msvcrt.held
    assert {length for _, length in msvcrt.asked} == {1}
    replace_file(str(path), b"old", b"new")
    assert path.read_bytes() == b"new"
    # removing the lock file could take it away from another run that has just opened it
    assert sorted(os.listdir(tmp_path)) == [".other.yaml.lock", ".plan.yaml.lock", "plan.yaml"]


def test_a_lock_that_comes_free_is_taken(windows_lock: ModuleType, msvcrt: Msvcrt, tmp_path: Path) -> None:
    msvcrt.refusals = 3
    with windows_lock.hold_lock(str(tmp_path / "plan.yaml")) as locked:
        assert locked
    assert [mode for mode, _ in msvcrt.asked] == [msvcrt.LK_NBLCK] * 4 + [msvcrt.LK_UNLCK]


def test_a_text_kept_after_a_busy_replace_outlives_the_next_edit(windows_lock: ModuleType, tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_bytes(b"old")
    kept, old = tmp_path / ".plan.yaml.0123456789ab.tmp", tmp_path / ".plan.yaml.ba9876543210.tmp"
    kept.write_bytes(b"what another program kept from its place")
    old.touch()
    an_hour_ago = kept.stat().st_mtime - 3605
    os.utime(old, (an_hour_ago, an_hour_ago))
    replace_file(str(path), b"old", b"new")
    assert kept.exists()
    assert not old.exists()


def test_a_folder_needs_no_sync(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    opened: list[object] = []
    with monkeypatch.context() as patch:  # no longer than needed: whoever reports a failure uses files as well
        patch.setattr(os, "name", "nt")
        patch.setattr(os, "open", opened.append)
        confirmed = raw_file.sync_folder(str(tmp_path))
    assert confirmed is True
    assert opened == [], "a folder cannot be opened on Windows"


def test_the_owner_is_left_alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_bytes(b"old\r\n")
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.delattr(os, "fchown")
    replace_file(str(path), b"old\r\n", b"new\r\n")
    assert path.read_bytes() == b"new\r\n"
