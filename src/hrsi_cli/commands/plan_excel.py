"""``hrsi plan export`` and ``hrsi plan import``: a plan as a worksheet, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from hrsi_cli.commands.knowledge import Kb
from hrsi_cli.commands.options import (
    Backup,
    Color,
    ConfigFile,
    Force,
    Lang,
    Quiet,
    VerboseSame,
    View,
    checked_format,
    file_format_option,
    format_option,
    show,
    write_stdout,
)
from hrsi_cli.commands.speech import catalogue, help_text
from hrsi_cli.domain.problem import HrsiError, Message
from hrsi_cli.domain.visible import visible

if TYPE_CHECKING:
    from hrsi_cli.domain.knowledge_base import KnowledgeBase
    from hrsi_cli.domain.sheet import SheetReading
    from hrsi_cli.knowledge.plan_changes import Change
    from hrsi_cli.knowledge.yaml_reader import Document

FORMATS = ("text", "json", "markdown")
Format = Annotated[str, format_option(FORMATS)]
SHEET_FORMATS = ("xlsx",)
SheetFormat = Annotated[str | None, file_format_option(SHEET_FORMATS)]
Details = Annotated[bool, typer.Option("--verbose", "-v", help=help_text("import_details"))]


def export_plan(
    plan: Annotated[str, typer.Argument(metavar="PLAN", help=help_text("plan_export_file"))],
    output: Annotated[str | None, typer.Option("--output", "-o", metavar="FILE", help=help_text("sheet_output"))] = None,
    as_of: Annotated[str | None, typer.Option("--as-of", metavar="DATE", help=help_text("as_of"))] = None,
    format: SheetFormat = None,
    force: Force = False,
    color: Color = "auto",
    quiet: Quiet = False,
    verbose: VerboseSame = False,
    kb: Kb = None,
    config: ConfigFile = None,
    lang: Lang = None,
) -> int:
    """Write the worksheet; the plan itself is only read."""
    from hrsi_cli.commands.report import say_done, write_file
    from hrsi_cli.commands.report_source import plan_report
    from hrsi_cli.knowledge.store import load_knowledge, load_library
    from hrsi_cli.renderers.workbook import paint_worksheet

    if format is not None:
        checked_format(format, SHEET_FORMATS)
    if output is None:
        raise HrsiError(Message("workbook.need_output"))
    if format is None and not output.lower().endswith(".xlsx"):
        raise HrsiError(Message("workbook.need_xlsx", {"path": visible(output) or '""'}))
    knowledge, library = load_knowledge(), load_library()
    report = plan_report(plan, knowledge, library, as_of)
    content = paint_worksheet(report, knowledge, library, View("text").render_options())
    write_file(output, content, inputs=[plan], overwrite=force)
    if not quiet:
        say_done("workbook.wrote", output)
    return 0


def import_plan(
    sheet: Annotated[str, typer.Argument(metavar="SHEET", help=help_text("sheet"))],
    into: Annotated[str | None, typer.Option("--into", metavar="PLAN", help=help_text("import_into"))] = None,
    column: Annotated[str | None, typer.Option("--column", metavar="COLUMN", help=help_text("import_column"))] = None,
    taken_as: Annotated[
        Literal["current", "target"], typer.Option("--as", metavar="current|target", help=help_text("import_as"))
    ] = "current",
    id: Annotated[str | None, typer.Option("--id", metavar="ID", help=help_text("import_id"))] = None,
    model: Annotated[str | None, typer.Option("--model", metavar="1-4", help=help_text("import_model"))] = None,
    output: Annotated[str | None, typer.Option("--output", "-o", metavar="FILE", help=help_text("import_output"))] = None,
    force: Annotated[bool, typer.Option("--force", help=help_text("import_force"))] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=help_text("import_dry_run"))] = False,
    backup: Backup = False,
    format: Format = "text",
    kb: Kb = None,
    color: Color = "auto",
    quiet: Quiet = False,
    verbose: Details = False,
    lang: Lang = None,
) -> int:
    """Read a worksheet, write or change a plan, and say what was taken and what was left."""
    from hrsi_cli.commands.lookup import known_model
    from hrsi_cli.knowledge.sheet_import import read_sheet
    from hrsi_cli.knowledge.store import load_knowledge

    checked_format(format, FORMATS)
    if into is not None and output is not None:
        raise HrsiError(Message("workbook.into_and_output"))
    if into is not None and (id is not None or model is not None):
        raise HrsiError(Message("workbook.into_and_id"), Message("workbook.hint_plan_set"))
    knowledge = load_knowledge()
    reason = catalogue().say("workbook.reason", column="{column}", cell="{cell}")
    reading = read_sheet(sheet, knowledge, column=column, taken_as=taken_as, reason=reason)
    view = View(format, None, color, quiet, verbose)
    if into is not None:
        _change(reading, into, knowledge, view, dry_run=dry_run, keep=backup, force=force)
        return 0
    notes, text = _new_plan(reading, knowledge, id, None if model is None else known_model(model, knowledge))
    if output is None or dry_run:
        _show(reading, notes, text, knowledge, view, None, changed=False)
        return 0
    from hrsi_cli.commands.report import write_file

    write_file(output, text.encode(), inputs=[sheet], overwrite=force)
    _show(reading, notes, text, knowledge, view, output, changed=True)
    return 0


def _new_plan(
    reading: SheetReading, knowledge: KnowledgeBase, id: str | None, model: int | None
) -> tuple[tuple[Message, ...], str]:
    """A plan of its own; what a sheet of IPA does not say is filled with placeholders, and that is said."""
    from hrsi_cli.knowledge.plan_file import parse_plan
    from hrsi_cli.renderers.plan_yaml import paint_plan

    words, notes = catalogue(), reading.notes
    content: dict[str, Any] = dict(reading.content)
    if not reading.is_whole:
        start: dict[str, Any] = {"hrsi": 1, "knowledge": knowledge.version, "system": {"id": id or "my-system"}}
        content = start | content
        content["target"] = {"model": model or 3, **content.get("target", {})}
        if id is None or model is None:
            notes = (*notes, Message("workbook.placeholder", {"model": Message("model.name", {"model": model or 3})}))
    else:
        content |= {"system": content.get("system", {}) | ({"id": id} if id else {})}
        content |= {"target": content.get("target", {}) | ({"model": model} if model else {})}
    current = content.get("current", {})
    if not reading.is_whole:
        current = {metric: current.get(metric, "unknown") for metric in knowledge.requirements}
    content["current"] = {metric: _short(answer) for metric, answer in current.items()}
    order = ("hrsi", "knowledge", "system", "target", "objectives", "current", "measures", "waivers", "costs", "phases", "notes")
    content = {key: content[key] for key in (*order, *content) if content.get(key) not in (None, {})}
    text = paint_plan(content, words).decode()
    parse_plan(text, reading.path, knowledge, frozenset(knowledge.rules))
    return notes, text


def _short(answer: Any) -> Any:
    return answer["level"] if isinstance(answer, dict) and set(answer) == {"level"} else answer


def _change(
    reading: SheetReading, path: str, knowledge: KnowledgeBase, view: View, *, dry_run: bool, keep: bool, force: bool
) -> None:
    """Bring the sheet into an existing plan; only values that differ are touched."""
    from hrsi_cli.knowledge.plan_changes import differences
    from hrsi_cli.knowledge.plan_editor import Edit, edit_plan_file
    from hrsi_cli.knowledge.plan_file import parse_plan
    from hrsi_cli.knowledge.sheet_import import merged_plan

    moved: list[str] = []
    changes: list[Change] = []

    def edits(document: Document) -> list[Edit]:
        if not force:
            _refuse_other_system(reading, document, path)
        new = merged_plan(document.data, reading)
        changes.extend(differences(document.data, new))
        moved.extend(_moved_levels(document.data.get("current"), new.get("current", {})))
        return [Edit((key,), value) for key, value in new.items() if document.data.get(key) != value]

    def check(text: str) -> None:
        parse_plan(text, path, knowledge, frozenset(knowledge.rules))

    result = edit_plan_file(path, edits, check, dry_run=dry_run, keep=keep)
    notes = reading.notes
    if moved:
        notes = (*notes, Message("workbook.old_evidence", {"metrics": " ".join(moved)}))
    changed = result.new_text != result.old_text
    if dry_run and changed and view.format == "text":
        _print_difference(result.old_text, result.new_text, path)
    _show(
        reading,
        notes,
        result.new_text,
        knowledge,
        view,
        path,
        changed=changed and not dry_run,
        dry_run=dry_run and changed,
        changes=changes,
    )


def _refuse_other_system(reading: SheetReading, document: Document, path: str) -> None:
    """A sheet of another system would turn the plan into one of that system; raises HrsiError that names both."""
    theirs, ours = (_system_id(data) for data in (reading.content, document.data))
    if theirs is not None and ours is not None and theirs != ours:
        values = {"sheet": reading.path, "theirs": visible(str(theirs)), "path": visible(path), "ours": visible(str(ours))}
        raise HrsiError(Message("workbook.other_system", values), Message("workbook.hint_other_system"))


def _system_id(data: Any) -> Any:
    system = data.get("system") if isinstance(data, dict) else None
    return system.get("id") if isinstance(system, dict) else None


def _moved_levels(old: Any, new: dict[str, Any]) -> list[str]:
    """Metrics whose level changed under a note or evidence that speaks of the old one."""
    moved = []
    for metric, answer in (old or {}).items():
        after = new.get(metric)
        if isinstance(answer, dict) and isinstance(after, dict) and answer.get("level") != after.get("level"):
            kept = [key for key in ("note", "evidence") if key in answer and answer[key] == after.get(key)]
            moved += [metric] if kept else []
    return moved


def _print_difference(old: str, new: str, path: str) -> None:
    import difflib

    lines = difflib.unified_diff(old.splitlines(), new.splitlines(), visible(path), visible(path), lineterm="")
    write_stdout(("\n".join(visible(line) for line in lines) + "\n\n").encode(), machine=False)


def _show(
    reading: SheetReading,
    notes: tuple[Message, ...],
    text: str,
    knowledge: KnowledgeBase,
    view: View,
    path: str | None,
    *,
    changed: bool,
    dry_run: bool = False,
    changes: list[Change] | None = None,
) -> None:
    """The report on standard output; without a file for the plan, the plan there and the report on standard error."""
    words, options = catalogue(), view.render_options()
    if view.format == "json":
        from hrsi_cli.renderers.json_format import paint_json
        from hrsi_cli.renderers.records.plan_import import plan_import_record

        shown = None if path is None else visible(path)
        made = [(change.path, change.old, change.new) for change in changes or ()]
        record = plan_import_record(reading, text, notes, knowledge.version, words, output=shown, changed=changed, changes=made)
        show(paint_json(record), view)
        return
    from hrsi_cli.renderers.pages.plan_import import plan_import_page
    from hrsi_cli.renderers.registry import paint

    if path is None:
        import sys

        page = plan_import_page(reading, notes, words.say("workbook.on_stdout"), knowledge, options)
        sys.stderr.write(paint(page, "text", View("text", color="never").render_options()).decode())
        write_stdout(text.encode(), machine=True)
        return
    id = (
        "workbook.would_change"
        if dry_run
        else "workbook.unchanged"
        if not changed
        else "workbook.wrote"
        if changes is None
        else "workbook.updated"
    )
    lines = None if changes is None else _change_lines(changes, text, knowledge)
    page = plan_import_page(reading, notes, words.say(id, path=visible(path)), knowledge, options, lines)
    show(paint(page, view.format, options), view)


def _change_lines(changes: list[Change], text: str, knowledge: KnowledgeBase) -> list[str]:
    from hrsi_cli.commands.plan_edit import change_line, model_of

    model = model_of(text)
    return [change_line(change.path, change.old, change.new, knowledge, model) for change in changes]
