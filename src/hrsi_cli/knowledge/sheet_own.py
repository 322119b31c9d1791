"""Reading the worksheet that ``hrsi plan export`` writes, after people have worked on it.

Nothing is read by its position: tables are found by their headers in either language, rows by the number of the metric.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal

from hrsi_cli.domain.knowledge_base import KnowledgeBase
from hrsi_cli.domain.language import LANGUAGES, Language
from hrsi_cli.domain.problem import Message
from hrsi_cli.domain.quantity import fold
from hrsi_cli.domain.sheet import LeftOut, TakenLevel, key_path, plan_text
from hrsi_cli.domain.visible import echo
from hrsi_cli.knowledge.compiled import load_catalogue
from hrsi_cli.knowledge.sheet_content import Builder, level_number, metric_id
from hrsi_cli.knowledge.workbook import CellValue, Sheet, cell_name, plain

HEADER_ROWS = 200
"""A header that stands further down belongs to something else."""
COLUMNS = (
    "metric", "adjusted", "adjusted_reason", "current", "note",
    "evidence_kind", "evidence_date", "evidence_ref", "evidence_measured",
)  # fmt: skip
DATA_COLUMNS = ("key", "kind", "value")
_EVIDENCE = ("kind", "date", "ref", "measured")
_KINDS = ("claim", "document", "drill", "event")
_TRUTH = {"true": True, "false": False}


@cache
def words_of(prefix: str, keys: tuple[str, ...]) -> dict[str, str]:
    """From a word in either language, as a sheet may hold it, to its key."""
    found: dict[str, str] = {}
    for language in LANGUAGES:
        words = load_catalogue(language)
        found |= {_word(words.say(f"{prefix}.{key}")): key for key in keys}
    return found


def _word(value: CellValue) -> str:
    return plain(value).casefold()


@dataclass
class Table:
    """A table found in a sheet: the row of its header and the column of each key."""

    sheet: int
    header: int
    columns: Mapping[str, int]


@dataclass
class OwnSheet:
    """One pass over the workbook."""

    builder: Builder
    knowledge: KnowledgeBase
    taken: list[TakenLevel] = field(default_factory=list)
    left: list[LeftOut] = field(default_factory=list)
    foreign: int = 0

    def tables(self) -> tuple[Table | None, Table | None]:
        """The table of requirements and the table of plan data, wherever they stand."""
        sheets = self.builder.book.sheets
        requirements = _find(sheets, words_of("workbook.column", COLUMNS), ("metric", "current"))
        data = _find(sheets, words_of("workbook.column", DATA_COLUMNS), ("key", "value"))
        return requirements, data

    def read(self, requirements: Table, data: Table | None) -> None:
        """Read both tables into the builder."""
        if data is not None:
            self._read_data(data)
        self._read_requirements(requirements)

    def _read_data(self, table: Table) -> None:
        sheet = self.builder.book.sheets[table.sheet]
        for row in range(table.header + 1, len(sheet.rows)):
            key = sheet.own(row, table.columns["key"])
            if key is None:
                continue
            place = (table.sheet, row, table.columns["key"])
            path = key_path(fold(str(key)).strip())
            if path is None or path[0] == "current" or isinstance(path[0], int):
                self.builder.report(place, "workbook.bad_key", key=echo(key))
                continue
            self._add_value(path, table, sheet, row)

    def _add_value(self, path: tuple[str | int, ...], table: Table, sheet: Sheet, row: int) -> None:
        column = table.columns["value"]
        place = (table.sheet, row, column)
        value = sheet.value(row, column)
        kinds = words_of("workbook.kind", ("text", "number", "truth", "list", "group"))
        kind = kinds.get(_word(sheet.own(row, table.columns["kind"]))) if "kind" in table.columns else None
        if kind in ("list", "group"):
            self.builder.add(path, () if kind == "list" else {}, place)
            return
        if value is None:
            return
        self.builder.add(path, self._typed(value, kind, place), place)

    def _typed(self, value: CellValue, kind: str | None, place: tuple[int, int, int]) -> Any:
        if kind == "text" or (kind is None and isinstance(value, str) and _word(value) not in _TRUTH):
            return self._words(value, place)
        if isinstance(value, bool):
            return value
        if _word(value) in _TRUTH:
            return _TRUTH[_word(value)]
        if isinstance(value, int | float):
            return value
        try:
            number = float(fold(str(value)))
        except ValueError:
            return self._words(value, place)  # the schema says what is wanted there
        return int(number) if number.is_integer() else number

    def _words(self, value: CellValue, place: tuple[int, int, int]) -> str | None:
        text = self.builder.words(value, place)
        return None if text is None else plan_text(text)

    def _read_requirements(self, table: Table) -> None:
        sheet = self.builder.book.sheets[table.sheet]
        seen: dict[str, str] = {}
        for row in range(table.header + 1, len(sheet.rows)):
            metric = metric_id(sheet, row, table.columns["metric"])
            if metric is None:
                continue
            here = cell_name(row, table.columns["metric"])
            if metric in seen:
                place = (table.sheet, row, table.columns["metric"])
                self.builder.report(place, "workbook.metric_twice", metric=metric, first=seen[metric])
                continue
            seen[metric] = here
            if metric not in self.knowledge.requirements:
                self.foreign += 1
                continue
            self._read_metric(metric, table, sheet, row)
        for metric in self.knowledge.requirements:
            if metric not in seen:
                self.left.append(LeftOut(metric, None, Message("workbook.no_row")))

    def _read_metric(self, metric: str, table: Table, sheet: Sheet, row: int) -> None:
        cell = {key: sheet.value(row, column) for key, column in table.columns.items()}
        place = {key: (table.sheet, row, column) for key, column in table.columns.items()}
        self._read_adjustment(metric, cell, place)
        answer = self._answer(metric, cell["current"], place["current"])
        if answer is None:
            if cell["current"] is None:
                self.left.append(LeftOut(metric, cell_name(row, table.columns["current"]), Message("workbook.blank")))
            if cell["current"] is None or not _word(cell["current"]):
                return
            answer = 0  # a stand-in for the level refused, so that the rest of the row is looked at too
        self.taken.append(TakenLevel(metric, answer, cell_name(row, table.columns["current"])))
        path = ("current", metric)
        note = self._words(cell.get("note"), place.get("note", place["current"]))
        if answer == "not_applicable":
            self.builder.add((*path, "not_applicable"), note or "", place.get("note", place["current"]))
            return
        self.builder.add((*path, "level"), answer, place["current"])
        if note is not None:
            self.builder.add((*path, "note"), note, place["note"])
        if answer != "unknown":
            self._read_evidence(metric, table, cell, place)

    def _answer(
        self, metric: str, value: CellValue, place: tuple[int, int, int]
    ) -> int | Literal["unknown", "not_applicable"] | None:
        if value is None or not _word(value):
            return None
        word = words_of("status", ("unknown", "not_applicable")).get(_word(value))
        if word is not None:
            return "unknown" if word == "unknown" else "not_applicable"
        level = level_number(value)
        requirement = self.knowledge.requirements[metric]
        if level is None or level > requirement.highest:
            scale = ", ".join(str(step.level) for step in requirement.levels)
            self.builder.report(place, "workbook.bad_level", metric=metric, value=echo(value), scale=scale)
            return None
        return level

    def _read_adjustment(self, metric: str, cell: dict[str, CellValue], place: dict[str, tuple[int, int, int]]) -> None:
        value = cell.get("adjusted")
        if value is None or not _word(value):
            return
        path = ("target", "adjustments", metric)
        answer = self._answer(metric, value, place["adjusted"])
        if isinstance(answer, str):
            return
        self.builder.add((*path, "level"), answer or 0, place["adjusted"])  # 0 stands in for a level refused
        reason = self._words(cell.get("adjusted_reason"), place.get("adjusted_reason", place["adjusted"]))
        if reason is None:
            self.builder.report(place.get("adjusted_reason", place["adjusted"]), "workbook.no_reason", metric=metric)
        self.builder.add((*path, "reason"), reason or "-", place.get("adjusted_reason", place["adjusted"]))

    def _read_evidence(
        self, metric: str, table: Table, cell: dict[str, CellValue], place: dict[str, tuple[int, int, int]]
    ) -> None:
        kinds = words_of("workbook.evidence", _KINDS)
        for name in _EVIDENCE:
            key = f"evidence_{name}"
            text = self._words(cell.get(key), place.get(key, place["current"]))
            if text is None:
                continue
            if name == "kind":
                if _word(text) not in kinds:
                    words = load_catalogue(self._language(table))
                    choices = tuple(words.say(f"workbook.evidence.{kind}") for kind in _KINDS)
                    self.builder.report(place[key], "workbook.bad_evidence", metric=metric, value=echo(text), choices=choices)
                text = kinds.get(_word(text), "claim")
            self.builder.add(("current", metric, "evidence", name), text, place[key])

    def _language(self, table: Table) -> Language:
        """The language of a table, by its header."""
        header = _word(self.builder.book.sheets[table.sheet].own(table.header, table.columns["current"]))
        return next(one for one in LANGUAGES if _word(load_catalogue(one).say("workbook.column.current")) == header)


def _find(sheets: tuple[Sheet, ...], words: Mapping[str, str], needed: tuple[str, ...]) -> Table | None:
    """The first table with the needed headers in one row."""
    for index, sheet in enumerate(sheets):
        for row in range(min(len(sheet.rows), HEADER_ROWS)):
            columns: dict[str, int] = {}
            for column in range(len(sheet.rows[row])):
                key = words.get(_word(sheet.own(row, column)))
                if key is not None:
                    columns.setdefault(key, column)
            if all(key in columns for key in needed):
                return Table(index, row, columns)
    return None
