"""``hrsi waiver add`` and ``renew``: edits of the plan that keep its comments."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from hrsi_cli.commands.completion import complete_id
from hrsi_cli.commands.gap import AsOf
from hrsi_cli.commands.judging import configured_policy, judge, read_day
from hrsi_cli.commands.knowledge import Kb
from hrsi_cli.commands.options import (
    Backup,
    Color,
    ConfigFile,
    Lang,
    Quiet,
    RecordOutput,
    VerboseSame,
    View,
    checked_format,
    format_option,
    refuse_input_as_output,
    show,
)
from hrsi_cli.commands.speech import help_text
from hrsi_cli.domain.problem import HrsiError, InputError, Message

if TYPE_CHECKING:
    from datetime import date

    from hrsi_cli.domain.judgement import PlanResult
    from hrsi_cli.domain.knowledge_base import KnowledgeBase
    from hrsi_cli.domain.policy import Policy
    from hrsi_cli.knowledge.plan_editor import Edit

FORMATS = ("text", "json")
Format = Annotated[str, format_option(FORMATS)]

PlanPath = Annotated[str, typer.Argument(metavar="PLAN", help=help_text("waiver_plan"), show_default=False)]
Subject = Annotated[
    str, typer.Argument(metavar="METRIC|RULE", help=help_text("waiver_subject"), show_default=False, autocompletion=complete_id)
]
Expires = Annotated[str, typer.Option("--expires", metavar="DATE", help=help_text("waiver_expires"))]
DryRun = Annotated[bool, typer.Option("--dry-run", help=help_text("waiver_dry_run"))]


def add(
    plan: PlanPath,
    subject: Subject,
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help=help_text("waiver_reason"))],
    owner: Annotated[str, typer.Option("--owner", metavar="NAME", help=help_text("waiver_owner"))],
    approved_by: Annotated[str, typer.Option("--approved-by", metavar="NAME", help=help_text("waiver_approved_by"))],
    expires: Expires,
    as_of: AsOf = None,
    dry_run: DryRun = False,
    backup: Backup = False,
    format: Format = "text",
    output: RecordOutput = None,
    color: Color = "auto",
    quiet: Quiet = False,
    verbose: VerboseSame = False,
    kb: Kb = None,
    config: ConfigFile = None,
    lang: Lang = None,
) -> int:
    """Add a waiver bound to today's level and target."""
    checked_format(format, FORMATS)
    said = {"reason": reason, "owner": owner, "approved_by": approved_by, "expires": expires}
    _refuse_bad_options(said, read_day(as_of))
    opened = _open(plan, subject, as_of)
    if any(waiver.subject == opened.subject and waiver.state in ("active", "expiring") for waiver in opened.result.waivers):
        raise HrsiError(Message("waiver.already", {"subject": opened.subject}), Message("waiver.hint_renew"))
    entry = opened.bound() | {key: said[key] for key in ("reason", "owner", "approved_by")}
    entry |= {"created": opened.today.isoformat(), "expires": expires}
    opened.refuse_outside_limits(entry)
    return _edit(
        opened,
        "add",
        lambda waivers: [((len(waivers),), entry)],
        View(format, output, color, quiet, verbose),
        dry_run=dry_run,
        keep=backup,
    )


def renew(
    plan: PlanPath,
    subject: Subject,
    expires: Expires,
    reason: Annotated[str | None, typer.Option("--reason", metavar="TEXT", help=help_text("waiver_reason"))] = None,
    owner: Annotated[str | None, typer.Option("--owner", metavar="NAME", help=help_text("waiver_owner"))] = None,
    approved_by: Annotated[
        str | None, typer.Option("--approved-by", metavar="NAME", help=help_text("waiver_approved_by"))
    ] = None,
    as_of: AsOf = None,
    dry_run: DryRun = False,
    backup: Backup = False,
    format: Format = "text",
    output: RecordOutput = None,
    color: Color = "auto",
    quiet: Quiet = False,
    verbose: VerboseSame = False,
    kb: Kb = None,
    config: ConfigFile = None,
    lang: Lang = None,
) -> int:
    """Give a waiver a new end, and bind it to the level and target of today."""
    checked_format(format, FORMATS)
    given = {"reason": reason, "owner": owner, "approved_by": approved_by, "expires": expires}
    said = {key: text for key, text in given.items() if text is not None}
    _refuse_bad_options(said, read_day(as_of))
    opened = _open(plan, subject, as_of)
    changes = opened.bound() | said | {"created": opened.today.isoformat()}

    def edits(waivers: Sequence[Any]) -> list[tuple[tuple[str | int, ...], Any]]:
        places = [index for index, waiver in enumerate(waivers) if opened.subject in (waiver.get("metric"), waiver.get("rule"))]
        if not places:
            raise HrsiError(Message("waiver.none_to_renew", {"subject": opened.subject}), Message("waiver.hint_add"))
        opened.refuse_outside_limits({**waivers[places[-1]], **changes})
        return [((places[-1], key), value) for key, value in changes.items() if waivers[places[-1]].get(key) != value]

    return _edit(opened, "renew", edits, View(format, output, color, quiet, verbose), dry_run=dry_run, keep=backup)


