"""The page of ``hrsi select``: which model system, why, and what would change the answer."""

from __future__ import annotations

from collections.abc import Iterator

from rich.cells import cell_len

from hrsi_cli.domain.advice import Advice, Conflict, Cost, ReferenceCase
from hrsi_cli.domain.assessment import Assessment, Offer
from hrsi_cli.domain.catalogue import Catalogue
from hrsi_cli.domain.knowledge_base import KnowledgeBase
from hrsi_cli.domain.quantity import Duration
from hrsi_cli.domain.selection import Relaxation, Selection, SwitchPoint
from hrsi_cli.renderers.blocks import Block, Column, Page, Table, Tone, bullets, cell, facts, heading, paragraph
from hrsi_cli.renderers.layout import pad
from hrsi_cli.renderers.options import RenderOptions
from hrsi_cli.renderers.words import basis_words, legend_words, place, time_words

_POINTS = 2
"""Statements of a case on the one screen; the rest comes with the details."""
_CLOUD = 2
_PLAN = "plan.yaml"
"""What the starter plan is called until the reader names it."""
_CASES_WITHOUT_ANSWER = 2
_TONE: dict[str, Tone] = {"yes": "good", "partly": "warn", "no": "bad"}


def selection_page(
    selection: Selection, advice: Advice, knowledge: KnowledgeBase, options: RenderOptions, plan: str | None = None
) -> Page:
    """The result of a selection on one screen, most important first; everything else when asked for details.

    ``plan`` is the starter plan that the same run writes; the next steps begin there.
    """
    words = options.catalogue
    if options.detail == "quiet":
        return tuple(_quiet(selection, knowledge, words))
    blocks = [*_answer(selection, advice, knowledge, words), *_around(selection, advice, knowledge, words, plan)]
    if options.detail == "verbose":
        blocks += _details(selection, advice, knowledge, words)
    return (*blocks, paragraph(legend_words("select.inferred_note", knowledge, words), "muted"))


def _quiet(selection: Selection, knowledge: KnowledgeBase, words: Catalogue) -> Iterator[Block]:
    yield _title(selection, knowledge, words)
    if selection.relaxations:
        yield bullets(cell(relaxation_words(item, words)) for item in selection.relaxations)


def _title(selection: Selection, knowledge: KnowledgeBase, words: Catalogue) -> Block:
    if selection.recommended is None:
        return heading(words.say("select.title_none"), 1)
    return heading(words.say("select.title", model=words.text(knowledge.model_systems[selection.recommended].name)), 1)


def _answer(selection: Selection, advice: Advice, knowledge: KnowledgeBase, words: Catalogue) -> Iterator[Block]:
    """What the answer is, and how each criterion stands."""
    yield _title(selection, knowledge, words)
    if selection.recommended is not None:
        model = knowledge.model_systems[selection.recommended]
        gap = "" if words.language == "ja" else " "
        yield paragraph(f"{words.text(model.description)}{gap}{words.say('select.why')}")
        yield _criteria(selection.assessments[selection.recommended - 1], words)
        return
    yield bullets(cell(_conflict(conflict, selection, words), "bad") for conflict in advice.conflicts)
    yield _criteria(nearest(selection), words)


def nearest(selection: Selection) -> Assessment:
    """The best fitting model system, to show criterion by criterion when none fits."""
    return max(selection.assessments, key=lambda assessment: assessment.fit)


def _around(
    selection: Selection, advice: Advice, knowledge: KnowledgeBase, words: Catalogue, plan: str | None
) -> Iterator[Block]:
    """Labelled lines: ways out or switch points, cost, cases, cloud, and what to do next."""
    model = selection.recommended
    groups: list[tuple[str, list[str]]] = []
    if model is None:
        ways = [relaxation_words(item, words) for item in selection.relaxations]
        groups.append(("relaxations", ways or [words.say("select.no_way_out")]))
        groups.append(("models", [_standing(assessment, words) for assessment in selection.assessments]))
        shown = (similar for similar in selection.cases[:_CASES_WITHOUT_ANSWER])
        groups.append(("cases", [_case(case.id, case.matching, knowledge, words) for case in shown]))
        groups.append(("next", [words.say("select.next_again"), words.say("select.next_guide")]))
    else:
        points = [_switch_point(point, selection, words) for point in selection.switch_points]
        groups.append(("switch_points", points or [words.say("select.no_switch_point")]))
        if advice.cost:
            groups.append(("cost", [_cost(advice.cost, words)]))
        groups.append(("road", [_road(case, knowledge, words, _POINTS) for case in advice.road]))
        groups.append(("cloud", [f"{words.text(item)} ({place(item.source, words)})" for item in advice.cloud[:_CLOUD]]))
        steps = ("plan" if plan is None else "assess", "compare", "gap")
        groups.append(("next", [words.say(f"select.next_{step}", model=model, path=plan or _PLAN) for step in steps]))
    labels = {name: words.say(f"select.label_{name}") for name, lines in groups if lines}
    width = max(cell_len(label) for label in labels.values())
    for name, lines in groups:
        if lines:
            firsts = [labels[name], *[""] * (len(lines) - 1)]
            yield facts((pad(first, width), cell(line)) for first, line in zip(firsts, lines, strict=True))


