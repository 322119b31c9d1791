"""Levels, times, places and names in the reader's language."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from math import floor
from typing import TYPE_CHECKING

from hrsi_cli.domain.catalogue import Catalogue
from hrsi_cli.domain.judgement import MetricResult, Status
from hrsi_cli.domain.knowledge_base import KnowledgeBase
from hrsi_cli.domain.quantity import DAY, HOUR, MINUTE, MONTH
from hrsi_cli.domain.requirement import Requirement
from hrsi_cli.domain.text import SHIPPED
from hrsi_cli.renderers.blocks import Paragraph, Tone, paragraph

if TYPE_CHECKING:
    from hrsi_cli.domain.comparison import Side, Standing

STATUS_TONE: dict[Status, Tone] = {
    "gap": "bad",
    "unknown": "warn",
    "waived": "warn",
    "met": "good",
    "exceeds": "good",
    "not_applicable": "muted",
    "no_target": "muted",
}

_ROW = re.compile(r"(section [0-9.]+(?: \([0-9]\))?), ([a-z ]+)$")
_PLACES = (
    (re.compile(r"tables ([0-9.\-]+) and ([0-9.\-]+)"), r"表\1、\2"),
    (re.compile(r"tables ([0-9.\-]+) to ([0-9.\-]+)"), r"表\1から\2"),
    (re.compile(r"table ([0-9.\-]+)"), r"表\1"),
    (re.compile(r"section ([0-9.]+) \(([0-9])\)( and \(([0-9])\))?"), r"\1(\2)節"),
    (re.compile(r"section ([0-9.]+[0-9])"), r"\1節"),
    (re.compile(r"footnote ([0-9]+) of (\S+)"), r"\2の脚注\1"),
    (re.compile(r" with its footnote ([0-9]+)"), r"とその脚注\1"),
    (re.compile(r"^project (?:reading|summary) of (.*)$"), r"本プロジェクトの解釈: \1"),
    (re.compile(r"Non-Functional Requirements Grades (\d{4}), "), r"非機能要求グレード\1 "),
    (re.compile(r",? and |, "), "、"),
)


def place(source: str, catalogue: Catalogue) -> str:
    """A place in the guide in the reader's language; other sources are shown as they are."""
    row = _ROW.search(source)
    if catalogue.language == "en":
        return source
    words = row[1] if row else source
    for pattern, replacement in _PLACES:
        words = pattern.sub(replacement, words)
    return words + (" " + catalogue.say(f"row.{row[2]}") if row else "")


def metric_name(requirement: Requirement, knowledge: KnowledgeBase, catalogue: Catalogue) -> str:
    """The name of a metric; where several share one in this language, with the item that tells them apart."""
    return _metric_names(knowledge, catalogue)[requirement.id]


@lru_cache(maxsize=8)
def _metric_names(knowledge: KnowledgeBase, catalogue: Catalogue) -> dict[str, str]:
    requirements = knowledge.requirements.values()
    count = Counter(catalogue.text(requirement.name) for requirement in requirements)
    names = {}
    for requirement in requirements:
        name = catalogue.text(requirement.name)
        item = catalogue.text(requirement.path).rsplit(" / ", 1)[-1]
        names[requirement.id] = name if count[name] == 1 else f"{item} {name}"
    return names


def marked_known(text: str, known: bool, catalogue: Catalogue) -> str:
    """A status or severity, marked when the baseline holds it already."""
    return f"{text} ({catalogue.say('gate.known_mark')})" if known else text


def level_words(requirement: Requirement, level: int, catalogue: Catalogue) -> str:
    """A level with its meaning, for example ``2 all servers``."""
    return catalogue.say("level.numbered", level=level, label=catalogue.text(requirement.label(level)))


