"""Judging plans: from paths on the command line to a judgement under a policy."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from hrsi_cli.domain.problem import HrsiError, InputError, Message, Problem

if TYPE_CHECKING:
    from datetime import date

    from hrsi_cli.domain.judgement import Judgement, PlanResult
    from hrsi_cli.domain.knowledge_base import KnowledgeBase
    from hrsi_cli.domain.policy import Policy
    from hrsi_cli.knowledge.plan_file import PlanFile

PLAN_NAMES = ("plan.yaml", "plan.yml")
PLAN_ENDINGS = (".hrsi.yaml", ".hrsi.yml")
MOST_PLANS = 10_000
"""More files than this under a folder are taken for a mistake."""


def judge(paths: list[str], knowledge: KnowledgeBase, today: date, policy: Policy, *, at: date | None = None) -> Judgement:
    """Judge every plan; one that cannot be read does not keep the others from being judged.

    With ``at``, each plan is judged as its phases say that it will stand on that day.
    """
    from hrsi_cli.domain.judgement import Judgement

    files, errors = read_plans(paths, knowledge)
    if at is not None:
        from dataclasses import replace

        from hrsi_cli.engine.phases import plan_at

        files = [replace(file, plan=plan_at(file.plan, at, knowledge)) for file in files]
    return Judgement(judge_files(files, knowledge, today, policy), tuple(errors), knowledge.version)


def read_plans(paths: Iterable[str], knowledge: KnowledgeBase) -> tuple[list[PlanFile], list[Problem]]:
    """The plans that can be read, and what is wrong with the others."""
    from hrsi_cli.knowledge.plan_file import load_plan

    files: list[PlanFile] = []
    errors: list[Problem] = []
    for path in paths:
        try:
            files.append(load_plan(path, knowledge, frozenset(knowledge.rules)))
        except InputError as error:
            errors += error.problems
    return files, errors


def judge_files(files: Iterable[PlanFile], knowledge: KnowledgeBase, today: date, policy: Policy) -> tuple[PlanResult, ...]:
    """Plans of one run, each judged in sight of the others."""
    from hrsi_cli.engine.appraisal import appraise

    files = list(files)
    others = {file.plan.system.id: file.plan for file in files}
    return tuple(
        appraise(file.path, file.plan, knowledge, today=today, policy=policy, locate=file.locate, others=others) for file in files
    )


def read_day(text: str | None) -> date:
    """The day to judge by: ``--as-of``, or today."""
    from datetime import date

    if text is None:
        return date.today()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise HrsiError(Message("run.bad_day", {"value": text})) from None


def plan_paths(given: Iterable[str]) -> list[str]:
    """The plan files that arguments stand for: files, patterns, and folders with all plans below, sorted.

    A file that is reached twice is judged once. Raises HrsiError when an argument stands for nothing.
    """
    found: dict[str, str] = {}
    for argument in given:
        for path in _expanded(argument):
            found.setdefault(path if path == "-" else os.path.realpath(path), path)
            if len(found) > MOST_PLANS:
                raise HrsiError(Message("gate.too_many_plans", {"limit": MOST_PLANS}))
    return list(found.values())


def _expanded(argument: str) -> list[str]:
    from hrsi_cli.knowledge.text_file import shown_path

    if os.path.isdir(argument):
        plans = sorted(_below(argument))
        if not plans:
            raise HrsiError(Message("gate.no_plans", {"path": shown_path(argument)}))
        return plans
    if glob.has_magic(argument) and not os.path.lexists(argument):
        plans = sorted(path for path in glob.iglob(argument, recursive=True) if not os.path.isdir(path))
        if not plans:
            raise HrsiError(Message("gate.no_match", {"path": shown_path(argument)}))
        return plans
    return [argument]


def _below(folder: str) -> Iterator[str]:
    """The plans under a folder; hidden folders are passed over and links to folders not followed."""
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in names:
            if name in PLAN_NAMES or (name.endswith(PLAN_ENDINGS) and not name.startswith(".")):
                yield os.path.normpath(os.path.join(parent, name))


def configured_policy(knowledge: KnowledgeBase) -> Policy:
    """The policy of the configuration; raises InputError when it names metrics, rules or levels that do not exist."""
    from hrsi_cli.commands.config import loaded_config
    from hrsi_cli.commands.knowledge import with_thresholds

    loaded = loaded_config()
    if loaded.path is not None:
        problems = list(_unknown_names(knowledge))
        if problems:
            raise InputError(tuple(problems))
    return with_thresholds(loaded.config.policy(), knowledge)


def _unknown_names(knowledge: KnowledgeBase) -> Iterator[Problem]:
    from hrsi_cli.commands.config import current_config

    config = current_config()
    for rule in config.rules:
        if rule not in knowledge.rules:
            yield _unknown(("rules", rule), rule, knowledge.rules)
    for metric in config.metrics:
        if metric not in knowledge.requirements:
            yield _unknown(("metrics", metric), metric, knowledge.requirements)
    for subject in config.waivers.never:
        if subject not in knowledge.rules and subject not in knowledge.requirements:
            yield _unknown(("waivers", "never"), subject, [*knowledge.rules, *knowledge.requirements])
    for system, floors in config.floors.items():
        for metric, level in floors.items():
            requirement = knowledge.requirements.get(metric)
            if requirement is None:
                yield _unknown(("floors", system, metric), metric, knowledge.requirements)
            elif level > requirement.highest:
                values = {"metric": metric, "level": level, "highest": requirement.highest}
                yield _at(("floors", system, metric), Message("config.level_outside", values))


def _unknown(place: tuple[str, ...], word: str, known: Iterable[str]) -> Problem:
    from hrsi_cli.domain.visible import echo
    from hrsi_cli.knowledge.validation import nearest_hint

    return _at(place, Message("config.unknown_subject", {"value": echo(word)}), nearest_hint(word, known))


def _at(place: tuple[str, ...], message: Message, hint: Message | None = None) -> Problem:
    from hrsi_cli.commands.config import loaded_config
    from hrsi_cli.domain.problem import NOWHERE
    from hrsi_cli.knowledge.text_file import shown_path

    loaded = loaded_config()
    position = (loaded.places or {}).get(place, NOWHERE)
    return Problem(shown_path(loaded.path or ""), message, position, hint)