def _details(selection: Selection, advice: Advice, knowledge: KnowledgeBase, words: Catalogue) -> Iterator[Block]:
    """Everything that the one screen leaves out."""
    yield heading(words.say("select.models"))
    yield _models(selection, words)
    if advice.road:
        yield heading(words.say("select.road"))
        for road in advice.road:
            yield paragraph(_case(road.id, (), knowledge, words), "strong")
            yield bullets(cell(f"{words.text(said)} ({place(said.source, words)})") for said in (*road.points, *road.plans))
    yield heading(words.say("select.cases"))
    yield bullets(cell(_case(case.id, case.matching, knowledge, words)) for case in selection.cases)
    if advice.cloud:
        yield heading(words.say("select.cloud"))
        yield bullets(cell(f"{words.text(item)} ({place(item.source, words)})") for item in advice.cloud)
    notes = [f"{words.text(note.text)} ({place(note.text.source, words)})" for note in selection.notes]
    shown = nearest(selection) if selection.recommended is None else selection.assessments[selection.recommended - 1]
    for offer in shown.offers:
        name = words.say(f"criterion.{offer.criterion}")
        note = f" {words.text(offer.note)}" if offer.note else ""
        notes.append(f"{name}: {basis_words(offer.basis, offer.origin, words)}, {place(offer.source, words)}.{note}")
    yield heading(words.say("select.notes"))
    yield bullets(cell(note) for note in notes)


def _conflict(conflict: Conflict, selection: Selection, words: Catalogue) -> str:
    """The answers that exclude each other, and who would meet each of them."""
    parts = []
    for criterion, models in zip(conflict.criteria, conflict.met_by, strict=True):
        names = words.say("common.list_separator").join(words.say("model.short", model=model) for model in models)
        parts.append(
            words.say(
                "select.conflict_side" if models else "select.conflict_nobody",
                criterion=words.say(f"criterion.{criterion}"),
                value=value_words(getattr(selection.answers, criterion), words),
                models=names,
            )
        )
    return words.say(
        "select.conflict" if len(parts) > 1 else "select.conflict_alone", sides=words.say("select.conflict_and").join(parts)
    )


def _standing(assessment: Assessment, words: Catalogue) -> str:
    """One model system in a line: how well it fits and what it does not meet."""
    return words.say(
        "select.standing",
        model=words.say("model.short", model=assessment.model),
        fit=assessment.fit,
        unmet=_unmet(assessment, words),
    )


def _unmet(assessment: Assessment, words: Catalogue) -> str:
    unmet = [offer for offer in assessment.offers if offer.asked is not None and offer.met != "yes"]
    return words.say("common.list_separator").join(
        words.say(f"criterion.{offer.criterion}") + (f" ({words.say('met.partly')})" if offer.met == "partly" else "")
        for offer in unmet
    )


def _cost(cost: Cost, words: Catalogue) -> str:
    investment = words.say(f"strength.{cost.investment}")
    if cost.below is None or cost.below_investment is None:
        return words.say("select.cost_lowest", investment=investment)
    kind = "same" if cost.below_investment == cost.investment else "more"
    return words.say(
        f"select.cost_{kind}",
        investment=investment,
        below=words.say("model.short", model=cost.below),
        below_investment=words.say(f"strength.{cost.below_investment}"),
    )


def _road(case: ReferenceCase, knowledge: KnowledgeBase, words: Catalogue, most: int) -> str:
    outline = knowledge.outlines[case.id]
    said = case.points or case.plans or (outline.feature,)
    texts = ("" if words.language == "ja" else " ").join(words.text(text) for text in said[:most])
    return words.say(
        "select.road_case", case=case.id, label=words.text(outline.label), said=texts, source=place(said[0].source, words)
    )


