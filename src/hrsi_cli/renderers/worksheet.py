"""The sheets of a requirements worksheet that people fill in: requirements, cases beside them, plan data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from hrsi_cli.domain.catalogue import Catalogue
from hrsi_cli.domain.knowledge_base import KnowledgeBase
from hrsi_cli.domain.plan import EVIDENCE_KINDS, KnownLevel, NotApplicable, UnknownLevel
from hrsi_cli.domain.report import PlanReport
from hrsi_cli.domain.requirement import Requirement
from hrsi_cli.domain.sheet import cell_text, written_key
from hrsi_cli.domain.visible import visible
from hrsi_cli.renderers.words import basis_words, level_words, metric_name
from hrsi_cli.renderers.workbook import Book

HEADER_ROW = 3
_COLUMNS = (
    ("metric", 9), ("class", 10), ("path", 22), ("name", 20), ("scale", 30), ("preset", 18), ("basis", 9), ("adjusted", 9),
    ("adjusted_reason", 24), ("target", 7), ("current", 10), ("meaning", 20), ("status", 11), ("note", 28),
    ("evidence_kind", 11), ("evidence_date", 12), ("evidence_ref", 20), ("evidence_measured", 10),
)  # fmt: skip
_AT = {name: index for index, (name, _) in enumerate(_COLUMNS)}
_LONGEST_PROMPT = 255
_FILLED: dict[str, Any] = {"bg_color": "#FFF8E1", "border": 1, "border_color": "#BFBFBF", "text_wrap": True}
_FIXED: dict[str, Any] = {"border": 1, "border_color": "#BFBFBF", "text_wrap": True}
_STATUS_LOOK: dict[str, dict[str, Any]] = {
    "gap": {"bg_color": "#F8D7DA", "font_color": "#7A1118", "bold": True},
    "unknown": {"bg_color": "#FFE9B8", "font_color": "#5C3B00"},
    "waived": {"bg_color": "#FFE9B8", "font_color": "#5C3B00"},
    "met": {"bg_color": "#DDF0DD", "font_color": "#14501A"},
    "exceeds": {"bg_color": "#CFE6F5", "font_color": "#0C3F63"},
}
LISTS = "lists"


def write_requirements(book: Book, source: PlanReport, knowledge: KnowledgeBase) -> None:
    """The 37 metrics with scale, preset, target, today's level to choose, note and evidence."""
    words = book.words
    sheet = book.sheet(words.say("workbook.sheet.requirements"))
    name = visible(source.plan.system.name or source.plan.system.id)
    sheet.write_string(0, 0, words.say("workbook.title", system=name), book.format(bold=True, font_size=16))
    sheet.write_string(1, 0, words.say("workbook.how"), book.format(font_color="#404040"))
    for column, (key, width) in enumerate(_COLUMNS):
        sheet.set_column(column, column, width)
        sheet.write_string(HEADER_ROW, column, words.say(f"workbook.column.{key}"), book.header())
    sheet.set_row(0, 26)
    sheet.set_row(HEADER_ROW, 30)
    for index, requirement in enumerate(knowledge.requirements.values()):
        _write_metric(book, sheet, source, requirement, index, knowledge)
    last = HEADER_ROW + len(knowledge.requirements)
    sheet.freeze_panes(HEADER_ROW + 1, 1)
    sheet.autofilter(HEADER_ROW, 0, last, len(_COLUMNS) - 1)
    sheet.repeat_rows(HEADER_ROW)
    sheet.print_area(0, 0, last, len(_COLUMNS) - 1)
    _color_status(book, sheet, last)


