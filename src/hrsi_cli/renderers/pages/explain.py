"""The page of ``hrsi explain``: whatever has an id or a name, in one page with what bears on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from hrsi_cli.domain.browsing import CountedClaim, Explainable, ExplainedKind, Explanation
from hrsi_cli.domain.catalogue import Catalogue
from hrsi_cli.domain.guide_library import Library
from hrsi_cli.domain.knowledge_base import KnowledgeBase
from hrsi_cli.domain.policy import THRESHOLDS_OF
from hrsi_cli.domain.requirement import Requirement
from hrsi_cli.domain.rule import RuleExamples
from hrsi_cli.renderers.blocks import Block, Cell, Column, Page, Table, bullets, cell, facts, heading, listing, paragraph
from hrsi_cli.renderers.options import RenderOptions
from hrsi_cli.renderers.pages.case import headline
from hrsi_cli.renderers.pages.contradictions import contradiction_words
from hrsi_cli.renderers.pages.guide import Progress, observation_blocks, sourced, step_blocks
from hrsi_cli.renderers.pages.model_system import model_page
from hrsi_cli.renderers.pages.requirement import requirement_page, scale_blocks
from hrsi_cli.renderers.words import basis_words, dated_words, level_words, metric_name, origin_words, place

SHORTENED = 60
"""Characters of a long name in a list of related things."""


@dataclass(frozen=True, slots=True)
class Told:
    """What the page of one subject is made from."""

    explanation: Explanation
    knowledge: KnowledgeBase
    guide_library: Library
    claim: CountedClaim | None
    """The count, when an observation is explained."""
    examples: RuleExamples | None
    """The plans that show a rule at work, when one is explained."""
    options: RenderOptions

    @property
    def id(self) -> str:
        return self.explanation.subject.id

    @property
    def metrics(self) -> tuple[Requirement, ...]:
        """The metrics that a term is about: those of the same name, and those that it points to."""
        if self.explanation.subject.kind != "term":
            return ()
        subjects = (*self.explanation.also, *self.explanation.related)
        return tuple(self.knowledge.requirements[one.id] for one in subjects if one.kind == "metric")

    @property
    def words(self) -> Catalogue:
        return self.options.catalogue


def explain_page(told: Told) -> Page:
    """The subject, then what else has its name, then what names it."""
    return tuple(_blocks(told))


def _blocks(told: Told) -> Iterator[Block]:
    words, subject = told.words, told.explanation.subject
    yield from _PAGES[subject.kind](told)
    shown = {metric.id for metric in told.metrics}
    for title, subjects in (("explain.also", told.explanation.also), ("explain.related", told.explanation.related)):
        others = [other for other in subjects if other.id not in shown]
        if others and told.options.detail != "quiet":
            yield heading(words.say(title))
            yield bullets(cell(subject_words(other, words)) for other in others)


def subject_words(subject: Explainable, words: Catalogue) -> str:
    """A subject in one line: kind, id, name."""
    name = words.text(subject.name)
    if len(name) > SHORTENED:
        name = name[: SHORTENED - 3] + "..."
    return f"{words.say(f'explain.kind.{subject.kind}')} {subject.id} {name}"


def _title(told: Told) -> Block:
    subject = told.explanation.subject
    return heading(f"{told.words.say(f'explain.kind.{subject.kind}')} {subject.id}", 1)


def _metric(told: Told) -> Iterator[Block]:
    words, knowledge = told.words, told.knowledge
    requirement = knowledge.requirements[told.id]
    yield from requirement_page(requirement, knowledge, told.options)
    if told.options.detail == "quiet":
        return
    presets = [(model, preset) for model in knowledge.model_systems if (preset := knowledge.preset(model, told.id)) is not None]
    if presets:
        yield heading(words.say("explain.presets"))
        columns = (
            Column(words.say("explain.model")),
            Column(words.say("show.level"), share=3),
            Column(words.say("select.basis")),
            Column(words.say("show.rationale"), share=6),
            Column(words.say("show.source"), share=4),
        )
        rows = tuple(
            (
                cell(words.say("model.short", model=model)),
                cell(level_words(requirement, preset.level, words)),
                cell(basis_words(preset.basis, preset.origin, words), "strong" if preset.basis == "stated" else "muted"),
                cell(words.text(preset.rationale) + (f" [{' '.join(preset.constraints)}]" if preset.constraints else "")),
                cell(place(preset.source, words), "muted"),
            )
            for model, preset in presets
        )
        yield Table(columns, rows)
    yield heading(words.say("explain.cases"))
    yield _case_readings(told)


def _case_readings(told: Told) -> Table:
    words = told.words
    requirement = told.knowledge.requirements[told.id]
    columns = (
        Column(words.say("browse.case")),
        Column(words.say("show.level"), share=3),
        Column(words.say("compare.summary"), share=6),
        Column(words.say("show.source"), share=3),
    )
    rows = []
    for case in told.knowledge.cases.values():
        reading = case.readings[told.id]
        level = words.say(f"reading.{reading.status}")
        if reading.level is not None:
            level = level_words(requirement, reading.level, words)
            level += " [{}-{}]".format(*reading.level_range) if reading.level_range else ""
        text = words.text(reading.summary) + (f" [{words.text(reading.reading)}]" if reading.reading else "")
        rows.append((cell(case.id), cell(level), cell(text), cell(place(reading.source, words), "muted")))
    return Table(columns, tuple(rows))


def _rule(told: Told) -> Iterator[Block]:
    words = told.words
    rule = told.knowledge.rules[told.id]
    yield heading(f"{rule.id} {words.text(rule.title)}", 1)
    rows: list[tuple[str, Cell]] = [
        (words.say("explain.slug"), cell(rule.slug)),
        (words.say("explain.severity"), cell(words.say(f"severity.{rule.severity}"))),
    ]
    if rule.metrics:
        rows.append((words.say("explain.metrics"), cell(" ".join(rule.metrics))))
    if rule.inputs:
        sets = words.say("explain.or").join(" + ".join(keys) for keys in rule.inputs)
        rows.append((words.say("explain.inputs"), cell(sets)))
    if rule.id in THRESHOLDS_OF:
        named = (
            words.say("explain.threshold", key=f"thresholds.{name}", value=f"{getattr(told.knowledge.thresholds, name):g}")
            for name in THRESHOLDS_OF[rule.id]
        )
        rows.append((words.say("explain.thresholds"), cell(words.say("common.list_separator").join(named))))
    if rule.sources:
        joined = words.say("common.list_separator").join(place(source, words) for source in rule.sources)
        rows.append((words.say("show.source"), cell(joined)))
    yield facts(rows)
    for part in ("what", "why", "action", "arithmetic"):
        text = getattr(rule, part)
        if text is not None:
            yield heading(words.say(f"explain.{part}"))
            yield paragraph(words.text(text))
    if rule.cases:
        yield heading(words.say("explain.of_cases"))
        yield bullets(cell(_outline_words(case, told)) for case in rule.cases if case in told.knowledge.outlines)
    if told.examples and told.options.detail == "verbose":
        yield from _examples(told.examples, told.words)
    elif told.examples and told.options.detail == "normal":
        yield paragraph(words.say("explain.more_examples"), "muted")


def _examples(examples: RuleExamples, words: Catalogue) -> Iterator[Block]:
    """A plan that the rule is raised on and one that it is not."""
    for kind, example in (("fails", examples.fails), ("passes", examples.passes)):
        yield heading(words.say(f"explain.{kind}"))
        yield paragraph(words.text(example.caption))
        for number, plan in enumerate(example.plans):
            if number:
                yield paragraph(words.say("explain.with_plan"))
            yield listing(plan)


def _outline_words(case: str, told: Told) -> str:
    outline, words = told.knowledge.outlines[case], told.words
    return f"{words.say('case.name', case=case)} {words.text(outline.label)}: {words.text(outline.feature)}"


def _model(told: Told) -> Iterator[Block]:
    from dataclasses import replace

    words = told.words
    model = told.knowledge.model_systems[int(told.id)]
    yield from model_page(model, told.knowledge, replace(told.options, detail="quiet"))
    yield heading(words.say("explain.of_cases"))
    yield bullets(cell(_outline_words(outline.id, told)) for outline in told.knowledge.outlines_of(model.id))
    yield paragraph(words.say("explain.see_model", id=told.id), "muted")


def _case(told: Told) -> Iterator[Block]:
    words = told.words
    case = told.knowledge.cases[told.id]
    yield heading(words.say("show.case_title", case=case.id, label=words.text(case.label)), 1)
    yield facts([*headline(case, words), (words.say("browse.origin"), cell(origin_words(case.origin, words)))])
    told_first = [item for item in case.statements if item.topic in ("important_business", "trigger", "recovery")]
    if told_first:
        yield heading(words.say("show.statements"))
        yield bullets(cell(f"{words.say(f'show.topic.{item.topic}')}: {sourced(item, words)}") for item in told_first)
    if case.contradictions:
        yield heading(words.say("show.contradictions"))
        yield bullets(cell(contradiction_words(case.id, item, words)) for item in case.contradictions)
    yield paragraph(words.say("explain.see_case", id=case.id), "muted")


def _term(told: Told) -> Iterator[Block]:
    words = told.words
    term = told.guide_library.terms[told.id]
    other = term.name.en if words.language == "ja" else term.name.ja
    yield heading(words.text(term.name), 1)
    yield paragraph(words.text(term.definition))
    spellings = words.say("common.list_separator").join(dict.fromkeys((other, *term.also)))
    source = place(term.source, words) if term.source else words.say("explain.own_definition")
    yield facts([(words.say("explain.spellings"), cell(spellings)), (words.say("show.source"), cell(source, "muted"))])
    if told.options.detail == "quiet":
        return
    for metric in told.metrics:
        yield heading(f"{words.say('explain.kind.metric')} {metric.id} {words.text(metric.name)}")
        yield from scale_blocks(metric, told.knowledge, words)


def _statement(told: Told) -> Iterator[Block]:
    """A statement of the guide or a rule of ours that presets rest on."""
    words = told.words
    yield _title(told)
    constraint = told.guide_library.constraints.get(told.id)
    yield paragraph(words.text(told.explanation.subject.name))
    rows: list[tuple[str, Cell]] = []
    if constraint is not None:
        rows.append((words.say("show.source"), cell(place(constraint.source, words), "muted")))
        if constraint.metrics:
            names = [metric_name(told.knowledge.requirements[metric], told.knowledge, words) for metric in constraint.metrics]
            listed = (f"{metric} {name}" for metric, name in zip(constraint.metrics, names, strict=True))
            rows.append((words.say("explain.bears_on"), cell(words.say("common.list_separator").join(listed))))
    resting = [
        f"{words.say('model.short', model=model.id)} {preset.metric}"
        for model in told.knowledge.model_systems.values()
        for preset in model.presets
        if told.id in preset.constraints
    ]
    if resting:
        rows.append((words.say("explain.rests_on"), cell(words.say("common.list_separator").join(resting))))
    if rows:
        yield facts(rows)


def _observation(told: Told) -> Iterator[Block]:
    yield _title(told)
    assert told.claim is not None, "the command counts the claim that it explains"
    yield from observation_blocks(told.claim, told.words)


def _step(told: Told) -> Iterator[Block]:
    words = told.words
    activity, step = next(
        (activity, step) for activity in told.guide_library.guide.activities for step in activity.steps if step.id == told.id
    )
    yield heading(words.say("guide.step", id=step.id, title=words.text(step.title)), 1)
    yield paragraph(words.say("guide.activity", number=activity.number, name=words.text(activity.name)), "muted")
    yield from step_blocks(step, Progress(), words)
    yield paragraph(dated_words(told.guide_library.guide.published, words), "muted")


def _cloud(told: Told) -> Iterator[Block]:
    words, guide = told.words, told.guide_library.guide
    yield _title(told)
    for advice in guide.cloud_advice:
        if advice.id == told.id:
            models = words.say("common.list_separator").join(map(str, advice.models))
            yield paragraph(words.say("guide.cloud_advice", models=models), "muted")
            yield paragraph(sourced(advice, words))
    for check in guide.cloud_checks:
        if check.id == told.id:
            yield paragraph(words.say(f"guide.stage.{check.stage}"), "muted")
            yield paragraph(sourced(check, words))
            if check.plan_key:
                yield facts([(words.say("guide.keys"), cell(f"measures.cloud_checks.{check.plan_key}"))])
    yield paragraph(dated_words(guide.published, words), "muted")


_PAGES: dict[ExplainedKind, Callable[[Told], Iterator[Block]]] = {
    "metric": _metric,
    "rule": _rule,
    "model": _model,
    "case": _case,
    "term": _term,
    "constraint": _statement,
    "preset_rule": _statement,
    "observation": _observation,
    "step": _step,
    "advice": _cloud,
    "check": _cloud,
}
