"""Reading a workbook that somebody else made: bounded, never a formula or macro run, nothing fetched.

The container is inspected before the library opens it: sizes, entities, links to other files, encryption,
and how far the cells reach, because the library lays a sheet out as one block of memory.
"""

from __future__ import annotations

import io
import struct
import unicodedata
import zipfile
from dataclasses import dataclass
from typing import Any
from xml.parsers import expat

from hrsi_cli.domain.problem import InputError, Message, Problem
from hrsi_cli.domain.visible import echo, visible
from hrsi_cli.knowledge.compound_file import SIGNATURE, BrokenCompoundFile, CompoundFile, OldWorkbook
from hrsi_cli.knowledge.text_file import read_regular_file, shown_path

MAX_BYTES = 10 * 1024 * 1024
MAX_UNPACKED = 50 * 1024 * 1024
MAX_RATIO = 100
"""Unpacked to packed size of one part; small parts may pack better."""
SMALL_PART = 1024 * 1024
MAX_PARTS = 200
MAX_ROWS = 10_000
MAX_COLUMNS = 100
MAX_MERGED = 100_000
"""Cells within merged areas; areas that overlap are counted each time."""
MAX_TEXT = 10_000
"""Characters in one cell, as in a plan file."""

CellValue = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One worksheet: its cells from A1 on, and its merged areas."""

    name: str
    rows: tuple[tuple[CellValue, ...], ...]
    merged: dict[tuple[int, int], tuple[int, int]]
    """Cells inside a merged area (from 0) and the corner that holds their value."""

    def value(self, row: int, column: int) -> CellValue:
        """The value of a cell, counted from 0; a merged area answers with its corner everywhere."""
        row, column = self.merged.get((row, column), (row, column))
        return self.own(row, column)

    def own(self, row: int, column: int) -> CellValue:
        """The value that stands in the cell itself."""
        return self.rows[row][column] if row < len(self.rows) and column < len(self.rows[row]) else None

    def text(self, row: int, column: int) -> str:
        """The value as a text of one line in the usual width, for comparing with headers and ids."""
        return plain(self.own(row, column))


@dataclass(frozen=True, slots=True)
class Workbook:
    """The worksheets of a file."""

    path: str
    """As it may be printed."""
    sheets: tuple[Sheet, ...]


def plain(value: CellValue) -> str:
    """A cell's text without width variants, line breaks and blanks: what a header is recognised by."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else "".join(unicodedata.normalize("NFKC", str(value)).split())


def cell_name(row: int, column: int) -> str:
    """A cell as people name it, for example ``J14``; both counted from 0."""
    return column_name(column) + str(row + 1)


def column_name(column: int) -> str:
    """The letters of a column counted from 0."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def read_workbook(path: str) -> Workbook:
    """Read an .xlsx or .xls file; raises InputError with the reason it is refused."""
    shown = shown_path(path)
    data = read_regular_file(path, shown, MAX_BYTES)
    if data[:2] == b"PK":
        _inspect_package(data, shown)
    elif data[:8] == SIGNATURE:
        _inspect_old(data, shown)
    else:
        raise _refused(shown, "workbook.not_workbook", hint="workbook.hint_save_as")
    return Workbook(shown, _sheets(data, shown))


def _refused(shown: str, message: str, hint: str = "", **values: object) -> InputError:
    return InputError((Problem(shown, Message(message, values), hint=Message(hint) if hint else None),))


def sheet_problem(book: str, sheet: str, cell: str, message: str, *, hint: str = "", **values: object) -> Problem:
    """A problem that names the sheet and the cell; message and hint share their values."""
    return Problem(f"{book}!{visible(sheet)}!{cell}", Message(message, values), hint=Message(hint, values) if hint else None)


def _inspect_package(data: bytes, shown: str) -> None:
    """Look through an .xlsx before anything unpacks it."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = package.infolist()
            _inspect_sizes(parts, shown)
            names = {part.filename for part in parts}
            _inspect_kind(names, shown)
            for part in parts:
                if part.filename.lower().endswith((".xml", ".rels", ".vml")):
                    _inspect_xml(package.read(part), part.filename, shown)
    except InputError:
        raise
    except Exception as error:  # zipfile, zlib and expat have some ten unrelated classes for a broken file
        raise _refused(shown, "workbook.broken", reason=echo(error)) from error


