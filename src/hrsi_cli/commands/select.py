"""``hrsi select``: which model system fits, for one system or for several."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from hrsi_cli.commands.errors import say_error
from hrsi_cli.commands.knowledge import Kb
from hrsi_cli.commands.options import Color, ConfigFile, Force, Lang, Quiet, View, checked_format, format_option, show_report
from hrsi_cli.commands.speech import catalogue, help_text
from hrsi_cli.domain.problem import HrsiError, Message
from hrsi_cli.domain.visible import visible

if TYPE_CHECKING:
    from hrsi_cli.domain.advice import Advice, SystemSelection
    from hrsi_cli.domain.knowledge_base import KnowledgeBase
    from hrsi_cli.domain.selection import Selection

FORMATS = ("text", "json", "markdown", "html")
Format = Annotated[str, format_option(FORMATS)]

RtoFailure = Annotated[str | None, typer.Option("--rto-failure", metavar="TIME", help=help_text("rto_failure"))]
RtoDisaster = Annotated[str | None, typer.Option("--rto-disaster", metavar="TIME", help=help_text("rto_disaster"))]
Rpo = Annotated[str | None, typer.Option("--rpo", metavar="TIME", help=help_text("rpo"))]
Budget = Annotated[str | None, typer.Option("--budget", metavar="low|medium|high", help=help_text("budget"))]
Redundancy = Annotated[str | None, typer.Option("--redundancy", metavar="yes|no", help=help_text("redundancy"))]
BackupSite = Annotated[str | None, typer.Option("--backup-site", metavar="yes|no", help=help_text("backup_site"))]
AnswersOption = Annotated[str | None, typer.Option("--answers", metavar="FILE", help=help_text("answers"))]
SaveAnswers = Annotated[str | None, typer.Option("--save-answers", metavar="FILE", help=help_text("save_answers"))]
SystemOption = Annotated[str | None, typer.Option("--system", metavar="ID", help=help_text("system"))]
Plain = Annotated[bool, typer.Option("--plain", help=help_text("plain"))]
Details = Annotated[bool, typer.Option("--verbose", "-v", help=help_text("select_details"))]
NoInput = Annotated[bool, typer.Option("--no-input", help=help_text("no_input"))]

REPORT_ENDINGS = (".json", ".html", ".htm", ".md", ".csv", ".xlsx")
"""Names that nobody gives a starter plan, only the report, which ``--output`` is for in the other commands."""


def select(
    rto_failure: RtoFailure = None,
    rto_disaster: RtoDisaster = None,
    rpo: Rpo = None,
    budget: Budget = None,
    redundancy: Redundancy = None,
    backup_site: BackupSite = None,
    answers: AnswersOption = None,
    system: SystemOption = None,
    save_answers: SaveAnswers = None,
    output: Annotated[str | None, typer.Option("--output", "-o", metavar="FILE", help=help_text("select_output"))] = None,
    force: Force = False,
    plain: Plain = False,
    no_input: NoInput = False,
    format: Format = "text",
    color: Color = "auto",
    quiet: Quiet = False,
    verbose: Details = False,
    kb: Kb = None,
    config: ConfigFile = None,
    lang: Lang = None,
) -> int:
    """Recommend a model system; exit code 1 when none meets every answer."""
    checked_format(format, FORMATS)
    if output is not None and output.lower().endswith(REPORT_ENDINGS):
        raise HrsiError(Message("select.output_is_plan"), Message("select.hint_output_is_plan"))
    from hrsi_cli.commands.choosing import Asked, choose
    from hrsi_cli.knowledge.store import load_knowledge

    flags = {
        "rto_failure": rto_failure,
        "rto_disaster": rto_disaster,
        "rpo": rpo,
        "budget": budget,
        "redundancy": redundancy,
        "backup_site": backup_site,
    }
    asked = Asked(flags, answers, system, writes=(save_answers, output), force=force, plain=plain, no_input=no_input)
    knowledge = load_knowledge()
    view = View(format=format, color=color, quiet=quiet, verbose=verbose)
    chosen = choose(asked, knowledge)
    if isinstance(chosen, tuple):
        _show_many(chosen, knowledge, view)
        return 0 if all(each.selection.achievable for each in chosen) else 1
    _show(chosen.selection, chosen.advice, knowledge, view, None if output is None else visible(output))
    if save_answers is not None:
        from hrsi_cli.commands.starter import write_answers

        write_answers(save_answers, chosen.selection.answers, force=force, quiet=quiet)
    if output is not None:
        from hrsi_cli.commands.starter import no_model, start_of, write_start

        if chosen.selection.recommended is None:
            nothing = no_model(output, asked, save_answers, chosen.selection.answers)
            say_error(nothing.message, nothing.hint, catalogue())
        else:
            write_start(output, start_of(chosen), knowledge, force=force, quiet=quiet)
    return 0 if chosen.selection.achievable else 1


def _show(selection: Selection, advice: Advice, knowledge: KnowledgeBase, view: View, plan: str | None) -> None:
    from hrsi_cli.renderers.pages.selection import selection_page
    from hrsi_cli.renderers.records.selection import selection_record

    show_report(
        view,
        lambda options: selection_record(selection, advice, knowledge, options.catalogue),
        lambda options: selection_page(selection, advice, knowledge, options, plan),
    )


def _show_many(systems: tuple[SystemSelection, ...], knowledge: KnowledgeBase, view: View) -> None:
    from hrsi_cli.renderers.pages.selection_many import selection_many_page
    from hrsi_cli.renderers.records.selection import selection_many_record

    show_report(
        view,
        lambda options: selection_many_record(systems, knowledge, options.catalogue),
        lambda options: selection_many_page(systems, options),
    )
