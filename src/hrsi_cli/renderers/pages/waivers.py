"""The page of ``hrsi waiver list`` and ``check``."""

from __future__ import annotations

from collections.abc import Iterator

from hrsi_cli.domain.catalogue import Catalogue
from hrsi_cli.domain.judgement import Judgement, PlanResult, WaiverResult, WaiverState
from hrsi_cli.renderers.blocks import Block, Cell, Column, Page, Table, Tone, cell, heading, paragraph

_TONES: dict[WaiverState, Tone] = {"active": "plain", "expiring": "warn", "unused": "warn", "expired": "bad", "void": "bad"}


def waivers_page(judgement: Judgement, words: Catalogue, *, only_open: bool) -> Page:
    """The waivers of each plan; with ``only_open`` those that need attention."""
    return tuple(block for plan in judgement.plans for block in _plan(plan, words, only_open))


def _plan(plan: PlanResult, words: Catalogue, only_open: bool) -> Iterator[Block]:
    yield heading(f"{plan.system_name or plan.system_id} ({plan.path})", 1)
    listed = [waiver for waiver in plan.waivers if waiver.severity is not None or not only_open]
    if not listed:
        yield paragraph(words.say("waiver.all_hold" if plan.waivers else "waiver.no_waivers"), "good")
        return
    columns = (
        Column(words.say("waiver.subject")),
        Column(words.say("waiver.state")),
        Column(words.say("waiver.until")),
        Column(words.say("waiver.people"), share=2),
        Column(words.say("waiver.reason"), share=3),
    )
    yield Table(columns, tuple(_row(waiver, words) for waiver in listed))


def _row(waiver: WaiverResult, words: Catalogue) -> tuple[Cell, ...]:
    why = f" ({words.tell(waiver.why)})" if waiver.why else ""
    return (
        cell(waiver.subject),
        cell(words.say(f"waiver.state.{waiver.state}"), _TONES[waiver.state]),
        cell(waiver.expires),
        cell(words.say("waiver.owner_and_approver", owner=waiver.owner, approver=waiver.approved_by)),
        cell(waiver.reason + why),
    )
