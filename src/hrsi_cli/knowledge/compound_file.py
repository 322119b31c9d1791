"""Just enough of the compound file format (old .xls files) to look inside before a library opens them.

Checked here: whether the file is encrypted, whether it refers to other workbooks, and how far its cells reach.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END_OF_CHAIN = 0xFFFFFFFE
_LARGEST_REGULAR = 0xFFFFFFFA
_SMALL_STREAM = 4096
_FILEPASS, _SUPBOOK = 0x002F, 0x01AE
_OWN_BOOK, _ADD_IN = 0x0401, 0x3A01
_ONE_CELL = {0x0006, 0x00FD, 0x0203, 0x0204, 0x0205, 0x027E, 0x00D6}
"""FORMULA, LABELSST, NUMBER, LABEL, BOOLERR, RK, RSTRING: row and column come first."""
_MANY_CELLS = 0x00BD  # MULRK: row, first column, values, last column


class BrokenCompoundFile(ValueError):
    """The bytes do not follow the format."""


class CompoundFile:
    """The streams of a compound file, by name."""

    def __init__(self, data: bytes) -> None:
        if data[:8] != SIGNATURE or len(data) < 512:
            raise BrokenCompoundFile
        self._data = data
        self._size = 1 << struct.unpack_from("<H", data, 30)[0]
        if self._size not in (512, 4096):
            raise BrokenCompoundFile
        self._fat = self._read_fat()
        first_directory = struct.unpack_from("<I", data, 48)[0]
        self._entries = dict(self._read_directory(self._chain(first_directory, self._fat)))

    @property
    def names(self) -> frozenset[str]:
        """Names of all streams and storages."""
        return frozenset(self._entries)

    def stream(self, name: str) -> bytes:
        """The bytes of a stream; empty when there is none of that name."""
        if name not in self._entries:
            return b""
        start, size = self._entries[name]
        if size >= _SMALL_STREAM:
            return self._chain(start, self._fat)[:size]
        return self._small_stream(start, size)

    def _small_stream(self, start: int, size: int) -> bytes:
        root_start, root_size = self._entries.get("Root Entry", (_END_OF_CHAIN, 0))
        mini = self._chain(root_start, self._fat)[:root_size]
        table = self._chain(struct.unpack_from("<I", self._data, 60)[0], self._fat)
        links = struct.unpack(f"<{len(table) // 4}I", table[: len(table) // 4 * 4])
        parts: list[bytes] = []
        sector = start
        for _ in range(len(links) + 1):
            if sector >= _LARGEST_REGULAR or sector >= len(links):
                break
            parts.append(mini[sector * 64 : sector * 64 + 64])
            sector = links[sector]
        return b"".join(parts)[:size]

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._size
        return self._data[start : start + self._size]

    def _read_fat(self) -> tuple[int, ...]:
        sectors = [sector for sector in struct.unpack_from("<109I", self._data, 76) if sector < _LARGEST_REGULAR]
        following = struct.unpack_from("<I", self._data, 68)[0]
        for _ in range(len(self._data) // self._size + 1):
            if following >= _LARGEST_REGULAR:
                break
            block = self._sector(following)
            if len(block) < self._size:
                raise BrokenCompoundFile
            *more, following = struct.unpack(f"<{self._size // 4}I", block)
            sectors += [sector for sector in more if sector < _LARGEST_REGULAR]
        table = b"".join(self._sector(sector) for sector in sectors)
        return struct.unpack(f"<{len(table) // 4}I", table[: len(table) // 4 * 4])

    def _chain(self, start: int, links: tuple[int, ...]) -> bytes:
        parts: list[bytes] = []
        sector = start
        while sector < _LARGEST_REGULAR:
            if sector >= len(links) or len(parts) > len(links):
                raise BrokenCompoundFile  # out of the file, or a circle
            parts.append(self._sector(sector))
            sector = links[sector]
        return b"".join(parts)

    def _read_directory(self, directory: bytes) -> Iterator[tuple[str, tuple[int, int]]]:
        for offset in range(0, len(directory) - 127, 128):
            length = struct.unpack_from("<H", directory, offset + 64)[0]
            if 2 <= length <= 64:
                name = directory[offset : offset + length - 2].decode("utf-16-le", "replace")
                start, size = struct.unpack_from("<II", directory, offset + 116)
                yield name, (start, size)


class OldWorkbook:
    """What the records of an .xls workbook stream say about it."""

    def __init__(self, stream: bytes) -> None:
        self.encrypted = False
        self.linked = False
        """Whether it refers to other workbooks."""
        self.rows = 0
        self.columns = 0
        for kind, body in _records(stream):
            self._note(kind, body)

    def _note(self, kind: int, body: bytes) -> None:
        if kind == _FILEPASS:
            self.encrypted = True
        elif kind == _SUPBOOK and len(body) >= 4:
            self.linked |= struct.unpack_from("<H", body, 2)[0] not in (_OWN_BOOK, _ADD_IN)
        elif (kind in _ONE_CELL and len(body) >= 4) or (kind == _MANY_CELLS and len(body) >= 6):
            row, column = struct.unpack_from("<HH", body)
            if kind == _MANY_CELLS:
                column = struct.unpack_from("<H", body, len(body) - 2)[0]
            self.rows = max(self.rows, row + 1)
            self.columns = max(self.columns, column + 1)


def _records(stream: bytes) -> Iterator[tuple[int, bytes]]:
    position = 0
    while position + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, position)
        yield kind, stream[position + 4 : position + 4 + length]
        position += 4 + length
