"""Writing into an existing file, for those that must not be replaced.

A hard link would break, an owner would change, or the folder takes no new file. Because a crash half
way would leave a mixture, a synced copy of the old content stands beside the file until it is done.
"""

from __future__ import annotations

import os
import tempfile

from hrsi_cli.domain.problem import HrsiError, Message
from hrsi_cli.domain.visible import visible
from hrsi_cli.knowledge.raw_file import new_file, open_existing, read_all, remove_quietly, sync, sync_folder, write_all
from hrsi_cli.knowledge.text_file import shown_path


def backup_path(target: str) -> str:
    """Where the copy stands while a file is written in place."""
    return f"{target}.hrsi-bak"


def write_in_place(target: str, expected: bytes | None, content: bytes) -> bool:
    """Write over the content of a file; None for ``expected`` skips the comparison.

    Returns whether the disk confirmed the removal of the copy. On a failure the old content is put back.
    """
    descriptor = open_existing(target)
    try:
        old = read_all(descriptor)
        if expected is not None and old != expected:
            raise HrsiError(Message("write.changed", {"path": shown_path(target)}), Message("write.hint_again"))
        backup = _keep(target, old)
        values = {"path": shown_path(target), "backup": shown_path(backup)}
        try:
            _overwrite(descriptor, content)
        except BaseException as failure:  # Ctrl-C as well: half a plan must not stay
            _put_back(descriptor, old, backup, failure, values)
            raise
    finally:
        _close(descriptor)
    try:
        os.unlink(backup)
    except OSError as error:
        raise HrsiError(Message("write.backup_left", values), Message("write.hint_delete", values)) from error
    return sync_folder(os.path.dirname(backup))


def _keep(target: str, old: bytes) -> str:
    """Write the copy; it takes its name only once it is whole, so whoever finds it can trust it."""
    if not os.access(os.path.dirname(target), os.W_OK | os.X_OK):
        return _keep_elsewhere(target, old)
    backup = backup_path(target)
    folder, name = os.path.split(target)
    temporary = os.path.join(folder, f".{os.fsdecode(os.fsencode(name)[:200])}.{os.urandom(6).hex()}.tmp")
    descriptor = new_file(temporary, 0o600)
    try:
        _fill(descriptor, old)
        os.rename(temporary, backup)
    except BaseException:
        remove_quietly(temporary)
        raise
    if not sync_folder(folder):
        remove_quietly(backup)
        raise OSError(0, "the copy could not be brought to the disk")
    return backup


def _keep_elsewhere(target: str, old: bytes) -> str:
    """A folder that takes no file takes no copy either; the next best place is the system's own."""
    descriptor, backup = tempfile.mkstemp(prefix=f"{os.path.basename(target)[:60]}.", suffix=".hrsi-bak")
    try:
        _fill(descriptor, old)
    except BaseException:
        remove_quietly(backup)
        raise
    return backup


def _fill(descriptor: int, content: bytes) -> None:
    try:
        write_all(descriptor, content)
        sync(descriptor)
    finally:
        os.close(descriptor)


def _overwrite(descriptor: int, content: bytes) -> None:
    os.lseek(descriptor, 0, os.SEEK_SET)
    write_all(descriptor, content)
    os.ftruncate(descriptor, len(content))
    sync(descriptor)


def _put_back(descriptor: int, old: bytes, backup: str, failure: BaseException, values: dict[str, str]) -> None:
    """Undo a failed write. The old bytes need no new space, so this works on a full disk too."""
    try:
        _overwrite(descriptor, old)
    except OSError as error:
        reason = visible(getattr(failure, "strerror", None) or str(failure))
        message = Message("write.half_written", {**values, "reason": reason})
        raise HrsiError(message, Message("write.hint_restore", values)) from error
    remove_quietly(backup)


def _close(descriptor: int) -> None:
    try:
        os.close(descriptor)
    except OSError:
        pass  # the content is synced; closing has nothing left to say
