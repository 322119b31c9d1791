"""The page of ``hrsi waiver list`` and ``check``."""

from __future__ import annotations

from collections.abc import Iterator

from hrsi_cli.domain.catalogue import Catalogue
from hrsi_cli.domain.judgement import Judgement, PlanResult, WaiverResult, WaiverState
from hrsi_cli.renderers.blocks import Block, Cell, Column, Page, Table, Tone, cell, heading, paragraph
from hrsi_cli.renderers.options import RenderOptions

_TONES: dict[WaiverState, Tone] = {"active": "plain", "expiring": "warn", "unused": "warn", "expired": "bad", "void": "bad"}


def waivers_page(judgement: Judgement, options: RenderOptions, *, only_open: bool) -> Page:
    """The waivers of each plan; with ``only_open``, or quiet, those that need attention. Quiet passes over plans without any."""
    quiet = options.detail == "quiet"
    plans = [plan for plan in judgement.plans if not quiet or any(waiver.severity is not None for waiver in plan.waivers)]
    return tuple(block for plan in plans for block in _plan(plan, options.catalogue, only_open or quiet))


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
    # the state and the day of an end have columns of their own
    why = f" ({words.tell(waiver.why)})" if waiver.why and waiver.state not in ("expiring", "expired") else ""
    until = words.say("waiver.days_left", **waiver.why.values) if waiver.why and waiver.state == "expiring" else waiver.expires
    return (
        cell(waiver.subject),
        cell(words.say(f"waiver.state.{waiver.state}"), _TONES[waiver.state]),
        cell(until),
        cell(words.say("waiver.owner_and_approver", owner=waiver.owner, approver=waiver.approved_by)),
        cell(waiver.reason + why),
    )
