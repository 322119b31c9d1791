"""``hrsi select``: which model system fits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from hrsi_cli.commands.options import Color, Force, Format, Lang, Quiet, Verbose, View, checked_format, show
from hrsi_cli.commands.speech import help_text

if TYPE_CHECKING:
    from hrsi_cli.domain.knowledge_base import KnowledgeBase
    from hrsi_cli.domain.selection import Selection

FORMATS = ("text", "json", "markdown")


def select(
    rto_failure: Annotated[str | None, typer.Option("--rto-failure", metavar="TIME", help=help_text("rto_failure"))] = None,
    rto_disaster: Annotated[str | None, typer.Option("--rto-disaster", metavar="TIME", help=help_text("rto_disaster"))] = None,
    rpo: Annotated[str | None, typer.Option("--rpo", metavar="TIME", help=help_text("rpo"))] = None,
    budget: Annotated[str | None, typer.Option("--budget", metavar="low|medium|high", help=help_text("budget"))] = None,
    redundancy: Annotated[str | None, typer.Option("--redundancy", metavar="yes|no", help=help_text("redundancy"))] = None,
    backup_site: Annotated[str | None, typer.Option("--backup-site", metavar="yes|no", help=help_text("backup_site"))] = None,
    answers: Annotated[str | None, typer.Option("--answers", metavar="FILE", help=help_text("answers"))] = None,
    output: Annotated[str | None, typer.Option("--output", "-o", metavar="FILE", help=help_text("select_output"))] = None,
    force: Force = False,
    format: Format = "text",
    color: Color = "auto",
    quiet: Quiet = False,
    verbose: Verbose = False,
    lang: Lang = None,
) -> int:
    """Recommend a model system; exit code 1 when none meets every answer."""
    checked_format(format, FORMATS)
    from hrsi_cli.commands.answers import collect_answers
    from hrsi_cli.engine.selection import select_model
    from hrsi_cli.knowledge.store import load_knowledge

    given = {
        "rto_failure": rto_failure,
        "rto_disaster": rto_disaster,
        "rpo": rpo,
        "budget": budget,
        "redundancy": redundancy,
        "backup_site": backup_site,
    }
    collected = collect_answers(given, answers)
    knowledge = load_knowledge()
    selection = select_model(collected, knowledge)
    view = View(format=format, color=color, quiet=quiet, verbose=verbose)
    show(lambda: _rendered(selection, knowledge, view), view)
    if output is not None and selection.recommended is not None:
        from hrsi_cli.commands.starter import write_starter_plan

        write_starter_plan(output, selection, knowledge, force=force)
    return 0 if selection.achievable else 1


def _rendered(selection: Selection, knowledge: KnowledgeBase, view: View) -> bytes:
    options = view.render_options()
    if view.format == "json":
        from hrsi_cli.renderers.json_format import paint_json
        from hrsi_cli.renderers.records.selection import selection_record

        return paint_json(selection_record(selection, knowledge, options.catalogue))
    from hrsi_cli.renderers.pages.selection import selection_page
    from hrsi_cli.renderers.registry import paint

    return paint(selection_page(selection, knowledge, options), view.format, options)
