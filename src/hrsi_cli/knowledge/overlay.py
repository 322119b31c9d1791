"""Reading an organisation's overlay and laying it over the knowledge base.

An overlay adds cases and replaces presets, offered times, labels and thresholds. Whatever it brings is
marked with its origin, and the result is checked as a whole: nothing may point nowhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from hrsi_cli.domain.case import Case, CasePlan, Figure, Reading
from hrsi_cli.domain.guide_library import Library
from hrsi_cli.domain.knowledge_base import KnowledgeBase
from hrsi_cli.domain.model_system import ModelSystem, OfferedTime, Preset
from hrsi_cli.domain.overlay import OverlayCase, OverlayFile, OverlayLabel, OverlayNote, OverlayReading
from hrsi_cli.domain.problem import InputError, Problem
from hrsi_cli.domain.requirement import Level, Requirement
from hrsi_cli.domain.text import SourcedText, Text
from hrsi_cli.knowledge.near import nearest_hint
from hrsi_cli.knowledge.plan_file import plan_of
from hrsi_cli.knowledge.text_file import read_text, shown_path
from hrsi_cli.knowledge.validation import reference_problem, validate
from hrsi_cli.knowledge.yaml_reader import MAX_BYTES, Document, Path, read_document

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class OverlayTexts:
    """Sentences that stand in where an overlay says nothing."""

    replaced: Text
    """Why a preset has its level, when the overlay gives no reason."""
    not_read: Text
    """What a case says about a metric that the overlay leaves out."""


def load_overlay(path: str, knowledge: KnowledgeBase, library: Library, texts: OverlayTexts) -> KnowledgeBase:
    """The knowledge base with an overlay on top; raises InputError with every problem of the file."""
    document = read_document(read_text(path, MAX_BYTES), shown_path(path))
    file = validate(document, OverlayFile, lambda made: list(_Check(document, knowledge, library).problems(made)))
    return lay_over(file, document.path, knowledge, texts)


def lay_over(file: OverlayFile, path: str, knowledge: KnowledgeBase, texts: OverlayTexts) -> KnowledgeBase:
    """A sound overlay on top of a knowledge base."""
    note = OverlayNote(
        path=path,
        id=file.id,
        version=file.version,
        title=file.title,
        source=file.source,
        presets=len(file.presets),
        offers=len(file.offers),
        labels=len(file.labels),
        model_names={label.model: label.text for label in file.labels if label.model is not None},
        thresholds=file.thresholds,
        cases=tuple(case.id for case in file.cases),
    )
    requirements = {id: _relabelled(requirement, file, note) for id, requirement in knowledge.requirements.items()}
    cases = {case.id: _case(case, file, note, requirements, texts) for case in file.cases}
    return replace(
        knowledge,
        version=f"{knowledge.version}+{file.id}.{file.version}",
        requirements=requirements,
        model_systems={id: _model(model, file, note, texts) for id, model in knowledge.model_systems.items()},
        outlines={**knowledge.outlines, **{id: case.outline() for id, case in cases.items()}},
        cases=_Together(knowledge.cases, cases),
        overlay=note,
    )


class _Together(Mapping[str, Case]):
    """Shipped cases, still read when asked for, followed by those of the overlay."""

    def __init__(self, shipped: Mapping[str, Case], added: Mapping[str, Case]) -> None:
        self._shipped = shipped
        self._added = added

    def __getitem__(self, id: str) -> Case:
        return self._added[id] if id in self._added else self._shipped[id]

    def __iter__(self) -> Iterator[str]:
        yield from self._shipped
        yield from self._added

    def __len__(self) -> int:
        return len(self._shipped) + len(self._added)


def _changed(value: Value, **fields: Any) -> Value:
    """A frozen domain object with other values in some fields; the values come from checked objects."""
    return value.model_copy(update=fields)  # type: ignore[attr-defined, no-any-return]


def _relabelled(requirement: Requirement, file: OverlayFile, note: OverlayNote) -> Requirement:
    labels = [label for label in file.labels if label.metric == requirement.id]
    names = [label.text for label in labels if label.level is None]
    steps = {label.level: label.text for label in labels if label.level is not None}
    if not labels:
        return requirement
    levels = tuple(
        Level(level=step.level, label=steps[step.level], origin=note.origin) if step.level in steps else step
        for step in requirement.levels
    )
    return _changed(requirement, name=names[-1] if names else requirement.name, levels=levels)


def _model(model: ModelSystem, file: OverlayFile, note: OverlayNote, texts: OverlayTexts) -> ModelSystem:
    own = {preset.metric: preset for preset in file.presets if preset.model == model.id}
    presets = tuple(
        Preset(
            metric=preset.metric,
            level=own[preset.metric].level,
            basis=own[preset.metric].basis,
            rationale=own[preset.metric].rationale or texts.replaced,
            source=own[preset.metric].source or file.source,
            origin=note.origin,
        )
        if preset.metric in own
        else preset
        for preset in model.presets
    )
    offers = {
        offer.criterion: OfferedTime(
            best=offer.best,
            worst=offer.worst,
            basis=offer.basis,
            source=offer.source or file.source,
            note=offer.note,
            origin=note.origin,
        )
        for offer in file.offers
        if offer.model == model.id
    }
    name = note.model_names.get(model.id, model.name)
    return _changed(model, name=name, presets=presets, profile=_changed(model.profile, **offers))


def _case(
    case: OverlayCase, file: OverlayFile, note: OverlayNote, requirements: Mapping[str, Requirement], texts: OverlayTexts
) -> Case:
    source = case.source or file.source

    def sourced(text: Text) -> SourcedText:
        return SourcedText(ja=text.ja, en=text.en, source=source)

    return Case(
        id=case.id,
        model=case.model,
        label=case.label,
        feature=sourced(case.feature),
        industry=case.industry,
        business=sourced(case.business),
        employees=Figure(item="employees", value=case.employees, unit="people", source=source),
        sites=case.sites,
        statements=case.statements,
        targets=case.targets,
        figures=case.figures,
        contradictions=case.contradictions,
        plan=case.plan or CasePlan(content={"system": {"id": f"case-{case.id}"}}, facts=()),
        readings={metric: _reading(case.readings.get(metric), source, texts) for metric in requirements},
        source=source,
        origin=note.origin,
    )


def _reading(own: OverlayReading | None, source: str, texts: OverlayTexts) -> Reading:
    if own is None:
        return Reading(status="unknown", summary=texts.not_read, source=source)
    return Reading(
        status=own.status,
        level=own.level,
        level_range=own.level_range,
        summary=own.summary,
        reading=own.reading,
        source=own.source or source,
    )


class _Check:
    """Everything in an overlay that the schema cannot see, against the whole that it becomes part of."""

    def __init__(self, document: Document, knowledge: KnowledgeBase, library: Library) -> None:
        self.document = document
        self.knowledge = knowledge
        self.guide_library = library

    def problems(self, file: OverlayFile) -> Iterator[Problem]:
        yield from self._presets(file)
        yield from self._offers(file)
        for index, label in enumerate(file.labels):
            yield from self._label(("labels", index), label)
        yield from self._repeated("labels", [(label.model, label.metric, label.level) for label in file.labels])
        yield from self._repeated("cases", [(case.id,) for case in file.cases])
        for index, case in enumerate(file.cases):
            yield from self._case(("cases", index), case)

    def _wrong(self, path: Path, message: str, **values: object) -> Problem:
        return reference_problem(self.document, path, message, None, **values)

    def _repeated(self, part: str, keys: list[tuple[object, ...]]) -> Iterator[Problem]:
        for index, key in enumerate(keys):
            if key in keys[:index]:
                name = " ".join(str(word) for word in key if word is not None)
                yield self._wrong((part, index), "input.twice", name=name)

    def _presets(self, file: OverlayFile) -> Iterator[Problem]:
        yield from self._repeated("presets", [(preset.model, preset.metric) for preset in file.presets])
        for index, preset in enumerate(file.presets):
            where: Path = ("presets", index)
            yield from self._metric((*where, "metric"), preset.metric, (*where, "level"), preset.level)
            requirement = self.knowledge.requirements.get(preset.metric)
            if requirement is not None and requirement.class_ != "main":
                yield self._wrong((*where, "metric"), "overlay.not_main", metric=preset.metric)

    def _offers(self, file: OverlayFile) -> Iterator[Problem]:
        yield from self._repeated("offers", [(offer.model, offer.criterion) for offer in file.offers])
        for index, offer in enumerate(file.offers):
            if offer.best.seconds > offer.worst.seconds:
                yield self._wrong(
                    ("offers", index, "best"), "overlay.best_after_worst", best=offer.best.text, worst=offer.worst.text
                )

    def _label(self, where: Path, label: OverlayLabel) -> Iterator[Problem]:
        if (label.model is None) == (label.metric is None) or (label.metric is None and label.level is not None):
            yield self._wrong(where, "overlay.label_subject")
        elif label.metric is not None:
            yield from self._metric((*where, "metric"), label.metric, (*where, "level"), label.level)

    def _metric(self, path: Path, metric: str, level_path: Path, level: int | None) -> Iterator[Problem]:
        requirement = self.knowledge.requirements.get(metric)
        if requirement is None:
            hint = nearest_hint(metric, self.knowledge.requirements)
            yield reference_problem(self.document, path, "input.unknown_metric", hint, value=metric)
        elif level is not None and level > requirement.highest:
            scale = ", ".join(str(step.level) for step in requirement.levels)
            yield self._wrong(
                level_path, "input.level_outside_scale", level=level, metric=metric, name=requirement.name, scale=scale
            )

    def _case(self, where: Path, case: OverlayCase) -> Iterator[Problem]:
        if case.id in self.knowledge.outlines:
            yield self._wrong((*where, "id"), "overlay.case_exists", case=case.id)
        yield from self._word((*where, "industry"), case.industry, self.guide_library.industries)
        for metric, reading in case.readings.items():
            place: Path = (*where, "readings", metric)
            yield from self._metric(place, metric, (*place, "level"), reading.level)
            yield from self._grade(place, metric, reading)
        if case.plan is not None:
            yield from self._plan((*where, "plan", "content"), case.plan.content, case.model)
        for index, figure in enumerate(case.figures):
            yield from self._word((*where, "figures", index, "item"), figure.item, self.guide_library.figures)
            yield from self._word((*where, "figures", index, "unit"), figure.unit, self.guide_library.units)
        for index, contradiction in enumerate(case.contradictions):
            for number, metric in enumerate(contradiction.metrics):
                yield from self._metric((*where, "contradictions", index, "metrics", number), metric, where, None)

    def _plan(self, where: Path, content: Mapping[str, Any], model: int) -> Iterator[Problem]:
        """``hrsi case show --as-plan`` prints the case as a valid plan."""
        data = {"hrsi": 1, "target": {"model": model}, **content}
        root = self.document.node(where)
        try:
            plan_of(replace(self.document, data=data, root=root), self.knowledge, frozenset(self.knowledge.rules))
        except InputError as error:
            yield from error.problems

    def _grade(self, where: Path, metric: str, reading: OverlayReading) -> Iterator[Problem]:
        if (reading.level is not None) != (reading.status == "stated"):
            yield self._wrong(where, "kb.level_without_statement", metric=metric)
        if reading.level_range is not None:
            low, high = reading.level_range
            requirement = self.knowledge.requirements.get(metric)
            level = low if reading.level is None else reading.level
            if not low <= level <= high or low == high or (requirement is not None and high > requirement.highest):
                yield self._wrong((*where, "level_range"), "kb.bad_range", metric=metric)

    def _word(self, path: Path, word: str, known: Mapping[str, Text]) -> Iterator[Problem]:
        if word not in known:
            hint = nearest_hint(word, known)
            yield reference_problem(self.document, path, "kb.not_in_vocabulary", hint, value=word)
