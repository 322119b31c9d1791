"""The page of ``hrsi path``: what to raise, in which order, at which price, and what the plan's phases buy."""

from __future__ import annotations

from collections.abc import Iterator

from hrsi_cli.domain.catalogue import Catalogue
from hrsi_cli.domain.dependency import Dependency
from hrsi_cli.domain.knowledge_base import KnowledgeBase
from hrsi_cli.domain.path import Move, PathResult, Raise, Route
from hrsi_cli.renderers.blocks import Block, Cell, Column, Page, Table, bullets, cell, facts, heading, paragraph
from hrsi_cli.renderers.options import RenderOptions
from hrsi_cli.renderers.pages.steering import finding_bullets
from hrsi_cli.renderers.words import level_words, metric_name, overlay_note, percent, place


def path_page(result: PathResult, knowledge: KnowledgeBase, dependencies: tuple[Dependency, ...], options: RenderOptions) -> Page:
    """The least way in full, the other choices in a line each, and the phases."""
    blocks = _blocks(result, knowledge, {each.id: each for each in dependencies}, options)
    return (*blocks, *overlay_note(knowledge, options.catalogue))


def _blocks(
    result: PathResult, knowledge: KnowledgeBase, dependencies: dict[str, Dependency], options: RenderOptions
) -> Iterator[Block]:
    words = options.catalogue
    first = result.routes[0]
    name = f"{result.system_name} ({result.system_id})" if result.system_name else result.system_id
    goal = words.say("path.own_targets") if result.goal_model is None else words.say("model.name", model=result.goal_model)
    yield heading(words.say("path.title", system=name, goal=goal), 1)
    yield facts(_headline(result, first, words))
    if not result.applicable:
        yield paragraph(words.say("path.not_applicable"), "warn")
    elif not first.moves:
        yield paragraph(words.say("path.there"), "good")
    if options.detail == "quiet":
        return
    if first.moves:
        yield from _route(result, first, knowledge, words)
        yield from _choices(result, knowledge, options)
        yield from _notes(result, first, dependencies, options)
    if result.phases:
        yield from _phases(result, words)


def _headline(result: PathResult, first: Route, words: Catalogue) -> Iterator[tuple[str, Cell]]:
    yield words.say("path.now"), cell(_state(result.attained_model, result.attainment, words))
    if not first.moves:
        return
    last = first.moves[-1]
    yield words.say("path.after"), cell(_state(last.attained_model, last.attainment, words), "good")
    yield words.say("path.changes"), cell(words.say("path.size", moves=len(first.moves), steps=first.steps))
    yield words.say("path.cost"), cell(_cost(first.cost, bool(first.unpriced), result.unit, words))


def _state(model: int | None, share: float | None, words: Catalogue) -> str:
    """What is reached: a model system, and how much of the plan's own targets."""
    reached = words.say("path.no_model") if model is None else words.say("model.name", model=model)
    return words.say("path.state", model=reached, percent=_share(share))


def _cost(cost: float | None, partly: bool, unit: str | None, words: Catalogue) -> str:
    if cost is None:
        return words.say("path.no_prices")
    return words.say("path.cost_at_least" if partly else "path.cost_value", cost=_number(cost), unit=unit)


def _number(amount: float) -> str:
    return f"{amount:,.2f}".rstrip("0").rstrip(".")


def _share(share: float | None) -> str:
    return "-" if share is None else percent(share)


def _route(result: PathResult, route: Route, knowledge: KnowledgeBase, words: Catalogue) -> Iterator[Block]:
    yield heading(words.say("path.order"))
    priced = result.unit is not None
    columns = [Column(words.say("path.number"), right=True), Column(words.say("path.change"), share=6)]
    columns += [Column(words.say("path.cost"), right=True)] if priced else [Column(words.say("path.steps"), right=True)]
    columns += [
        Column(words.say("gap.attainment"), right=True),
        Column(words.say("path.model")),
        Column(words.say("path.needs"), share=2),
    ]
    rows = []
    for number, move in enumerate(route.moves, 1):
        cost = "?" if move.cost is None else _number(move.cost)
        steps = sum(each.steps for each in move.raises)
        needs = " ".join(move.needs)
        if move.together is not None:
            needs = words.say("path.together", number=move.together, needs=needs)
        rows.append(
            (
                cell(number),
                cell(_change(move, knowledge, words)),
                cell(cost if priced else steps),
                cell(_share(move.attainment)),
                cell("-" if move.attained_model is None else move.attained_model),
                cell(needs, "muted"),
            )
        )
    yield Table(tuple(columns), tuple(rows))


def _change(move: Move, knowledge: KnowledgeBase, words: Catalogue) -> str:
    raises = [_raise(each, knowledge, words) for each in move.raises]
    if move.package is None:
        return raises[0]
    label = move.package.name or move.package.id
    short = [
        words.say("path.raise_short", metric=each.metric, before=_before(each, words), after=each.after) for each in move.raises
    ]
    return words.say("path.package", name=label, raises=words.say("common.list_separator").join(short))


