"""The pages of ``hrsi whatif``, ``hrsi plan diff`` and ``hrsi history``: states of a plan side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from hrsi_cli.domain.catalogue import Catalogue
from hrsi_cli.domain.judgement import Finding, MetricResult, PlanResult
from hrsi_cli.domain.knowledge_base import KnowledgeBase
from hrsi_cli.domain.plan_diff import CHANGE_KINDS, ChangeKind, History, MetricChange, PlanDiff, Revision, WhatIf
from hrsi_cli.renderers.blocks import Block, Cell, Column, Page, Table, Tone, bullets, cell, facts, heading, paragraph
from hrsi_cli.renderers.options import RenderOptions
from hrsi_cli.renderers.pages.gate import known_facts
from hrsi_cli.renderers.words import STATUS_TONE, level_words, levels_short, marked_known, metric_name, overlay_note, percent

_TONES: dict[ChangeKind, Tone] = {
    "regressed": "bad",
    "removed": "bad",
    "improved": "good",
    "new": "good",
    "target_lowered": "warn",
    "waived": "warn",
    "not_applicable": "warn",
}
_TICKS = " .:-=+*#%@"
"""Ten heights of a sparkline in ASCII, for shares from 0 to 1."""


def what_if_page(what_if: WhatIf, knowledge: KnowledgeBase, options: RenderOptions) -> Page:
    """What a change would bring: what closes and opens, what is left, and what it all adds up to."""
    return (*_what_if(what_if, knowledge, options), *overlay_note(knowledge, options.catalogue))


def _what_if(what_if: WhatIf, knowledge: KnowledgeBase, options: RenderOptions) -> Iterator[Block]:
    words, diff = options.catalogue, what_if.diff
    yield heading(words.say("whatif.title", system=_system(diff.after)), 1)
    yield bullets(cell(assignment) for assignment in what_if.assignments)
    yield facts(_sums(diff, words))
    yield paragraph(words.say("whatif.not_written"), "muted")
    if options.detail == "quiet":
        return
    after = {metric.id: metric for metric in diff.after.metrics}
    for name, ids in (("closes", what_if.closes), ("opens", what_if.opens)):
        yield heading(words.say(f"whatif.{name}"))
        if ids:
            yield _levels([change for change in diff.metrics if change.id in ids], knowledge, words)
        else:
            yield paragraph(words.say(f"whatif.{name}_none"), "muted")
    yield heading(words.say("whatif.remains"))
    yield from _remaining([after[id] for id in what_if.remains], knowledge, words)
    yield from _findings(diff, words)
    yield from _additivity(what_if, words)


def _remaining(metrics: list[MetricResult], knowledge: KnowledgeBase, words: Catalogue) -> Iterator[Block]:
    if not metrics:
        yield paragraph(words.say("gap.none_open"), "good")
        return
    columns = (
        Column(words.say("compare.metric")),
        Column(words.say("compare.requirement"), share=5),
        Column(words.say("gap.current"), share=4),
        Column(words.say("gap.target"), share=4),
        Column(words.say("gap.short")),
    )
    yield Table(
        columns,
        tuple(
            (
                cell(metric.id),
                cell(metric_name(knowledge.requirements[metric.id], knowledge, words)),
                cell(_level(metric, metric.current, knowledge, words)),
                cell(_level(metric, metric.target, knowledge, words)),
                cell(
                    marked_known(_status(metric, knowledge, words), metric.known, words),
                    STATUS_TONE[metric.status],
                ),
            )
            for metric in metrics
        ),
    )


def _status(metric: MetricResult, knowledge: KnowledgeBase, words: Catalogue) -> str:
    status, short = words.say(f"status.{metric.status}"), levels_short(metric, knowledge)
    return f"{status} {short}" if short else status


def _additivity(what_if: WhatIf, words: Catalogue) -> Iterator[Block]:
    """What each assignment brings alone, and whether that adds up."""
    if len(what_if.assignments) < 2:
        return
    alone = {one.assignment: one for one in what_if.alone}
    rows: list[tuple[Cell, ...]] = []
    for text in what_if.assignments:
        one = alone.get(text)
        if one is None:
            rows.append((cell(text), cell("-"), cell(words.say("whatif.not_alone"), "muted")))
        else:
            rows.append((cell(text), cell(_points(one.gain)), cell(model_words(one.attained_model, words))))
    reached = model_words(what_if.diff.after.attained_model, words)
    rows.append((cell(words.say("whatif.together")), cell(_points(what_if.gain)), cell(reached)))
    yield heading(words.say("whatif.alone"))
    yield Table(
        (
            Column(words.say("whatif.assignment"), share=1),
            Column(words.say("whatif.gain"), right=True),
            Column(words.say("closing.model")),
        ),
        tuple(rows),
    )
    if what_if.additive:
        yield paragraph(words.say("whatif.additive"))
    elif "validity" in what_if.not_additive_in:
        yield paragraph(words.say("whatif.not_comparable"), "warn")
    else:
        parts = [words.say(f"whatif.part_{part}") for part in what_if.not_additive_in]
        yield paragraph(words.say("whatif.not_additive", parts=words.say("common.list_separator").join(parts)), "warn")


def plan_diff_page(diff: PlanDiff, knowledge: KnowledgeBase, options: RenderOptions) -> Page:
    """Two states of a plan: what regressed and improved, and what else changed."""
    return (*_diff(diff, knowledge, options), *overlay_note(knowledge, options.catalogue))


def _diff(diff: PlanDiff, knowledge: KnowledgeBase, options: RenderOptions) -> Iterator[Block]:
    words = options.catalogue
    yield heading(words.say("diff.title", system=_system(diff.after)), 1)
    yield paragraph(words.say("diff.sides", before=diff.before.path, after=diff.after.path), "muted")
    if diff.before.system_id != diff.after.system_id:
        yield paragraph(words.say("diff.other_system", before=diff.before.system_id, after=diff.after.system_id), "warn")
    if diff.empty:
        yield paragraph(words.say("diff.empty"), "good")
        return
    yield facts(_sums(diff, words))
    regressions = words.say("common.list_separator").join(
        words.say("diff.model_fell") if name == "model" else name for name in diff.regressions
    )
    if diff.regressions:
        yield paragraph(words.say("diff.regressions", what=regressions), "bad")
    else:
        yield paragraph(words.say("diff.no_regressions"), "good")
    if options.detail == "quiet":
        return
    for kind in CHANGE_KINDS:
        changes = [change for change in diff.metrics if kind in change.kinds]
        if changes:
            yield heading(words.say("diff.kind_count", kind=words.say(f"diff.{kind}"), count=len(changes)))
            yield _levels(changes, knowledge, words)
    yield from _findings(diff, words)
    if diff.facts:
        yield heading(words.say("diff.facts"))
        yield Table(
            (
                Column(words.say("diff.place"), share=3),
                Column(words.say("diff.before"), share=2),
                Column(words.say("diff.after"), share=2),
            ),
            tuple((cell(fact.place), _fact(fact.before, words), _fact(fact.after, words)) for fact in diff.facts),
        )


def _fact(text: str | None, words: Catalogue) -> Cell:
    return cell(words.say("diff.absent"), "muted") if text is None else cell(text)


def _levels(changes: list[MetricChange], knowledge: KnowledgeBase, words: Catalogue) -> Table:
    columns = (
        Column(words.say("compare.metric")),
        Column(words.say("compare.requirement"), share=4),
        Column(words.say("diff.before"), share=4),
        Column(words.say("diff.after"), share=4),
        Column(words.say("gap.target"), share=3),
    )
    rows = []
    for change in changes:
        tone: Tone = next((_TONES[kind] for kind in change.kinds if kind in _TONES), "plain")
        rows.append(
            (
                cell(change.id),
                cell(metric_name(knowledge.requirements[change.id], knowledge, words)),
                cell(_state(change.before, knowledge, words)),
                cell(_state(change.after, knowledge, words), tone),
                cell(_targets(change, words)),
            )
        )
    return Table(columns, tuple(rows))


def _targets(change: MetricChange, words: Catalogue) -> str:
    before, after = ("-" if target is None else str(target) for target in (change.before.target, change.after.target))
    return after if before == after else words.say("diff.arrow", before=before, after=after)


def _state(metric: MetricResult, knowledge: KnowledgeBase, words: Catalogue) -> str:
    level = _level(metric, metric.current, knowledge, words)
    if metric.status == "not_applicable":
        return words.say("status.not_applicable")
    return f"{level} ({words.say(f'status.{metric.status}')})" if metric.status != "unknown" else level


def _level(metric: MetricResult, level: int | None, knowledge: KnowledgeBase, words: Catalogue) -> str:
    return words.say("level.unknown") if level is None else level_words(knowledge.requirements[metric.id], level, words)


def _findings(diff: PlanDiff, words: Catalogue) -> Iterator[Block]:
    for name, findings, tone in (("came", diff.came, "bad"), ("went", diff.went, "good")):
        if findings:
            yield heading(words.say(f"diff.findings_{name}"))
            yield finding_bullets(findings, words, "good" if tone == "good" else None)
    if diff.changed:
        yield heading(words.say("diff.findings_changed"))
        yield finding_bullets([each.after for each in diff.changed], words, None)


def finding_bullets(findings: Iterable[Finding], words: Catalogue, tone: Tone | None) -> Block:
    """Findings in a line each, without their place in the file."""
    tones: dict[str, Tone] = {"error": "bad", "warning": "warn", "note": "muted"}
    return bullets(
        cell(
            words.say(
                "diff.finding",
                rule=finding.rule,
                severity=marked_known(
                    words.say("status.waived" if finding.waiver else f"severity.{finding.severity}"), finding.known, words
                ),
                message=words.tell(finding.message),
            ),
            tone or tones[finding.severity],
        )
        for finding in findings
    )


def _sums(diff: PlanDiff, words: Catalogue) -> Iterator[tuple[str, Cell]]:
    """Attainment, model reached, resembled model, target and verdict before and after."""
    before, after = diff.before, diff.after
    rise = (after.attainment or 0) - (before.attainment or 0)
    yield (
        words.say("gap.attainment"),
        cell(_arrow(_share(before), _share(after), words), "good" if rise > 0 else "bad" if rise < 0 else "plain"),
    )
    models = [(words.say("gap.attained"), before.attained_model, after.attained_model, "level.none")]
    models.append((words.say("gap.resembles"), before.resembles_model, after.resembles_model, "diff.undecided"))
    if before.target_model != after.target_model:
        models.append((words.say("diff.target_model"), before.target_model, after.target_model, "level.none"))
    for name, old, new, without in models:
        yield name, cell(_arrow(model_words(old, words, without), model_words(new, words, without), words))
    yield words.say("gap.verdict"), cell(_arrow(words.say(f"gap.{before.verdict}"), words.say(f"gap.{after.verdict}"), words))
    yield from known_facts(after.known, words)


def _arrow(before: str, after: str, words: Catalogue) -> str:
    return words.say("diff.same", value=after) if before == after else words.say("diff.arrow", before=before, after=after)


def _share(result: PlanResult) -> str:
    return "-" if result.attainment is None else percent(result.attainment)


def _points(gain: float) -> str:
    return f"{gain * 100:+.1f}"


def model_words(model: int | None, words: Catalogue, without: str = "level.none") -> str:
    """A model system; ``without`` is the sentence where there is none."""
    return words.say(without) if model is None else words.say("model.name", model=model)


def _system(result: PlanResult) -> str:
    return f"{result.system_name} ({result.system_id})" if result.system_name else result.system_id


def history_page(history: History, options: RenderOptions) -> Page:
    """A plan through the history of its file: a sparkline and a table, oldest first."""
    return tuple(_history(history, options.catalogue, whole=options.detail == "verbose"))


def _history(history: History, words: Catalogue, *, whole: bool) -> Iterator[Block]:
    yield heading(words.say("history.title", path=history.path), 1)
    judged = [revision.result for revision in history.revisions]
    shares = "".join(sparkline(None if result is None else result.attainment) for result in judged)
    models = "".join("?" if result is None else str(result.attained_model or 0) for result in judged)
    yield facts([(words.say("gap.attainment"), cell(f"[{shares}]")), (words.say("gap.attained"), cell(f"[{models}]"))])
    yield paragraph(words.say("history.legend", ticks=_TICKS.strip()), "muted")
    if history.left_out:
        yield paragraph(words.say("history.left_out", count=history.left_out), "muted")
    columns = (
        Column(words.say("history.commit")),
        Column(words.say("history.date")),
        Column(words.say("gap.attainment"), right=True),
        Column(words.say("gap.attained")),
        Column(words.say("gap.open"), right=True),
        Column(words.say("history.findings"), right=True),
        Column(words.say("history.subject"), share=1),
    )
    yield Table(columns, tuple(_revision(revision, words, whole=whole) for revision in history.revisions))
    unjudged = [(_commit(one, words, whole=whole), words.tell(one.problem)) for one in history.revisions if one.problem]
    if unjudged:
        yield bullets(cell(words.say("history.unjudged", commit=commit, why=why), "bad") for commit, why in unjudged)


def _revision(revision: Revision, words: Catalogue, *, whole: bool) -> tuple[Cell, ...]:
    """A row of the table."""
    commit, result = cell(_commit(revision, words, whole=whole)), revision.result
    day, subject = cell(revision.day.isoformat()), cell(revision.subject, "muted")
    if result is None:
        return (commit, day, *(cell("?", "bad") for _ in range(4)), subject)
    return (
        commit,
        day,
        cell(_share(result)),
        cell("-" if result.attained_model is None else result.attained_model),
        cell(result.count("gap") + result.count("unknown")),
        cell(len(result.findings)),
        subject,
    )


def _commit(revision: Revision, words: Catalogue, *, whole: bool) -> str:
    """The identity of a commit, written out where the page is to be ``whole``."""
    return (revision.id if whole else revision.id[:10]) or words.say("history.now")


def sparkline(share: float | None) -> str:
    """One sign for a share from 0 to 1; a question mark for none."""
    return "?" if share is None else _TICKS[min(int(share * len(_TICKS)), len(_TICKS) - 1)]
