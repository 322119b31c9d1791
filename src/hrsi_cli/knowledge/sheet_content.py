"""Plan content put together from cells, with the cell of every value, so that an error can name it."""

from __future__ import annotations

import re
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

from hrsi_cli.domain.knowledge_base import KnowledgeBase
from hrsi_cli.domain.plan import Plan
from hrsi_cli.domain.problem import NOWHERE, InputError, Message, Problem
from hrsi_cli.domain.quantity import fold
from hrsi_cli.domain.visible import echo, visible
from hrsi_cli.knowledge.references import References
from hrsi_cli.knowledge.validation import validate
from hrsi_cli.knowledge.workbook import CellValue, Sheet, Workbook, cell_name, sheet_problem
from hrsi_cli.knowledge.yaml_reader import FORBIDDEN, Document, Node, Path  # one rule for characters everywhere

_SHEET_SPAN = 1_000_000
"""Rows that a sheet can have at most: a position carries the sheet and the row in one number."""
METRIC_LIKE = re.compile(r"[A-F]\.[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{1,2}")
_OF_METRIC = re.compile(rf"(current|target\.adjustments)\.({METRIC_LIKE.pattern})(?:\.(.+))?")
_HEADERS = {
    ("current", ""): "current",
    ("current", "level"): "current",
    ("current", "note"): "note",
    ("current", "not_applicable"): "note",
    **{("current", f"evidence.{name}"): f"evidence_{name}" for name in ("kind", "date", "ref", "measured")},
    ("target.adjustments", "level"): "adjusted",
    ("target.adjustments", "reason"): "adjusted_reason",
}
"""The column of each place of a plan that belongs to a metric."""
Place = tuple[int, int, int]
"""Sheet, row and column, counted from 0."""


class Builder:
    """Collects values and problems while sheets are read."""

    def __init__(self, book: Workbook) -> None:
        self.book = book
        self.problems: list[Problem] = []
        self.headers: dict[str, str] = {}
        """The headers of the requirements by key: what a message calls a place of the plan."""
        self._root = Node(None, None)
        self._data: dict[str | int, Any] = {}

    def add(self, path: Path, value: Any, place: Place) -> None:
        """Put a value at a place of the plan; a part of the path that already holds a value is a problem."""
        node, data = self._root, self._data
        for part in path[:-1]:
            inner = data.setdefault(part, {})
            node = node.children.setdefault(part, Node(_mark(place), _mark(place)))
            if not isinstance(inner, dict):
                self.report(place, "workbook.key_clash", key=echo(part))
                return
            data = inner
        if path[-1] in data:
            self.report(place, "workbook.key_twice", key=echo(path[-1]))
            return
        data[path[-1]] = value
        node.children[path[-1]] = Node(_mark(place), _mark(place))

    def report(self, place: Place, message: str, *, hint: str = "", **values: object) -> None:
        """Note a problem of a cell."""
        sheet, row, column = place
        name = self.book.sheets[sheet].name
        self.problems.append(sheet_problem(self.book.path, name, cell_name(row, column), message, hint=hint, **values))

    def content(self) -> dict[str, Any]:
        """Everything collected, in the form of a plan file."""
        data = _listed(self._data, self._root)
        return data if isinstance(data, dict) else {}

    def check(self, content: dict[str, Any], knowledge: KnowledgeBase) -> None:
        """Hold the content against the schema and the knowledge; raises InputError that names every cell at fault."""
        found = self._faults(content, knowledge)
        if found or self.problems:
            known = {problem.path for problem in self.problems}
            new = {(fault.path, fault.message.id): fault for fault in found if fault.path not in known}
            raise InputError((*self.problems, *new.values()))

    def _faults(self, content: dict[str, Any], knowledge: KnowledgeBase) -> tuple[Problem, ...]:
        """What is wrong with the content, by cell; what it lacks to be a plan of its own is filled in."""
        whole: dict[str, Any] = {"hrsi": 1, "system": {"id": "x"}, "target": {"model": 1}} | content
        if isinstance(whole["target"], dict):
            whole["target"] = {"model": 1} | whole["target"]
        document = Document(self.book.path, "", whole, self._root, ())
        try:
            names = References(document, knowledge, frozenset(knowledge.rules)).of_plan()
            validate(document, Plan, requirements=knowledge.requirements, beside=names)
        except InputError as error:
            return tuple(self._in_cell(problem) for problem in error.problems)
        return ()

    def _in_cell(self, found: Problem) -> Problem:
        line, column = found.position
        if not line:
            return found
        sheet, row = divmod(line - 1, _SHEET_SPAN)
        name = visible(self.book.sheets[sheet].name)
        message = Message(found.message.id, {**found.message.values, **self._where(found.message)})
        path = f"{self.book.path}!{name}!{cell_name(row, column - 1)}"
        return replace(found, path=path, message=message, position=NOWHERE, line_text="")

    def _where(self, message: Message) -> dict[str, str]:
        """The place of a message in the words of the sheet: metric and header."""
        match = _OF_METRIC.fullmatch(str(message.values.get("where", "")))
        header = self.headers.get(_HEADERS.get((match[1], match[3] or ""), "")) if match else None
        return {} if match is None or header is None else {"where": f"{match[2]} {header}"}

    def words(self, value: CellValue, place: Place) -> str | None:
        """A cell as text; None for an empty one. A character that no plan may hold is a problem."""
        if value is None:
            return None
        text = ("true" if value else "false") if isinstance(value, bool) else str(value)
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        if found := FORBIDDEN.search(text):
            self.report(place, "input.forbidden_character", code=f"U+{ord(found[0]):04X}")
            return None
        return text if text.strip() else None


def _mark(place: Place) -> SimpleNamespace:
    sheet, row, column = place
    return SimpleNamespace(line=sheet * _SHEET_SPAN + row, column=column)


def _listed(data: Any, node: Node) -> Any:
    """Numbered parts become lists, without holes; their nodes are numbered anew alike."""
    if not isinstance(data, dict):
        return data
    numbered = [part for part in data if isinstance(part, int)]
    if data and len(numbered) == len(data):
        order = sorted(numbered)
        node.children = {index: node.children[part] for index, part in enumerate(order)}
        return tuple(_listed(data[part], node.children[index]) for index, part in enumerate(order))
    return {part: _listed(value, node.children[part]) for part, value in data.items()}


def metric_id(sheet: Sheet, row: int, column: int) -> str | None:
    """The number of a metric in a cell, whatever its width; None when the cell holds no such number."""
    text = fold(sheet.text(row, column)).replace("．", ".").upper()
    return text if METRIC_LIKE.fullmatch(text) else None


_NUMBERED = re.compile(r"(?:レベル|level)?\s*([0-5])(?:\.0+)?(?![0-9.,%])(.*)", re.DOTALL | re.IGNORECASE)
"""A level as people write it: ``2``, ``レベル2``, ``2 all servers``."""


def level_number(value: CellValue) -> int | None:
    """A level in a cell: a number, or a text that begins with one (``2 all servers``); None for anything else."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return int(value) if float(value).is_integer() and 0 <= value <= 5 else None
    match = _NUMBERED.fullmatch(fold(value))
    return int(match[1]) if match else None


def words_behind(value: CellValue) -> str:
    """What stands behind the number of a level; empty when nothing does."""
    match = _NUMBERED.fullmatch(fold(value)) if isinstance(value, str) else None
    return match[2] if match else ""
