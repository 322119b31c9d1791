"""The page of ``hrsi portfolio``: all systems in the order to work in, and what they need and share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hrsi_cli.domain.catalogue import Catalogue
from hrsi_cli.domain.knowledge_base import KnowledgeBase
from hrsi_cli.domain.portfolio import Portfolio, Slot, SystemState
from hrsi_cli.domain.quantity import DAY, HOUR, MINUTE
from hrsi_cli.renderers.blocks import Block, Cell, Column, Page, Table, Tone, bullets, cell, facts, heading, paragraph
from hrsi_cli.renderers.options import RenderOptions
from hrsi_cli.renderers.pages.gate import known_facts
from hrsi_cli.renderers.words import levels_short, overlay_note, percent

MOST_ROWS = 40
"""Rows of a table on the terminal; -v and files show all."""


def portfolio_page(portfolio: Portfolio, knowledge: KnowledgeBase, options: RenderOptions, *, whole: bool = False) -> Page:
    """The page; ``whole`` leaves out no row, whatever the detail."""
    blocks: list[Block] = list(_summary(portfolio, options.catalogue))
    for name, section in portfolio_sections(portfolio, knowledge, options, whole=whole).items():
        if name == "systems" or options.detail != "quiet":
            blocks += section
    return (*blocks, *overlay_note(knowledge, options.catalogue))


def portfolio_sections(
    portfolio: Portfolio, knowledge: KnowledgeBase, options: RenderOptions, *, whole: bool = False
) -> dict[str, Page]:
    """The parts of the page by name; parts with nothing to say are left out."""
    words = options.catalogue
    most = None if whole or options.detail == "verbose" else MOST_ROWS
    made = {
        "systems": _systems(portfolio.systems, knowledge, words, most),
        "reasons": _reasons(portfolio.systems, words, most),
        "dependencies": _dependencies(portfolio, words, most),
        "schedule": _schedule(portfolio, words, most),
        "hazards": _hazards(portfolio, words, most),
        "lapses": _lapses(portfolio, words, most),
    }
    return {name: tuple(section) for name, section in made.items() if section}


def _summary(portfolio: Portfolio, words: Catalogue) -> Iterator[Block]:
    systems = portfolio.systems
    yield heading(words.say("portfolio.title", count=len(systems)), 1)
    failing = sum(state.result.verdict == "fail" for state in systems)
    open_ = sum(state.result.count("gap") + state.result.count("unknown") for state in systems)
    errors = sum(finding.severity == "error" and finding.waiver is None for state in systems for finding in state.result.findings)
    lapsing = sum(len(state.lapses) for state in systems)
    late = sum(slot.late is True for slot in portfolio.schedule)
    unknown = sum(slot.late is None for slot in portfolio.schedule)
    broken = len(portfolio.problems)
    yield facts(
        [
            (words.say("portfolio.failing"), cell(failing, "bad" if failing else "good")),
            *known_facts(sum(state.result.known for state in systems), words),
            (words.say("gap.open"), cell(open_)),
            (words.say("portfolio.finding_errors"), cell(errors, "bad" if errors else "good")),
            (words.say("portfolio.lapsing"), cell(lapsing, "warn" if lapsing else "good")),
            (words.say("portfolio.broken"), cell(broken, "bad" if broken else "good")),
            (words.say("portfolio.late"), cell(late, "bad" if late else "plain" if unknown else "good")),
            (words.say("portfolio.no_time"), cell(unknown, "warn" if unknown else "good")),
            *(
                [(words.say("portfolio.unread"), cell(len({each.path for each in portfolio.errors}), "bad"))]
                if portfolio.errors
                else []
            ),
        ]
    )


def _systems(systems: Sequence[SystemState], knowledge: KnowledgeBase, words: Catalogue, most: int | None) -> list[Block]:
    columns = (
        Column("#", right=True),
        Column(words.say("gap.system"), share=1),
        Column(words.say("portfolio.importance"), right=True),
        Column(words.say("gap.target"), right=True),
        Column(words.say("portfolio.attained"), right=True),
        Column(words.say("portfolio.share"), right=True),
        Column(words.say("portfolio.worst")),
        Column(words.say("portfolio.open"), right=True),
        Column(words.say("portfolio.findings"), right=True),
        Column(words.say("gap.verdict")),
    )
    rows = [_system(state, knowledge, words) for state in systems]
    return [
        heading(words.say("portfolio.systems")),
        *_cut(columns, rows, words, most),
        paragraph(words.say("portfolio.legend"), "muted"),
    ]


def _system(state: SystemState, knowledge: KnowledgeBase, words: Catalogue) -> tuple[Cell, ...]:
    result = state.result
    importance = "-" if state.effective_importance is None else str(state.effective_importance)
    if state.pulled_by is not None:
        importance += "*"
    worst = "-"
    if state.worst is not None:
        short = levels_short(state.worst, knowledge)
        worst = f"{state.worst.id} {words.say(f'status.{state.worst.status}')}" + (f" {short}" if short else "")
    counts = [
        sum(f.severity == severity and f.waiver is None for f in result.findings) for severity in ("error", "warning", "note")
    ]
    return (
        cell(state.order),
        cell(result.system_id),
        cell(importance),
        cell(result.target_model),
        cell("-" if result.attained_model is None else result.attained_model),
        cell("-" if result.attainment is None else percent(result.attainment)),
        cell(worst),
        cell(result.count("gap") + result.count("unknown")),
        cell("/".join(str(count) for count in counts), "bad" if counts[0] else "plain"),
        cell(words.say(f"gap.{result.verdict}"), "good" if result.verdict == "pass" else "bad"),
    )


def _cut(columns: tuple[Column, ...], rows: Sequence[tuple[Cell, ...]], words: Catalogue, most: int | None) -> Iterator[Block]:
    yield Table(columns, tuple(rows[:most]))
    if most is not None and len(rows) > most:
        yield paragraph(words.say("portfolio.more", count=len(rows) - most), "muted")


def _reasons(systems: Sequence[SystemState], words: Catalogue, most: int | None) -> list[Block]:
    separator = words.say("portfolio.reason_separator")
    rows = [
        (cell(state.order), cell(_name(state)), cell(separator.join(words.tell(reason) for reason in state.reasons)))
        for state in systems
    ]
    columns = (Column("#", right=True), Column(words.say("gap.system"), share=2), Column(words.say("portfolio.why"), share=5))
    return [
        heading(words.say("portfolio.reasons")),
        *_cut(columns, rows, words, most),
        paragraph(words.say("portfolio.rule"), "muted"),
    ]


def _name(state: SystemState) -> str:
    """The id that other plans use, and what people call it."""
    name = state.result.system_name
    return state.result.system_id if name is None else f"{state.result.system_id} {name}"


def _dependencies(portfolio: Portfolio, words: Catalogue, most: int | None) -> list[Block]:
    if not portfolio.problems:
        return []
    tones: dict[str, Tone] = {"circle": "bad", "itself_late": "bad", "missing": "warn", "same_id": "bad"}
    items = [cell(words.tell(problem.message), tones[problem.kind]) for problem in portfolio.problems]
    blocks: list[Block] = [heading(words.say("portfolio.dependencies")), bullets(items[:most])]
    if most is not None and len(items) > most:
        blocks.append(paragraph(words.say("portfolio.more", count=len(items) - most), "muted"))
    return blocks


def _schedule(portfolio: Portfolio, words: Catalogue, most: int | None) -> list[Block]:
    columns = (
        Column(words.say("portfolio.start"), right=True),
        Column(words.say("portfolio.end"), right=True),
        Column(words.say("gap.system"), share=2),
        Column(words.say("portfolio.basis")),
        Column(words.say("portfolio.waits"), share=3),
        Column(words.say("portfolio.restart"), right=True),
        Column(words.say("portfolio.held")),
    )
    rows = [_slot(slot, words) for slot in portfolio.schedule]
    limits = portfolio.limits
    notes = [words.say("portfolio.schedule_note")]
    if limits.staff is not None:
        notes.append(words.say("portfolio.limit_staff", count=limits.staff))
    notes += [words.say("portfolio.limit_site", site=site, count=count) for site, count in limits.sites]
    return [heading(words.say("portfolio.schedule")), *_cut(columns, rows, words, most), paragraph(" ".join(notes), "muted")]


def _slot(slot: Slot, words: Catalogue) -> tuple[Cell, ...]:
    waits = words.say("common.list_separator").join(slot.waits_for)
    end, target = _end_and_target(slot, words)
    return (
        cell("?" if slot.start is None else _time(slot.start, words)),
        cell(end),
        cell(slot.system),
        cell(words.say(f"portfolio.basis_{slot.basis}"), "muted"),
        cell(words.say(f"portfolio.waits_{slot.waits_why}", systems=waits), "muted"),
        cell(target),
        _held(slot, words),
    )


def _end_and_target(slot: Slot, words: Catalogue) -> tuple[str, str]:
    """Both in words, with more decimals where different times would look alike."""
    end = target = ""
    for digits in (1, 2, 3, 4):
        end = "?" if slot.end is None else _time(slot.end, words, digits)
        target = "-" if slot.target is None else _time(slot.target, words, digits)
        if end != target or slot.end == slot.target:
            break
    return end, target


def _held(slot: Slot, words: Catalogue) -> Cell:
    """Whether the target is kept; what nobody knows is neither in time nor late."""
    if slot.waits_why == "circle":
        return cell(words.say("portfolio.no_order"), "bad")
    if slot.late is None:
        return cell(words.say("portfolio.is_unknown"), "warn")
    if slot.late:
        return cell(words.say("portfolio.is_late"), "bad")
    return cell("-", "muted") if slot.target is None else cell(words.say("portfolio.in_time"), "good")


def _time(seconds: float, words: Catalogue, digits: int = 1) -> str:
    """A time after the disaster: minutes below an hour, hours below two days, then days, with so many decimals."""
    for name, unit, least in (("days", DAY, 2 * DAY), ("hours", HOUR, HOUR), ("minutes", MINUTE, MINUTE)):
        if seconds >= least:
            return words.say(f"time.{name}", amount=f"{seconds / unit:.{digits}f}".rstrip("0").rstrip("."))
    return words.say("time.seconds", amount=f"{seconds:g}") if seconds else "0"


def _hazards(portfolio: Portfolio, words: Catalogue, most: int | None) -> list[Block]:
    if not portfolio.hazards:
        return []
    separator = words.say("common.list_separator")
    columns = (
        Column(words.say("portfolio.hazard"), share=2),
        Column(words.say("portfolio.struck"), right=True),
        Column(words.say("gap.system"), share=4),
        Column(words.say("portfolio.no_way_out"), share=3),
    )
    rows = [
        (
            cell(hazard.hazard),
            cell(len(hazard.struck)),
            cell(separator.join(_first(hazard.struck, most))),
            cell(separator.join(_first(hazard.no_way_out, most)) or "-", "bad" if hazard.no_way_out else "plain"),
        )
        for hazard in portfolio.hazards
    ]
    return [heading(words.say("portfolio.hazards")), *_cut(columns, rows, words, most)]


def _first(names: Sequence[str], most: int | None) -> list[str]:
    """A few names, and how many more there are."""
    few = 8 if most is not None else len(names)
    return [*names[:few], *([f"+{len(names) - few}"] if len(names) > few else [])]


def _lapses(portfolio: Portfolio, words: Catalogue, most: int | None) -> list[Block]:
    found = sorted(
        ((lapse.days_left, state.result.system_id, lapse) for state in portfolio.systems for lapse in state.lapses),
        key=lambda each: each[:2],
    )
    if not found:
        return []
    columns = (
        Column(words.say("portfolio.last_day")),
        Column(words.say("portfolio.days_left"), right=True),
        Column(words.say("gap.system"), share=2),
        Column(words.say("portfolio.what")),
        Column(words.say("portfolio.subject"), share=2),
    )
    rows = [
        (
            cell(lapse.day),
            cell(days, "bad" if days < 0 else "warn"),
            cell(system),
            cell(words.say(f"portfolio.lapse_{lapse.kind}")),
            cell(lapse.subject),
        )
        for days, system, lapse in found
    ]
    return [heading(words.say("portfolio.lapses")), *_cut(columns, rows, words, most)]
