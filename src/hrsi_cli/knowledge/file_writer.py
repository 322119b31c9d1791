"""Writing files so that a crash, a full disk or a second editor never costs the old content.

A file is written beside its place and moved over it. Where that would break a hard link or change the
owner, or the folder cannot be written, it is written in place with a synced copy kept until it is done.
"""

from __future__ import annotations

import errno
import os
import re
import shutil
import stat
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager

from hrsi_cli.domain.problem import HrsiError, Message
from hrsi_cli.domain.visible import visible
from hrsi_cli.knowledge.file_lock import LOCK_WAIT, hold_lock
from hrsi_cli.knowledge.files_of_run import files_read, note_unconfirmed
from hrsi_cli.knowledge.in_place import backup_path, write_in_place
from hrsi_cli.knowledge.raw_file import new_file, read_whole, remove_quietly, sync, sync_folder, write_all
from hrsi_cli.knowledge.text_file import same_file, shown_path

STRAY_AGE = 3600.0
"""Seconds after which a temporary file of a dead run is removed where no lock proves it dead."""
RETRIES = (0.05, 0.1, 0.2, 0.4, 0.8)
"""Pauses in seconds before replacing is tried again on Windows."""
_HELD_OPEN = (5, 32, 33)
"""WinError of a file that a scanner or an indexer holds for a moment."""
_WINDOWS = sys.platform == "win32"
_NAME_BYTES = 200
"""A temporary name must fit in 255 bytes."""


@contextmanager
def lock_for_edit(path: str, *, wait: float = LOCK_WAIT) -> Iterator[None]:
    """Keep other hrsi runs from editing ``path``, from before it is read until after it is written.

    Pass ``locked=True`` to `replace_file` inside. Raises HrsiError when the lock stays taken, and when
    an earlier edit in place was interrupted and nobody has decided yet which text is right.
    """
    target = _real(path)
    with hold_lock(target, wait) as locked:
        _remove_strays(target, all_ages=locked and not _WINDOWS)
        _refuse_interrupted(target)
        yield


def replace_file(
    path: str, expected: bytes | None, content: bytes, *, overwrite: bool = False, locked: bool = False, keep: bool = False
) -> None:
    """Put ``content`` in the place of the file that held ``expected`` when it was read.

    ``expected`` None means a new file: an existing one is refused unless ``overwrite``. With ``keep`` the
    old text stays as ``plan.yaml~``; what cannot be kept is not replaced.
    What the disk does not confirm is written all the same, and told at the end of the run.
    Any HrsiError but ``write.half_written`` and ``write.backup_left`` leaves the file as it was.
    """
    if not locked:
        with lock_for_edit(path):
            replace_file(path, expected, content, overwrite=overwrite, locked=True, keep=keep)
        return
    target = _real(path)
    with _in_words(path):
        status = _status(target)
        _refuse(path, target, status, expected, overwrite)
        if keep and status is not None and expected is not None:
            _keep_old(path, target, status, expected)
        if status is not None and (status.st_nlink > 1 or not os.access(os.path.dirname(target), os.W_OK | os.X_OK)):
            confirmed = write_in_place(target, expected, content)
        else:
            confirmed = _write_beside(path, target, status, expected, content, overwrite)
    if not confirmed:
        note_unconfirmed(path)


def write_new(path: str, content: bytes, *, overwrite: bool, never: Iterable[str] = (), ours: bool = False) -> None:
    """Write a report or a starter plan.

    A dash is refused, which elsewhere is standard output.
    An existing file is refused without ``overwrite``, and one of ``never`` always. So is every file that this run
    has read, by whatever name, but for what the program keeps there for itself (``ours``), such as a baseline.
    """
    if path == "-":
        raise HrsiError(Message("write.dash"))
    if any(same_file(path, other) for other in (*never, *(() if ours else files_read()))):
        raise HrsiError(Message("write.is_input", {"path": shown_path(path)}))
    replace_file(path, None, content, overwrite=overwrite)


def _real(path: str) -> str:
    """The file itself, so that a symbolic link stays and every name of a file leads to one lock."""
    with _in_words(path):
        try:
            return os.path.realpath(path, strict=True)  # without, a link that cannot be read now would be replaced
        except FileNotFoundError:
            return os.path.realpath(path)


def _status(target: str) -> os.stat_result | None:
    try:
        return os.stat(target)
    except FileNotFoundError:
        return None


def _refuse(path: str, target: str, status: os.stat_result | None, expected: bytes | None, overwrite: bool) -> None:
    """Stop before anything is written when the file is not what the caller takes it for."""
    values = {"path": shown_path(path)}
    if status is None:
        if expected is not None:
            raise HrsiError(Message("write.vanished", values))
        return
    if not stat.S_ISREG(status.st_mode):
        raise HrsiError(Message("write.not_regular", values))
    if expected is None and not overwrite:
        raise HrsiError(Message("write.exists", values), Message("write.hint_overwrite"))
    if not os.access(target, os.W_OK):  # replacing would get round a protection that somebody set on purpose
        raise HrsiError(Message("write.read_only", values))


