"""What closing each open metric alone would bring, as part of the page of ``hrsi gap``."""

from __future__ import annotations

from collections.abc import Iterator

from hrsi_cli.domain.catalogue import Catalogue
from hrsi_cli.domain.judgement import PlanResult
from hrsi_cli.renderers.blocks import Block, Cell, Column, Table, cell, heading, paragraph


def closing_blocks(plan: PlanResult, words: Catalogue) -> Iterator[Block]:
    """A table of the open metrics that count for attainment, and why models do not add up."""
    rows: list[tuple[Cell, ...]] = []
    for metric in plan.metrics:
        effect = metric.closing
        if effect is not None and effect.attainment:
            model = "-" if effect.attained_model is None else str(effect.attained_model)
            moved = effect.attained_model != plan.attained_model
            rows.append((cell(metric.id), cell(f"+{effect.attainment * 100:.1f}"), cell(model, "good" if moved else "muted")))
    if not rows:
        return
    yield heading(words.say("closing.title"))
    columns = (
        Column(words.say("compare.metric")),
        Column(words.say("whatif.gain"), right=True),
        Column(words.say("closing.model")),
    )
    yield Table(columns, tuple(rows))
    yield paragraph(words.say("closing.note"), "muted")
