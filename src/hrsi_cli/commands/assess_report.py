"""What a session of ``hrsi plan assess`` wrote into the plan, for programs or for a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hrsi_cli.commands.options import View, show
from hrsi_cli.commands.plan_edit import change_line, diff_text, model_of
from hrsi_cli.commands.speech import catalogue
from hrsi_cli.knowledge.plan_changes import differences
from hrsi_cli.knowledge.plan_editor import EditResult
from hrsi_cli.knowledge.text_file import shown_path
from hrsi_cli.knowledge.yaml_reader import read_document

if TYPE_CHECKING:
    from hrsi_cli.domain.knowledge_base import KnowledgeBase


def show_answers(path: str, before: str, after: str, knowledge: KnowledgeBase, view: View) -> None:
    """The record of the edit, or each change in words where a file asks for them: the person has seen them already."""
    shown = shown_path(path)
    changes = differences(read_document(before, shown).data, read_document(after, shown).data)
    if view.format == "json":
        from hrsi_cli.renderers.json_format import paint_json
        from hrsi_cli.renderers.records.plan import plan_edit_record

        diff = diff_text(path, EditResult(before, after))
        made = [(change.path, change.old, change.new) for change in changes]
        show(paint_json(plan_edit_record(shown, knowledge.version, made, diff=diff, written=bool(diff), notes=[])), view)
    elif view.output is not None:
        model = model_of(after)
        lines = [change_line(change.path, change.old, change.new, knowledge, model) for change in changes]
        end = catalogue().say("plan.changed" if changes else "assess.nothing_said", path=shown)
        show("".join(f"{line}\n" for line in (*lines, end)).encode(), view)
