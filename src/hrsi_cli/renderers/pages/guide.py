"""The pages of ``hrsi guide``: activities and their steps, the cloud chapter, the observations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from hrsi_cli.domain.browsing import CountedClaim, StepProgress
from hrsi_cli.domain.catalogue import Catalogue
from hrsi_cli.domain.guide import Activity, CaseExample, CloudCheck, Guide, Observation, Step
from hrsi_cli.domain.text import SourcedText
from hrsi_cli.renderers.blocks import Block, Bullets, Cell, Column, Page, Table, Tone, bullets, cell, facts, heading, paragraph
from hrsi_cli.renderers.options import RenderOptions
from hrsi_cli.renderers.words import dated_words, place

STATE_TONE: dict[str, Tone] = {"answered": "good", "partly": "warn", "open": "bad", "not_judged": "muted"}
_TICK = {"answered": "[x]", "partly": "[-]", "open": "[ ]", "not_judged": "[?]"}


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a plan answers the guide; without a plan nothing is ticked off."""

    plan: str = ""
    """Name of the plan's system."""
    states: Mapping[str, StepProgress] = field(default_factory=dict)

    def count(self, ids: Iterable[str]) -> dict[str, int]:
        """How many of these stand in each state."""
        states = [self.states[id].state for id in ids]
        return {state: states.count(state) for state in ("answered", "partly", "open", "not_judged")}


def guide_page(guide: Guide, activities: Iterable[Activity], progress: Progress, options: RenderOptions) -> Page:
    """Some activities: as an overview of their steps when there are several, in full when there is one."""
    return tuple(_activities(guide, tuple(activities), progress, options))


def _activities(guide: Guide, activities: tuple[Activity, ...], progress: Progress, options: RenderOptions) -> Iterator[Block]:
    words = options.catalogue
    full = options.detail == "verbose" or (len(activities) == 1 and options.detail != "quiet")
    yield heading(words.say("guide.title"), 1)
    if progress.states:
        counts = progress.count(step.id for activity in activities for step in activity.steps)
        yield paragraph(words.say("guide.progress", plan=progress.plan, **counts), "strong")
    for activity in activities:
        yield heading(words.say("guide.activity", number=activity.number, name=words.text(activity.name)))
        yield paragraph(sourced(activity.purpose, words))
        if full:
            for step in activity.steps:
                yield heading(step_title(step, progress, words), 3)
                yield from step_blocks(step, progress, words)
        else:
            yield _overview(activity, progress, words)
    yield paragraph(dated_words(guide.published, words), "muted")


def _overview(activity: Activity, progress: Progress, words: Catalogue) -> Table:
    columns = (
        Column(words.say("guide.number")),
        Column(words.say("guide.do"), share=4),
        Column(words.say("guide.who"), share=2),
        *((Column(words.say("guide.state"), share=3),) if progress.states else (Column(words.say("guide.command"), share=3),)),
    )
    rows = []
    for step in activity.steps:
        state = progress.states.get(step.id)
        last = _state(state, words) if state else cell(words.say("common.list_separator").join(step.commands))
        rows.append((cell(step.id), cell(words.text(step.title)), cell(_deciders(step, words)), last))
    return Table(columns, tuple(rows))


def step_title(step: Step, progress: Progress, words: Catalogue) -> str:
    """Number and title, with a tick when a plan was given."""
    title = words.say("guide.step", id=step.id, title=words.text(step.title))
    state = progress.states.get(step.id)
    return f"{_TICK[state.state]} {title}" if state else title


def step_blocks(step: Step, progress: Progress, words: Catalogue) -> Iterator[Block]:
    """One step in full."""
    yield paragraph(sourced(step.do, words))
    yield facts(_step_facts(step, progress, words))
    items = [cell(f"{words.say('guide.watch')}: {sourced(watch, words)}", "warn") for watch in step.watch]
    if items or step.examples:
        yield Bullets(tuple(items) + examples(step.examples, words).items)


def _step_facts(step: Step, progress: Progress, words: Catalogue) -> Iterator[tuple[str, Cell]]:
    yield words.say("guide.who"), cell(_deciders(step, words))
    if step.commands:
        yield words.say("guide.command"), cell(words.say("common.list_separator").join(step.commands))
    if step.answered_by:
        yield words.say("guide.keys"), cell(words.say("common.list_separator").join(step.answered_by))
    if step.id in progress.states:
        yield words.say("guide.state"), _state(progress.states[step.id], words)


def _deciders(step: Step, words: Catalogue) -> str:
    return words.say("common.list_separator").join(words.say(f"guide.decider.{decider}") for decider in step.deciders)


def _state(progress: StepProgress, words: Catalogue) -> Cell:
    text = words.say(f"guide.state.{progress.state}")
    if progress.missing:
        text = words.say("guide.missing", state=text, keys=words.say("common.list_separator").join(progress.missing))
    if progress.total is not None:
        text += f" ({words.say('guide.levels', done=progress.done, total=progress.total)})"
    return cell(text, STATE_TONE[progress.state])


def examples(listed: Iterable[CaseExample], words: Catalogue) -> Bullets:
    """What cases did, one a line."""
    return bullets(cell(f"{words.say('guide.example', case=example.case)}: {sourced(example, words)}") for example in listed)