def _inspect_sizes(parts: list[zipfile.ZipInfo], shown: str) -> None:
    if len(parts) > MAX_PARTS:
        raise _refused(shown, "workbook.too_many_parts", count=len(parts), limit=MAX_PARTS)
    if len({part.filename for part in parts}) < len(parts):
        raise _refused(shown, "workbook.broken", reason="duplicate part")
    if any(part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for part in parts):
        raise _refused(shown, "workbook.broken", reason="compression")
    if any(part.flag_bits & 1 for part in parts):
        raise _refused(shown, "workbook.encrypted", hint="workbook.hint_decrypt")
    if sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise _refused(shown, "workbook.bomb", limit=MAX_UNPACKED // 1024 // 1024)
    for part in parts:
        if part.file_size > SMALL_PART and part.file_size > MAX_RATIO * max(part.compress_size, 1):
            raise _refused(shown, "workbook.bomb", limit=MAX_UNPACKED // 1024 // 1024)


def _inspect_kind(names: set[str], shown: str) -> None:
    if "[Content_Types].xml" not in names or not any(name.startswith("xl/") for name in names):
        raise _refused(shown, "workbook.not_workbook", hint="workbook.hint_save_as")
    if "xl/workbook.bin" in names:
        raise _refused(shown, "workbook.binary", hint="workbook.hint_save_as")
    if any(name.lower().startswith("xl/externallinks/") for name in names):
        raise _refused(shown, "workbook.external_link", hint="workbook.hint_break_links")


class _Found(Exception):
    """Something in an XML part that is refused; carries the id of the message."""

    def __init__(self, message: str, **values: object) -> None:
        super().__init__(message)
        self.message = message
        self.values = values


def _inspect_xml(content: bytes, name: str, shown: str) -> None:
    """Refuse entities and document types anywhere, and cells beyond the limits."""
    parser = expat.ParserCreate()

    def doctype(*_: Any) -> None:
        raise _Found("workbook.entities", part=name)

    cells = _CellCounter()
    parser.StartDoctypeDeclHandler = doctype
    parser.EntityDeclHandler = doctype
    if name.startswith("xl/worksheets/") and name.endswith(".xml"):
        parser.StartElementHandler = cells.start
    try:
        parser.Parse(content, True)
    except _Found as found:
        raise _refused(shown, found.message, "", **found.values) from found


class _CellCounter:
    """Follows the cells of a sheet; a cell without content does not count."""

    def __init__(self) -> None:
        self.row = -1
        self.column = -1

    def start(self, name: str, attributes: dict[str, str]) -> None:
        kind = name.rpartition(":")[2]
        if kind == "row":
            self.row = int(attributes["r"]) - 1 if "r" in attributes else self.row + 1
            self.column = -1
        elif kind == "c":
            self._move(attributes.get("r"))
        elif kind in ("v", "f", "is"):
            if self.row >= MAX_ROWS:
                raise _Found("workbook.too_many_rows", limit=MAX_ROWS)
            if self.column >= MAX_COLUMNS:
                raise _Found("workbook.too_many_columns", limit=MAX_COLUMNS)

    def _move(self, reference: str | None) -> None:
        if reference is None:
            self.column += 1
            return
        letters = reference.rstrip("0123456789")
        column = 0
        for letter in letters[:4].upper():
            column = column * 26 + ord(letter) - 64
        self.column = column - 1
        self.row = int(reference[len(letters) :]) - 1


def _inspect_old(data: bytes, shown: str) -> None:
    """Look through an .xls; an encrypted .xlsx comes in the same container."""
    try:
        container = CompoundFile(data)
        if "EncryptedPackage" in container.names:
            raise _refused(shown, "workbook.encrypted", hint="workbook.hint_decrypt")
        book = OldWorkbook(container.stream("Workbook") or container.stream("Book"))
    except (BrokenCompoundFile, struct.error) as error:
        raise _refused(shown, "workbook.broken", reason="compound file") from error
    if book.encrypted:
        raise _refused(shown, "workbook.encrypted", hint="workbook.hint_decrypt")
    if book.linked:
        raise _refused(shown, "workbook.external_link", hint="workbook.hint_break_links")
    if book.rows > MAX_ROWS:
        raise _refused(shown, "workbook.too_many_rows", limit=MAX_ROWS)
    if book.columns > MAX_COLUMNS:
        raise _refused(shown, "workbook.too_many_columns", limit=MAX_COLUMNS)


def _sheets(data: bytes, shown: str) -> tuple[Sheet, ...]:
    from python_calamine import CalamineWorkbook, PasswordError

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        return tuple(_sheet(book.get_sheet_by_name(name), shown) for name in _worksheets(book))
    except InputError:
        raise
    except PasswordError as error:
        raise _refused(shown, "workbook.encrypted", hint="workbook.hint_decrypt") from error
    except BaseException as error:  # a panic of the library is no Exception
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
            raise
        raise _refused(shown, "workbook.broken", reason=echo(error)) from error


def _worksheets(book: Any) -> list[str]:
    return [meta.name for meta in book.sheets_metadata if str(meta.typ).endswith("WorkSheet")]


def _sheet(sheet: Any, shown: str) -> Sheet:
    if sheet.total_height > MAX_ROWS:
        raise _refused(shown, "workbook.too_many_rows", limit=MAX_ROWS)
    if sheet.total_width > MAX_COLUMNS:
        raise _refused(shown, "workbook.too_many_columns", limit=MAX_COLUMNS)
    rows = []
    for number, row in enumerate(sheet.to_python(skip_empty_area=False)):
        values = tuple(_value(value) for value in row)
        for column, value in enumerate(values):
            if isinstance(value, str) and len(value) > MAX_TEXT:
                where = cell_name(number, column)
                raise InputError((sheet_problem(shown, sheet.name, where, "input.value_too_long", limit=MAX_TEXT),))
        rows.append(values)
    return Sheet(sheet.name, tuple(rows), _merged(sheet, shown))


def _merged(sheet: Any, shown: str) -> dict[tuple[int, int], tuple[int, int]]:
    """The cells within merged areas. Areas of a sound workbook never overlap, so a broken one cannot take long."""
    merged: dict[tuple[int, int], tuple[int, int]] = {}
    covered = 0
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        down, across = range(top, min(bottom, MAX_ROWS) + 1), range(left, min(right, MAX_COLUMNS) + 1)
        covered += max(1, len(down) * len(across))
        if covered > MAX_MERGED:
            raise _refused(shown, "workbook.broken", reason=f"mergeCells > {MAX_MERGED}")
        merged.update(((row, column), (top, left)) for row in down for column in across)
    return merged


def _value(value: Any) -> CellValue:
    """A cell's value; whole numbers come as floats, days become text as a plan writes them."""
    if value is None or value == "":
        return None
    if isinstance(value, bool | str | int):
        return value
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < 1e15 else value
    if hasattr(value, "hour") and hasattr(value, "year") and not (value.hour or value.minute or value.second):
        return str(value.date())
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
