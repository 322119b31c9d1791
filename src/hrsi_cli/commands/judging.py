"""Judging plans: from paths on the command line to a judgement under a policy."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from hrsi_cli.commands.progress import with_progress
from hrsi_cli.domain.problem import HrsiError, InputError, Message, Problem, problem
from hrsi_cli.domain.visible import echo

if TYPE_CHECKING:
    from datetime import date

    from hrsi_cli.domain.judgement import BaselineEntry, Judgement, PlanResult
    from hrsi_cli.domain.knowledge_base import KnowledgeBase
    from hrsi_cli.domain.plan import Plan
    from hrsi_cli.domain.policy import Policy
    from hrsi_cli.knowledge.plan_file import PlanFile

PLAN_NAMES = ("plan.yaml", "plan.yml")
PLAN_ENDINGS = (".hrsi.yaml", ".hrsi.yml")
MOST_PLANS = 10_000
"""More files than this under a folder are taken for a mistake."""
MOST_KEPT = 200
"""Plans that are kept in memory at once; those of a larger run are let go one by one."""


_MOST_NAMED = 5
"""Systems with several plans, and plans of one, that are named."""
_LEFT_OUT: dict[str, object] = {"current": {}, "measures": None, "waivers": (), "costs": None, "phases": ()}
"""Parts of a plan that no other plan's judgement looks at."""


class Judged(NamedTuple):
    """What became of one plan of a run: its result, or what is wrong with it."""

    plan: Plan | None
    """None when it cannot be read, or when it was judged in another process."""
    result: PlanResult | None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanJudge:
    """What every plan of a run is judged by."""

    knowledge: KnowledgeBase
    today: date
    policy: Policy
    at: date | None = None
    """Judge each plan as its phases say that it will stand on this day."""

    def judge(self, path: str, others: Mapping[str, Plan]) -> Judged:
        """Read and judge a plan in sight of the others; one that cannot be read is told with its problems."""
        return self._judged(self.read(path), others)

    def judge_all(self, paths: Sequence[str]) -> Iterator[Judged]:
        """Judge plans one by one, in order; of a large run only the plan at hand is kept in memory."""
        if len(paths) > MOST_KEPT:
            from hrsi_cli.commands.processes import without_collector

            every = _Others(self, paths)
            with without_collector():
                yield from (self.judge(path, every) for path in paths)
            return
        read = [self.read(path) for path in paths]
        others = _by_id(file.plan for file in read if not isinstance(file, InputError))
        yield from (self._judged(file, others) for file in read)

    def results(self, paths: Sequence[str]) -> Iterator[Judged]:
        """The same without the plans, by several processes where that pays."""
        if len(paths) <= MOST_KEPT:
            yield from self.judge_all(paths)
            return
        from hrsi_cli.commands.processes import in_processes, processes_for

        processes = processes_for(len(paths))
        if processes == 1:
            yield from self.judge_all(paths)
            return
        from hrsi_cli.knowledge.files_of_run import note_read

        note_read(paths)
        others = _Others(self, paths)
        yield from in_processes(lambda path: self.judge(path, others)._replace(plan=None), paths, processes)

    def read(self, path: str) -> PlanFile | InputError:
        """Read a plan, or tell what is wrong with it."""
        from hrsi_cli.knowledge.plan_file import load_plan

        try:
            file = load_plan(path, self.knowledge, frozenset(self.knowledge.rules))
        except InputError as error:
            return _no_plan_below(path) if os.path.isdir(path) else error
        if self.at is None:
            return file
        from hrsi_cli.engine.phases import plan_at

        return replace(file, plan=plan_at(file.plan, self.at, self.knowledge))

    def _judged(self, file: PlanFile | InputError, others: Mapping[str, Plan]) -> Judged:
        if isinstance(file, InputError):
            return Judged(None, None, file.problems)
        from hrsi_cli.engine.appraisal import appraise

        result = appraise(
            file.path, file.plan, self.knowledge, today=self.today, policy=self.policy, locate=file.locate, others=others
        )
        return Judged(file.plan, result)


def _by_id(plans: Iterable[Plan]) -> dict[str, Plan]:
    """The plans by the id of their system; of several with one id the first counts, as in the portfolio."""
    found: dict[str, Plan] = {}
    for plan in plans:
        found.setdefault(plan.system.id, plan)
    return found


class _Others(Mapping[str, "Plan"]):
    """What a plan may need to know of the others: when they are back, and what they wait for themselves.

    Only a plan with ``depends_on`` asks, so that the plans of most runs are read once.
    """

    def __init__(self, plan_judge: PlanJudge, paths: Sequence[str]) -> None:
        self._plan_judge = plan_judge
        self._paths = paths

    @cached_property
    def _plans(self) -> dict[str, Plan]:
        files = (self._plan_judge.read(path) for path in self._paths if path != "-")  # standard input can be read once only
        return _by_id(file.plan.model_copy(update=_LEFT_OUT) for file in files if not isinstance(file, InputError))

    def __getitem__(self, id: str) -> Plan:
        return self._plans[id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._plans)

    def __len__(self) -> int:
        return len(self._plans)