def sourced(text: SourcedText, words: Catalogue) -> str:
    """A statement with its place in the guide."""
    return words.say("guide.sourced", text=words.text(text), source=place(text.source, words))


def cloud_page(guide: Guide, progress: Progress, options: RenderOptions) -> Page:
    """Chapter 4 as advice for the model systems and as a checklist."""
    return tuple(_cloud(guide, progress, options.catalogue, options.detail == "quiet"))


def _cloud(guide: Guide, progress: Progress, words: Catalogue, quiet: bool) -> Iterator[Block]:
    yield heading(words.say("guide.cloud_title"), 1)
    if progress.states:
        counts = progress.count(check.id for check in guide.cloud_checks)
        yield paragraph(words.say("guide.progress_checks", plan=progress.plan, **counts), "strong")
    if not quiet:
        for models in dict.fromkeys(advice.models for advice in guide.cloud_advice):
            yield heading(words.say("guide.cloud_advice", models=words.say("common.list_separator").join(map(str, models))))
            yield bullets(cell(sourced(advice, words)) for advice in guide.cloud_advice if advice.models == models)
    yield heading(words.say("guide.cloud_checks"))
    for stage in dict.fromkeys(check.stage for check in guide.cloud_checks):
        yield heading(words.say(f"guide.stage.{stage}"), 3)
        yield _checks([check for check in guide.cloud_checks if check.stage == stage], progress, words)
    yield paragraph(dated_words(guide.published, words), "muted")


def _checks(checks: list[CloudCheck], progress: Progress, words: Catalogue) -> Table:
    columns = (
        Column(words.say("guide.number")),
        Column(words.say("guide.question"), share=6),
        Column(words.say("guide.state") if progress.states else words.say("guide.keys"), share=3),
    )
    rows = []
    for check in checks:
        state = progress.states.get(check.id)
        key = f"measures.cloud_checks.{check.plan_key}" if check.plan_key else words.say("guide.state.not_judged")
        rows.append((cell(check.id), cell(sourced(check, words)), _state(state, words) if state else cell(key, "muted")))
    return Table(columns, tuple(rows))


def observations_page(claims: Iterable[CountedClaim], options: RenderOptions) -> Page:
    """What section 3.2 says across the cases, each claim beside its count."""
    return tuple(_observations(tuple(claims), options.catalogue, options.detail))


def _observations(claims: tuple[CountedClaim, ...], words: Catalogue, detail: str) -> Iterator[Block]:
    yield heading(words.say("guide.observations_title"), 1)
    checked = [claim for claim in claims if claim.holds is not None]
    holds = sum(claim.holds is True for claim in checked)
    counts = {"total": len(claims), "checked": len(checked), "holds": holds, "fails": len(checked) - holds}
    yield paragraph(words.say("guide.observations_count", **counts), "strong")
    for about in dict.fromkeys(claim.observation.about for claim in claims):
        own = [claim for claim in claims if claim.observation.about == about]
        if detail == "quiet":
            own = [claim for claim in own if claim.holds is not None]
        if own:
            yield heading(words.say(f"guide.about.{about}"))
            yield _claims(own, words)
    yield paragraph(words.say("guide.observations_note"), "muted")


def _claims(claims: list[CountedClaim], words: Catalogue) -> Table:
    columns = (
        Column(words.say("guide.number")),
        Column(words.say("guide.claim"), share=5),
        Column(words.say("guide.counted"), share=3),
        Column(words.say("guide.remark"), share=4),
    )
    rows = tuple(
        (
            cell(claim.observation.id),
            cell(sourced(claim.observation.claim, words)),
            count_cell(claim, words),
            cell(words.text(claim.observation.remark) if claim.observation.remark else "", "muted"),
        )
        for claim in claims
    )
    return Table(columns, rows)


def count_cell(claim: CountedClaim, words: Catalogue) -> Cell:
    """The count of a claim, whether it bears the claim out, and which cases were counted."""
    check = claim.observation.check
    if claim.holds is None or check is None:
        return cell(words.say("guide.holds.unchecked"), "muted")
    parts = [
        words.say("guide.holds.yes" if claim.holds else "guide.holds.no"),
        words.say("guide.count", count=len(claim.cases), total=claim.total),
        words.say(f"guide.expect.{check.expect}", number=check.number),
    ]
    text = words.say("common.list_separator").join(parts) + (f" [{' '.join(claim.cases)}]" if claim.cases else "")
    return cell(text, "good" if claim.holds else "bad")


def observation_blocks(claim: CountedClaim, words: Catalogue) -> Iterator[Block]:
    """One observation in full."""
    observation: Observation = claim.observation
    yield paragraph(sourced(observation.claim, words))
    kind = f"{words.say(f'guide.about.{observation.about}')}, {words.say(f'guide.kind.{observation.kind}')}"
    rows = [(words.say("guide.kind"), cell(kind)), (words.say("guide.counted"), count_cell(claim, words))]
    if observation.remark:
        rows.append((words.say("guide.remark"), cell(words.text(observation.remark))))
    if observation.metrics:
        rows.append((words.say("explain.metrics"), cell(" ".join(observation.metrics))))
    yield facts(rows)
    if observation.examples:
        yield examples(observation.examples, words)
