"""The page of ``hrsi select``: which model system, why, and what would change the answer."""

from __future__ import annotations

from collections.abc import Iterator

from hrsi_cli.domain.catalogue import Catalogue
from hrsi_cli.domain.knowledge_base import KnowledgeBase
from hrsi_cli.domain.quantity import Duration
from hrsi_cli.domain.selection import Assessment, Offer, Relaxation, Selection, SwitchPoint
from hrsi_cli.renderers.blocks import Block, Column, Page, Table, Tone, bullets, cell, heading, paragraph
from hrsi_cli.renderers.options import RenderOptions
from hrsi_cli.renderers.words import place, time_words

_TONE: dict[str, Tone] = {"yes": "good", "partly": "warn", "no": "bad"}


def selection_page(selection: Selection, knowledge: KnowledgeBase, options: RenderOptions) -> Page:
    """The result of a selection, most important first."""
    return tuple(_blocks(selection, knowledge, options.catalogue, options.detail == "quiet"))


def _blocks(selection: Selection, knowledge: KnowledgeBase, words: Catalogue, quiet: bool) -> Iterator[Block]:
    shown = _shown(selection)
    if selection.recommended is None:
        yield heading(words.say("select.title_none"), 1)
    else:
        model = knowledge.model_systems[selection.recommended]
        yield heading(words.say("select.title", model=words.text(model.name)), 1)
        if quiet:
            return
        yield paragraph(f"{words.text(model.description)} {words.say('select.why')}")
    yield _criteria(shown, words)
    if selection.relaxations:
        yield heading(words.say("select.relaxations"))
        yield bullets(cell(_relaxation(item, words)) for item in selection.relaxations)
    if quiet:
        return
    yield heading(words.say("select.models"))
    yield _models(selection, words)
    if selection.switch_points and selection.recommended:
        yield heading(words.say("select.switch_points"))
        yield bullets(cell(_switch_point(point, selection, words)) for point in selection.switch_points)
    yield heading(words.say("select.cases"))
    yield bullets(cell(_case(case.id, case.matching, knowledge, words)) for case in selection.cases)
    if selection.notes:
        yield heading(words.say("select.notes"))
        yield bullets(cell(f"{words.text(note.text)} ({place(note.text.source, words)})") for note in selection.notes)
    if selection.recommended:
        yield heading(words.say("select.next"))
        yield bullets(cell(words.say(f"select.next_{step}", model=selection.recommended)) for step in ("plan", "compare", "gap"))
    yield paragraph(words.say("select.inferred_note"), "muted")


def _shown(selection: Selection) -> Assessment:
    """The recommended model, or else the best fitting one, to show criterion by criterion."""
    if selection.recommended is not None:
        return selection.assessments[selection.recommended - 1]
    return max(selection.assessments, key=lambda assessment: assessment.fit)


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
            cell(words.say(f"basis.{offer.basis}"), "muted"),
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
        unmet = [offer for offer in assessment.offers if offer.asked is not None and offer.met != "yes"]
        names = words.say("common.list_separator").join(
            words.say(f"criterion.{offer.criterion}") + (f" ({words.say('met.partly')})" if offer.met == "partly" else "")
            for offer in unmet
        )
        budget = next(offer for offer in assessment.offers if offer.criterion == "budget")
        tone: Tone = "strong" if assessment.model == selection.recommended else "plain"
        rows.append(
            (
                cell(words.say("model.short", model=assessment.model), tone),
                cell(assessment.fit, tone),
                cell(value_words(budget.worst, words), tone),
                cell(names or words.say("select.all_met"), "plain" if unmet else "good"),
            )
        )
    return Table(columns, tuple(rows))


def _relaxation(relaxation: Relaxation, words: Catalogue) -> str:
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
    asked = getattr(selection.answers, point.criterion)
    kind = "to"
    if isinstance(asked, Duration):
        kind = "longer" if Duration.parse(point.to).seconds > asked.seconds else "shorter"
    return words.say(
        f"select.switch_{kind}",
        criterion=words.say(f"criterion.{point.criterion}"),
        value=_changed_value(point.criterion, point.to, words),
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
