"""Baselines of a run: the configured one, which counts wherever a verdict is told, and writing one."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from hrsi_cli.commands.speech import catalogue
from hrsi_cli.domain.problem import HrsiError, InputError, Message

if TYPE_CHECKING:
    from hrsi_cli.domain.judgement import BaselineEntry, Judgement
    from hrsi_cli.domain.knowledge_base import KnowledgeBase
    from hrsi_cli.domain.policy import Policy


def configured_path() -> str | None:
    """The baseline that the configuration names."""
    from hrsi_cli.commands.config import current_config, is_configured

    return current_config().baseline if is_configured() else None


def configured_baseline() -> tuple[BaselineEntry, ...]:
    """The entries of the configured baseline; none where none is configured. Raises InputError when it cannot be read."""
    path = configured_path()
    if path is None:
        return ()
    from hrsi_cli.knowledge.baseline_file import load_baseline

    return load_baseline(path)


def against_baseline(
    judgement: Judgement, knowledge: KnowledgeBase, policy: Policy, path: str | None, write_to: str | None
) -> Judgement:
    """The judgement against a baseline, written anew first when that is asked for."""
    if path is None and write_to is None:
        return judgement
    from hrsi_cli.engine.baseline import compare_with_baseline

    refuse_shared_system(judgement)
    if write_to is None:
        from hrsi_cli.knowledge.baseline_file import load_baseline

        return compare_with_baseline(judgement, load_baseline(path or ""), knowledge, policy)
    if judgement.errors:
        from hrsi_cli.commands.errors import say_error

        say_error(Message("gate.no_baseline_written"), None, catalogue())
        return judgement
    return compare_with_baseline(judgement, _renew(write_to, judgement), knowledge, policy)


def refuse_shared_system(judgement: Judgement) -> None:
    """Raise HrsiError for two plans with one system id, which a baseline could not tell apart."""
    from hrsi_cli.engine.baseline import shared_system

    if (shared := shared_system(judgement)) is not None:
        raise HrsiError(Message("gate.same_system", shared))


def _renew(path: str, judgement: Judgement) -> tuple[BaselineEntry, ...]:
    """Write today's state over a baseline, and keep what it holds of plans that are not in the run."""
    from hrsi_cli.engine.baseline import baseline_of, kept_entries
    from hrsi_cli.knowledge.text_file import same_file

    is_plan = any(same_file(path, plan.path) for plan in judgement.plans)  # writing refuses it
    entries = baseline_of(judgement.plans)
    kept = () if is_plan else kept_entries(judgement.plans, _existing(path))
    save_baseline(path, (*entries, *kept), judgement)
    if kept:
        sys.stderr.write(catalogue().say("gate.baseline_kept", count=len(kept)) + "\n")
    return (*entries, *kept)


def _existing(path: str) -> tuple[BaselineEntry, ...]:
    """What a baseline holds before it is written again; raises InputError for another file in its place."""
    if not os.path.isfile(path):
        return ()
    from dataclasses import replace

    from hrsi_cli.knowledge.baseline_file import load_baseline

    try:
        return load_baseline(path)
    except InputError as error:
        hint = Message("baseline.hint_other_name")
        raise InputError(tuple(replace(one, hint=hint) for one in error.problems)) from error


def save_baseline(path: str, entries: tuple[BaselineEntry, ...], judgement: Judgement, *, quiet: bool = False) -> None:
    """Write entries as a baseline, never over a plan of the run, and say so on stderr unless quiet."""
    from hrsi_cli.domain.visible import visible
    from hrsi_cli.knowledge.file_writer import write_new
    from hrsi_cli.renderers.records.baseline import paint_baseline

    plans = [plan.path for plan in judgement.plans]
    write_new(path, paint_baseline(entries, judgement.knowledge_version), overwrite=True, never=plans, ours=True)
    if not quiet:
        sys.stderr.write(catalogue().say("gate.baseline_written", path=visible(path), count=len(entries)) + "\n")
