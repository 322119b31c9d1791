"""``hrsi plan init``: a starter plan."""

from __future__ import annotations

from typing import Annotated

import typer

from hrsi_cli.commands.completion import complete_model
from hrsi_cli.commands.knowledge import Kb
from hrsi_cli.commands.options import (
    Color,
    ConfigFile,
    Force,
    Lang,
    Quiet,
    RecordOutput,
    VerboseSame,
    View,
    checked_format,
    format_option,
    refuse_input_as_output,
    show_done,
)
from hrsi_cli.commands.select import (
    AnswersOption,
    BackupSite,
    Budget,
    NoInput,
    Plain,
    Redundancy,
    Rpo,
    RtoDisaster,
    RtoFailure,
    SaveAnswers,
    SystemOption,
)
from hrsi_cli.commands.speech import catalogue, help_text
from hrsi_cli.domain.problem import HrsiError, Message
from hrsi_cli.domain.visible import visible

DEFAULT_PLAN = "plan.yaml"
FORMATS = ("text", "json")
Format = Annotated[str, format_option(FORMATS)]


def init(
    plan: Annotated[str, typer.Argument(metavar="PLAN", help=help_text("plan_init_path"))] = DEFAULT_PLAN,
    model: Annotated[
        str | None, typer.Option("--model", metavar="1-4", help=help_text("plan_init_model"), autocompletion=complete_model)
    ] = None,
    id: Annotated[str | None, typer.Option("--id", metavar="ID", help=help_text("plan_init_id"))] = None,
    name: Annotated[str | None, typer.Option("--name", metavar="NAME", help=help_text("plan_init_name"))] = None,
    rto_failure: RtoFailure = None,
    rto_disaster: RtoDisaster = None,
    rpo: Rpo = None,
    budget: Budget = None,
    redundancy: Redundancy = None,
    backup_site: BackupSite = None,
    answers: AnswersOption = None,
    system: SystemOption = None,
    save_answers: SaveAnswers = None,
    force: Force = False,
    plain: Plain = False,
    no_input: NoInput = False,
    format: Format = "text",
    output: RecordOutput = None,
    color: Color = "auto",
    quiet: Quiet = False,
    verbose: VerboseSame = False,
    kb: Kb = None,
    config: ConfigFile = None,
    lang: Lang = None,
) -> int:
    """Write a starter plan for a model system that is known, or that the answers lead to."""
    checked_format(format, FORMATS)
    refuse_input_as_output(output, [plan, *([answers] if answers else [])])
    from dataclasses import replace

    from hrsi_cli.commands.choosing import Asked, choose
    from hrsi_cli.commands.lookup import known_model
    from hrsi_cli.commands.starter import no_model, save_given, start_of, start_with, write_start
    from hrsi_cli.knowledge.store import load_knowledge
    from hrsi_cli.knowledge.text_file import shown_path
    from hrsi_cli.renderers.records.plan import plan_init_record

    knowledge = load_knowledge()
    flags = {
        "rto_failure": rto_failure,
        "rto_disaster": rto_disaster,
        "rpo": rpo,
        "budget": budget,
        "redundancy": redundancy,
        "backup_site": backup_site,
    }
    asked = Asked(flags, answers, system, writes=(plan, save_answers), force=force, plain=plain, no_input=no_input)
    if model is not None:
        start = start_with(known_model(model, knowledge), asked)
        save_given(save_answers, start.answers, force=force, quiet=quiet)
    else:
        chosen = choose(asked, knowledge)
        if isinstance(chosen, tuple):
            raise HrsiError(Message("select.many_no_file"))
        save_given(save_answers, chosen.selection.answers, force=force, quiet=quiet)
        if chosen.selection.recommended is None:
            raise no_model(plan, asked, save_answers, chosen.selection.answers)
        start = start_of(chosen)
    start = replace(start, id=id or start.id, name=name or start.name)
    written = write_start(plan, start, knowledge, force=force, quiet=True)
    show_done(
        View(format, output, color, quiet, verbose),
        catalogue().say("select.wrote", path=visible(plan)),
        lambda: plan_init_record(shown_path(plan), knowledge.version, written.system.id, written.target.model),
    )
    return 0