def _write_metric(
    book: Book, sheet: Any, source: PlanReport, requirement: Requirement, index: int, knowledge: KnowledgeBase
) -> None:
    words = book.words
    row = HEADER_ROW + 1 + index
    fixed, filled = book.format(**_FIXED), book.format(**_FILLED, num_format="@")
    preset = knowledge.preset(source.plan.target.model, requirement.id)
    scale = "\n".join(f"{step.level} {words.text(step.label)}" for step in requirement.levels)
    texts = {
        "metric": requirement.id,
        "class": words.say(f"class.{requirement.class_}"),
        "path": words.text(requirement.path),
        "name": metric_name(requirement, knowledge, words),
        "scale": scale,
        "preset": level_words(requirement, preset.level, words) if preset else "-",
        "basis": basis_words(preset.basis, preset.origin, words) if preset else "-",
    }
    for key, text in texts.items():
        sheet.write_string(row, _AT[key], text, book.format(**_FIXED, num_format="@") if key == "metric" else fixed)
    sheet.set_row(row, max(30.0, 15.5 * len(requirement.levels)))
    _write_levels(book, sheet, source, requirement, index)
    answers = _answers(source, requirement.id, words)
    for key in ("note", "evidence_kind", "evidence_date", "evidence_ref", "evidence_measured"):
        if answers.get(key):
            sheet.write_string(row, _AT[key], cell_text(answers[key]), filled)
        else:
            sheet.write_blank(row, _AT[key], None, filled)
    kinds = [words.say(f"workbook.evidence.{kind}") for kind in EVIDENCE_KINDS]
    sheet.data_validation(row, _AT["evidence_kind"], row, _AT["evidence_kind"], {"validate": "list", "source": kinds})


def _write_levels(book: Book, sheet: Any, source: PlanReport, requirement: Requirement, index: int) -> None:
    """Adjustment, target, today's level, its meaning and the difference; the last three follow what is chosen."""
    words = book.words
    row, number = HEADER_ROW + 1 + index, HEADER_ROW + 2 + index
    fixed, filled = book.format(**_FIXED), book.format(**_FILLED)
    middle, chosen = book.format(**_FIXED, align="center"), book.format(**_FILLED, align="center")
    result = next(metric for metric in source.result.metrics if metric.id == requirement.id)
    adjustment = source.plan.target.adjustments.get(requirement.id)
    if adjustment is None:
        sheet.write_blank(row, _AT["adjusted"], None, chosen)
        sheet.write_blank(row, _AT["adjusted_reason"], None, filled)
    else:
        sheet.write_number(row, _AT["adjusted"], adjustment.level, chosen)
        sheet.write_string(row, _AT["adjusted_reason"], cell_text(adjustment.reason), filled)
    adjusted, target, current = (f"{_letter(key)}{number}" for key in ("adjusted", "target", "current"))
    own = source.unadjusted.get(requirement.id)
    otherwise = '""' if own is None else str(own)
    shown = "" if result.target is None else result.target
    sheet.write_formula(row, _AT["target"], f"=IF(ISNUMBER({adjusted}),{adjusted},{otherwise})", middle, shown)
    answer = _current(source, requirement.id, words)
    _write_choice(sheet, row, answer, chosen, words, requirement)
    meaning = f'=IF(ISNUMBER({current}),INDEX({LISTS}!$B$2:$G$38,{index + 1},{current}+1),"")'
    label = words.text(requirement.label(answer)) if isinstance(answer, int) else ""
    sheet.write_formula(row, _AT["meaning"], meaning, fixed, label)
    status = _status_formula(requirement, target, current, words, waived=result.status == "waived")
    sheet.write_formula(row, _AT["status"], status, fixed, words.say(f"status.{result.status}"))


def _write_choice(sheet: Any, row: int, answer: int | str | None, look: Any, words: Catalogue, requirement: Requirement) -> None:
    column = _AT["current"]
    if answer is None:
        sheet.write_blank(row, column, None, look)
    elif isinstance(answer, int):
        sheet.write_number(row, column, answer, look)
    else:
        sheet.write_string(row, column, answer, look)
    levels = [str(step.level) for step in requirement.levels]
    choices = [*levels, words.say("status.unknown"), words.say("status.not_applicable")]
    prompt = "\n".join(f"{step.level} {words.text(step.label)}" for step in requirement.levels)
    scale = ", ".join(choices)
    sheet.data_validation(
        row,
        column,
        row,
        column,
        {
            "validate": "list",
            "source": choices,
            "input_title": requirement.id,
            "input_message": prompt[:_LONGEST_PROMPT],
            "error_title": requirement.id,
            "error_message": words.say("workbook.choose", scale=scale)[:_LONGEST_PROMPT],
        },
    )
    sheet.data_validation(row, _AT["adjusted"], row, _AT["adjusted"], {"validate": "list", "source": levels})


