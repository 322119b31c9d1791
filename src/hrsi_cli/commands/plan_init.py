"""``hrsi plan init``: a starter plan."""

from __future__ import annotations

from typing import Annotated

import typer

from hrsi_cli.commands.completion import complete_model
from hrsi_cli.commands.knowledge import Kb
from hrsi_cli.commands.options import ConfigFile, Force, Lang
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
from hrsi_cli.commands.speech import help_text
from hrsi_cli.domain.problem import HrsiError, Message

DEFAULT_PLAN = "plan.yaml"


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
