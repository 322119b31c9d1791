"""Reading the worksheet that ``hrsi plan export`` writes, after people have worked on it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from hrsi_cli.domain.knowledge_base import KnowledgeBase
from hrsi_cli.domain.plan import EVIDENCE_KINDS
from hrsi_cli.domain.problem import InputError, Message
from hrsi_cli.domain.quantity import fold
from hrsi_cli.domain.sheet import LeftOut, TakenLevel, key_path, plan_text
from hrsi_cli.domain.visible import echo
from hrsi_cli.knowledge.compiled import load_catalogue
from hrsi_cli.knowledge.sheet_content import Builder, Place, metric_id
from hrsi_cli.knowledge.sheet_tables import READ, Table, absent_columns, find_data, find_requirements
from hrsi_cli.knowledge.sheet_words import Answer, answer_in, folded, words_of
from hrsi_cli.knowledge.workbook import CellValue, Sheet, cell_name

_EVIDENCE = ("kind", "date", "ref", "measured")
_TRUTH = {"true": True, "false": False}


@dataclass
class OwnSheet:
    """One pass over the workbook."""

    builder: Builder
    knowledge: KnowledgeBase
    taken: list[TakenLevel] = field(default_factory=list)
    left: list[LeftOut] = field(default_factory=list)
    foreign: int = 0
    notes: dict[str, Place] = field(default_factory=dict)
    """The cells of notes on adjustments: they belong to what the requirements say, and go when that goes."""

    def tables(self) -> tuple[Table | None, Table | None]:
        """The table of requirements and the table of plan data, wherever they stand; raises InputError for lost headers."""
        requirements = find_requirements(self.builder, tuple(self.knowledge.outlines))
        data = None if requirements is None else find_data(self.builder, requirements.language)
        if self.builder.problems:
            raise InputError(tuple(self.builder.problems))
        return requirements, data

    def read(self, requirements: Table, data: Table | None) -> tuple[Message, ...]:
        """Read both tables into the builder; returns what to know about the reading."""
        if data is not None:
            self._read_data(data)
        self.builder.headers = {key: self._header(requirements, key) for key in READ}
        self._read_requirements(requirements)
        notes = () if data is not None else (Message("workbook.no_data_sheet"),)
        absent = absent_columns(requirements)
        return (*notes, Message("workbook.absent_columns", {"columns": absent})) if absent else notes

    def _header(self, table: Table, key: str) -> str:
        """A header as it stands in the sheet; as it would stand there when the column is not there."""
        if key not in table.columns:
            return table.say(key)
        return echo(self.builder.book.sheets[table.sheet].own(table.header, table.columns[key]))

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
            if path[:2] == ("target", "adjustments") and path[3:] == ("note",):
                self.notes[str(path[2])] = (table.sheet, row, table.columns["value"])
                continue
            self._add_value(path, table, sheet, row)

    def _add_value(self, path: tuple[str | int, ...], table: Table, sheet: Sheet, row: int) -> None:
        column = table.columns["value"]
        place = (table.sheet, row, column)
        value = sheet.value(row, column)
        kinds = words_of("workbook.kind", ("text", "number", "truth", "list", "group"))
        kind = kinds.get(folded(sheet.own(row, table.columns["kind"]))) if "kind" in table.columns else None
        if kind in ("list", "group"):
            self.builder.add(path, () if kind == "list" else {}, place)
            return
        if value is None:
            return
        self.builder.add(path, self._typed(value, kind, place), place)

    def _typed(self, value: CellValue, kind: str | None, place: tuple[int, int, int]) -> Any:
        if kind == "text" or (kind is None and isinstance(value, str) and folded(value) not in _TRUTH):
            return self._words(value, place)
        if isinstance(value, bool):
            return value
        if folded(value) in _TRUTH:
            return _TRUTH[folded(value)]
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
        cell = {key: sheet.value(row, column) for key, column in table.columns.items() if key in READ}
        place = {key: (table.sheet, row, column) for key, column in table.columns.items()}
        self._read_adjustment(metric, table, cell, place)
        if not folded(cell["current"]):
            self.left.append(LeftOut(metric, cell_name(row, table.columns["current"]), Message("workbook.blank")))
            return
        answer = self._answer(metric, table, cell["current"], place["current"])
        self.taken.append(TakenLevel(metric, answer, cell_name(row, table.columns["current"])))
        path = ("current", metric)
        note, note_place = self._words(cell.get("note"), place.get("note", place["current"])), place.get("note", place["current"])
        if answer == "not_applicable":
            if note is None:
                self.builder.report(note_place, "workbook.no_note", metric=metric, column=self._header(table, "note"))
            self.builder.add((*path, "not_applicable"), note or "-", note_place)
            return
        self.builder.add((*path, "level"), answer, place["current"])
        if note is not None:
            self.builder.add((*path, "note"), note, note_place)
        if answer != "unknown":
            self._read_evidence(metric, table, cell, place)

    def _answer(self, metric: str, table: Table, value: CellValue, place: Place, *, level_only: bool = False) -> Answer:
        """What a cell answers; 0 stands in for an answer refused, so that the rest of the row is looked at too."""
        requirement = self.knowledge.requirements[metric]
        answer = answer_in(value, requirement)
        if answer is not None and not (level_only and isinstance(answer, str)):
            return answer
        say = load_catalogue(table.language)
        steps = tuple(f"{step.level} {step.label.in_(table.language)}" for step in requirement.levels)
        others = () if level_only else (say.say("status.unknown"), say.say("status.not_applicable"))
        scale = ", ".join(str(step.level) for step in requirement.levels)
        values = {"metric": metric, "value": echo(value), "scale": scale, "choices": (*steps, *others)}
        self.builder.report(place, "workbook.bad_level", hint="workbook.hint_scale", **values)
        return 0

    def _read_adjustment(self, metric: str, table: Table, cell: dict[str, CellValue], place: dict[str, Place]) -> None:
        value = cell.get("adjusted")
        if not folded(value):
            return
        path = ("target", "adjustments", metric)
        answer = self._answer(metric, table, value, place["adjusted"], level_only=True)
        self.builder.add((*path, "level"), answer, place["adjusted"])
        reason_place = place.get("adjusted_reason", place["adjusted"])
        reason = self._words(cell.get("adjusted_reason"), reason_place)
        if reason is None:
            column = self._header(table, "adjusted_reason")
            self.builder.report(reason_place, "workbook.no_reason", metric=metric, column=column)
        self.builder.add((*path, "reason"), reason or "-", reason_place)
        if (note_place := self.notes.get(metric)) is not None:
            index, *cell_place = note_place
            note = self._words(self.builder.book.sheets[index].value(*cell_place), note_place)
            if note is not None:
                self.builder.add((*path, "note"), note, note_place)

    def _read_evidence(self, metric: str, table: Table, cell: dict[str, CellValue], place: dict[str, Place]) -> None:
        """The evidence of a level; ``claim`` stands in for a kind that is refused or missing."""
        texts = {
            name: self._words(cell.get(f"evidence_{name}"), place.get(f"evidence_{name}", place["current"])) for name in _EVIDENCE
        }
        given = [name for name in _EVIDENCE if texts[name] is not None]
        if not given:
            return
        kind = texts["kind"]
        known = words_of("workbook.evidence", EVIDENCE_KINDS)
        kind_place = place.get("evidence_kind", place[f"evidence_{given[0]}"])
        if kind is None or folded(kind) not in known:
            words, column = load_catalogue(table.language), self._header(table, "evidence_kind")
            choices = tuple(words.say(f"workbook.evidence.{one}") for one in EVIDENCE_KINDS)
            message = "workbook.no_evidence" if kind is None else "workbook.bad_evidence"
            self.builder.report(kind_place, message, metric=metric, value=echo(kind), choices=choices, column=column)
        self.builder.add(("current", metric, "evidence", "kind"), known.get(folded(kind), "claim"), kind_place)
        for name in given:
            if name != "kind":
                self.builder.add(("current", metric, "evidence", name), texts[name], place[f"evidence_{name}"])