def _status_formula(requirement: Requirement, target: str, current: str, words: Catalogue, *, waived: bool) -> str:
    say = {status: words.say(f"status.{status}") for status in ("met", "exceeds", "unknown", "not_applicable", "no_target")}
    short = words.say("status.waived" if waived else "status.gap")
    higher = f'"{short}"' if requirement.polarity == "neutral" else f'IF({current}>{target},"{say["exceeds"]}","{short}")'
    compared = f'IF({current}={target},"{say["met"]}",{higher})'
    known = f'IF(ISNUMBER({current}),{compared},"{say["unknown"]}")'
    targeted = f'IF(ISNUMBER({target}),{known},"{say["no_target"]}")'
    return f'=IF({current}="{say["not_applicable"]}","{say["not_applicable"]}",{targeted})'


def _color_status(book: Book, sheet: Any, last: int) -> None:
    """Colour follows the word in the column of differences; the word says it without colour too."""
    first = HEADER_ROW + 1
    for status, look in _STATUS_LOOK.items():
        word = book.words.say(f"status.{status}")
        rule = {"type": "formula", "criteria": f'=${_letter("status")}{first + 1}="{word}"', "format": book.format(**look)}
        for key in ("current", "status"):
            sheet.conditional_format(first, _AT[key], last, _AT[key], rule)


def _letter(key: str) -> str:
    return chr(ord("A") + _AT[key])


def _current(source: PlanReport, metric: str, words: Catalogue) -> int | str | None:
    match source.plan.current.get(metric):
        case KnownLevel(level=level):
            return level
        case UnknownLevel():
            return words.say("status.unknown")
        case NotApplicable():
            return words.say("status.not_applicable")
        case _:
            return None


def _answers(source: PlanReport, metric: str, words: Catalogue) -> dict[str, str]:
    """Note and evidence of a metric; the reason of a metric that does not apply stands in the note."""
    answer = source.plan.current.get(metric)
    if isinstance(answer, NotApplicable):
        return {"note": answer.not_applicable}
    if answer is None:
        return {}
    texts = {"note": answer.note or ""}
    if isinstance(answer, KnownLevel) and answer.evidence is not None:
        evidence = answer.evidence
        texts["evidence_kind"] = words.say(f"workbook.evidence.{evidence.kind}")
        texts["evidence_date"] = evidence.date.text if evidence.date else ""
        texts["evidence_ref"] = evidence.ref or ""
        texts["evidence_measured"] = evidence.measured.text if evidence.measured else ""
    return texts


def write_cases(book: Book, source: PlanReport, knowledge: KnowledgeBase) -> None:
    """Target and state today beside the ten cases, with words and open ranges."""
    words = book.words
    sheet = book.sheet(words.say("workbook.sheet.cases"))
    titles = [words.say(f"workbook.column.{key}") for key in ("metric", "name", "target", "current")]
    titles += [f"{words.say('case.name', case=id)}\n{words.text(outline.label)}" for id, outline in knowledge.outlines.items()]
    for column, title in enumerate(titles):
        sheet.write_string(0, column, title, book.header())
    sheet.set_row(0, 48)
    sheet.set_column(0, 0, 9)
    sheet.set_column(1, 1, 24)
    sheet.set_column(2, len(titles) - 1, 15)
    for row, result in enumerate(source.result.metrics, 1):
        requirement = knowledge.requirements[result.id]
        cells: list[tuple[str, dict[str, Any]]] = [
            (result.id, {"num_format": "@"}),
            (metric_name(requirement, knowledge, words), {}),
            ("-" if result.target is None else level_words(requirement, result.target, words), {"bold": True}),
            (words.say("level.unknown") if result.current is None else level_words(requirement, result.current, words), {}),
        ]
        cells += [
            _case_cell(outline.grades[result.id], requirement, result.target, words) for outline in knowledge.outlines.values()
        ]
        for column, (text, look) in enumerate(cells):
            sheet.write_string(row, column, text, book.format(**(_FIXED | look)))
        sheet.set_row(row, 42)
    sheet.freeze_panes(1, 2)
    sheet.repeat_rows(0)
    sheet.repeat_columns(0, 1)


