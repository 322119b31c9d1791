"""``hrsi plan set``, ``adjust`` and ``fmt``: changes that leave everything else in the file as it is."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from hrsi_cli.commands.completion import complete_assignment
from hrsi_cli.commands.knowledge import Kb
from hrsi_cli.commands.options import (
    Backup,
    Color,
    ConfigFile,
    Lang,
    Quiet,
    RecordOutput,
    VerboseSame,
    View,
    checked_format,
    format_option,
    refuse_input_as_output,
    show,
)
from hrsi_cli.commands.speech import catalogue, help_text
from hrsi_cli.commands.steering_input import AsOf
from hrsi_cli.domain.problem import HrsiError, InputError, Message, Problem, dotted
from hrsi_cli.domain.visible import visible

if TYPE_CHECKING:
    from datetime import date

    from hrsi_cli.domain.knowledge_base import KnowledgeBase
    from hrsi_cli.knowledge.plan_changes import Change, Grounds
    from hrsi_cli.knowledge.plan_editor import Edit, EditResult
    from hrsi_cli.knowledge.yaml_reader import Document

FORMATS = ("text", "json")
Format = Annotated[str, format_option(FORMATS)]
_DEFAULT = "plan.yaml"
Words = Annotated[
    list[str],
    typer.Argument(metavar="[PLAN] KEY=VALUE...", help=help_text("plan_assignments"), autocompletion=complete_assignment),
]
Adjustments = Annotated[
    list[str],
    typer.Argument(metavar="[PLAN] METRIC=LEVEL...", help=help_text("plan_adjustments"), autocompletion=complete_assignment),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help=help_text("dry_run"))]


def set_values(
    words: Words,
    note: Annotated[str | None, typer.Option("--note", metavar="TEXT", help=help_text("note"))] = None,
    evidence: Annotated[str | None, typer.Option("--evidence", metavar="KIND:DATE:REF", help=help_text("evidence"))] = None,
    measured: Annotated[str | None, typer.Option("--measured", metavar="TIME", help=help_text("measured"))] = None,
    reason: Annotated[str | None, typer.Option("--reason", metavar="TEXT", help=help_text("reason"))] = None,
    as_of: AsOf = None,
    dry_run: DryRun = False,
    backup: Backup = False,
    format: Format = "text",
    output: RecordOutput = None,
    color: Color = "auto",
    quiet: Quiet = False,
    verbose: VerboseSame = False,
    kb: Kb = None,
    config: ConfigFile = None,
    lang: Lang = None,
) -> int:
    """Set levels and other values of a plan."""
    checked_format(format, FORMATS)
    from hrsi_cli.commands.judging import read_day
    from hrsi_cli.knowledge.plan_changes import assigned

    plan, assignments = _plan_and_rest(words)
    grounds = _grounds(note, evidence, measured, reason, read_day(as_of))
    changes: list[Change] = []

    def make_edits(document: Document) -> Sequence[Edit]:
        edits, made = assigned(document, assignments, grounds)
        changes[:] = made
        return edits

    return _edited(plan, make_edits, changes, View(format, output, color, quiet, verbose), dry_run=dry_run, keep=backup)


def adjust(
    words: Adjustments,
    reason: Annotated[str | None, typer.Option("--reason", metavar="TEXT", help=help_text("adjust_reason"))] = None,
    dry_run: DryRun = False,
    backup: Backup = False,
    format: Format = "text",
    output: RecordOutput = None,
    color: Color = "auto",
    quiet: Quiet = False,
    verbose: VerboseSame = False,
    kb: Kb = None,
    config: ConfigFile = None,
    lang: Lang = None,
) -> int:
    """Change presets of the target on purpose, with the reason."""
    checked_format(format, FORMATS)
    from hrsi_cli.knowledge.assignments import parse_assignment
    from hrsi_cli.knowledge.plan_changes import Change, adjusted, lookup
    from hrsi_cli.knowledge.plan_editor import DELETE, Edit

    plan, assignments = _plan_and_rest(words)
    changes: list[Change] = []

    def make_edits(document: Document) -> Sequence[Edit]:
        edits: list[Edit] = []
        for assignment in assignments:
            path, level = parse_assignment(assignment, document.data)
            if path[0] != "current":
                raise HrsiError(Message("change.adjust_metric", {"text": visible(assignment)}))
            if level is DELETE:
                place = ("target", "adjustments", path[1])
                edits.append(Edit(place, DELETE))
                if (old := lookup(document.data, place)) is not None:
                    changes.append(Change(place, old, None))
                continue
            if not reason:
                raise HrsiError(Message("change.adjust_reason"), Message("change.adjust_reason_hint"))
            edit, change = adjusted(document, str(path[1]), level, reason)
            edits.append(edit)
            changes.append(change)
        return edits

    return _edited(plan, make_edits, changes, View(format, output, color, quiet, verbose), dry_run=dry_run, keep=backup)


def format_plans(
    plans: Annotated[list[str], typer.Argument(metavar="PLAN...", help=help_text("gap_plans"))],
    check: Annotated[bool, typer.Option("--check", help=help_text("fmt_check"))] = False,
    dry_run: DryRun = False,
    backup: Backup = False,
    format: Format = "text",
    output: RecordOutput = None,
    color: Color = "auto",
    quiet: Quiet = False,
    verbose: VerboseSame = False,
    lang: Lang = None,
) -> int:
    """Tidy plans; with --check only say which are not tidy: exit code 1."""
    checked_format(format, FORMATS)
    from functools import partial

    from hrsi_cli.commands.errors import say_error, say_problems
    from hrsi_cli.commands.judging import plan_paths
    from hrsi_cli.knowledge.plan_changes import rewrite_plan_file
    from hrsi_cli.knowledge.plan_editor import format_plan
    from hrsi_cli.knowledge.text_file import shown_path

    view = View(format, output, color, quiet, verbose)
    version = _version() if view.format == "json" else ""  # before anything is written, as the knowledge may be unsound
    paths = plan_paths(plans)
    refuse_input_as_output(output, paths)
    diffs: dict[str, str] = {}
    problems: list[Problem] = []
    for path in paths:
        try:
            result = rewrite_plan_file(path, partial(format_plan, shown=shown_path(path)), dry_run=check or dry_run, keep=backup)
        except InputError as error:
            say_problems(error.problems, catalogue())
            problems += error.problems
        except HrsiError as error:
            say_error(error.message, error.hint, catalogue())
            problems.append(Problem(shown_path(path), error.message, hint=error.hint))
        else:
            diffs[shown_path(path)] = diff_text(path, result)
    code = 2 if problems else 1 if check and any(diffs.values()) else 0
    _show_tidied(diffs, problems, version, code, view, check=check, dry_run=dry_run)
    return code


def _version() -> str:
    from hrsi_cli.knowledge.store import load_knowledge

    return load_knowledge().version


def _show_tidied(
    diffs: dict[str, str], problems: list[Problem], version: str, code: int, view: View, *, check: bool, dry_run: bool
) -> None:
    """What tidying did: the record, the diffs of a dry run, or a line for each plan that was not tidy."""
    words = catalogue()
    if view.format == "json":
        from hrsi_cli.renderers.json_format import paint_json
        from hrsi_cli.renderers.records.plan import plan_fmt_record

        record = plan_fmt_record(diffs, problems, version, words, code, written=not (check or dry_run))
        show(paint_json(record), view)
    elif dry_run:
        show("".join(diffs.values()).encode(), view)
    elif not view.quiet:
        sentence = "plan.untidy" if check else "plan.tidied"
        show("".join(f"{words.say(sentence, path=path)}\n" for path, diff in diffs.items() if diff).encode(), view)


def _plan_and_rest(words: list[str]) -> tuple[str, list[str]]:
    """The plan is the first word, unless that is an assignment already: then it is plan.yaml."""
    if "=" in words[0].replace("＝", "=") and not os.path.exists(words[0]):
        return _DEFAULT, words
    if len(words) == 1:
        raise HrsiError(Message("change.nothing"), Message("assign.hint_form"))
    return words[0], words[1:]


def _grounds(note: str | None, evidence: str | None, measured: str | None, reason: str | None, today: date) -> Grounds:
    from hrsi_cli.commands.plan_checks import read_proof
    from hrsi_cli.knowledge.plan_changes import Grounds

    read = read_proof(evidence, today, "--evidence") if evidence is not None else None
    if measured is not None:
        if read is None:
            raise HrsiError(Message("change.measured_alone"))
        read["measured"] = measured
    return Grounds(note, read, reason)


def _edited(
    path: str, make_edits: Callable[[Document], Sequence[Edit]], changes: list[Change], view: View, *, dry_run: bool, keep: bool
) -> int:
    from hrsi_cli.commands.plan_checks import checker
    from hrsi_cli.knowledge.plan_editor import edit_plan_file
    from hrsi_cli.knowledge.store import load_knowledge

    refuse_input_as_output(view.output, [path])
    knowledge = load_knowledge()
    words = catalogue()
    result = edit_plan_file(path, make_edits, checker(path, knowledge), dry_run=dry_run, keep=keep)
    notes = [Message("change.stale_evidence", {"metric": change.path[1]}) for change in changes if change.stale_evidence]
    difference = diff_text(path, result)
    if view.format == "json":
        from hrsi_cli.knowledge.text_file import shown_path
        from hrsi_cli.renderers.json_format import paint_json
        from hrsi_cli.renderers.records.plan import plan_edit_record

        written = bool(difference) and not dry_run
        made = [(change.path, change.old, change.new) for change in changes]
        told = [words.tell(note) for note in notes]
        show(
            paint_json(plan_edit_record(shown_path(path), knowledge.version, made, diff=difference, written=written, notes=told)),
            view,
        )
        return 0
    if dry_run:
        show(difference.encode(), view)
    elif not view.quiet:
        model = model_of(result.new_text)
        lines = [change_line(change.path, change.old, change.new, knowledge, model) for change in changes]
        end = "plan.changed" if difference else "plan.unchanged"
        show("".join(f"{line}\n" for line in (*lines, words.say(end, path=visible(path)))).encode(), view)
    for note in notes:
        sys.stderr.write(visible(words.tell(note)) + "\n")
    return 0


def model_of(text: str) -> Any:
    """The target model of a plan that has been checked."""
    from hrsi_cli.knowledge.plan_changes import lookup
    from hrsi_cli.knowledge.yaml_reader import read_document

    return lookup(read_document(text, "").data, ("target", "model"))


def change_line(path: tuple[str | int, ...], old: Any, new: Any, knowledge: KnowledgeBase, model: Any) -> str:
    """One change in words: a level with its meaning, anything else as it is written.

    Where there is no adjustment the preset of the target model counts, so that is what it is compared with.
    """
    from hrsi_cli.renderers.words import level_words, metric_name

    words = catalogue()
    requirement = knowledge.requirements.get(str(path[-1])) if path[0] in ("current", "target") else None
    name = f"{path[-1]} {metric_name(requirement, knowledge, words)}" if requirement else dotted(path)
    sides = [_in_words(value, str(path[-1]), knowledge) for value in (old, new)]
    if requirement and path[:2] == ("target", "adjustments") and (preset := knowledge.preset(model, requirement.id)):
        level = words.say("plan.preset", level=level_words(requirement, preset.level, words))
        sides = [level if value is None else side for value, side in zip((old, new), sides, strict=True)]
    if sides[0] == sides[1] and (beside := _changed_beside(old, new)):
        parts = words.say("common.list_separator").join(words.say(id) for id in beside)
        return visible(words.say("plan.change_beside", name=name, level=sides[1], parts=parts))
    return visible(words.say("plan.change", name=name, old=sides[0], new=sides[1]))


def _changed_beside(old: Any, new: Any) -> list[str]:
    """The ids of the words for what changed beside a level that stays."""
    sides = [value if isinstance(value, dict) else {} for value in (old, new)]
    keys = ("note", "evidence", "reason", "not_applicable")
    return [f"plan.beside_{key}" for key in keys if sides[0].get(key) != sides[1].get(key)]


def _in_words(value: Any, metric: str, knowledge: KnowledgeBase) -> str:
    from hrsi_cli.renderers.words import level_words

    words = catalogue()
    level = value.get("level") if isinstance(value, dict) else value
    requirement = knowledge.requirements.get(metric)
    if value is None:
        return words.say("common.none")
    if isinstance(value, dict) and "not_applicable" in value:
        return words.say("status.not_applicable")
    if level == "unknown":
        return words.say("level.unknown")
    if requirement is not None and isinstance(level, int) and level <= requirement.highest:
        return level_words(requirement, level, words)
    if isinstance(value, str | int | float | bool):
        from hrsi_cli.knowledge.plan_editor import format_scalar

        return format_scalar(value)
    import json

    return json.dumps(value, ensure_ascii=False)


def diff_text(path: str, result: EditResult) -> str:
    """The change of a file as a unified diff; line endings that differ are shown as escapes."""
    import difflib

    old, new = result.old_text.splitlines(keepends=True), result.new_text.splitlines(keepends=True)
    shown = visible(path)
    lines = difflib.unified_diff(old, new, shown, shown)
    return "".join(visible(line.rstrip("\n").removesuffix("\r")) + "\n" for line in lines)
