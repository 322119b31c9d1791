"""Reading a text file that somebody else wrote: bounded, regular files only, UTF-8 only."""

from __future__ import annotations

import codecs
import errno
import os
import re
import stat
import sys

from hrsi_cli.domain.problem import NOWHERE, InputError, Position, Problem, problem
from hrsi_cli.domain.visible import visible
from hrsi_cli.knowledge.files_of_run import note_read

_UNMARKED_UTF16 = re.compile(rb"(?:[^\0]\0){2}|(?:\0[^\0]){2}")
"""Two ASCII letters of UTF-16, whatever its order, where no mark tells of it."""
_OPEN_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_NOCTTY", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)


def same_file(path: str, other: str) -> bool:
    """Whether two paths lead to one file, through links of either kind; a dash leads to none."""
    if "-" in (path, other):
        return False
    try:
        return os.path.samefile(path, other)
    except ValueError:  # a NUL in the name: there is no such file
        return False
    except OSError:  # one of them does not exist
        return os.path.realpath(path) == os.path.realpath(other)


def shown_path(path: str) -> str:
    """A path as it may be printed: undecodable bytes and control characters become escapes, and an empty one is seen."""
    if not path:
        return '""'
    return visible(os.fsencode(path).decode("utf-8", "backslashreplace")) if path != "-" else "<stdin>"


def read_text(path: str, limit: int) -> str:
    """Read a file (``-`` is standard input) as UTF-8; raises InputError with the reason it cannot be used."""
    shown = shown_path(path)
    data = _read_stdin(shown, limit) if path == "-" else read_regular_file(path, shown, limit)
    return decode(data, shown)


def decode(data: bytes, shown: str) -> str:
    """Decode UTF-8 with or without a byte-order mark; names the likely encoding of anything else."""
    if data[:4] == b"PK\x03\x04":
        raise InputError((problem(shown, "input.is_excel", Position(1, 1)),))
    if data[:4] in (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE):
        raise InputError((problem(shown, "input.wide_encoding", Position(1, 1), name="UTF-32"),))
    if data[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) or _UNMARKED_UTF16.match(data):
        raise InputError((problem(shown, "input.wide_encoding", Position(1, 1), name="UTF-16"),))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        mark = 3 if data[:3] == b"\xef\xbb\xbf" else 0
        bad = error.start + mark
        lines = re.split(rb"\r\n|[\n\r]", data[mark:bad])
        line, column = len(lines), len(lines[-1].decode("utf-8", "replace")) + 1
        guess = _guess(data)
        hint = "input.hint_encoding" if guess else ""
        where = Position(line, column)
        raise InputError((problem(shown, "input.not_utf8", where, hint=hint, byte=f"0x{data[bad]:02X}", guess=guess),)) from error


def _guess(data: bytes) -> str:
    for name, codec in (("Shift_JIS (CP932)", "cp932"), ("EUC-JP", "euc_jp")):
        try:
            text = data.decode(codec)
        except UnicodeDecodeError:
            continue
        # half-width kana in numbers are the mark of EUC-JP read as CP932
        if codec != "cp932" or sum("\uff61" <= sign <= "\uff9f" for sign in text) * 4 <= sum(not sign.isascii() for sign in text):
            return name
    return ""


def read_regular_file(path: str, shown: str, limit: int) -> bytes:
    try:
        _refuse_irregular(os.stat(path), shown, limit)
        descriptor = os.open(path, _OPEN_FLAGS)
        try:
            _refuse_irregular(os.fstat(descriptor), shown, limit)
            note_read([path])
            return _bounded(descriptor, shown, limit)
        finally:
            os.close(descriptor)
    except (OSError, ValueError) as error:
        raise InputError((_unreadable(shown, error),)) from error


def _refuse_irregular(status: os.stat_result, shown: str, limit: int) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise InputError((problem(shown, "input.is_directory"),))
    if not stat.S_ISREG(status.st_mode):
        raise InputError((problem(shown, "input.not_regular"),))
    if status.st_size > limit:
        raise InputError((problem(shown, "input.too_large", NOWHERE, size=status.st_size, limit=limit),))


def _bounded(descriptor: int, shown: str, limit: int) -> bytes:
    parts: list[bytes] = []
    size = 0
    while part := os.read(descriptor, min(65_536, limit + 1 - size)):
        parts.append(part)
        size += len(part)
        if size > limit:
            raise InputError((problem(shown, "input.too_large", NOWHERE, size=size, limit=limit),))
    return b"".join(parts)


def _read_stdin(shown: str, limit: int) -> bytes:
    if sys.stdin is None:
        raise InputError((problem(shown, "input.no_stdin"),))
    try:
        return _bounded(sys.stdin.fileno(), shown, limit)
    except (OSError, ValueError) as error:
        raise InputError((_unreadable(shown, error),)) from error


_REASONS = {
    errno.ENOENT: "input.missing",
    errno.EACCES: "input.not_permitted",
    errno.EPERM: "input.not_permitted",
    errno.ELOOP: "input.link_loop",
    errno.ENAMETOOLONG: "input.name_too_long",
}


def _unreadable(shown: str, error: Exception) -> Problem:
    message = _REASONS.get(getattr(error, "errno", 0), "input.unreadable")
    return problem(shown, message, reason=visible(getattr(error, "strerror", "") or str(error)))