def _criteria(assessment: Assessment, words: Catalogue) -> Table:
    model = words.say("model.short", model=assessment.model)
    columns = (
        Column(words.say("select.criterion"), share=3),
        Column(words.say("select.asked"), share=2),
        Column(words.say("select.offered", model=model), share=3),
        Column(words.say("select.result"), share=2),
        Column(words.say("select.basis")),
    )
    rows = tuple(
        (
            cell(words.say(f"criterion.{offer.criterion}")),
            cell(value_words(offer.asked, words)),
            cell(_offered(offer, words)),
            cell(words.say("met.not_asked"), "muted")
            if offer.asked is None
            else cell(words.say(f"met.{offer.met}"), _TONE[offer.met]),
            cell(basis_words(offer.basis, offer.origin, words), "muted"),
        )
        for offer in assessment.offers
    )
    return Table(columns, rows)


def value_words(value: Duration | str | bool | None, words: Catalogue) -> str:
    """An answer or an offer in words."""
    match value:
        case None:
            return "-"
        case bool():
            return words.say("common.yes" if value else "common.no")
        case str():
            return words.say(f"strength.{value}")
        case Duration():
            return time_words(value.seconds, words)


def _offered(offer: Offer, words: Catalogue) -> str:
    if not isinstance(offer.best, Duration) or not isinstance(offer.worst, Duration) or offer.best.seconds == offer.worst.seconds:
        return value_words(offer.worst, words)
    if offer.best.seconds == 0:
        return words.say("select.at_most", worst=value_words(offer.worst, words))
    return words.say("select.range", best=value_words(offer.best, words), worst=value_words(offer.worst, words))


def _models(selection: Selection, words: Catalogue) -> Table:
    columns = (
        Column(words.say("select.model")),
        Column(words.say("select.fit"), right=True),
        Column(words.say("criterion.budget")),
        Column(words.say("select.unmet"), share=1),
    )
    rows = []
    for assessment in selection.assessments:
        names = _unmet(assessment, words)
        budget = next(offer for offer in assessment.offers if offer.criterion == "budget")
        tone: Tone = "strong" if assessment.model == selection.recommended else "plain"
        rows.append(
            (
                cell(words.say("model.short", model=assessment.model), tone),
                cell(assessment.fit, tone),
                cell(value_words(budget.worst, words), tone),
                cell(names or words.say("select.all_met"), "plain" if names else "good"),
            )
        )
    return Table(columns, tuple(rows))


def relaxation_words(relaxation: Relaxation, words: Catalogue) -> str:
    """What would have to give, and the model system that would then fit."""
    changes = words.say("common.list_separator").join(
        words.say("select.change", criterion=words.say(f"criterion.{name}"), value=_changed_value(name, value, words))
        for name, value in relaxation.changes.items()
    )
    return words.say("select.relaxation", changes=changes, model=words.say("model.short", model=relaxation.model))


def _changed_value(criterion: str, text: str, words: Catalogue) -> str:
    if criterion == "budget":
        return words.say(f"strength.{text}")
    if criterion in ("redundancy", "backup_site"):
        return words.say(f"common.{text}")
    return time_words(Duration.parse(text).seconds, words)


def _switch_point(point: SwitchPoint, selection: Selection, words: Catalogue) -> str:
    kind = "to"
    if isinstance(getattr(selection.answers, point.criterion), Duration):
        # nothing is shorter than at once: there is no end to name then
        kind = "longer" if point.below is None else "shorter_down_to" if Duration.parse(point.to).seconds else "shorter"
    return words.say(
        f"select.switch_{kind}",
        criterion=words.say(f"criterion.{point.criterion}"),
        value=_changed_value(point.criterion, point.to, words),
        below=_changed_value(point.criterion, point.below or point.to, words),
        model=words.say("model.short", model=point.model),
    )


def _case(id: str, matching: tuple[str, ...], knowledge: KnowledgeBase, words: Catalogue) -> str:
    outline = knowledge.outlines[id]
    text = words.say(
        "select.case", case=id, label=words.text(outline.label), model=outline.model, feature=words.text(outline.feature)
    )
    if not matching:
        return text
    names = words.say("common.list_separator").join(words.text(knowledge.requirements[metric].name) for metric in matching)
    return f"{text} ({words.say('select.case_same', metrics=names)})"
