"""``hrsi plan``: write a plan and keep it. Each command's code is in a module of its own."""

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
    Output,
    Quiet,
    VerboseSame,
    View,
    checked_format,
    format_option,
    show,
)
from hrsi_cli.commands.plan_assess import assess
from hrsi_cli.commands.plan_diff import diff_plans
from hrsi_cli.commands.plan_edit import adjust, format_plans, set_values
from hrsi_cli.commands.plan_excel import export_plan, import_plan
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
    SystemOption,
)
from hrsi_cli.commands.speech import catalogue, help_text
from hrsi_cli.domain.problem import HrsiError, InputError, Message, Problem

FORMATS = ("text", "json")
Format = Annotated[str, format_option(FORMATS)]
DEFAULT_PLAN = "plan.yaml"


def build() -> typer.Typer:
    """The group ``hrsi plan``."""
    group = typer.Typer(help=help_text("plan"), no_args_is_help=True, rich_markup_mode=None)
    group.callback()(lambda: None)
    group.command("init", help=help_text("plan_init"))(init)
    group.command("assess", help=help_text("plan_assess"))(assess)
    group.command("set", help=help_text("plan_set"))(set_values)
    group.command("adjust", help=help_text("plan_adjust"))(adjust)
    group.command("validate", help=help_text("plan_validate"))(validate_plans)
    group.command("diff", help=help_text("plan_diff"))(diff_plans)
    group.command("export", help=help_text("plan_export"))(export_plan)
    group.command("import", help=help_text("plan_import"))(import_plan)
    group.command("fmt", help=help_text("plan_fmt"))(format_plans)
    return group


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
    force: Force = False,
    plain: Plain = False,
    no_input: NoInput = False,
    kb: Kb = None,
    config: ConfigFile = None,
    lang: Lang = None,
) -> int:
    """Write a starter plan for a model system that is known, or that the answers lead to."""
    from dataclasses import replace

    from hrsi_cli.commands.choosing import Asked, choose
    from hrsi_cli.commands.lookup import known_model
    from hrsi_cli.commands.starter import start_of, write_start
    from hrsi_cli.knowledge.store import load_knowledge
    from hrsi_cli.renderers.starter import Start

    knowledge = load_knowledge()
    flags = {
        "rto_failure": rto_failure,
        "rto_disaster": rto_disaster,
        "rpo": rpo,
        "budget": budget,
        "redundancy": redundancy,
        "backup_site": backup_site,
    }
    asked = Asked(flags, answers, system, writes=(plan,), force=force, plain=plain, no_input=no_input)
    if model is not None:
        if answers is not None or any(flags.values()):
            raise HrsiError(Message("plan.model_or_answers"))
        start = Start(known_model(model, knowledge))
    else:
        chosen = choose(asked, knowledge)
        if isinstance(chosen, tuple):
            raise HrsiError(Message("select.many_no_file"))
        if chosen.selection.recommended is None:
            raise HrsiError(Message("plan.no_model"), Message("plan.no_model_hint"))
        start = start_of(chosen)
    start = replace(start, id=id or start.id, name=name or start.name)
    write_start(plan, start, knowledge, force=force)
    return 0


def validate_plans(
    plans: Annotated[list[str], typer.Argument(metavar="PLAN...", help=help_text("gap_plans"))],
    format: Format = "text",
    output: Output = None,
    color: Color = "auto",
    quiet: Quiet = False,
    verbose: VerboseSame = False,
    kb: Kb = None,
    config: ConfigFile = None,
    lang: Lang = None,
) -> int:
    """Check the form of plans and nothing else; exit code 0 or 2."""
    checked_format(format, FORMATS)
    from hrsi_cli.commands.errors import say_problems
    from hrsi_cli.commands.judging import plan_paths
    from hrsi_cli.commands.processes import without_collector
    from hrsi_cli.commands.progress import with_progress
    from hrsi_cli.knowledge.plan_file import load_plan
    from hrsi_cli.knowledge.store import load_knowledge
    from hrsi_cli.knowledge.text_file import shown_path
    from hrsi_cli.renderers.json_format import paint_json
    from hrsi_cli.renderers.records.plan import plan_validate_record

    knowledge = load_knowledge()
    words = catalogue()
    systems: dict[str, str | None] = {}
    problems: list[Problem] = []
    paths = plan_paths(plans)
    with without_collector():
        for path in with_progress(paths, len(paths)):
            try:
                systems[shown_path(path)] = load_plan(path, knowledge, frozenset(knowledge.rules)).plan.system.id
            except InputError as error:
                systems[shown_path(path)] = None
                problems += error.problems
    record = plan_validate_record(systems, problems, knowledge.version, words)
    view = View(format, output, color, quiet, verbose)
    if format == "json":
        show(paint_json(record), view)
    elif not quiet:
        sound = [words.say("plan.valid", path=path) for path, system in systems.items() if system is not None]
        show("".join(f"{line}\n" for line in sound).encode(), view)
    if problems:
        say_problems(problems, words)
    return record["exit_code"]
