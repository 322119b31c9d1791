"""The map of the 37 metrics by group, drawn as SVG. Every cell says its state in words; colour only repeats it."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from hrsi_cli.domain.catalogue import Catalogue
from hrsi_cli.domain.judgement import STATUSES, MetricResult, PlanResult
from hrsi_cli.domain.knowledge_base import KnowledgeBase
from hrsi_cli.domain.visible import visible
from hrsi_cli.renderers.html import Figure
from hrsi_cli.renderers.layout import wrap
from hrsi_cli.renderers.words import metric_name

_LABEL, _WIDTH, _HEIGHT, _GAP = 200, 84, 62, 4
_IN_A_ROW = 8
_LABEL_COLUMNS = 22


def groups(plan: PlanResult, knowledge: KnowledgeBase, words: Catalogue) -> dict[str, list[MetricResult]]:
    """The metrics by the middle item of the Grades that they belong to, in the order of the tables."""
    found: dict[str, list[MetricResult]] = {}
    for metric in plan.metrics:
        parts = words.text(knowledge.requirements[metric.id].path).split(" / ")
        found.setdefault(" / ".join(parts[:2]), []).append(metric)
    return found


def heat_map(plan: PlanResult, knowledge: KnowledgeBase, words: Catalogue) -> Figure:
    """The drawing, with title and description for those who do not see it."""
    drawn: list[str] = []
    top = 0
    for name, metrics in groups(plan, knowledge, words).items():
        lines = -(-len(metrics) // _IN_A_ROW)
        drawn += _label(name, top, lines)
        for index, metric in enumerate(metrics):
            left = _LABEL + index % _IN_A_ROW * (_WIDTH + _GAP)
            drawn += _cell(metric, left, top + index // _IN_A_ROW * (_HEIGHT + _GAP), knowledge, words)
        top += lines * (_HEIGHT + _GAP) + _GAP
    width = _LABEL + _IN_A_ROW * (_WIDTH + _GAP)
    counts = {status: plan.count(status) for status in STATUSES}
    head = (
        f'<svg role="img" aria-labelledby="drawing-title drawing-desc" '
        f'viewBox="0 0 {width} {top}" width="{width}" height="{top}">'
        f'<title id="drawing-title">{escape(words.say("report.map_title"))}</title>'
        f'<desc id="drawing-desc">{escape(words.say("report.map_desc", **counts))}</desc>'
    )
    return Figure("\n".join([head, *drawn, "</svg>"]))


def _label(name: str, top: int, lines: int) -> Iterable[str]:
    parts = wrap(visible(name), _LABEL_COLUMNS)
    if len(parts) > 1:  # between the two items before anywhere else
        parts = wrap(visible(name).replace(" / ", " /\n"), _LABEL_COLUMNS)
    middle = top + lines * (_HEIGHT + _GAP) // 2 - (len(parts) - 1) * 8
    for number, part in enumerate(parts):
        yield f'<text class="label" x="0" y="{middle + number * 17}">{escape(part)}</text>'


def _cell(metric: MetricResult, left: int, top: int, knowledge: KnowledgeBase, words: Catalogue) -> Iterable[str]:
    status = words.say(f"status.{metric.status}")
    level = f"{_shown(metric.current)} / {_shown(metric.target)}"
    name = metric_name(knowledge.requirements[metric.id], knowledge, words)
    yield f'<g class="{metric.status}"><title>{escape(visible(f"{metric.id} {name}: {level} {status}"))}</title>'
    yield f'<rect x="{left + 1}" y="{top + 1}" width="{_WIDTH - 2}" height="{_HEIGHT - 2}" rx="4"/>'
    middle = left + _WIDTH // 2
    yield f'<text class="id" x="{middle}" y="{top + 16}" text-anchor="middle">{escape(metric.id)}</text>'
    yield f'<text class="level" x="{middle}" y="{top + 36}" text-anchor="middle">{escape(level)}</text>'
    yield f'<text class="word" x="{middle}" y="{top + 53}" text-anchor="middle">{escape(status)}</text></g>'


def _shown(level: int | None) -> str:
    return "-" if level is None else str(level)
