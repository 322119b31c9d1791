"""The page of ``hrsi gap --inputs``: what to measure next, so that more rules can look at the plan."""

from __future__ import annotations

from collections.abc import Sequence

from hrsi_cli.domain.inputs import PlanInputs
from hrsi_cli.domain.knowledge_base import KnowledgeBase
from hrsi_cli.renderers.blocks import Block, Column, Page, Table, cell, heading, paragraph
from hrsi_cli.renderers.options import RenderOptions


def inputs_page(plans: Sequence[PlanInputs], knowledge: KnowledgeBase, at: str | None, options: RenderOptions) -> Page:
    """Missing keys by how many rules they would help, then every rule that cannot run."""
    words = options.catalogue
    blocks: list[Block] = [] if at is None else [paragraph(words.say("gap_at.note", day=at))]
    for plan in plans:
        running = sum(item.runs for item in plan.rules)
        blocks.append(heading(words.say("inputs.title", path=plan.path, running=running, total=len(plan.rules)), 1))
        if not plan.keys:
            blocks.append(paragraph(words.say("inputs.complete"), "good"))
            continue
        columns: tuple[Column, ...] = (Column(words.say("inputs.key"), share=3), Column(words.say("inputs.rules"), share=2))
        blocks.append(Table(columns, tuple((cell(key), cell(" ".join(rules))) for key, rules in plan.keys)))
        if options.detail == "quiet":
            continue
        blocks.append(heading(words.say("inputs.waiting")))
        columns = (
            Column(words.say("inputs.rule")),
            Column(words.say("inputs.about"), share=3),
            Column(words.say("inputs.missing"), share=4),
        )
        rows = tuple(
            (
                cell(item.rule),
                cell(words.text(knowledge.rules[item.rule].title)),
                cell(words.say("common.list_separator").join(item.missing)),
            )
            for item in plan.rules
            if not item.runs
        )
        blocks.append(Table(columns, rows))
    return tuple(blocks)
