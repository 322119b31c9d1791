"""The calls to the system that writing is made of, and what the writer asks of them."""

from __future__ import annotations

import errno
import os
import sys
import time
from pathlib import Path

import pytest

from hrsi_cli.domain.problem import HrsiError
from hrsi_cli.knowledge import file_lock, file_writer, in_place, raw_file
from hrsi_cli.knowledge.file_lock import hold_lock
from hrsi_cli.knowledge.file_writer import lock_for_edit, replace_file, write_new

OLD, NEW = b"old\n", b"the new content\n"


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.yaml"
    path.write_bytes(OLD)
    return path


def test_an_open_file_is_read_and_written_from_where_it_is(plan: Path) -> None:
    descriptor = raw_file.open_existing(str(plan))
    assert raw_file.read_all(descriptor) == OLD
    raw_file.write_all(descriptor, b"more")
    os.lseek(descriptor, 2, os.SEEK_SET)
    assert raw_file.read_all(descriptor) == b"d\nmore"
    os.close(descriptor)
    assert raw_file.read_whole(str(plan)) == OLD + b"more"
    with pytest.raises(FileNotFoundError):
        raw_file.open_existing(str(plan.with_name("gone")))
    with pytest.raises(FileExistsError):
        raw_file.new_file(str(plan), 0o600)


def test_a_new_file_has_the_mode_that_was_asked_for(tmp_path: Path) -> None:
    os.close(raw_file.new_file(str(tmp_path / "one"), 0o640))
    assert (tmp_path / "one").stat().st_mode & 0o777 == 0o640


def test_a_folder_is_confirmed_or_not(tmp_path: Path) -> None:
    assert raw_file.sync_folder(str(tmp_path)) is True
    assert raw_file.sync_folder(str(tmp_path / "gone")) is False


def test_removing_what_is_not_there_says_nothing(plan: Path) -> None:
    raw_file.remove_quietly(str(plan))
    raw_file.remove_quietly(str(plan))
    assert not plan.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_nobody_else_may_look_into_a_file_while_it_is_written(plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    real = raw_file.new_file

    def watched(path: str, mode: int) -> int:
        asked.append(mode)
        return real(path, mode)

    for module in (file_writer, in_place):
        monkeypatch.setattr(module, "new_file", watched)
    replace_file(str(plan), OLD, NEW, keep=True)
    os.link(plan, plan.with_name("other.yaml"))
    replace_file(str(plan), NEW, OLD)
    assert asked == [0o600, 0o600, 0o600]
    write_new(str(plan.with_name("new.yaml")), NEW, overwrite=False)
    assert asked[3:] == [0o666], "a new one takes what the umask leaves"


@pytest.mark.parametrize("refused", [os.W_OK, os.X_OK])
def test_in_a_folder_that_takes_no_new_file_a_plan_is_written_in_place(
    refused: int, plan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.access
    inode = plan.stat().st_ino
    with monkeypatch.context() as patch:
        patch.setattr(
            os, "access", lambda name, mode: not (str(name) == str(plan.parent) and mode & refused) and real(name, mode)
        )
        replace_file(str(plan), OLD, NEW)
    assert (plan.read_bytes(), plan.stat().st_ino, os.listdir(plan.parent)) == (NEW, inode, ["plan.yaml"])


def test_a_link_that_cannot_be_looked_at_is_not_replaced(plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    link = plan.with_name("link.yaml")
    link.symlink_to("plan.yaml")
    real = os.lstat

    def fails(name: str, **more: object) -> os.stat_result:
        if str(name) == str(link):
            raise OSError(errno.EIO, "I/O error")
        return real(name)

    with monkeypatch.context() as patch:
        patch.setattr(os, "lstat", fails)
        with pytest.raises(HrsiError) as caught:
            replace_file(str(link), OLD, NEW)
    assert (caught.value.message.id, caught.value.message.values) == ("write.failed", {"path": str(link), "reason": "I/O error"})
    assert link.is_symlink() and plan.read_bytes() == OLD


def test_a_stray_of_exactly_an_hour_stays(plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_writer, "_WINDOWS", True)
    monkeypatch.setattr(time, "time", lambda: 1_000_000.0)
    stray = plan.with_name(".plan.yaml.0123456789ab.tmp")
    stray.touch()
    os.utime(stray, (996_400, 996_400))
    with lock_for_edit(str(plan)):
        assert stray.exists()
    os.utime(stray, (996_399, 996_399))
    with lock_for_edit(str(plan)):
        assert not stray.exists()


def test_whoever_holds_the_lock_is_told_so(plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with hold_lock(str(plan)) as locked:
        assert locked is True
    with hold_lock(str(plan), 0) as again:
        assert again is True

    def refuse(descriptor: int) -> None:
        raise OSError(errno.ENOLCK, "no locks here")

    monkeypatch.setattr(file_lock, "_try_lock", refuse)
    with hold_lock(str(plan)) as unlocked:
        assert unlocked is False


def test_a_name_that_no_system_takes_is_told_with_the_systems_words() -> None:
    with pytest.raises(HrsiError) as caught:
        write_new("a\0b", NEW, overwrite=True)
    assert caught.value.message.id == "write.failed"
    assert caught.value.message.values == {"path": "a\\x00b", "reason": "embedded null byte"}
