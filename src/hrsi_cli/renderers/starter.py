"""The starter plan: everything known so far filled in, everything else named as unknown, with its scale."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from hrsi_cli.domain.catalogue import Catalogue
from hrsi_cli.domain.knowledge_base import KnowledgeBase
from hrsi_cli.domain.quantity import Duration
from hrsi_cli.domain.selection import Answers, GivenAnswers
from hrsi_cli.renderers.words import metric_name

SCHEMA_NAME = "hrsi-plan-1.schema.json"


@dataclass(frozen=True, slots=True)
class Start:
    """What is known about the system before its plan is written."""

    model: int
    answers: Answers | GivenAnswers | None = None
    id: str | None = None
    name: str | None = None
    importance: int | None = None


def paint_starter(start: Start, knowledge: KnowledgeBase, words: Catalogue) -> bytes:
    """A commented plan that validates; targets refer to the model system and are not copied."""
    return ("\n".join(_lines(start, knowledge, words)) + "\n").encode("utf-8")


def _lines(start: Start, knowledge: KnowledgeBase, words: Catalogue) -> Iterator[str]:
    yield f"# yaml-language-server: $schema={SCHEMA_NAME}"
    yield f"# {words.say('starter.schema')}"
    yield f"# {words.say('starter.top')}"
    yield "hrsi: 1"
    yield f'knowledge: "{knowledge.version}"  # {words.say("starter.knowledge")}'
    yield "system:"
    yield f"  id: {start.id}" if start.id else f"  id: my-system  # {words.say('starter.id')}"
    if start.name:
        yield f"  name: {json.dumps(start.name, ensure_ascii=False)}"
    yield f"  # {words.say('starter.system')}"
    yield "  business_functions: []"
    yield "  # importance: 1" if start.importance is None else f"  importance: {start.importance}"
    yield ""
    yield "target:"
    yield f"  model: {start.model}  # {words.text(knowledge.model_systems[start.model].name)}"
    yield f"  # {words.say('starter.adjustments')}"
    yield "  # adjustments:"
    yield f"  #   A.2.4.1: {{level: 2, reason: {words.say('starter.reason')}}}"
    yield ""
    yield from _objectives(start.answers, words)
    yield ""
    yield f"# {words.say('starter.current')}"
    yield "current:"
    yield from _metrics(knowledge, words)
    yield ""
    yield f"# {words.say('starter.measures')}"
    yield "# measures:"
    yield "#   backups:"
    yield "#     - {name: nightly, mode: asynchronous, interval: 1d, volume: 2 TB, change: 100 GB,"
    yield "#        link: 100 Mbps, site: backup-site}"
    yield "#   sites:"
    yield "#     - {id: main-site, role: main, hazards: [kanto-quake], ups: 10m}"
    yield "#     - {id: backup-site, role: backup, standby: warm, distance: 400 km, hazards: [nankai-quake]}"
    yield "#   recovery: {detect: 10m, decide: 30m, verify: 1h, runbook_copies: [main-site, backup-site]}"


def _objectives(answers: Answers | GivenAnswers | None, words: Catalogue) -> Iterator[str]:
    yield f"# {words.say('starter.objectives')}"
    if answers is None or not any((answers.rto_failure, answers.rto_disaster, answers.rpo, answers.budget)):
        yield "# objectives:"
        yield "#   failure: {rto: 2h, rpo: 1d, rlo: all}"
        yield "#   disaster: {restart: 7d, rpo: 1d, rlo: specific}"
        return
    yield "objectives:"
    yield from _times("failure", rto=answers.rto_failure, rpo=answers.rpo)
    yield from _times("disaster", restart=answers.rto_disaster, rpo=answers.rpo)
    if answers.budget is not None:
        yield f"  budget: {answers.budget}"


def _times(event: str, **times: Duration | None) -> Iterator[str]:
    given = ", ".join(f"{key}: {time.plain}" for key, time in times.items() if time is not None)
    if given:
        yield f"  {event}: {{{given}}}"


def _metrics(knowledge: KnowledgeBase, words: Catalogue) -> Iterator[str]:
    """Every metric in the order that ``hrsi plan fmt`` keeps; its target is not copied, as an adjustment would belie it."""
    for id in sorted(knowledge.requirements, key=lambda id: tuple(part.zfill(2) for part in id.split("."))):
        requirement = knowledge.requirements[id]
        scale = " / ".join(f"{step.level} {words.text(step.label)}" for step in requirement.levels)
        name = f"{words.say(f'class.{requirement.class_}.one')} {metric_name(requirement, knowledge, words)}"
        yield f"  {id}: unknown  # {name}: {scale}"
