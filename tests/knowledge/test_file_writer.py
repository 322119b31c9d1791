"""What a written file keeps, what is refused, and how long a lock or a scanner is waited for."""

from __future__ import annotations

import errno
import os
import re
import shutil
import stat
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.knowledge.failing_system import NEW, OLD, SHORT, ended, in_child

from hrsi_cli.domain.catalogue import Catalogue
from hrsi_cli.domain.problem import HrsiError
from hrsi_cli.knowledge import file_lock, file_writer, files_of_run
from hrsi_cli.knowledge.file_writer import lock_for_edit, replace_file, write_new
from hrsi_cli.knowledge.plan_editor import Edit, edit_plan_file


def test_mode_owner_and_link_are_kept(tmp_path: Path) -> None:
    real = tmp_path / "real.yaml"
    real.write_bytes(OLD)
    real.chmod(0o640)
    owner = (1000, 1001) if os.geteuid() == 0 else (os.geteuid(), os.getegid())  # only root can give a file away
    os.chown(real, *owner)
    os.utime(real, (1, 1))
    link = tmp_path / "plan.yaml"
    link.symlink_to("real.yaml")
    replace_file(str(link), OLD, NEW)
    status = real.stat()
    assert (stat.S_IMODE(status.st_mode), status.st_uid, status.st_gid) == (0o640, *owner)
    assert link.is_symlink() and real.read_bytes() == NEW
    assert status.st_mtime > 1, "the time is that of the new content"


def test_attributes_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_bytes(OLD)
    try:
        os.setxattr(path, "user.hrsi", b"kept")
    except (OSError, AttributeError):
        pytest.skip("this file system or platform has no extended attributes")
    replace_file(str(path), OLD, NEW)
    assert os.getxattr(path, "user.hrsi") == b"kept"


def test_a_hard_link_is_kept(tmp_path: Path) -> None:
    path, other = tmp_path / "plan.yaml", tmp_path / "other.yaml"
    path.write_bytes(OLD)
    os.link(path, other)
    for old, new in ((OLD, NEW), (NEW, SHORT)):
        replace_file(str(path), old, new)
        assert path.samefile(other)
        assert other.read_bytes() == new
    assert sorted(os.listdir(tmp_path)) == ["other.yaml", "plan.yaml"]


def test_a_new_file_follows_the_umask(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write_new(str(tmp_path / "report.html"), NEW, overwrite=False)
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "report.html").stat().st_mode) == 0o640


def refusal(work: Callable[[], object]) -> str:
    with pytest.raises(HrsiError) as caught:
        work()
    return caught.value.message.id


