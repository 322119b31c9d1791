"""The page of ``hrsi gap``: the verdict, what is short, what contradicts itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from os.path import commonprefix

from hrsi_cli.domain.catalogue import Catalogue
from hrsi_cli.domain.judgement import STATUSES, Finding, Judgement, MetricResult, PlanResult
from hrsi_cli.domain.knowledge_base import KnowledgeBase
from hrsi_cli.domain.problem import Problem
from hrsi_cli.domain.requirement import CLASSES, RequirementClass
from hrsi_cli.domain.severity import WEIGHT, Severity
from hrsi_cli.renderers.blocks import Block, Cell, Column, Page, Table, Tone, bullets, cell, facts, heading, paragraph
from hrsi_cli.renderers.options import RenderOptions
from hrsi_cli.renderers.pages.closing import closing_blocks
from hrsi_cli.renderers.pages.gate import breach_lines, failing_facts, left_out_lines, policy_blocks, stale_blocks
from hrsi_cli.renderers.words import (
    STATUS_TONE,
    basis_words,
    legend_words,
    level_words,
    levels_short,
    marked_known,
    metric_name,
    percent,
    target_origin,
)

_SEVERITY_TONE: dict[Severity, Tone] = {"error": "bad", "warning": "warn", "note": "muted"}
_SHOWN_CASES = 2
_OPEN = ("gap", "unknown", "waived")


def judgement_page(judgement: Judgement, knowledge: KnowledgeBase, options: RenderOptions) -> Page:
    """Every plan of a run, and a summary over all when there are several."""
    blocks: list[Block] = []
    if judgement.at is not None:
        blocks.append(paragraph(options.catalogue.say("gap_at.note", day=judgement.at), "warn"))
    if len(judgement.plans) != 1 or judgement.errors:
        rows = [summary_row(plan, options.catalogue) for plan in judgement.plans]
        blocks += summary_page(rows, judgement.errors, options.catalogue)
        for plan in judgement.plans:
            blocks += page_of_several(plan, knowledge, options)
    else:
        blocks += plan_page(judgement.plans[0], knowledge, options)
    blocks += stale_blocks(judgement, options.catalogue)
    return tuple(blocks)


def summary_row(plan: PlanResult, words: Catalogue) -> tuple[Cell, ...]:
    """The line of a plan in the summary over all."""
    return (
        cell(plan.path),
        cell(plan.system_name or plan.system_id),
        cell(plan.target_model),
        cell(plan.attained_model or "-"),
        cell("-" if plan.attainment is None else percent(plan.attainment)),
        cell(plan.count("gap") + plan.count("unknown")),
        _verdict(plan, words),
    )


def summary_page(rows: list[tuple[Cell, ...]], errors: Iterable[Problem], words: Catalogue) -> Page:
    """All plans of a run at a glance, and those that could not be judged."""
    unjudged = list(dict.fromkeys(error.path for error in errors))
    folder = _shared_folder([row[0].text for row in rows] + unjudged)
    columns = (
        Column(words.say("gap.plan"), share=3),
        Column(words.say("gap.system"), share=3),
        Column(words.say("gap.target")),
        Column(words.say("gap.attained")),
        Column(words.say("gap.attainment"), right=True),
        Column(words.say("gap.open"), right=True),
        Column(words.say("gap.verdict")),
    )
    dashes = tuple(cell("-") for _ in range(5))
    failed = [(cell(path), *dashes, cell(words.say("gap.error"), "bad")) for path in unjudged]
    every = [(cell(row[0].text.removeprefix(folder)), *row[1:]) for row in (*rows, *failed)]
    title = "gap.many_title_in" if folder else "gap.many_title"
    return (heading(words.say(title, count=len(every), folder=folder), 1), Table(columns, tuple(every)))


def _shared_folder(paths: list[str]) -> str:
    """The folder that all plans lie in, told once so that their names have room; empty where there is none."""
    shared = commonprefix(paths)  # noqa: RUF071 - letter by letter, and then cut behind a folder
    folder = shared[: max(shared.rfind("/"), shared.rfind("\\")) + 1]
    return folder if folder.strip("/\\") else ""


def _verdict(plan: PlanResult, words: Catalogue) -> Cell:
    return cell(words.say(f"gap.{plan.verdict}"), "good" if plan.verdict == "pass" else "bad")


def plan_page(plan: PlanResult, knowledge: KnowledgeBase, options: RenderOptions) -> Page:
    """Everything about one plan."""
    return tuple(_plan(plan, knowledge, options))


def page_of_several(plan: PlanResult, knowledge: KnowledgeBase, options: RenderOptions) -> Page:
    """About one plan of a run over several; when little is wanted, only what the summary over all leaves out."""
    if options.detail != "quiet":
        return plan_page(plan, knowledge, options)
    unsaid = tuple(_unsaid(plan, options.catalogue))
    return (_title(plan, options.catalogue), *unsaid) if unsaid else ()


def _title(plan: PlanResult, words: Catalogue) -> Block:
    name = f"{plan.system_name} ({plan.system_id})" if plan.system_name else plan.system_id
    return heading(words.say("gap.title", system=name, model=words.say("model.name", model=plan.target_model)), 1)


def _unsaid(plan: PlanResult, words: Catalogue) -> Iterator[Block]:
    """What the headline does not tell of: another version of the knowledge, and demands on the plan as a whole."""
    if plan.pinned_version not in (None, plan.knowledge_version):
        yield paragraph(words.say("gap.pinned", pinned=plan.pinned_version, version=plan.knowledge_version), "warn")
    yield from breach_lines(plan, words)


def _plan(plan: PlanResult, knowledge: KnowledgeBase, options: RenderOptions) -> Iterator[Block]:
    words = options.catalogue
    yield _title(plan, words)
    yield facts(_headline(plan, words))
    yield from left_out_lines(plan, words)
    yield from _unsaid(plan, words)
    if options.detail == "quiet":
        return
    for class_ in CLASSES:
        yield from _class(plan, class_, knowledge, options)
    if options.detail == "verbose":
        yield from closing_blocks(plan, words)
    yield from _findings(plan, words)
    yield from _waivers(plan, words)
    yield from policy_blocks(plan, words)
    if options.detail == "verbose" or any(metric.status in _OPEN for metric in plan.metrics):  # else there is no table
        yield paragraph(legend_words("gap.legend", knowledge, words), "muted")


def _headline(plan: PlanResult, words: Catalogue) -> Iterator[tuple[str, Cell]]:
    yield words.say("gap.verdict"), _verdict(plan, words)
    yield from failing_facts(plan, words)
    if plan.attainment is None:
        yield words.say("gap.attainment"), cell(words.say("gap.no_attainment"))
    else:
        main = [metric for metric in plan.metrics if metric.class_ == "main" and metric.status != "not_applicable"]
        met = sum(metric.status in ("met", "exceeds") for metric in main)
        share = words.say("gap.attainment_value", percent=percent(plan.attainment), applicable=len(main), met=met)
        yield words.say("gap.attainment"), cell(share)
    attained = words.say("model.name", model=plan.attained_model) if plan.attained_model else words.say("gap.attained_none")
    yield words.say("gap.attained"), cell(attained)
    yield words.say("gap.resembles"), cell(resembled_words(plan, words))
    counts = [f"{words.say(f'status.{status}')} {plan.count(status)}" for status in STATUSES if plan.count(status)]
    yield words.say("gap.counts"), cell(words.say("common.list_separator").join(counts))


def resembled_words(plan: PlanResult, words: Catalogue) -> str:
    """The model system that the plan's levels resemble most, or none."""
    if plan.resembles_model is None:
        return words.say("gap.resembles_none")
    return words.say("gap.resembles_value", model=words.say("model.name", model=plan.resembles_model))


