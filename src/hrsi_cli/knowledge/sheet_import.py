"""From a worksheet to plan content: our own sheet, or IPA's."""

from __future__ import annotations

from typing import Any

from hrsi_cli.domain.knowledge_base import KnowledgeBase
from hrsi_cli.domain.problem import HrsiError, InputError, Message, problem
from hrsi_cli.domain.sheet import SheetReading, TakenAs
from hrsi_cli.domain.visible import visible
from hrsi_cli.knowledge.sheet_content import Builder
from hrsi_cli.knowledge.sheet_grades import find_grades_sheet
from hrsi_cli.knowledge.sheet_own import OwnSheet
from hrsi_cli.knowledge.workbook import read_workbook


def read_sheet(path: str, knowledge: KnowledgeBase, *, column: str | None, taken_as: TakenAs, reason: str) -> SheetReading:
    """Read a worksheet; ``reason`` is the sentence for a level of IPA's sheet, with a place for its ``{cell}``.

    Raises InputError that names sheets and cells, and HrsiError when a column has to be chosen.
    """
    book = read_workbook(path)
    builder = Builder(book)
    own = OwnSheet(builder, knowledge)
    requirements, data = own.tables()
    if requirements is not None:
        _refuse_choices(column, taken_as)
        notes = own.read(requirements, data)
        content = builder.content()
        builder.check(content, knowledge)
        return SheetReading(
            path=book.path,
            kind="hrsi",
            sheet=visible(book.sheets[requirements.sheet].name),
            column=None,
            taken_as="current",
            taken=tuple(own.taken),
            left=tuple(own.left),
            foreign=own.foreign,
            notes=notes,
            content=_with_version(content),
            is_whole=data is not None,
        )
    grades = find_grades_sheet(book.sheets)
    if grades is None:
        raise InputError((problem(book.path, "workbook.no_table", hint="workbook.hint_tables"),))
    chosen = grades.choose(column)
    grades.read(builder, knowledge, chosen, taken_as, reason.replace("{column}", visible(chosen.name)))
    content = builder.content()
    builder.check(content, knowledge)
    return SheetReading(
        path=book.path,
        kind="grades",
        sheet=visible(grades.sheet.name),
        column=visible(chosen.name),
        taken_as=taken_as,
        taken=tuple(grades.taken),
        left=tuple(grades.left),
        foreign=grades.foreign,
        notes=(Message(f"workbook.taken_as_{taken_as}"),),
        content=content,
        is_whole=False,
    )


def _refuse_choices(column: str | None, taken_as: TakenAs) -> None:
    """Our own sheet has a column for the adjustment and one for the level today: there is nothing to choose."""
    given = [*(["--as target"] if taken_as == "target" else []), *(["--column"] if column is not None else [])]
    if given:
        raise HrsiError(Message("workbook.own_no_choice", {"options": given}), Message("workbook.hint_own_no_choice"))


def _with_version(content: dict[str, Any]) -> dict[str, Any]:
    return {"hrsi": content.get("hrsi", 1), **{key: value for key, value in content.items() if key != "hrsi"}}


_NAMES = {"backups": "name", "sites": "id", "phases": "id"}


def merged_plan(old: dict[str, Any], reading: SheetReading) -> dict[str, Any]:
    """A plan with a sheet brought into it; nothing that only the plan has is lost.

    IPA's sheet knows levels alone: the note and the evidence that this program adds to them only fill empty places.
    """
    content = reading.content
    if reading.kind == "grades":
        content = {**content, "current": _levels_alone(old.get("current"), content.get("current", {}))}
    return dict(merged(old, {key: value for key, value in content.items() if value != {}}))


def _levels_alone(old: Any, new: dict[str, Any]) -> dict[str, Any]:
    answers = {}
    for metric, answer in new.items():
        before = old.get(metric) if isinstance(old, dict) else None
        if before == answer["level"] or (isinstance(before, dict) and before.get("level") == answer["level"]):
            continue  # the plan says so already
        kept = isinstance(before, dict) and ("note" in before or "evidence" in before)
        answers[metric] = {"level": answer["level"]} if kept else answer
    return answers


def merged(old: Any, new: Any, key: str | int = "") -> Any:
    """The old content with the new laid over it."""
    if key == "current" and isinstance(old, dict):
        return {**old, **{metric: _merged_level(old.get(metric), answer) for metric, answer in new.items()}}
    if isinstance(old, dict) and isinstance(new, dict):
        return {**old, **{inner: merged(old.get(inner), value, inner) for inner, value in new.items()}}
    if isinstance(old, tuple) and isinstance(new, tuple) and any(isinstance(item, dict) for item in (*old, *new)):
        return _merged_items(old, new, key)
    return new


def _merged_level(old: Any, new: dict[str, Any]) -> Any:
    """One metric: the short form stays short, a reason replaces a level and a level a reason."""
    long = old if isinstance(old, dict) else {} if old is None else {"level": old}
    if "not_applicable" in new or "not_applicable" in long:
        combined = new
    else:
        evidence = {**long.get("evidence", {}), **new.get("evidence", {})}
        combined = {**long, **new, **({"evidence": evidence} if evidence else {})}
        if combined.get("level") == "unknown":
            combined.pop("evidence", None)
    if combined == long and old is not None:
        return old
    return combined["level"] if set(combined) == {"level"} else combined


def _merged_items(old: tuple[Any, ...], new: tuple[Any, ...], key: str | int) -> tuple[Any, ...]:
    """Items that have the same name belong together; new ones follow at the end."""

    def name(item: Any, index: int) -> Any:
        if not isinstance(item, dict):
            return index
        if key == "waivers":
            return item.get("metric") or item.get("rule"), item.get("created")
        return item.get(_NAMES.get(str(key), ""), index)

    items = list(old)
    places: dict[Any, int] = {}
    for index, item in enumerate(old):
        places.setdefault(name(item, index), index)
    for index, item in enumerate(new):
        place = places.get(name(item, index))
        if place is None:
            items.append(item)
        else:
            items[place] = merged(items[place], item)
    return tuple(items)
