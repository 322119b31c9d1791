"""Finding the tables of our own worksheet, and noticing when a header that is read was renamed.

Nothing is found by its position. The table of requirements is known by several headers that none of our other sheets has,
so it is still ours when some of them were renamed: what stands in their place is then refused, never passed over.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from hrsi_cli.domain.language import LANGUAGES, Language
from hrsi_cli.domain.problem import InputError, Message
from hrsi_cli.domain.visible import echo, visible
from hrsi_cli.knowledge.compiled import load_catalogue
from hrsi_cli.knowledge.sheet_content import Builder
from hrsi_cli.knowledge.sheet_words import folded, words_of
from hrsi_cli.knowledge.workbook import Sheet, cell_name

HEADER_ROWS = 200
"""A header that stands further down belongs to something else."""
COLUMNS = (
    "metric", "class", "path", "name", "scale", "preset", "basis", "adjusted", "adjusted_reason", "target", "current", "meaning",
    "status", "note", "evidence_kind", "evidence_date", "evidence_ref", "evidence_measured",
)  # fmt: skip
"""The columns of the requirements in their order."""
READ = (
    "metric", "adjusted", "adjusted_reason", "current", "note",
    "evidence_kind", "evidence_date", "evidence_ref", "evidence_measured",
)  # fmt: skip
"""Of these, the ones that are read."""
DATA_COLUMNS = ("key", "kind", "value")
_NEEDED = ("metric", "current")
_DATA_NEEDED = ("key", "value")
_ONLY_THERE = {*COLUMNS} - {"metric", "name", "preset", "basis", "target", "current"}
_ENOUGH = 4
"""Of the headers that only the requirements have: so many make a table ours. Tables made by hand have fewer."""
_SURE_KEYS = ("system.id", "target.model")
"""Keys that the data of every plan has."""


@dataclass
class Table:
    """A table found in a sheet: the row of its header and the column of each key."""

    sheet: int
    header: int
    columns: Mapping[str, int]
    language: Language

    def say(self, key: str) -> str:
        """The header of a column in the language of the table."""
        return load_catalogue(self.language).say(f"workbook.column.{key}")


def find_requirements(builder: Builder, cases: tuple[str, ...]) -> Table | None:
    """The table of requirements: ours, else one made by hand; our comparison with the cases is only to be looked at."""
    sheets = builder.book.sheets
    found = [table for sheet in range(len(sheets)) for table in _headers(sheets, sheet, COLUMNS)]
    ours: dict[int, Table] = {}
    for table in found:
        best = ours.get(table.sheet)
        if len(_ONLY_THERE & table.columns.keys()) >= _ENOUGH and (best is None or len(table.columns) > len(best.columns)):
            ours[table.sheet] = table
    if ours:
        table = _only(builder, list(ours.values()))
        _check(builder, table, COLUMNS, _NEEDED)
        return table
    titles = tuple(folded(load_catalogue(one).say("case.name", case=case)) for one in LANGUAGES for case in cases)
    for table in found:
        row = sheets[table.sheet].rows[table.header]
        if table.columns.keys() >= set(_NEEDED) and not any(folded(value).startswith(titles) for value in row):
            return table
    return None


def find_data(builder: Builder, language: Language) -> Table | None:
    """The table of plan data; without its headers it is known by its keys, and called by those of ``language``."""
    sheets = builder.book.sheets
    found = [table for sheet in range(len(sheets)) for table in _headers(sheets, sheet, DATA_COLUMNS)]
    whole = [table for table in found if table.columns.keys() >= set(_DATA_NEEDED)]
    holding = {table.sheet: table for table in reversed(whole) if _key_rows(sheets[table.sheet], table.columns["key"])}
    if holding:
        table = _only(builder, list(holding.values()))
    else:
        lost = next((index for index, sheet in enumerate(sheets) if _keys_row(sheet) is not None), None)
        if lost is None:
            return whole[0] if whole else None
        headers = [table for table in found if table.sheet == lost]
        first = Table(lost, max((_keys_row(sheets[lost]) or 0) - 1, 0), {}, language)
        table = max(headers, key=lambda table: len(table.columns), default=first)
    _check(builder, table, DATA_COLUMNS, _DATA_NEEDED)
    return table


def absent_columns(table: Table) -> tuple[str, ...]:
    """The headers of the columns that would be read and are not there."""
    return tuple(table.say(key) for key in READ if key not in table.columns)


def _headers(sheets: tuple[Sheet, ...], index: int, keys: tuple[str, ...]) -> Iterator[Table]:
    """Every row of a sheet that holds headers of ours."""
    sheet, words = sheets[index], words_of("workbook.column", keys)
    for row in range(min(len(sheet.rows), HEADER_ROWS)):
        columns: dict[str, int] = {}
        for column, value in enumerate(sheet.rows[row]):
            key = words.get(folded(value)) if isinstance(value, str) else None
            if key is not None:
                columns.setdefault(key, column)
        if columns:
            yield Table(index, row, columns, _language(sheet, row, columns))


def _language(sheet: Sheet, row: int, columns: Mapping[str, int]) -> Language:
    def known(language: Language) -> int:
        words = load_catalogue(language)
        return sum(
            folded(sheet.own(row, column)) == folded(words.say(f"workbook.column.{key}")) for key, column in columns.items()
        )

    return max(LANGUAGES, key=known)


def _only(builder: Builder, tables: list[Table]) -> Table:
    """The one table there is; raises InputError when several sheets have one, for nobody knows which of them was worked on."""
    if len(tables) > 1:
        names = tuple(visible(builder.book.sheets[table.sheet].name) for table in tables)
        table = tables[-1]
        builder.report((table.sheet, table.header, 0), "workbook.two_tables", hint="workbook.hint_two_tables", sheets=names)
        raise InputError(tuple(builder.problems))
    return tables[0]


def _check(builder: Builder, table: Table, order: tuple[str, ...], needed: tuple[str, ...]) -> None:
    """Report every header that is read and was renamed, is needed and missing, or stands there twice."""
    read = [key for key in order if key in READ or key in DATA_COLUMNS]
    row = builder.book.sheets[table.sheet].rows[table.header] if table.columns else ()
    for key in read:
        header = table.say(key)
        if key in table.columns:
            words = words_of("workbook.column", (key,))
            again = [column for column in range(table.columns[key] + 1, len(row)) if folded(row[column]) in words]
            for column in again:
                first = cell_name(table.header, table.columns[key])
                builder.report((table.sheet, table.header, column), "workbook.header_twice", header=header, first=first)
        elif strange := _instead(builder, table, order, key):
            there = tuple(echo(row[column]) if folded(row[column]) else Message("workbook.blank") for column in strange)
            place = (table.sheet, table.header, strange[0])
            builder.report(place, "workbook.header_renamed", hint="workbook.hint_header", header=header, found=there)
        elif key in needed:
            place = (table.sheet, table.header, 0)
            builder.report(place, "workbook.header_missing", hint="workbook.hint_header_missing", header=header)


def _instead(builder: Builder, table: Table, order: tuple[str, ...], key: str) -> list[int]:
    """The columns of no header of ours that stand where a missing one would: behind the one before it, or before the next."""
    sheet, at = builder.book.sheets[table.sheet], order.index(key)
    before = next((index for index in range(at, -1, -1) if order[index] in table.columns), None)
    after = next((index for index in range(at, len(order)) if order[index] in table.columns), None)
    missing = order[0 if before is None else before + 1 : after]
    ours = set(table.columns.values())

    def strangers(columns: range) -> list[int]:
        found = []
        for column in columns:
            if column in ours or not _is_used(sheet, table.header, column):
                break
            found.append(column)
        return found

    width = max((len(row) for row in sheet.rows), default=0)
    behind = [] if before is None else strangers(range(table.columns[order[before]] + 1, width))
    found = behind or ([] if after is None else strangers(range(table.columns[order[after]] - 1, -1, -1))[::-1])
    return [found[missing.index(key)]] if len(found) == len(missing) else found


def _is_used(sheet: Sheet, header: int, column: int) -> bool:
    """Whether a column has a header, or values below it."""
    return any(sheet.own(row, column) is not None for row in range(header, len(sheet.rows)))


def _keys_row(sheet: Sheet) -> int | None:
    """The first row of what can only be plan data; None when a sheet holds none."""
    for column in range(max((len(row) for row in sheet.rows), default=0)):
        rows = _key_rows(sheet, column)
        if len(rows) == len(_SURE_KEYS):
            return min(rows.values())
    return None


def _key_rows(sheet: Sheet, column: int) -> dict[str, int]:
    """The rows in which a column holds the keys that every plan has."""
    rows: dict[str, int] = {}
    for number, row in enumerate(sheet.rows):
        value = row[column] if column < len(row) else None
        if isinstance(value, str) and value.strip() in _SURE_KEYS:
            rows.setdefault(value.strip(), number)
    return rows