def _class(plan: PlanResult, class_: RequirementClass, knowledge: KnowledgeBase, options: RenderOptions) -> Iterator[Block]:
    words = options.catalogue
    metrics = [metric for metric in plan.metrics if metric.class_ == class_]
    verbose = options.detail == "verbose"
    shown = [metric for metric in metrics if verbose or metric.status in _OPEN]
    shown.sort(key=lambda metric: (_rank(metric), metric.id))
    yield heading(words.say(f"class.{class_}"))
    if shown:
        yield _table(shown, plan.target_model, knowledge, words)
    else:
        yield paragraph(words.say("gap.none_open"), "good")
    if not verbose:
        rest = list(_rest(metrics, words))
        if rest:
            yield bullets(rest)


def _rank(metric: MetricResult) -> tuple[int, int]:
    """Worst first: the largest gap, then the unknown, then what is waived, met and without a target."""
    order = ("gap", "unknown", "waived", "met", "exceeds", "not_applicable", "no_target")
    return order.index(metric.status), -(metric.gap or 0)


def _table(metrics: list[MetricResult], model: int, knowledge: KnowledgeBase, words: Catalogue) -> Table:
    columns = (
        Column(words.say("compare.metric")),
        Column(words.say("compare.requirement"), share=5),
        Column(words.say("gap.current"), share=4),
        Column(words.say("gap.target"), share=4),
        Column(words.say("gap.short"), share=3),
        Column(words.say("gap.basis")),
        Column(words.say("gap.cases")),
    )
    return Table(columns, tuple(_row(metric, model, knowledge, words) for metric in metrics))


