"""Writing the starter plan that follows from a selection."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hrsi_cli.commands.speech import catalogue
from hrsi_cli.domain.visible import visible

if TYPE_CHECKING:
    from hrsi_cli.domain.knowledge_base import KnowledgeBase
    from hrsi_cli.domain.selection import Selection


def write_starter_plan(path: str, selection: Selection, knowledge: KnowledgeBase, *, force: bool) -> None:
    """Write a plan for the recommended model system; an existing file stays unless ``force`` is given."""
    import sys

    from hrsi_cli.knowledge.file_writer import write_new
    from hrsi_cli.renderers.starter import paint_starter

    assert selection.recommended is not None
    words = catalogue()
    write_new(path, paint_starter(selection.recommended, selection.answers, knowledge, words), overwrite=force)
    sys.stderr.write(words.say("select.wrote", path=visible(path)) + "\n")