def _case_cell(grade: Any, requirement: Requirement, target: int | None, words: Catalogue) -> tuple[str, dict[str, Any]]:
    if grade.level is None:
        return words.say(f"reading.{grade.status}"), {"font_color": "#595959"}
    text = level_words(requirement, grade.level, words)
    if grade.level_range:
        text += " [{}-{}]".format(*grade.level_range)
    if target is None or requirement.polarity == "neutral":
        return text, {}
    relation = "above" if grade.level > target else "equal" if grade.level == target else "below"
    look = {"above": _STATUS_LOOK["exceeds"], "equal": _STATUS_LOOK["met"], "below": _STATUS_LOOK["gap"]}[relation]
    return f"{words.say(f'relation.{relation}')}: {text}", look


def write_data(book: Book, source: PlanReport) -> None:
    """Everything of the plan that is not in the requirements sheet, one value a row."""
    words = book.words
    sheet = book.sheet(words.say("workbook.sheet.data"), landscape=False)
    sheet.write_string(0, 0, words.say("workbook.data_how"), book.format(font_color="#404040"))
    for column, (key, width) in enumerate((("key", 46), ("kind", 10), ("value", 60))):
        sheet.set_column(column, column, width)
        sheet.write_string(2, column, words.say(f"workbook.column.{key}"), book.header())
    fixed, filled = book.format(**_FIXED), book.format(**_FILLED, num_format="@")
    for row, (path, value) in enumerate(_values(source.data), 3):
        kind, text = _written(value)
        sheet.write_string(row, 0, written_key(path), fixed)
        sheet.write_string(row, 1, words.say(f"workbook.kind.{kind}"), fixed)
        if kind == "number":
            sheet.write_number(row, 2, value, book.format(**_FILLED))
        elif text:
            sheet.write_string(row, 2, cell_text(text), filled)
        else:
            sheet.write_blank(row, 2, None, filled)
    sheet.freeze_panes(3, 1)
    sheet.repeat_rows(2)


def _written(value: Any) -> tuple[str, str]:
    if isinstance(value, bool):
        return "truth", "true" if value else "false"
    if isinstance(value, int | float):
        return "number", str(value)
    if isinstance(value, str):
        return "text", value
    return ("group", "") if isinstance(value, Mapping) else ("list", "")


def _values(data: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """Every value of the plan with its path; empty lists and groups count as values.

    Levels and adjustments stand in the requirements sheet, all but the note of an adjustment.
    """
    in_adjustment = path[:2] == ("target", "adjustments")
    if path == ("current",) or data is None or (in_adjustment and len(path) == 4 and path[3] != "note"):
        return
    if in_adjustment and len(path) == 2 and not data:
        return
    if isinstance(data, Mapping) and data:
        for key, value in data.items():
            yield from _values(value, (*path, key))
    elif isinstance(data, tuple | list) and data:
        for index, value in enumerate(data):
            yield from _values(value, (*path, index))
    else:
        yield path, data


def write_lists(book: Book, knowledge: KnowledgeBase) -> None:
    """The words of every level, for the column that shows what a chosen level means."""
    sheet = book.sheet(LISTS)
    sheet.write_string(0, 0, book.words.say("workbook.column.metric"), book.header())
    for level in range(6):
        sheet.write_number(0, level + 1, level, book.header())
    for row, requirement in enumerate(knowledge.requirements.values(), 1):
        sheet.write_string(row, 0, requirement.id, book.format(num_format="@"))
        for step in requirement.levels:
            sheet.write_string(row, step.level + 1, book.words.text(step.label), book.format())
    sheet.set_column(0, 0, 9)
    sheet.set_column(1, 6, 24)