def _write_beside(
    path: str, target: str, status: os.stat_result | None, expected: bytes | None, content: bytes, overwrite: bool
) -> bool:
    temporary = _temporary(target)
    # not mkstemp: a new file takes its mode from the umask, which only creating it can apply
    descriptor = new_file(temporary, 0o666 if status is None else 0o600)
    with ExitStack() as undo:
        undo.callback(remove_quietly, temporary)
        try:
            write_all(descriptor, content)
            kept = status is None or _take_over(descriptor, temporary, target, status)
            if kept:
                sync(descriptor)
        finally:
            os.close(descriptor)
        if not kept:
            return write_in_place(target, expected, content)
        if not (expected is None and overwrite) and _content(target) != expected:
            raise _changed(path)
        try:
            _replace(temporary, target)
        except OSError as error:
            if getattr(error, "winerror", None) not in _HELD_OPEN:
                raise
            undo.pop_all()  # the new text stays beside the file that another program holds
            busy = Message("write.busy", {"path": shown_path(path)})
            raise HrsiError(busy, Message("write.hint_kept", {"kept": shown_path(temporary)})) from error
    return sync_folder(os.path.dirname(target))


def _keep_old(path: str, target: str, status: os.stat_result, expected: bytes) -> None:
    """Write the copy that was asked for; it takes the place of an older one once it is whole."""
    if _content(target) != expected:
        raise _changed(path)
    temporary = _temporary(target)
    descriptor = new_file(temporary, 0o600)  # whoever may not read the plan may not read its copy at any moment
    try:
        try:
            write_all(descriptor, expected)
            _take_over(descriptor, temporary, target, status)
            sync(descriptor)
        finally:
            os.close(descriptor)
        _replace(temporary, f"{target}~")
    finally:
        remove_quietly(temporary)


def _temporary(target: str) -> str:
    folder, name = os.path.split(target)
    return os.path.join(folder, f".{_short(name)}.{os.urandom(6).hex()}.tmp")


def _take_over(descriptor: int, temporary: str, target: str, status: os.stat_result) -> bool:
    """Give the new file the owner, mode and attributes of the old; False when the owner cannot be kept."""
    if sys.platform != "win32":
        own = os.fstat(descriptor)
        if (own.st_uid, own.st_gid) != (status.st_uid, status.st_gid):
            try:
                os.fchown(descriptor, status.st_uid, status.st_gid)
            except PermissionError:
                return False
    shutil.copystat(target, temporary)  # mode and attributes; after the owner, whose change clears mode bits
    os.utime(temporary)  # copystat brings the old times along, and the content is of now
    return True


def _content(target: str) -> bytes | None:
    try:
        return read_whole(target)
    except FileNotFoundError:
        return None


def _replace(temporary: str, target: str) -> None:
    for pause in RETRIES if _WINDOWS else ():
        try:
            os.replace(temporary, target)
            return
        except OSError as error:
            if getattr(error, "winerror", None) not in _HELD_OPEN:
                raise
            time.sleep(pause)
    os.replace(temporary, target)


def _short(name: str) -> str:
    return os.fsdecode(os.fsencode(name)[:_NAME_BYTES])


def _remove_strays(target: str, *, all_ages: bool) -> None:
    """Remove temporary files that dead runs left for this file.

    Under the lock no living run can own one, whatever its age. Without, an hour is waited; so it is on
    Windows, where a new text is kept on purpose when its file could not be replaced.
    """
    folder, name = os.path.split(target)
    own = re.compile(re.escape(f".{_short(name)}.") + r"[0-9a-f]{12}\.tmp")
    try:
        for found in os.listdir(folder):
            if own.fullmatch(found):
                stray = os.path.join(folder, found)
                if all_ages or time.time() - os.stat(stray).st_mtime > STRAY_AGE:
                    os.unlink(stray)
    except OSError:
        pass  # tidying up must not keep anybody from editing


def _refuse_interrupted(target: str) -> None:
    """Refuse to go on after an interrupted edit in place; a copy that equals the file is just removed."""
    backup = backup_path(target)
    with _in_words(target):
        if not os.path.lexists(backup):
            return
        if _content(backup) == _content(target):
            os.unlink(backup)
            return
    values = {"path": shown_path(target), "backup": shown_path(backup)}
    raise HrsiError(Message("write.interrupted", values), Message("write.hint_restore", values))


def _changed(path: str) -> HrsiError:
    return HrsiError(Message("write.changed", {"path": shown_path(path)}), Message("write.hint_again"))


_SENTENCES = {
    errno.ENOSPC: "write.no_space",
    getattr(errno, "EDQUOT", errno.ENOSPC): "write.no_space",
    errno.EACCES: "write.not_permitted",
    errno.EPERM: "write.not_permitted",
    errno.EROFS: "write.not_permitted",
    errno.ENOENT: "write.no_directory",
    errno.ENOTDIR: "write.no_directory",
}


@contextmanager
def _in_words(path: str) -> Iterator[None]:
    """Turn a refusal of the operating system into a sentence about the file."""
    try:
        yield
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        reason = visible(getattr(error, "strerror", "") or str(error))
        sentence = _SENTENCES.get(getattr(error, "errno", 0), "write.failed")
        raise HrsiError(Message(sentence, {"path": shown_path(path), "reason": reason})) from error
