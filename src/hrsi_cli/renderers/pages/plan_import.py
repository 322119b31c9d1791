"""The page of ``hrsi plan import``: what was taken, what was left, what to look at again."""

from __future__ import annotations

from hrsi_cli.domain.catalogue import Catalogue
from hrsi_cli.domain.knowledge_base import KnowledgeBase
from hrsi_cli.domain.problem import Message
from hrsi_cli.domain.sheet import SheetReading, TakenLevel
from hrsi_cli.renderers.blocks import Block, Cell, Column, Page, Table, bullets, cell, facts, heading
from hrsi_cli.renderers.options import RenderOptions
from hrsi_cli.renderers.words import level_words, metric_name


def plan_import_page(
    reading: SheetReading,
    notes: tuple[Message, ...],
    result: str,
    knowledge: KnowledgeBase,
    options: RenderOptions,
    changes: list[str] | None = None,
) -> Page:
    """The reading with its tables; ``result`` says what became of it.

    With ``changes``, the lines of what it changes in a plan, these come in place of all that was taken.
    """
    words = options.catalogue
    counts = {"taken": len(reading.taken), "left": len(reading.left), "foreign": reading.foreign}
    pairs = [
        (words.say("workbook.import_kind"), cell(words.say(f"workbook.import_kind.{reading.kind}"))),
        (words.say("workbook.import_sheet"), cell(reading.sheet)),
        *([(words.say("workbook.import_column"), cell(reading.column))] if reading.column else []),
        (words.say("gap.counts"), cell(words.say("workbook.import_counts", **counts))),
        (words.say("workbook.import_result"), cell(result, "strong")),
    ]
    blocks: list[Block] = [heading(words.say("workbook.import_title", path=reading.path), 1), facts(pairs)]
    if notes:
        blocks.append(bullets(cell(words.tell(note), "warn") for note in notes))
    if options.detail == "quiet":
        return tuple(blocks)
    if changes:
        blocks += [heading(words.say("workbook.changes")), bullets(cell(line) for line in changes)]
    if reading.taken and (changes is None or options.detail == "verbose"):
        columns = ("compare.metric", "compare.requirement", "workbook.level", "workbook.cell")
        rows = tuple(_taken(one, knowledge, words) for one in reading.taken)
        shares = (0, 3, 3, 0)
        table = Table(tuple(Column(words.say(id), share=share) for id, share in zip(columns, shares, strict=True)), rows)
        blocks += [heading(words.say("workbook.taken")), table]
    remarks = [cell(f"{one.metric}: {words.tell(one.note)}", "warn") for one in reading.taken if one.note]
    blocks += [bullets(remarks)] if remarks else []
    if reading.left:
        columns = ("compare.metric", "compare.requirement", "workbook.why", "workbook.cell")
        left = tuple(
            (
                cell(one.metric),
                cell(metric_name(knowledge.requirements[one.metric], knowledge, words)),
                cell(words.tell(one.reason)),
                cell(one.cell or "-"),
            )
            for one in reading.left
        )
        shares = (0, 3, 3, 0)
        table = Table(tuple(Column(words.say(id), share=share) for id, share in zip(columns, shares, strict=True)), left)
        blocks += [heading(words.say("workbook.left")), table]
    return tuple(blocks)


def _taken(one: TakenLevel, knowledge: KnowledgeBase, words: Catalogue) -> tuple[Cell, ...]:
    requirement = knowledge.requirements[one.metric]
    level = level_words(requirement, one.answer, words) if isinstance(one.answer, int) else words.say(f"status.{one.answer}")
    return cell(one.metric), cell(metric_name(requirement, knowledge, words)), cell(level), cell(one.cell)
