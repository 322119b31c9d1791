"""``hrsi plan validate``: the form of plans, and nothing else."""

from __future__ import annotations

from typing import Annotated

import typer

from hrsi_cli.commands.knowledge import Kb
from hrsi_cli.commands.options import (
    Color,
    ConfigFile,
    Lang,
    Output,
    Quiet,
    VerboseSame,
    View,
    checked_format,
    format_option,
    show,
)
from hrsi_cli.commands.speech import catalogue, help_text
from hrsi_cli.domain.problem import InputError, Problem

FORMATS = ("text", "json")
Format = Annotated[str, format_option(FORMATS)]


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