def standing_words(requirement: Requirement, standing: Standing, catalogue: Catalogue) -> str:
    """The level of one side of a comparison with its meaning, its open range and whether it is inferred."""
    if standing.level is None:
        return catalogue.say(f"reading.{standing.status}")
    words = level_words(requirement, standing.level, catalogue)
    if standing.level_range:
        words += " [{}-{}]".format(*standing.level_range)
    marks = [catalogue.say("basis.inferred")] if standing.basis == "inferred" else []
    if standing.status == "preset" and standing.origin not in (None, SHIPPED):
        marks.append(origin_words(standing.origin or SHIPPED, catalogue))
    return words + (f" ({catalogue.say('common.list_separator').join(marks)})" if marks else "")


def time_words(seconds: float, catalogue: Catalogue) -> str:
    """A span of time in its largest round unit."""
    if seconds == 0:
        return catalogue.say("time.at_once")
    for name, unit in (("months", MONTH), ("days", DAY), ("hours", HOUR), ("minutes", MINUTE)):
        if seconds >= unit and seconds % unit == 0:
            return catalogue.say(f"time.{name}", amount=f"{seconds / unit:g}")
    for name, unit in (("days", DAY), ("hours", HOUR), ("minutes", MINUTE)):
        if seconds >= unit:
            return catalogue.say(f"time.{name}", amount=f"{seconds / unit:.1f}")
    return catalogue.say("time.seconds", amount=f"{seconds:g}")


def dated_words(published: str, catalogue: Catalogue) -> str:
    """That advice is of the month in which the guide came out, for example ``2012-07``."""
    year, month = published.split("-")
    return catalogue.say("guide.dated", published=published if catalogue.language == "en" else f"{year}年{int(month)}月")


def origin_words(origin: str, catalogue: Catalogue) -> str:
    """Where a value comes from: the program, or an overlay by its id."""
    if origin == SHIPPED:
        return catalogue.say("browse.origin_shipped")
    return catalogue.say("browse.origin_overlay", id=origin.removeprefix("overlay:"))


def levels_short(metric: MetricResult, knowledge: KnowledgeBase) -> int | None:
    """How many levels a metric is short; None where its levels are alternatives, between which there is nothing to count."""
    return None if knowledge.requirements[metric.id].polarity == "neutral" else metric.gap


def basis_words(basis: str, origin: str | None, catalogue: Catalogue) -> str:
    """How a value is known; of an overlay's value with its name, as it is not the guide that states it."""
    words = catalogue.say(f"basis.{basis}")
    return words if origin in (None, SHIPPED) else f"{words} ({origin_words(origin or SHIPPED, catalogue)})"


def target_origin(metric: MetricResult, model: int, knowledge: KnowledgeBase) -> str | None:
    """Where the preset behind a target comes from; None where the target is the plan's own or there is none."""
    if metric.basis not in ("stated", "inferred"):
        return None
    preset = knowledge.preset(model, metric.id) if knowledge.overlay else None
    return preset.origin if preset else SHIPPED


def legend_words(id: str, knowledge: KnowledgeBase, catalogue: Catalogue) -> str:
    """How to read a table, and what the mark of an overlay means while one is in use."""
    if knowledge.overlay is None:
        return catalogue.say(id)
    gap = "" if catalogue.language == "ja" else " "
    return f"{catalogue.say(id)}{gap}{catalogue.say('overlay.legend', id=knowledge.overlay.id)}"


def overlay_note(knowledge: KnowledgeBase, catalogue: Catalogue) -> tuple[Paragraph, ...]:
    """What stands below a page whose presets may be the organisation's own, while an overlay is in use."""
    if knowledge.overlay is None:
        return ()
    return (paragraph(catalogue.say("overlay.legend", id=knowledge.overlay.id), "muted"),)


def side_words(side: Side, catalogue: Catalogue) -> str:
    """The name of one side of a comparison."""
    name = catalogue.say(f"{side.kind}.name", **{side.kind: side.id})
    return f"{name} {catalogue.text(side.label)}" if side.label else name


def percent(share: float) -> str:
    """A share as a percentage with one decimal at most; halves go up."""
    return f"{floor(share * 1000 + 0.5) / 10:.1f}".removesuffix(".0") + "%"
