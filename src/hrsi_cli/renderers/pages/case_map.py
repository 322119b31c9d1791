"""The page of ``hrsi compare --all``: the ten cases by metric, as a compact map or in words."""

from __future__ import annotations

from collections.abc import Iterator

from hrsi_cli.domain.catalogue import Catalogue
from hrsi_cli.domain.comparison import Overview, Relation, Standing
from hrsi_cli.domain.knowledge_base import KnowledgeBase
from hrsi_cli.domain.requirement import CLASSES
from hrsi_cli.renderers.blocks import Block, Cell, Column, Page, Table, Tone, bullets, cell, heading, paragraph
from hrsi_cli.renderers.options import RenderOptions
from hrsi_cli.renderers.pages.comparison import caveats
from hrsi_cli.renderers.words import metric_name

_TONE: dict[Relation, Tone] = {"above": "good", "equal": "plain", "below": "bad", "not_comparable": "muted"}
_SIGN: dict[Relation, str] = {"above": "+", "equal": "=", "below": "-", "not_comparable": " "}
_Row = dict[str, tuple[Standing, Relation]]


def case_map_page(overviews: tuple[Overview, ...], knowledge: KnowledgeBase, options: RenderOptions, *, compact: bool) -> Page:
    """All cases against the presets of their own models."""
    words = options.catalogue
    blocks: list[Block] = [heading(words.say("report.all_title"), 1)]
    if compact:
        blocks.append(paragraph(words.say("report.all_legend"), "muted"))
    for class_ in CLASSES:
        metrics = [id for id, requirement in knowledge.requirements.items() if requirement.class_ == class_]
        table = _compact(metrics, overviews, knowledge, words) if compact else _in_words(metrics, overviews, knowledge, words)
        blocks += [heading(words.say(f"class.{class_}")), table]
    blocks.append(bullets(cell(text, "muted") for text in caveats(words, knowledge)))
    return tuple(blocks)


def standings(metric: str, overviews: tuple[Overview, ...]) -> _Row:
    """Every case's standing for a metric and its relation to the preset of the case's model."""
    found: _Row = {}
    for overview in overviews:
        row = next(row for row in overview.rows if row.metric == metric)
        found |= {id: (standing, relation) for id, standing, relation in row.cases}
    return found


def _compact(metrics: list[str], overviews: tuple[Overview, ...], knowledge: KnowledgeBase, words: Catalogue) -> Table:
    ids = [str(side.id) for overview in overviews for side in overview.cases]
    columns = (
        Column(words.say("compare.metric")),
        Column(words.say("compare.requirement"), share=1),
        *(Column(id) for id in ids),
    )
    rows = []
    for metric in metrics:
        row = standings(metric, overviews)
        name = metric_name(knowledge.requirements[metric], knowledge, words)
        rows.append((cell(metric), cell(name), *(_sign(*row[id]) for id in ids)))
    return Table(columns, tuple(rows))


def _sign(standing: Standing, relation: Relation) -> Cell:
    if standing.level is None:
        return cell("x" if standing.status == "not_applicable" else ".", "muted")
    mark = "?" if standing.level_range else ""
    return cell(f"{standing.level}{_SIGN[relation]}{mark}".rstrip(), _TONE[relation])


def _in_words(metrics: list[str], overviews: tuple[Overview, ...], knowledge: KnowledgeBase, words: Catalogue) -> Table:
    titles: tuple[tuple[str, Relation], ...] = (
        ("report.all_above", "above"),
        ("report.all_equal", "equal"),
        ("report.all_below", "below"),
        ("report.all_other", "not_comparable"),
    )
    columns = (
        Column(words.say("compare.metric")),
        Column(words.say("compare.requirement"), share=3),
        *(Column(words.say(title), share=2) for title, _ in titles),
    )
    rows = []
    for metric in metrics:
        row = standings(metric, overviews)
        cells = [cell(metric), cell(metric_name(knowledge.requirements[metric], knowledge, words))]
        for _, relation in titles:
            named = words.say("common.list_separator").join(_named(row, relation, words))
            cells.append(cell(named or "-", _TONE[relation] if named else "muted"))
        rows.append(tuple(cells))
    return Table(columns, tuple(rows))


def _named(row: _Row, relation: Relation, words: Catalogue) -> Iterator[str]:
    for id, (standing, stands) in row.items():
        if stands == relation:
            level = words.say(f"reading.{standing.status}") if standing.level is None else str(standing.level)
            if standing.level_range:
                level += " [{}-{}]".format(*standing.level_range)
            yield words.say("report.all_case", case=id, level=level)