def say_shared_ids(systems: Iterable[tuple[str, str]]) -> None:
    """Tell on standard error of systems that several plans of a run describe, given the id and the path of each plan."""
    from hrsi_cli.commands.errors import say_lines
    from hrsi_cli.commands.speech import catalogue

    paths: dict[str, list[str]] = {}
    for id, path in systems:
        paths.setdefault(id, []).append(echo(path))
    words = catalogue()
    shared = [
        words.tell(Message("gap.same_id", {"system": echo(id), "count": len(of_id), "paths": _named(of_id)}))
        for id, of_id in sorted(paths.items())
        if len(of_id) > 1
    ]
    if shared:
        more = [words.say("input.more", count=len(shared) - _MOST_NAMED)] if len(shared) > _MOST_NAMED else []
        say_lines([*shared[:_MOST_NAMED], *more])


def _named(paths: list[str]) -> tuple[str, ...]:
    """The first of many, with a mark that there are more."""
    return (*paths[:_MOST_NAMED], "...") if len(paths) > _MOST_NAMED else tuple(paths)


def _no_plan_below(folder: str) -> InputError:
    """Folders are replaced by the plans in them before anything is read, so this one holds none."""
    from hrsi_cli.knowledge.text_file import shown_path

    return InputError((problem(shown_path(folder), "input.no_plan_below"),))


def judge(
    paths: list[str],
    knowledge: KnowledgeBase,
    today: date,
    policy: Policy,
    *,
    at: date | None = None,
    baseline: tuple[BaselineEntry, ...] = (),
) -> Judgement:
    """Judge every plan; one that cannot be read does not keep the others from being judged.

    With ``at``, each plan is judged as its phases say that it will stand on that day. What the baseline holds does not
    count; `hrsi_cli.commands.baselines` has the configured one.
    """
    from hrsi_cli.domain.judgement import Judgement

    plans: list[PlanResult] = []
    errors: list[Problem] = []
    for judged in with_progress(PlanJudge(knowledge, today, policy, at).results(paths), len(paths)):
        errors += judged.problems
        if judged.result is not None:
            plans.append(judged.result)
    if baseline:
        from hrsi_cli.engine.baseline import without_known

        plans = list(without_known(plans, baseline, policy))
    return Judgement(tuple(plans), tuple(errors), knowledge.version)


def read_day(text: str | None, option: str = "--as-of") -> date:
    """The day that an option names, or today."""
    if text is None:
        from datetime import date

        return date.today()
    from hrsi_cli.domain.quantity import Day

    try:
        return Day.parse(text).date
    except ValueError:
        raise HrsiError(Message("usage.no_day", {"name": option, "value": echo(text)})) from None


def plan_paths(given: Iterable[str]) -> list[str]:
    """The plan files that arguments stand for: files, patterns, and folders with all plans below, sorted.

    A file that is reached twice is judged once. An argument that stands for nothing is told as a file that cannot
    be read, beside the others; raises HrsiError when it is the only one.
    """
    found: dict[str, str] = {}
    arguments = list(given)
    for argument in arguments:
        for path in _expanded(argument, alone=len(arguments) == 1):
            found.setdefault(path if path == "-" else os.path.realpath(path), path)
            if len(found) > MOST_PLANS:
                raise HrsiError(Message("gate.too_many_plans", {"limit": MOST_PLANS}))
    return list(found.values())


def _expanded(argument: str, *, alone: bool) -> list[str]:
    from hrsi_cli.knowledge.text_file import shown_path

    if os.path.isdir(argument):
        plans = sorted(_below(argument))
        if not plans and alone:
            raise HrsiError(Message("gate.no_plans", {"path": shown_path(argument)}))
        return plans or [argument]
    if glob.has_magic(argument) and not os.path.lexists(argument):
        plans = sorted(path for path in glob.iglob(argument, recursive=True) if not os.path.isdir(path))
        if not plans and alone:
            raise HrsiError(Message("gate.no_match", {"path": shown_path(argument)}))
        return plans or [argument]
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
    from hrsi_cli.commands.config import current_config, is_configured
    from hrsi_cli.commands.knowledge import with_thresholds

    if not is_configured():
        from hrsi_cli.domain.policy import Policy

        return with_thresholds(Policy(), knowledge)
    problems = list(_unknown_names(knowledge))
    if problems:
        raise InputError(tuple(problems))
    return with_thresholds(current_config().policy(), knowledge)


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
    from hrsi_cli.knowledge.near import nearest_hint

    return _at(place, Message("config.unknown_subject", {"value": echo(word)}), nearest_hint(word, known))


def _at(place: tuple[str, ...], message: Message, hint: Message | None = None) -> Problem:
    from hrsi_cli.commands.config import loaded_config
    from hrsi_cli.domain.problem import NOWHERE
    from hrsi_cli.knowledge.text_file import shown_path

    loaded = loaded_config()
    position = (loaded.places or {}).get(place, NOWHERE)
    return Problem(shown_path(loaded.path or ""), message, position, hint)