def _raise(each: Raise, knowledge: KnowledgeBase, words: Catalogue) -> str:
    requirement = knowledge.requirements[each.metric]
    values = {"metric": each.metric, "name": metric_name(requirement, knowledge, words), "before": _before(each, words)}
    return words.say("path.raise", **values, after=level_words(requirement, each.after, words))


def _before(each: Raise, words: Catalogue) -> str:
    return words.say("level.unknown") if each.before is None else str(each.before)


def _choices(result: PathResult, knowledge: KnowledgeBase, options: RenderOptions) -> Iterator[Block]:
    """The other ways, of which none is both dearer and longer than another."""
    words = options.catalogue
    if len(result.routes) > 1:
        yield heading(words.say("path.choices"))
        columns = (
            Column(words.say("path.cost"), right=True),
            Column(words.say("path.steps"), right=True),
            Column(words.say("path.packages"), share=2),
        )
        yield Table(columns, tuple(_choice(route, words) for route in result.routes))
        yield paragraph(words.say("path.pareto"), "muted")
    if options.detail == "verbose":
        for route in result.routes[1:]:
            yield from _route(result, route, knowledge, words)


def _choice(route: Route, words: Catalogue) -> tuple[Cell, ...]:
    bought = [move.package.name or move.package.id for move in route.moves if move.package is not None]
    return (
        cell(_number(route.cost or 0)),
        cell(route.steps),
        cell(words.say("common.list_separator").join(bought) or words.say("common.none")),
    )


def _notes(result: PathResult, route: Route, dependencies: dict[str, Dependency], options: RenderOptions) -> Iterator[Block]:
    words = options.catalogue
    separator = words.say("common.list_separator")
    items: list[Cell] = []
    if result.unit is None:
        items.append(cell(words.say("path.note_no_prices")))
    if any(move.package is not None for move in route.moves):
        items.append(cell(words.say("path.note_packages")))
    if result.still_open:
        items.append(cell(words.say("path.note_still_open", metrics=separator.join(result.still_open)), "warn"))
    if route.unpriced:
        steps = separator.join(f"{metric}={level}" for metric, level in route.unpriced)
        items.append(cell(words.say("path.note_unpriced", steps=steps), "warn"))
    if result.unknown:
        items.append(cell(words.say("path.note_unknown", metrics=separator.join(result.unknown)), "warn"))
    for id in result.dependencies:
        items.append(cell(_dependency(id, dependencies, words)))
    for id, metrics in result.skipped:
        items.append(
            cell(
                words.say("path.note_skipped", id=_dependency_name(id, dependencies, words), metrics=separator.join(metrics)),
                "warn",
            )
        )
    if items:
        yield heading(words.say("path.notes"))
        yield bullets(items)
    if result.follow_up:
        yield heading(words.say("path.follow_up"))
        yield paragraph(words.say("path.follow_up_why"), "muted")
        yield finding_bullets(result.follow_up, words, None)


def _dependency(id: str, dependencies: dict[str, Dependency], words: Catalogue) -> str:
    known = dependencies.get(id)
    if known is None:
        return words.say("path.dependency_own", number=id)
    separator = words.say("common.list_separator")
    text = words.say(
        "path.dependency",
        id=id,
        metric=known.metric,
        level=known.level,
        needs=separator.join(f"{metric}>={level}" for metric, level in known.needs.items()),
        why=words.text(known.rationale),
        basis=words.say(f"basis.{known.basis}"),
        source=place(known.source, words),
    )
    return text + (words.say("path.exceptions", cases=separator.join(known.exceptions)) if known.exceptions else "")


def _dependency_name(id: str, dependencies: dict[str, Dependency], words: Catalogue) -> str:
    return id if id in dependencies else words.say("path.own_name", number=id)


def _phases(result: PathResult, words: Catalogue) -> Iterator[Block]:
    yield heading(words.say("path.phases"))
    priced = result.unit is not None
    columns = (
        Column(words.say("path.by")),
        Column(words.say("path.phase"), share=3),
        *([Column(words.say("path.cost"), right=True)] if priced else []),
        Column(words.say("gap.attainment"), right=True),
        Column(words.say("path.model")),
        Column(words.say("path.closes"), share=5),
        Column(words.say("path.findings")),
        Column(words.say("path.left"), right=True),
    )
    rows = []
    for phase in result.phases:
        changed = [f"-{finding.rule}" for finding in phase.went] + [f"+{finding.rule}" for finding in phase.came]
        rows.append(
            (
                cell(phase.by),
                cell(phase.name or phase.id),
                *([cell("?" if phase.cost is None else _number(phase.cost))] if priced else []),
                cell(_share(phase.attainment)),
                cell("-" if phase.attained_model is None else phase.attained_model),
                cell(" ".join(phase.closes) or "-"),
                cell(" ".join(changed) or "-", "muted"),
                cell(len(phase.remaining)),
            )
        )
    yield Table(columns, tuple(rows))
    yield paragraph(words.say("path.phases_note"), "muted")
    if priced:
        yield paragraph(words.say("path.phases_cost"), "muted")
