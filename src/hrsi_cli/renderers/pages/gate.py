"""The part of a judgement's page that tells about the policy: why it fails, what is turned off, the baseline."""

from __future__ import annotations

from collections.abc import Iterator

from hrsi_cli.domain.catalogue import Catalogue
from hrsi_cli.domain.judgement import BaselineEntry, Judgement, PlanResult
from hrsi_cli.renderers.blocks import Block, Cell, bullets, cell, heading, paragraph

_MOST_STALE = 10


def breach_lines(plan: PlanResult, words: Catalogue) -> Iterator[Block]:
    """The demands of the policy on the whole plan that are not met."""
    if plan.breaches:
        yield bullets(cell(words.tell(breach.message), "bad") for breach in plan.breaches)


def failing_facts(plan: PlanResult, words: Catalogue) -> Iterator[tuple[str, Cell]]:
    """How many gaps, findings and waivers of each severity the plan fails for."""
    if plan.failing:
        counts = [f"{words.say(f'severity.{severity}')} {count}" for severity, count in plan.failing]
        yield words.say("gap.failing"), cell(words.say("common.list_separator").join(counts), "bad")


def left_out_lines(plan: PlanResult, words: Catalogue) -> Iterator[Block]:
    """How much does not count because only stated presets do."""
    if plan.inferred_left_out is not None:
        yield paragraph(words.say("gate.inferred_left_out", count=plan.inferred_left_out), "muted")


def known_facts(known: int, words: Catalogue) -> Iterator[tuple[str, Cell]]:
    """How much is left out of the verdict because the baseline holds it."""
    if known:
        yield words.say("gate.known_label"), cell(words.say("gate.known_count", count=known), "muted")


def policy_blocks(plan: PlanResult, words: Catalogue) -> Iterator[Block]:
    """What the policy turns off with its reasons, and how the plan stands against the baseline."""
    if plan.turned_off:
        yield heading(words.say("gate.policy"))
        yield bullets(
            cell(words.say("gate.turned_off", id=item.id, count=item.count, reason=item.reason), "muted")
            for item in plan.turned_off
        )
    if plan.known or plan.fixed or plan.unseen:
        yield heading(words.say("gate.baseline"))
        listed = [cell(words.say("gate.known", count=plan.known), "muted")] if plan.known else []
        listed += [cell(words.say("gate.fixed", what=entry_words(entry)), "good") for entry in plan.fixed]
        listed += [cell(words.say("gate.rewrite"), "muted")] if plan.fixed else []
        listed += [cell(words.say("gate.unseen", what=entry_words(entry)), "muted") for entry in plan.unseen]
        yield bullets(listed)


def stale_blocks(judgement: Judgement, words: Catalogue) -> Iterator[Block]:
    """Entries of the baseline that no plan of the run answers to."""
    if len(judgement.stale) > _MOST_STALE:
        yield paragraph(words.say("gate.stale_many", count=len(judgement.stale)), "warn")
    elif judgement.stale:
        yield bullets(
            cell(words.say("gate.stale", system=entry.system, what=entry_words(entry)), "warn") for entry in judgement.stale
        )
    if {entry.system for entry in judgement.stale} - {plan.system_id for plan in judgement.plans}:
        yield paragraph(words.say("gate.stale_hint"), "muted")


def entry_words(entry: BaselineEntry) -> str:
    """A metric, or a rule with its place."""
    return f"{entry.id} {entry.where}".strip()
