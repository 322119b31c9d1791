"""``hrsi plan assess``: walks the metrics that a plan leaves open, one question at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from hrsi_cli.commands.asking import Driver, Move, Option, Prompt, can_ask, choose_driver, move
from hrsi_cli.commands.completion import complete_metric
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
)
from hrsi_cli.commands.select import NoInput, Plain
from hrsi_cli.commands.speech import catalogue, help_text
from hrsi_cli.commands.steering_input import AsOf, read_plan_text
from hrsi_cli.domain.problem import HrsiError, Message
from hrsi_cli.domain.visible import echo, visible

if TYPE_CHECKING:
    from datetime import date

    from hrsi_cli.domain.knowledge_base import KnowledgeBase
    from hrsi_cli.domain.plan import Plan
    from hrsi_cli.domain.requirement import Requirement
    from hrsi_cli.knowledge.plan_changes import Grounds
    from hrsi_cli.knowledge.yaml_reader import Document

CLASSES = ("main", "prerequisite", "consideration")
"""The order of asking: what the gate counts comes first."""
FORMATS = ("text", "json")
Format = Annotated[str, format_option(FORMATS)]


def assess(
    plan: Annotated[str, typer.Argument(metavar="PLAN", help=help_text("plan_path"))] = "plan.yaml",
    metric: Annotated[
        list[str] | None, typer.Option("--metric", metavar="ID", help=help_text("assess_metric"), autocompletion=complete_metric)
    ] = None,
    class_: Annotated[str | None, typer.Option("--class", metavar="CLASS", help=help_text("assess_class"))] = None,
    all_: Annotated[bool, typer.Option("--all", help=help_text("assess_all"))] = False,
    brief: Annotated[bool, typer.Option("--brief", help=help_text("assess_brief"))] = False,
    plain: Plain = False,
    no_input: NoInput = False,
    as_of: AsOf = None,
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
    """Ask for levels and save each; stopping is no failure, and the next run goes on."""
    checked_format(format, FORMATS)
    refuse_input_as_output(output, [plan])
    from hrsi_cli.commands.assess_report import show_answers
    from hrsi_cli.commands.judging import read_day
    from hrsi_cli.commands.lookup import known_metric
    from hrsi_cli.knowledge.near import nearest_hint
    from hrsi_cli.knowledge.plan_file import load_plan
    from hrsi_cli.knowledge.store import load_knowledge

    if class_ is not None and class_ not in CLASSES:
        raise HrsiError(Message("assess.bad_class", {"value": echo(class_)}), nearest_hint(class_, CLASSES))
    if plan == "-":
        raise HrsiError(Message("edit.stdin"))
    today = read_day(as_of)
    knowledge = load_knowledge()
    loaded = load_plan(plan, knowledge, frozenset(knowledge.rules)).plan
    wanted = [known_metric(id, knowledge) for id in metric or ()]
    queue = _queue(loaded, knowledge, wanted, class_, everything=all_)
    if not can_ask(no_input=no_input):
        raise HrsiError(Message("assess.no_terminal"), Message("assess.no_terminal_hint", {"path": plan}))
    driver = choose_driver(plain=plain)
    before = read_plan_text(plan)
    if queue:
        _Session(plan, queue, knowledge, driver, today=today, brief=brief, keep=backup, quiet=quiet).run()
    elif not quiet:
        driver.say(catalogue().say("assess.nothing"))
    show_answers(plan, before, read_plan_text(plan), knowledge, View(format, output, color, quiet, verbose))
    return 0


def _queue(plan: Plan, knowledge: KnowledgeBase, wanted: list[str], class_: str | None, *, everything: bool) -> list[Requirement]:
    """What to ask: metrics named, or else all that have no answer yet."""
    from hrsi_cli.domain.plan import UnknownLevel

    if wanted:
        return [knowledge.requirements[id] for id in wanted]
    classes = CLASSES if class_ is None else (class_,)
    open_ = [
        requirement
        for requirement in knowledge.requirements.values()
        if requirement.class_ in classes and (everything or isinstance(plan.current.get(requirement.id), UnknownLevel | None))
    ]
    return sorted(open_, key=lambda requirement: CLASSES.index(requirement.class_))


class _Session:
    """One walk through the queue; every answer is in the file before the next question is put."""

    def __init__(
        self,
        path: str,
        queue: list[Requirement],
        knowledge: KnowledgeBase,
        driver: Driver,
        *,
        today: date,
        brief: bool,
        keep: bool,
        quiet: bool,
    ) -> None:
        self.path = path
        self.queue = queue
        self.knowledge = knowledge
        self.driver = driver
        self.today = today
        self.brief = brief
        self.keep = keep
        self.quiet = quiet
        self.words = catalogue()
        self.answered: set[str] = set()
        self.index = 0

    def run(self) -> None:
        """Ask until the end, or until told to stop."""
        self._tell("assess.start", count=len(self.queue), path=self.path)
        if not self.brief:
            self._tell("assess.quoted")
        try:
            while self.index < len(self.queue):
                if not self._one(self.queue[self.index]):
                    break
        except HrsiError as error:
            if error.message.id != "select.no_answer":
                raise
            ended = Message("assess.ended", {"answered": len(self.answered), "path": visible(self.path)})
            raise HrsiError(ended, Message("assess.resume", {"path": visible(self.path)})) from error
        left = len(self.queue) - len(self.answered)
        self._tell("assess.done", answered=len(self.answered), left=left)
        self._tell("assess.resume" if left else "assess.next", path=self.path)

    def _tell(self, id: str, **values: object) -> None:
        if not self.quiet:
            self.driver.say(self.words.say(id, **values))

    def _one(self, requirement: Requirement) -> bool:
        """Ask for one metric; False to stop."""
        answer = self.driver.ask(self._prompt(requirement))
        if answer is Move.BACK:
            self.index -= 1
            return True
        if not isinstance(answer, Move):
            answer = self._level(requirement, answer)
        if answer is Move.NOT_APPLICABLE:
            answer = self._not_applicable(requirement)
        if answer is Move.SKIP:
            self.index += 1
        return answer is not Move.STOP

    def _level(self, requirement: Requirement, level: int) -> Move:
        """Save a level and what it rests on; returns the move that ended it, which is on to the next metric when all is said."""
        from hrsi_cli.knowledge.plan_changes import Grounds

        if self._save(requirement, level, Grounds()):
            self.driver.say(self.words.say("assess.dropped"))
        if self.brief:
            return Move.SKIP
        onward = Option(self.words.say("asking.skip_key"), Move.SKIP, self.words.say("assess.onward"))
        moves = (onward, move(Move.NOT_APPLICABLE), move(Move.BACK), move(Move.STOP))
        note = self.driver.ask(Prompt(self.words.say("assess.note"), moves=moves, required=False, read=str))
        if isinstance(note, Move):
            return note
        if note:
            self._save(requirement, level, Grounds(note=note))
        kinds = (self.words.say("assess.evidence_kinds"),)
        title = self.words.say("assess.evidence")
        evidence = self.driver.ask(Prompt(title, kinds, moves=moves, required=False, read=self._read_evidence))
        if isinstance(evidence, Move):
            return evidence
        if evidence:
            self._save(requirement, level, Grounds(evidence=evidence))
        return Move.SKIP

    def _not_applicable(self, requirement: Requirement) -> Move:
        """Save why a metric does not apply; returns the move that ended it."""
        from hrsi_cli.knowledge.plan_changes import Grounds

        moves = (move(Move.SKIP), move(Move.BACK), move(Move.STOP))
        reason = self.driver.ask(Prompt(self.words.say("assess.reason"), moves=moves, read=str))
        if isinstance(reason, Move):
            return reason
        self._save(requirement, "not_applicable", Grounds(reason=reason))
        return Move.SKIP

    def _read_evidence(self, text: str) -> dict[str, Any]:
        """Evidence that the plan will accept, so that a slip is asked again instead of ending the session."""
        from hrsi_cli.commands.plan_checks import read_proof

        return read_proof(text, self.today, "date")

    def _save(self, requirement: Requirement, level: object, grounds: Grounds) -> bool:
        """Write one answer; returns whether evidence for another level went with it."""
        from hrsi_cli.commands.plan_checks import checker
        from hrsi_cli.knowledge.plan_changes import level_change
        from hrsi_cli.knowledge.plan_editor import DELETE, Edit, edit_plan_file

        dropped = False

        def make_edits(document: Document) -> list[Edit]:
            nonlocal dropped
            change, edit = level_change(document, requirement.id, level, grounds)
            dropped = change.stale_evidence
            # the new level is asked for its own evidence, so the old one's must not speak for it
            return [edit, Edit((*edit.path, "evidence"), DELETE)] if dropped else [edit]

        done = edit_plan_file(self.path, make_edits, checker(self.path, self.knowledge), keep=self.keep)
        self.keep &= done.new_text == done.old_text  # the copy shows the plan as it was before the first answer
        self.answered.add(requirement.id)
        return dropped

    def _prompt(self, requirement: Requirement) -> Prompt:
        from hrsi_cli.domain.plan import KnownLevel
        from hrsi_cli.knowledge.plan_file import load_plan
        from hrsi_cli.renderers.words import metric_name

        words = self.words
        plan = load_plan(self.path, self.knowledge, frozenset(self.knowledge.rules)).plan  # read afresh: others may edit it too
        current = plan.current.get(requirement.id)
        title = words.say(
            "assess.title",
            number=self.index + 1,
            total=len(self.queue),
            metric=requirement.id,
            name=metric_name(requirement, self.knowledge, words),
            class_name=words.say(f"class.{requirement.class_}"),
        )
        moves = (Move.BACK,) if self.index else ()
        return Prompt(
            title=title,
            notes=tuple(self._notes(requirement, plan)),
            options=tuple(self._option(requirement, step.level) for step in requirement.levels),
            moves=tuple(move(kind) for kind in (Move.SKIP, Move.NOT_APPLICABLE, *moves, Move.STOP)),
            default=current.level if isinstance(current, KnownLevel) else Move.SKIP,
        )

    def _notes(self, requirement: Requirement, plan: Plan) -> list[str]:
        """Where the metric stands, its target, and what the plan says now."""
        from hrsi_cli.domain.plan import KnownLevel, UnknownLevel
        from hrsi_cli.engine.levels import plan_targets
        from hrsi_cli.renderers.words import level_words

        words = self.words
        notes = [words.text(requirement.path)]
        target = plan_targets(plan, self.knowledge).get(requirement.id)
        level = target[0] if target else None
        notes.append(
            words.say("assess.no_target")
            if level is None
            else words.say("assess.target", level=level_words(requirement, level, words))
        )
        current = plan.current.get(requirement.id)
        if isinstance(current, KnownLevel):
            notes.append(words.say("assess.current", level=level_words(requirement, current.level, words)))
        if isinstance(current, KnownLevel | UnknownLevel) and current.note:
            notes.append(words.say("assess.current", level=current.note))
        return notes

    def _option(self, requirement: Requirement, level: int) -> Option:
        label = self.words.text(requirement.label(level))
        there = [outline for outline in self.knowledge.outlines.values() if outline.grades[requirement.id].level == level]
        if not there:
            return Option(str(level), level, label)
        first = self.knowledge.cases[there[0].id]
        detail = self.words.say(
            "assess.cases",
            cases=self.words.say("common.list_separator").join(outline.id for outline in there),
            case=first.id,
            summary=self.words.text(first.readings[requirement.id].summary),
        )
        return Option(str(level), level, label, detail)