@dataclass(frozen=True, slots=True)
class _OpenedPlan:
    """A plan judged today, and the subject that the waiver is about."""

    path: str
    subject: str
    today: date
    knowledge: KnowledgeBase
    policy: Policy
    result: PlanResult

    def bound(self) -> dict[str, Any]:
        """What the waiver is bound to; raises HrsiError when there is nothing to waive."""
        if self.subject in self.knowledge.rules:
            if not any(finding.rule == self.subject for finding in self.result.findings):
                raise HrsiError(Message("waiver.nothing", {"subject": self.subject}))
            return {"rule": self.subject}
        metric = next(metric for metric in self.result.metrics if metric.id == self.subject)
        if metric.status not in ("gap", "unknown", "waived"):
            raise HrsiError(Message("waiver.nothing", {"subject": self.subject}))
        return {"metric": metric.id, "current": "unknown" if metric.current is None else metric.current, "target": metric.target}

    def refuse_outside_limits(self, entry: dict[str, Any]) -> None:
        """Raise HrsiError when the policy would make the waiver void at once."""
        from pydantic import ValidationError

        from hrsi_cli.domain.plan import Waiver
        from hrsi_cli.engine.waivers import broken_limit

        try:
            waiver = Waiver.model_validate(entry)
        except ValidationError:
            return  # the check of the whole plan says what is wrong and where
        if (broken := broken_limit(waiver, self.policy.waivers)) is not None:
            raise HrsiError(broken)
        held = [kept for kept in self.result.waivers if kept.state in ("active", "expiring") and kept.subject != self.subject]
        most = self.policy.waivers.most_active
        if most is not None and len(held) >= most:
            raise HrsiError(Message("waiver.too_many", {"most": most}))


def _refuse_bad_options(said: Mapping[str, str], today: date) -> None:
    """Raise HrsiError, naming the option, before anything is looked up that would hide it: nobody wrote a line of it yet."""
    from pydantic_core import PydanticCustomError

    from hrsi_cli.domain.quantity import Day
    from hrsi_cli.domain.visible import echo

    for key, text in said.items():
        if not text.strip():
            raise HrsiError(Message("waiver.empty_option", {"option": f"--{key.replace('_', '-')}"}))
    try:
        day = Day.parse(said["expires"]).date
    except PydanticCustomError:
        raise HrsiError(Message("waiver.no_day", {"value": echo(said["expires"])})) from None
    if day < today:
        raise HrsiError(Message("waiver.past", {"day": day.isoformat(), "today": today.isoformat()}))


def _open(path: str, subject: str, as_of: str | None) -> _OpenedPlan:
    from hrsi_cli.commands.lookup import known_metric, known_rule
    from hrsi_cli.domain.quantity import fold
    from hrsi_cli.knowledge.store import load_knowledge

    today = read_day(as_of)
    knowledge = load_knowledge()
    folded = fold(subject).upper()
    known = known_rule(folded, knowledge) if folded.startswith("HRSI") else known_metric(subject, knowledge)
    policy = configured_policy(knowledge)
    judgement = judge([path], knowledge, today, policy)
    if judgement.errors:
        raise InputError(judgement.errors)
    return _OpenedPlan(path, known, today, knowledge, policy, judgement.plans[0])


def _edit(
    opened: _OpenedPlan,
    action: Literal["add", "renew"],
    changes: Callable[[Sequence[Any]], list[tuple[tuple[str | int, ...], Any]]],
    view: View,
    *,
    dry_run: bool,
    keep: bool,
) -> int:
    """Apply the changes to the list of waivers, check the whole plan, and write it unless it is a dry run."""
    from hrsi_cli.commands.plan_checks import checker
    from hrsi_cli.knowledge.plan_editor import Edit, edit_plan_file
    from hrsi_cli.knowledge.text_file import shown_path
    from hrsi_cli.renderers.records.waivers import paint_waiver_edit

    refuse_input_as_output(view.output, [opened.path])
    shown = shown_path(opened.path)

    def make_edits(document: Any) -> list[Edit]:
        waivers = document.data.get("waivers") or ()
        return [Edit(("waivers", *place), value) for place, value in changes(waivers)]

    result = edit_plan_file(opened.path, make_edits, checker(opened.path, opened.knowledge), dry_run=dry_run, keep=keep)
    if view.quiet and view.format == "text" and not dry_run:
        return 0
    options = view.render_options()
    content = paint_waiver_edit(
        shown,
        action,
        opened.subject,
        result.old_text,
        result.new_text,
        opened.knowledge.version,
        options.catalogue,
        written=not dry_run,
        format=view.format,
    )
    show(content, view)
    return 0
