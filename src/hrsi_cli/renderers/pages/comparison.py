"""The pages of ``hrsi compare``: two sides metric by metric, or a model system beside its cases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from hrsi_cli.domain.catalogue import Catalogue
from hrsi_cli.domain.comparison import Comparison, Overview, Relation, Side, Standing
from hrsi_cli.domain.knowledge_base import KnowledgeBase
from hrsi_cli.domain.requirement import CLASSES, Requirement, RequirementClass
from hrsi_cli.renderers.blocks import Block, Cell, Column, Page, Table, Tone, bullets, cell, heading, paragraph
from hrsi_cli.renderers.options import RenderOptions
from hrsi_cli.renderers.words import metric_name, place, side_words, standing_words

_TONE: dict[Relation, Tone] = {"above": "good", "equal": "plain", "below": "bad", "not_comparable": "muted"}
_SIGN: dict[Relation, str] = {"above": "+", "equal": "=", "below": "-", "not_comparable": " "}
_CAVEATS = ("convenience", "inferred", "reading")


def comparison_page(comparison: Comparison, knowledge: KnowledgeBase, options: RenderOptions) -> Page:
    """Two sides compared, grouped by class, with the guide's caveat."""
    return tuple(_blocks(comparison, knowledge, options.catalogue, options.detail == "quiet"))


def caveats(words: Catalogue, knowledge: KnowledgeBase, comparison: Comparison | None = None) -> list[str]:
    """What a reader of any comparison must know; about presets only where a model system is compared."""
    presets = comparison is None or "model" in (comparison.left.kind, comparison.right.kind)
    listed = [words.say(f"compare.caveat_{name}") for name in _CAVEATS if presets or name != "inferred"]
    if presets and knowledge.overlay is not None and knowledge.overlay.presets:
        listed.append(words.say("overlay.caveat", id=knowledge.overlay.id, presets=knowledge.overlay.presets))
    return listed


def _blocks(comparison: Comparison, knowledge: KnowledgeBase, words: Catalogue, quiet: bool) -> Iterator[Block]:
    left, right = side_words(comparison.left, words), side_words(comparison.right, words)
    yield heading(words.say("compare.title", left=left, right=right), 1)
    counts = {relation: comparison.count(relation) for relation in _TONE}
    yield paragraph(words.say("compare.counts", **counts), "strong")
    if not quiet:
        for class_ in CLASSES:
            yield heading(words.say(f"class.{class_}"))
            yield _table(comparison, class_, knowledge, words)
        yield from _contradictions(comparison, knowledge, words)
    yield bullets(cell(text, "muted") for text in caveats(words, knowledge, comparison))


def _table(comparison: Comparison, class_: RequirementClass, knowledge: KnowledgeBase, words: Catalogue) -> Table:
    """The metrics of a class; what is done stands beside them when a case tells it, the right one before the left one."""
    told_by = next((side.id for side in (comparison.right, comparison.left) if side.kind == "case"), None)
    columns = [
        Column(words.say("compare.metric")),
        Column(words.say("compare.requirement"), share=4),
        Column(_short(comparison.left.kind, comparison.left.id, words), share=4),
        Column(_short(comparison.right.kind, comparison.right.id, words), share=4),
        Column(words.say("compare.relation")),
    ]
    if told_by is not None:
        columns.append(Column(words.say("compare.told_by", case=words.say("case.name", case=told_by)), share=5))
    rows = []
    for row in comparison.rows:
        requirement = knowledge.requirements[row.metric]
        if requirement.class_ != class_:
            continue
        rows.append(
            (
                cell(row.metric),
                cell(metric_name(requirement, knowledge, words)),
                cell(_standing(comparison.left, requirement, row.left, words)),
                cell(_standing(comparison.right, requirement, row.right, words)),
                cell(words.say(f"relation.{row.relation}"), _TONE[row.relation]),
                *(() if told_by is None else (cell(words.text(row.summary)),)),
            )
        )
    return Table(tuple(columns), tuple(rows))


def _standing(side: Side, requirement: Requirement, standing: Standing, words: Catalogue) -> str:
    """A plan does not know a level yet; about a case it will never be known."""
    if side.kind == "plan" and standing.status == "unknown":
        return words.say("level.unknown")
    return standing_words(requirement, standing, words)


def _short(kind: str, id: str | int, words: Catalogue) -> str:
    return words.say("model.short", model=id) if kind == "model" else words.say(f"{kind}.name", **{kind: id})


def _contradictions(comparison: Comparison, knowledge: KnowledgeBase, words: Catalogue) -> Iterator[Block]:
    for side in (comparison.left, comparison.right):
        if side.kind != "case":
            continue
        case = knowledge.cases[str(side.id)]
        if case.contradictions:
            yield heading(f"{words.say('compare.contradictions')} ({words.say('case.name', case=case.id)})")
            yield bullets(
                cell(
                    f"{words.text(item.topic)}: "
                    + " / ".join(
                        words.say("compare.side", text=words.text(one), source=place(one.source, words)) for one in item.sides
                    )
                )
                for item in case.contradictions
            )


def overview_page(overview: Overview, knowledge: KnowledgeBase, options: RenderOptions) -> Page:
    """A model system's presets beside all of its cases."""
    words = options.catalogue
    blocks: list[Block] = [
        heading(words.say("compare.overview_title", model=words.say("model.name", model=overview.model)), 1),
        bullets(
            cell(f"{side_words(side, words)}: {words.text(knowledge.outlines[str(side.id)].feature)}") for side in overview.cases
        ),
    ]
    for class_ in CLASSES:
        blocks += [heading(words.say(f"class.{class_}")), _overview_table(overview, class_, knowledge, words)]
    blocks.append(paragraph(words.say("compare.overview_legend"), "muted"))
    blocks.append(bullets(cell(text, "muted") for text in caveats(words, knowledge)))
    return tuple(blocks)


def _overview_table(overview: Overview, class_: RequirementClass, knowledge: KnowledgeBase, words: Catalogue) -> Table:
    columns = (
        Column(words.say("compare.metric")),
        Column(words.say("compare.requirement"), share=4),
        Column(words.say("compare.preset"), share=4),
        *(Column(words.say("case.name", case=side.id), share=4) for side in overview.cases),
    )
    rows = []
    for row in overview.rows:
        requirement = knowledge.requirements[row.metric]
        if requirement.class_ != class_:
            continue
        cells: list[Cell] = [
            cell(row.metric),
            cell(metric_name(requirement, knowledge, words)),
            cell(_starred(requirement, row.preset, words)),
        ]
        for _, standing, relation in row.cases:
            sign = _SIGN[relation].strip()
            text = standing_words(requirement, standing, words)
            cells.append(cell(f"{sign} {text}" if sign else text, _TONE[relation]))
        rows.append(tuple(cells))
    return Table(columns, tuple(rows))


def _starred(requirement: Requirement, preset: Standing, words: Catalogue) -> str:
    """The preset with ``*`` for inferred, as its column is narrow."""
    return standing_words(requirement, replace(preset, basis=None), words) + ("*" if preset.basis == "inferred" else "")