def test_refusals(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    target = str(path)
    path.write_bytes(OLD)
    link, loop, pipe = tmp_path / "link", tmp_path / "loop", tmp_path / "pipe"
    link.symlink_to(path)
    loop.symlink_to(loop)
    os.mkfifo(pipe)
    assert refusal(lambda: replace_file(target, b"something else", NEW)) == "write.changed"
    assert refusal(lambda: write_new(target, NEW, overwrite=False)) == "write.exists"
    assert refusal(lambda: write_new(str(link), NEW, overwrite=True, never=["missing", target])) == "write.is_input"
    assert refusal(lambda: write_new(str(tmp_path), NEW, overwrite=True)) == "write.not_regular"
    assert refusal(lambda: write_new(str(pipe), NEW, overwrite=True)) == "write.not_regular"
    assert refusal(lambda: write_new(str(tmp_path / "no" / "x"), NEW, overwrite=True)) == "write.no_directory"
    assert refusal(lambda: write_new(str(path / "x"), NEW, overwrite=True)) == "write.no_directory"
    assert refusal(lambda: write_new(str(loop), NEW, overwrite=True)) == "write.failed"
    assert refusal(lambda: write_new("a\0b", NEW, overwrite=True)) == "write.failed"
    assert refusal(lambda: write_new(str(tmp_path / ("n" * 300)), NEW, overwrite=True)) == "write.failed"
    assert refusal(lambda: replace_file(str(tmp_path / "gone"), OLD, NEW)) == "write.vanished"
    assert path.read_bytes() == OLD
    write_new(str(link), NEW, overwrite=True, never=[str(tmp_path / "other")])
    assert path.read_bytes() == NEW
    write_new(str(tmp_path / ("長" * 80)), NEW, overwrite=False)
    assert sorted(os.listdir(tmp_path)) == ["link", "loop", "pipe", "plan.yaml", "長" * 80]


def test_a_hard_linked_file_that_changed_is_refused_too(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_bytes(OLD)
    os.link(path, tmp_path / "other")
    assert refusal(lambda: replace_file(str(path), b"something else", NEW)) == "write.changed"
    assert path.read_bytes() == OLD


def test_a_plan_that_another_program_changes_during_the_edit_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_text("a: 1\n", encoding="utf-8")

    def interfere(text: str) -> None:
        path.write_text("a: 5\n", encoding="utf-8")

    assert refusal(lambda: edit_plan_file(str(path), lambda document: [Edit(("a",), 2)], interfere)) == "write.changed"
    assert path.read_text(encoding="utf-8") == "a: 5\n"
    assert os.listdir(tmp_path) == ["plan.yaml"]


@pytest.fixture
def shared_folder() -> Iterator[Path]:
    """A folder that a user without rights reaches; pytest's own is closed to all but its owner."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


def as_plain_user(work: Callable[[], object]) -> int:
    """Do some work in a child without root's rights, for whom permissions hold."""

    def drop_and_work() -> None:
        if os.geteuid() == 0:
            os.setgroups([])
            os.setgid(12345)
            os.setuid(12345)
        work()

    return ended(in_child(drop_and_work))


def give_to_plain_user(*paths: Path) -> None:
    if os.geteuid() == 0:
        for path in paths:
            os.chown(path, 12345, 12345)


def test_a_read_only_file_is_refused_though_its_folder_would_allow_it(shared_folder: Path) -> None:
    path = shared_folder / "plan.yaml"
    path.write_bytes(OLD)
    path.chmod(0o444)
    give_to_plain_user(shared_folder, path)

    def work() -> None:
        assert refusal(lambda: replace_file(str(path), OLD, NEW)) == "write.read_only"

    assert as_plain_user(work) == 0
    assert path.read_bytes() == OLD


def test_a_folder_that_takes_no_file_is_written_in_place(shared_folder: Path) -> None:
    path = shared_folder / "plan.yaml"
    path.write_bytes(OLD)
    give_to_plain_user(shared_folder, path)
    # the system's own folder for temporary files need not be open to every user
    backups = shared_folder / "temporary"
    backups.mkdir()
    give_to_plain_user(backups)
    shared_folder.chmod(0o555)
    copies = set(backups.glob("plan.yaml.*.hrsi-bak"))

    def work() -> None:
        tempfile.tempdir = str(backups)
        replace_file(str(path), OLD, NEW)
        assert refusal(lambda: write_new(str(shared_folder / "report"), NEW, overwrite=False)) == "write.not_permitted"

    inode = path.stat().st_ino
    assert as_plain_user(work) == 0
    assert path.read_bytes() == NEW
    assert path.stat().st_ino == inode
    assert set(backups.glob("plan.yaml.*.hrsi-bak")) == copies


def test_a_file_of_somebody_else_keeps_its_owner(shared_folder: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can give a file to another user")
    path = shared_folder / "plan.yaml"
    path.write_bytes(OLD)
    path.chmod(0o666)
    os.chown(shared_folder, 12345, 12345)
    assert as_plain_user(lambda: replace_file(str(path), OLD, NEW)) == 0
    assert path.read_bytes() == NEW
    assert path.stat().st_uid == 0
    assert os.listdir(shared_folder) == ["plan.yaml"]


def test_a_second_editor_waits_and_then_gives_up(tmp_path: Path) -> None:
    path = str(tmp_path / "plan.yaml")
    with lock_for_edit(path), pytest.raises(HrsiError, match=r"write\.locked"), lock_for_edit(path, wait=0.05):
        pytest.fail("two editors hold one lock")
    with lock_for_edit(path):
        pass


def test_a_file_system_without_locks_still_compares(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_locks(descriptor: int) -> None:
        raise OSError(errno.ENOLCK, "no locks")

    monkeypatch.setattr(file_lock, "_try_lock", no_locks)
    path = tmp_path / "plan.yaml"
    path.write_bytes(OLD)
    young, old = tmp_path / ".plan.yaml.0123456789ab.tmp", tmp_path / ".plan.yaml.ba9876543210.tmp"
    young.touch()
    old.touch()
    os.utime(old, (1, 1))
    replace_file(str(path), OLD, NEW)
    assert path.read_bytes() == NEW
    assert young.exists(), "without a lock it may belong to a living run"
    assert not old.exists()


def test_strays_of_dead_runs_are_removed_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_bytes(OLD)
    others = {".plan.yaml.notes.tmp", ".plan.yaml.tmp", ".other.yaml.0123456789ab.tmp", "plan.yaml~"}
    for name in (*others, ".plan.yaml.0123456789ab.tmp"):
        (tmp_path / name).touch()
    replace_file(str(path), OLD, NEW)
    assert set(os.listdir(tmp_path)) == {"plan.yaml", *others}


def test_a_copy_left_by_a_finished_edit_does_not_stop_the_next(tmp_path: Path) -> None:
    path, backup = tmp_path / "plan.yaml", tmp_path / "plan.yaml.hrsi-bak"
    path.write_bytes(OLD)
    backup.write_bytes(OLD)
    replace_file(str(path), OLD, NEW)
    assert os.listdir(tmp_path) == ["plan.yaml"]


def test_a_folder_that_cannot_be_synced_is_reported_and_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.fsync

    def fsync(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(errno.EIO, "I/O error")
        real(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)
    path = tmp_path / "plan.yaml"
    path.write_text("a: 1\n", encoding="utf-8")
    files_of_run.begin()
    edit_plan_file(str(path), lambda document: [Edit(("a",), 2)], lambda text: None)
    assert files_of_run.unconfirmed() == (str(path),)
    assert path.read_text(encoding="utf-8") == "a: 2\n"


class Held:
    """os.replace as on Windows while a scanner holds the file."""

    def __init__(self, times: int, code: int) -> None:
        self.left = times
        self.code = code
        self.replace = os.replace

    def __call__(self, source: str, target: str) -> None:
        if self.left:
            self.left -= 1
            error = PermissionError(errno.EACCES, "held")
            error.winerror = self.code  # type: ignore[attr-defined]
            raise error
        self.replace(source, target)


@pytest.mark.parametrize("code", [5, 32, 33])
def test_windows_replaces_again_while_a_scanner_holds_the_file(
    code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pauses: list[float] = []
    monkeypatch.setattr(file_writer, "_WINDOWS", True)
    monkeypatch.setattr(time, "sleep", pauses.append)
    path = tmp_path / "plan.yaml"
    path.write_bytes(OLD)
    monkeypatch.setattr(os, "replace", Held(5, code))
    replace_file(str(path), OLD, NEW)
    assert path.read_bytes() == NEW
    assert pauses == [0.05, 0.1, 0.2, 0.4, 0.8]
    monkeypatch.setattr(os, "replace", Held(6, code))
    with pytest.raises(HrsiError) as caught:
        replace_file(str(path), NEW, SHORT)
    assert caught.value.message.id == "write.busy"
    assert path.read_bytes() == NEW
    assert caught.value.hint is not None
    assert Path(str(caught.value.hint.values["kept"])).read_bytes() == SHORT


@pytest.mark.parametrize(("windows", "code"), [(True, 17), (False, 5)])
def test_no_other_failure_is_tried_again(windows: bool, code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_writer, "_WINDOWS", windows)
    monkeypatch.setattr(time, "sleep", lambda pause: pytest.fail("waited"))
    path = tmp_path / "plan.yaml"
    path.write_bytes(OLD)
    monkeypatch.setattr(os, "replace", Held(1, code))
    with pytest.raises(HrsiError):
        replace_file(str(path), OLD, NEW)
    assert path.read_bytes() == OLD


def test_every_sentence_is_in_the_catalogue(catalogue: Catalogue) -> None:
    folder = Path(file_writer.__file__).parent
    for name in ("file_writer", "file_lock", "in_place", "plan_editor", "scalars"):
        for sentence in re.findall(r'"((?:write|edit)\.[a-z_]+)"', (folder / f"{name}.py").read_text(encoding="utf-8")):
            assert sentence in catalogue.sentences


def test_where_the_system_says_read_only_nothing_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "plan.yaml"
    path.write_bytes(OLD)
    real = os.access
    monkeypatch.setattr(os, "access", lambda name, mode: name != str(path) and real(name, mode))
    assert refusal(lambda: replace_file(str(path), OLD, NEW)) == "write.read_only"
    assert (path.read_bytes(), os.listdir(tmp_path)) == (OLD, ["plan.yaml"])


def test_a_plan_that_has_changed_meanwhile_is_not_kept_as_the_old_one(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_bytes(SHORT)
    assert refusal(lambda: replace_file(str(path), OLD, NEW, keep=True)) == "write.changed"
    assert (path.read_bytes(), os.listdir(tmp_path)) == (SHORT, ["plan.yaml"])
