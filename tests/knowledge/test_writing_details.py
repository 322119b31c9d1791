"""Small promises of the writer: nothing stays open, waits are short, copies are found, and a failure says what failed."""

from __future__ import annotations

import errno
import fcntl
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.knowledge.failing_system import NEW, OLD, Scene

from hrsi_cli.domain.problem import HrsiError
from hrsi_cli.knowledge import file_lock, file_writer, in_place, raw_file
from hrsi_cli.knowledge.file_writer import lock_for_edit, replace_file, write_new
from hrsi_cli.knowledge.in_place import write_in_place


def open_files() -> int:
    return len(os.listdir("/proc/self/fd"))


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="only Linux lists what a process holds open")
@pytest.mark.parametrize("kind", ["file", "new", "link", "hard link", "kept"])
def test_nothing_stays_open(kind: str, tmp_path: Path) -> None:
    scene = Scene(tmp_path / "scene", kind)
    before = open_files()
    for _ in range(3):
        scene.set_up()
        scene.write()
    assert open_files() == before


def failing(name: str, number: int, only: Callable[..., bool] = lambda *args: True) -> Callable[..., object]:
    """A call to the system that fails when its arguments are those asked for."""
    real = getattr(os, name)

    def call(*args: object, **named: object) -> object:
        if only(*args):
            raise OSError(number, os.strerror(number))
        return real(*args, **named)

    return call


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="only Linux lists what a process holds open")
@pytest.mark.parametrize("kind", ["file", "hard link", "kept"])
@pytest.mark.parametrize("call", ["write", "fsync"])
def test_nothing_stays_open_after_a_failure(kind: str, call: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scene = Scene(tmp_path / "scene", kind)
    scene.set_up()
    before = open_files()
    with monkeypatch.context() as patch:
        patch.setattr(os, call, failing(call, errno.EIO))
        with pytest.raises(HrsiError) as caught:
            scene.write()
    assert caught.value.message.id in ("write.failed", "write.half_written")
    assert open_files() == before
    assert scene.strays() == []


@pytest.mark.parametrize(
    ("number", "message"),
    [
        (errno.ENOSPC, "write.no_space"),
        (errno.EDQUOT, "write.no_space"),
        (errno.EACCES, "write.not_permitted"),
        (errno.EPERM, "write.not_permitted"),
        (errno.EROFS, "write.not_permitted"),
        (errno.ENOENT, "write.no_directory"),
        (errno.ENOTDIR, "write.no_directory"),
        (errno.EIO, "write.failed"),
    ],
)
def test_each_refusal_of_the_system_has_its_sentence(
    number: int, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "plan.yaml"
    path.write_bytes(OLD)
    monkeypatch.setattr(os, "write", failing("write", number))
    with pytest.raises(HrsiError) as caught:
        replace_file(str(path), OLD, NEW)
    assert caught.value.message.id == message
    assert caught.value.message.values["path"] == str(path)
    assert caught.value.message.values["reason"] == os.strerror(number)


def linked(tmp_path: Path) -> Path:
    path = tmp_path / "plan.yaml"
    path.write_bytes(OLD)
    os.link(path, tmp_path / "other.yaml")
    return path


def test_a_copy_that_cannot_be_confirmed_stops_the_edit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = linked(tmp_path)
    monkeypatch.setattr(in_place, "sync_folder", lambda folder: False)
    with pytest.raises(HrsiError) as caught:
        replace_file(str(path), OLD, NEW)
    assert caught.value.message.id == "write.failed"
    assert caught.value.message.values["reason"] == "the copy could not be brought to the disk"
    assert path.read_bytes() == OLD
    assert sorted(os.listdir(tmp_path)) == ["other.yaml", "plan.yaml"]


def test_a_copy_that_cannot_take_its_name_stops_the_edit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = linked(tmp_path)
    monkeypatch.setattr(os, "rename", failing("rename", errno.EIO))
    with pytest.raises(HrsiError, match=r"write\.failed"):
        replace_file(str(path), OLD, NEW)
    assert path.read_bytes() == OLD
    assert sorted(os.listdir(tmp_path)) == ["other.yaml", "plan.yaml"]


def test_a_copy_that_cannot_be_removed_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = linked(tmp_path)
    monkeypatch.setattr(os, "unlink", failing("unlink", errno.EACCES, lambda name: str(name).endswith(".hrsi-bak")))
    with pytest.raises(HrsiError) as caught:
        replace_file(str(path), OLD, NEW)
    assert caught.value.message.id == "write.backup_left"
    assert caught.value.message.values["backup"] == f"{path}.hrsi-bak"
    assert caught.value.hint is not None and caught.value.hint.id == "write.hint_delete"
    assert path.read_bytes() == NEW


def test_what_could_not_be_undone_says_why_and_where_the_copy_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = linked(tmp_path)
    monkeypatch.setattr(os, "ftruncate", failing("ftruncate", errno.EIO))
    with pytest.raises(HrsiError) as caught:
        replace_file(str(path), OLD, NEW)
    assert caught.value.message.id == "write.half_written"
    assert caught.value.message.values == {"path": str(path), "backup": f"{path}.hrsi-bak", "reason": os.strerror(errno.EIO)}
    assert caught.value.hint is not None and caught.value.hint.id == "write.hint_restore"
    assert (tmp_path / "plan.yaml.hrsi-bak").read_bytes() == OLD


def test_a_failure_that_could_be_undone_leaves_no_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = linked(tmp_path)
    calls = iter([True])
    monkeypatch.setattr(os, "ftruncate", failing("ftruncate", errno.EIO, lambda *args: next(calls, False)))
    with pytest.raises(HrsiError, match=r"write\.failed"):
        replace_file(str(path), OLD, NEW)
    assert path.read_bytes() == OLD
    assert sorted(os.listdir(tmp_path)) == ["other.yaml", "plan.yaml"]


def test_in_a_folder_that_takes_no_file_the_copy_lies_in_the_systems_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, spare = tmp_path / "folder", tmp_path / "spare"
    folder.mkdir()
    spare.mkdir()
    path = folder / "plan.yaml"
    path.write_bytes(OLD)
    monkeypatch.setattr(tempfile, "tempdir", str(spare))
    real = os.access
    monkeypatch.setattr(os, "access", lambda name, mode: name != str(folder) and real(name, mode))
    seen: list[tuple[str, bytes]] = []
    unlink = os.unlink

    def watched(name: str) -> None:
        seen.append((os.path.basename(name), Path(name).read_bytes()))
        unlink(name)

    monkeypatch.setattr(os, "unlink", watched)
    replace_file(str(path), OLD, NEW)
    assert path.read_bytes() == NEW
    ((name, content),) = seen
    assert name.startswith("plan.yaml.") and name.endswith(".hrsi-bak") and content == OLD
    assert os.listdir(spare) == [] and os.listdir(folder) == ["plan.yaml"]
    monkeypatch.setattr(os, "write", failing("write", errno.ENOSPC))
    with pytest.raises(HrsiError, match=r"write\.no_space"):
        replace_file(str(path), NEW, OLD)
    assert (path.read_bytes(), os.listdir(spare)) == (NEW, [])


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file to another user")
def test_a_file_whose_owner_cannot_be_kept_is_written_in_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "plan.yaml"
    path.write_bytes(OLD)
    os.chown(path, 1000, 1000)
    inode = path.stat().st_ino
    monkeypatch.setattr(os, "fchown", failing("fchown", errno.EPERM))
    replace_file(str(path), OLD, NEW, keep=True)
    assert (path.read_bytes(), path.stat().st_ino) == (NEW, inode)
    assert sorted(os.listdir(tmp_path)) == ["plan.yaml", "plan.yaml~"]
    assert (tmp_path / "plan.yaml~").stat().st_mode & 0o777 == 0o600, "the copy is of another owner, so nobody else may read it"


def test_without_something_expected_a_file_is_written_over_in_place(tmp_path: Path) -> None:
    path = linked(tmp_path)
    assert write_in_place(str(path), None, NEW)
    assert path.read_bytes() == NEW
    write_new(str(path), OLD, overwrite=True)
    assert (tmp_path / "other.yaml").read_bytes() == OLD


def test_a_temporary_file_lies_beside_its_plan_and_is_known_as_a_stray(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names: list[str] = []
    real = file_writer.new_file

    def watched(path: str, mode: int) -> int:
        names.append(path)
        return real(path, mode)

    for module in (file_writer, in_place):
        monkeypatch.setattr(module, "new_file", watched)
    long = tmp_path / ("計" * 78 + ".yaml")  # 239 bytes, so that a name with more than 16 on top does not fit
    (tmp_path / "plan.yaml").write_bytes(OLD)
    replace_file(str(tmp_path / "plan.yaml"), OLD, NEW, keep=True)
    replace_file(str(linked_long := linked_to(long)), OLD, NEW)
    for path in names:
        name = os.path.basename(path)
        assert os.path.dirname(path) == str(tmp_path)
        assert name.startswith((".plan.yaml.", ".計計")) and name.endswith(".tmp")
        assert len(os.fsencode(name)) <= 255
        Path(path).touch()
    assert len(names) == 3
    for target in (tmp_path / "plan.yaml", linked_long):
        with lock_for_edit(str(target)):
            pass
    assert not [name for name in os.listdir(tmp_path) if name.endswith(".tmp")], "the next edit finds each of them"


def linked_to(path: Path) -> Path:
    path.write_bytes(OLD)
    os.link(path, path.parent / "other.yaml")
    return path


def test_strays_of_an_hour_count_where_no_lock_tells(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_writer, "_WINDOWS", True)
    path = tmp_path / "plan.yaml"
    path.write_bytes(OLD)
    young, old = tmp_path / ".plan.yaml.0123456789ab.tmp", tmp_path / ".plan.yaml.ba9876543210.tmp"
    for stray, age in ((young, 3599.5), (old, 3600.5)):
        stray.touch()
        os.utime(stray, (1_000_000 - age, 1_000_000 - age))
    monkeypatch.setattr(time, "time", lambda: 1_000_000.0)
    with lock_for_edit(str(path)):
        assert sorted(os.listdir(tmp_path)) == [young.name, "plan.yaml"]


def test_a_taken_lock_is_asked_for_every_hundredth_of_a_second_for_five(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now = 100.0
    pauses: list[float] = []

    def sleep(pause: float) -> None:
        nonlocal now
        now += pause
        pauses.append(pause)

    def busy(descriptor: int) -> None:
        raise BlockingIOError(errno.EAGAIN, "taken")

    monkeypatch.setattr(time, "monotonic", lambda: round(now, 6))
    monkeypatch.setattr(time, "sleep", sleep)
    monkeypatch.setattr(file_lock, "_try_lock", busy)
    with pytest.raises(HrsiError) as caught, lock_for_edit(str(tmp_path / "plan.yaml")):
        pytest.fail("the lock was taken")
    assert caught.value.message.id == "write.locked"
    assert caught.value.message.values["seconds"] == "5"
    assert (set(pauses), len(pauses)) == ({0.01}, 500)


@pytest.mark.parametrize("number", [errno.ENOLCK, errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EBADF])
def test_file_systems_without_locks_are_known(number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(descriptor: int) -> None:
        raise OSError(number, "no locks here")

    monkeypatch.setattr(file_lock, "_try_lock", refuse)
    with file_lock.hold_lock(str(tmp_path / "plan.yaml")) as locked:
        assert not locked


def test_any_other_failure_of_a_lock_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(descriptor: int) -> None:
        raise OSError(errno.EIO, "I/O error")

    monkeypatch.setattr(file_lock, "_try_lock", refuse)
    with pytest.raises(HrsiError) as caught, file_lock.hold_lock(str(tmp_path / "plan.yaml")):
        pytest.fail("no lock was taken")
    assert (caught.value.message.id, caught.value.message.values["reason"]) == ("write.cannot_lock", "I/O error")
    monkeypatch.setattr(os, "open", failing("open", errno.EACCES))
    with pytest.raises(HrsiError, match=r"write\.cannot_lock"), file_lock.hold_lock(str(tmp_path / "plan.yaml")):
        pytest.fail("no lock was taken")


def test_a_lock_is_given_back_and_no_program_started_meanwhile_inherits_it(tmp_path: Path) -> None:
    path = str(tmp_path / "plan.yaml")
    held = os.open(tmp_path, os.O_RDONLY)
    with lock_for_edit(path), pytest.raises(BlockingIOError):
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    os.close(held)
    assert not os.get_inheritable(file_lock._open(path))
    assert not os.get_inheritable(raw_file.new_file(path, 0o600))
    assert not os.get_inheritable(raw_file.open_existing(path))


def test_only_a_folder_can_be_locked(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(HrsiError, match=r"write\.no_directory"), file_lock.hold_lock(str(tmp_path / "file" / "plan.yaml")):
        pytest.fail("a file was taken for a folder")


def test_a_new_file_is_never_made_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OSError):
        raw_file.new_file(str(tmp_path / "link"), 0o600)
    assert not (tmp_path / "elsewhere").exists()


def test_bytes_go_through_in_pieces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real_write, real_read = os.write, os.read
    monkeypatch.setattr(os, "write", lambda descriptor, data: real_write(descriptor, data[:7]))
    monkeypatch.setattr(os, "read", lambda descriptor, size: real_read(descriptor, min(size, 11)))
    path = tmp_path / "plan.yaml"
    path.write_bytes(OLD)
    replace_file(str(path), OLD, NEW)
    assert raw_file.read_whole(str(path)) == NEW


def test_macos_brings_content_past_the_cache_of_the_drive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(fcntl, "F_FULLFSYNC", 51, raising=False)
    monkeypatch.setattr(fcntl, "fcntl", lambda descriptor, command: asked.append(command))
    path = tmp_path / "plan.yaml"
    path.write_bytes(OLD)
    replace_file(str(path), OLD, NEW)
    assert asked == [51]
    monkeypatch.setattr(fcntl, "fcntl", lambda descriptor, command: (_ for _ in ()).throw(OSError(errno.ENOTSUP, "unknown")))
    replace_file(str(path), NEW, OLD)
    assert path.read_bytes() == OLD


def test_a_folder_that_is_gone_confirms_nothing(tmp_path: Path) -> None:
    assert not raw_file.sync_folder(str(tmp_path / "gone"))


def test_an_input_is_known_by_every_name_even_before_it_exists(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    twice = str(tmp_path / "folder" / ".." / "report.html")
    with pytest.raises(HrsiError, match=r"write\.is_input"):
        write_new(twice, NEW, overwrite=True, never=[str(tmp_path / "report.html")])
    write_new(twice, NEW, overwrite=True, never=[str(tmp_path / "other.html")])


def test_a_link_in_a_circle_is_refused_with_the_systems_words(tmp_path: Path) -> None:
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    with pytest.raises(HrsiError) as caught:
        replace_file(str(loop), OLD, NEW)
    assert caught.value.message.values["reason"]
    with pytest.raises(HrsiError) as caught:
        write_new("a\0b", NEW, overwrite=True)
    assert "null" in str(caught.value.message.values["reason"])