def _row(metric: MetricResult, model: int, knowledge: KnowledgeBase, words: Catalogue) -> tuple[Cell, ...]:
    requirement = knowledge.requirements[metric.id]
    status = words.say(f"status.{metric.status}")
    short = levels_short(metric, knowledge)
    if short and metric.status == "gap":
        status += f" {short}"
    return (
        cell(metric.id),
        cell(metric_name(requirement, knowledge, words)),
        cell(level_words(requirement, metric.current, words) if metric.current is not None else words.say("level.unknown")),
        cell(level_words(requirement, metric.target, words) if metric.target is not None else "-"),
        cell(marked_known(status, metric.known, words), STATUS_TONE[metric.status]),
        cell(basis_words(metric.basis, target_origin(metric, model, knowledge), words) if metric.basis else "-", "muted"),
        cell(_few(metric.cases), "muted"),
    )


def _few(cases: tuple[str, ...]) -> str:
    """The first cases of a list; a planner looks at one or two."""
    more = len(cases) - _SHOWN_CASES
    return " ".join(cases[:_SHOWN_CASES]) + (f" +{more}" if more > 0 else "")


def _rest(metrics: list[MetricResult], words: Catalogue) -> Iterator[Cell]:
    """What needs no action, one line per status."""
    for status in ("exceeds", "met", "not_applicable"):
        ids = [metric.id for metric in metrics if metric.status == status]
        if ids:
            yield cell(words.say("gap.rest", status=words.say(f"status.{status}"), metrics=" ".join(ids)), STATUS_TONE[status])
    untargeted = [metric for metric in metrics if metric.status == "no_target"]
    if untargeted:
        ranges = " ".join(f"{metric.id} {_range(metric)}" for metric in untargeted)
        yield cell(words.say("gap.open_range", metrics=ranges), "muted")


def _range(metric: MetricResult) -> str:
    return "({}-{})".format(*metric.case_range) if metric.case_range else "(-)"


def _findings(plan: PlanResult, words: Catalogue) -> Iterator[Block]:
    if not plan.findings:
        return
    yield heading(words.say("gap.findings"))
    ordered = sorted(plan.findings, key=lambda finding: (finding.waiver is not None, -WEIGHT[finding.severity]))
    yield bullets(cell(_finding(finding, plan, words), _finding_tone(finding)) for finding in ordered)


def _finding_tone(finding: Finding) -> Tone:
    return "muted" if finding.waiver else _SEVERITY_TONE[finding.severity]


def _finding(finding: Finding, plan: PlanResult, words: Catalogue) -> str:
    severity = words.say("status.waived") if finding.waiver else words.say(f"severity.{finding.severity}")
    severity = marked_known(severity, finding.known, words)
    where = words.say("gap.source", path=plan.path, line=finding.position.line)
    return words.say("gap.finding", rule=finding.rule, severity=severity, place=where, message=words.tell(finding.message))


def _waivers(plan: PlanResult, words: Catalogue) -> Iterator[Block]:
    if not plan.waivers:
        return
    yield heading(words.say("gap.waivers"))
    items = []
    for waiver in plan.waivers:
        why = words.tell(waiver.why) if waiver.why else ""
        if why and (waiver.state in ("expiring", "expired") or waiver.severity is None):  # the cause names the state
            text = words.say("gap.waiver_ending", subject=waiver.subject, why=why, reason=waiver.reason)
        else:
            state = words.say(f"waiver.state.{waiver.state}")
            text = words.say("gap.waiver", subject=waiver.subject, state=state, expires=waiver.expires, reason=waiver.reason)
            text += f" ({why})" if why else ""
        tone: Tone = "plain" if waiver.state == "active" else "warn" if waiver.state in ("expiring", "unused") else "bad"
        items.append(cell(text, tone))
    yield bullets(items)
