"""``hrsi gate``: the policy that a pipeline judges by."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Annotated

import typer

from hrsi_cli.commands.gap import AsOf, Plans
from hrsi_cli.commands.judging import configured_policy, judge, plan_paths, read_day
from hrsi_cli.commands.knowledge import Kb
from hrsi_cli.commands.options import (
    Color,
    ConfigFile,
    Force,
    Lang,
    Quiet,
    VerboseSame,
    View,
    checked_format,
    format_option,
    group_options,
    show_done,
    write_stdout,
)
from hrsi_cli.commands.speech import catalogue, help_text
from hrsi_cli.domain.problem import HrsiError, Message

if TYPE_CHECKING:
    from hrsi_cli.domain.config import Config
    from hrsi_cli.domain.policy import Policy

FORMATS = ("text", "json")
Format = Annotated[str, format_option(FORMATS)]
BASELINE = ".hrsi-baseline.json"


def build() -> typer.Typer:
    """The group ``hrsi gate``."""
    group = typer.Typer(help=help_text("gate"), no_args_is_help=True, rich_markup_mode=None)
    group.callback()(group_options)
    group.command("init", help=help_text("gate_init"))(init)
    return group


def init(
    plans: Plans,
    output: Annotated[str, typer.Option("--output", "-o", metavar="FILE", help=help_text("gate_output"))] = "hrsi.toml",
    baseline: Annotated[str, typer.Option("--baseline", metavar="FILE", help=help_text("gate_baseline"))] = BASELINE,
    as_of: AsOf = None,
    force: Force = False,
    format: Format = "text",
    color: Color = "auto",
    quiet: Quiet = False,
    verbose: VerboseSame = False,
    kb: Kb = None,
    config: ConfigFile = None,
    lang: Lang = None,
) -> int:
    """Write the tightest policy that the plans meet today, and the baseline that goes with it."""
    if checked_format(format, FORMATS) == "json" and output == "-":
        raise HrsiError(Message("gate.two_on_stdout"))
    if baseline == "-":
        raise HrsiError(Message("write.dash"))
    if not (output and baseline):
        raise HrsiError(Message("gate.needs_names"))
    from hrsi_cli.commands.baselines import refuse_shared_system, save_baseline
    from hrsi_cli.commands.errors import say_problems
    from hrsi_cli.domain.visible import visible
    from hrsi_cli.engine.baseline import baseline_of
    from hrsi_cli.engine.ratchet import tightest_policy
    from hrsi_cli.knowledge.file_writer import write_new
    from hrsi_cli.knowledge.store import load_knowledge
    from hrsi_cli.renderers.policy_toml import paint_config
    from hrsi_cli.renderers.records.policy import gate_init_record

    today = read_day(as_of)
    knowledge = load_knowledge()
    policy = configured_policy(knowledge).model_copy(update={"fail_under": None, "min_model": None, "floors": {}})
    judgement = judge(plan_paths(plans), knowledge, today, policy)
    if judgement.errors:
        say_problems(judgement.errors, catalogue())
        return 2
    refuse_shared_system(judgement)
    entries = baseline_of(judgement.plans)
    tightest = tightest_policy(judgement, entries, knowledge, policy)
    if tightest is None:
        raise HrsiError(Message("gate.waivers_fail"), Message("gate.hint_waivers"))
    _refuse_existing([path for path in (output, baseline) if path != "-"], force=force)
    content = paint_config(_config(tightest, output, baseline), today.isoformat(), catalogue())
    save_baseline(baseline, entries, judgement, quiet=quiet or format == "json")
    if output == "-":
        write_stdout(content, machine=True)
        return 0
    write_new(output, content, overwrite=force, never=[plan.path for plan in judgement.plans], ours=True)
    show_done(
        View(format, None, color, quiet, verbose),
        catalogue().say("gate.policy_written", path=visible(output), baseline=visible(baseline)),
        lambda: gate_init_record(visible(output), visible(baseline), len(entries), tightest, knowledge.version),
    )
    return 0


def _refuse_existing(paths: list[str], *, force: bool) -> None:
    for path in paths:
        if os.path.lexists(path) and not force:
            raise HrsiError(Message("write.exists", {"path": path}), Message("write.hint_overwrite"))


def _config(policy: Policy, output: str, baseline: str) -> Config:
    """Today's settings with the policy's demands in their place; paths start from the new file."""
    from hrsi_cli.commands.config import current_config

    folder = os.path.dirname(os.path.abspath(output)) if output != "-" else os.getcwd()
    given = current_config()
    changes: dict[str, object] = {
        "baseline": _from(folder, baseline),
        "fail_on": policy.fail_on,
        "fail_under": policy.fail_under,
        "min_model": policy.min_model,
        "floors": policy.floors,
    }
    if given.knowledge is not None:
        changes["knowledge"] = _from(folder, given.knowledge)
    return given.model_copy(update=changes)


def _from(folder: str, path: str) -> str:
    return os.path.relpath(path, folder).replace(os.sep, "/")
