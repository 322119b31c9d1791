"""``hrsi plan set``, ``adjust`` and ``fmt``: changes that leave everything else in the file as it is."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from hrsi_cli.commands.completion import complete_assignment
from hrsi_cli.commands.knowledge import Kb
from hrsi_cli.commands.options import Backup, ConfigFile, Lang, Quiet, View, checked_format, format_option, show
from hrsi_cli.commands.speech import catalogue, help_text
from hrsi_cli.domain.problem import HrsiError, InputError, Message
from hrsi_cli.domain.visible import visible

if TYPE_CHECKING:
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
DryRun = Annotated[bool, typer.Option("--dry-run", help=help_text("dry_run"))]
Reason = Annotated[str | None, typer.Option("--reason", metavar="TEXT", help=help_text("reason"))]


def set_values(
    words: Words,
    note: Annotated[str | None, typer.Option("--note", metavar="TEXT", help=help_text("note"))] = None,
    evidence: Annotated[str | None, typer.Option("--evidence", metavar="KIND:DATE:REF", help=help_text("evidence"))] = None,
    measured: Annotated[str | None, typer.Option("--measured", metavar="TIME", help=help_text("measured"))] = None,
    reason: Reason = None,
    dry_run: DryRun = False,
    backup: Backup = False,
    format: Format = "text",
    quiet: Quiet = False,
    kb: Kb = None,
    config: ConfigFile = None,
    lang: Lang = None,
) -> int:
    """Set levels and other values of a plan."""
    checked_format(format, FORMATS)
    from hrsi_cli.knowledge.plan_changes import assigned

    plan, assignments = _plan_and_rest(words)
    grounds = _grounds(note, evidence, measured, reason)
    changes: list[Change] = []

    def make_edits(document: Document) -> Sequence[Edit]:
        edits, made = assigned(document, assignments, grounds)
        changes[:] = made
        return edits

    return _edited(plan, make_edits, changes, View(format, quiet=quiet), dry_run=dry_run, keep=backup)


def adjust(
    words: Words,
    reason: Reason = None,
    dry_run: DryRun = False,
    backup: Backup = False,
    format: Format = "text",
    quiet: Quiet = False,
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

    return _edited(plan, make_edits, changes, View(format, quiet=quiet), dry_run=dry_run, keep=backup)


def format_plans(
    plans: Annotated[list[str], typer.Argument(metavar="PLAN...", help=help_text("gap_plans"))],
    check: Annotated[bool, typer.Option("--check", help=help_text("fmt_check"))] = False,
    dry_run: DryRun = False,
    backup: Backup = False,
    quiet: Quiet = False,
    lang: Lang = None,
) -> int:
    """Tidy plans; with --check only say which are not tidy: exit code 1."""
    from hrsi_cli.commands.errors import say_error, say_problems
    from hrsi_cli.commands.judging import plan_paths
    from hrsi_cli.knowledge.plan_changes import rewrite_plan_file
    from hrsi_cli.knowledge.plan_editor import format_plan

    words = catalogue()
    untidy, unsound = 0, False
    for path in plan_paths(plans):
        try:
            result = rewrite_plan_file(path, format_plan, dry_run=check or dry_run, keep=backup)
        except InputError as error:
            say_problems(error.problems, words)
            unsound = True
            continue
        except HrsiError as error:
            say_error(error.message, error.hint, words)
            unsound = True
            continue
        changed = result.old_text != result.new_text
        untidy += changed
        if dry_run:
            show(diff_text(path, result).encode(), View("text"))
        elif changed and not quiet:
            sentence = "plan.untidy" if check else "plan.tidied"
            show(f"{words.say(sentence, path=visible(path))}\n".encode(), View("text"))
    return 2 if unsound else 1 if check and untidy else 0


def _plan_and_rest(words: list[str]) -> tuple[str, list[str]]:
    """The plan is the first word, unless that is an assignment already: then it is plan.yaml."""
    if "=" in words[0].replace("＝", "=") and not os.path.exists(words[0]):
        return _DEFAULT, words
    if len(words) == 1:
        raise HrsiError(Message("change.nothing"), Message("assign.hint_form"))
    return words[0], words[1:]


def _grounds(note: str | None, evidence: str | None, measured: str | None, reason: str | None) -> Grounds:
    from hrsi_cli.knowledge.plan_changes import Grounds, read_evidence

    read = read_evidence(evidence) if evidence is not None else None
    if measured is not None:
        if read is None:
            raise HrsiError(Message("change.measured_alone"))
        read["measured"] = measured
    return Grounds(note, read, reason)


def checker(path: str, knowledge: KnowledgeBase) -> Callable[[str], None]:
    """A check that the new text of a plan is a valid plan; its problems say that nothing was written."""
    from hrsi_cli.commands.errors import say_error
    from hrsi_cli.knowledge.plan_file import parse_plan
    from hrsi_cli.knowledge.text_file import shown_path

    def check(text: str) -> None:
        try:
            parse_plan(text, shown_path(path), knowledge, frozenset(knowledge.rules))
        except InputError:
            say_error(Message("change.unsound"), None, catalogue())
            raise

    return check


def _edited(
    path: str, make_edits: Callable[[Document], Sequence[Edit]], changes: list[Change], view: View, *, dry_run: bool, keep: bool
) -> int:
    from hrsi_cli.knowledge.file_writer import not_confirmed
    from hrsi_cli.knowledge.plan_editor import edit_plan_file
    from hrsi_cli.knowledge.store import load_knowledge

    knowledge = load_knowledge()
    words = catalogue()
    result = edit_plan_file(path, make_edits, checker(path, knowledge), dry_run=dry_run, keep=keep)
    notes = [Message("change.stale_evidence", {"metric": change.path[1]}) for change in changes if change.stale_evidence]
    if not result.confirmed:
        notes.append(not_confirmed(path))
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
        show(difference.encode(), View("text"))
    elif not view.quiet:
        model = model_of(result.new_text)
        lines = [change_line(change.path, change.old, change.new, knowledge, model) for change in changes]
        end = "plan.changed" if difference else "plan.unchanged"
        show("".join(f"{line}\n" for line in (*lines, words.say(end, path=visible(path)))).encode(), View("text"))
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
    name = f"{path[-1]} {metric_name(requirement, knowledge, words)}" if requirement else _dotted(path)
    sides = [_in_words(value, str(path[-1]), knowledge) for value in (old, new)]
    if requirement and path[:2] == ("target", "adjustments") and (preset := knowledge.preset(model, requirement.id)):
        level = words.say("plan.preset", level=level_words(requirement, preset.level, words))
        sides = [level if value is None else side for value, side in zip((old, new), sides, strict=True)]
    return visible(words.say("plan.change", name=name, old=sides[0], new=sides[1]))


def _dotted(path: tuple[str | int, ...]) -> str:
    words = ""
    for part in path:
        words += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if words else part
    return words


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
