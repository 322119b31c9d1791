"""Contradictions: a level that claims more than the measures or the objectives of the same plan allow."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from hrsi_cli.domain.judgement import Arithmetic, Finding
from hrsi_cli.domain.plan import Backup, Measures
from hrsi_cli.domain.problem import Message
from hrsi_cli.domain.quantity import DAY, HOUR, MINUTE, WEEK, Duration
from hrsi_cli.domain.visible import echo
from hrsi_cli.engine.findings.places import backup_sites, is_outside, main_site
from hrsi_cli.engine.findings.spans import span
from hrsi_cli.engine.findings.subject import Subject, term
from hrsi_cli.engine.objectives import RESTART_METRIC, RLO_METRIC, RPO_METRIC, RTO_METRIC, longest_time, objective_levels

_ENDURANCE = "F.4.4.4"
_ENDURANCE_SECONDS = {1: 0.010, 2: 10 * MINUTE, 3: HOUR, 4: DAY, 5: WEEK}
"""How long a level of F.4.4.4 lasts without mains power (Non-Functional Requirements Grades)."""
_METHOD, _POLICY, _DISPERSION, _AUTOMATION, _ONLINE = "A.3.2.2", "A.3.1.1", "A.3.2.1", "C.3.2.1", "A.2.6.1"


def endurance_claim(subject: Subject) -> Iterator[Finding]:
    """HRSI113: the level of F.4.4.4 lasts longer (hours) than the UPS and the generator of the main site.

    Case 1-1 has 10 minutes, case 3-2 three days. With one of the two given the other counts 0; with none, silence.
    """
    level, main = subject.levels.get(_ENDURANCE), main_site(subject.plan.measures)
    if not level or main is None or (main.ups is None and main.generator is None):
        return
    ups, generator = (0.0 if time is None else time.seconds for time in (main.ups, main.generator))
    needed = _ENDURANCE_SECONDS[level]
    if ups + generator < needed:
        yield subject.finding(
            "HRSI113",
            ("current", _ENDURANCE),
            arithmetic=Arithmetic(
                (term("ups", ups / HOUR, "h"), term("generator", generator / HOUR, "h")),
                term("endurance", (ups + generator) / HOUR, "h"),
                term("endurance_claimed", needed / HOUR, "h"),
            ),
            level=level,
            label=subject.knowledge.requirements[_ENDURANCE].label(level),
            site=echo(main.id),
            ups=span(ups),
            generator=span(generator),
            total=span(ups + generator),
            needed=span(needed),
        )


def level_contradicted(subject: Subject) -> Iterator[Finding]:
    """HRSI114: a level of today is above what the measures allow, or stands for a stricter time than the objectives.

    Tables 3.3.3-1 and 3.3.4-1 against the narratives of cases 3-1 (tapes by road, called remote backup) and 4-1
    (a switch by hand, called fully automated). Measures speak only where backups or sites are described.
    """
    measures = subject.plan.measures
    if measures.sites or measures.backups:
        yield from _against_places(subject, measures)
    if _AUTOMATION in subject.levels:
        yield from _against_switches(subject, measures)
    yield from _against_objectives(subject)


def _against_places(subject: Subject, measures: Measures) -> Iterator[Finding]:
    outside = [backup for backup in measures.backups if is_outside(measures, backup)]
    offline = bool(measures.backups) and all(backup.online is False for backup in measures.backups)
    claims = (
        (_METHOD, 2, not any(_may_use_a_line(backup) for backup in outside), "remote_backup"),
        (_POLICY, 3, not backup_sites(measures), "backup_site"),
        (_DISPERSION, 2, not outside, "remote_copy"),
        (_ONLINE, 2, offline, "offline"),
    )
    for metric, from_level, unfounded, variant in claims:
        level = subject.levels.get(metric)
        if level is not None and level >= from_level and unfounded:
            yield _above(subject, metric, level, from_level - 1, variant)


def _may_use_a_line(backup: Backup) -> bool:
    """Whether a copy outside may have travelled over a line: it says so, or does not say and is no tape."""
    if backup.transport is None:
        return backup.link is not None or backup.medium != "tape"
    return backup.transport == "line"


def _against_switches(subject: Subject, measures: Measures) -> Iterator[Finding]:
    level = subject.levels[_AUTOMATION]
    by_hand = tuple(echo(site.id) for site in measures.sites if site.switch == "manual")
    if level == 2 and by_hand:
        yield _above(subject, _AUTOMATION, level, 1, "manual_switch", sites=by_hand)


def _against_objectives(subject: Subject) -> Iterator[Finding]:
    """Times are compared as times: a level is above its objective when its longest time is shorter."""
    objectives = subject.plan.objectives
    times: tuple[tuple[str, str, Duration | None], ...] = (
        (RPO_METRIC, "objective_rpo", objectives.failure.rpo),
        (RTO_METRIC, "objective_rto", objectives.failure.rto),
        (RESTART_METRIC, "objective_restart", objectives.disaster.restart),
    )
    for metric, name, time in times:
        level = subject.levels.get(metric)
        longest = None if level is None else longest_time(metric, level)
        if level is not None and time is not None and longest is not None and longest < time.seconds:
            yield subject.finding(
                "HRSI114",
                ("current", metric),
                message="HRSI114.objective",
                metrics=(metric,),
                arithmetic=Arithmetic(
                    (term("level_claimed", level, "level"),), term("level_time", longest / HOUR, "h"), term(name, time.hours, "h")
                ),
                metric=metric,
                level=level,
                label=subject.knowledge.requirements[metric].label(level),
                longest=span(longest),
                name=Message(f"term.{name}"),
                time=span(time.seconds),
            )
    allowed, level = objective_levels(objectives).get(RLO_METRIC), subject.levels.get(RLO_METRIC)
    if allowed is not None and level is not None and level > allowed:
        yield _above(subject, RLO_METRIC, level, allowed, "recovery_level")


def _above(subject: Subject, metric: str, level: int, allowed: int, variant: str, **values: Any) -> Finding:
    requirement = subject.knowledge.requirements[metric]
    return subject.finding(
        "HRSI114",
        ("current", metric),
        message=f"HRSI114.{variant}",
        metrics=(metric,),
        arithmetic=Arithmetic((), term("level_claimed", level, "level"), term("level_allowed", allowed, "level")),
        metric=metric,
        level=level,
        label=requirement.label(level),
        allowed=allowed,
        allowed_label=requirement.label(allowed),
        **values,
    )


CHECKS: dict[str, Callable[[Subject], Iterator[Finding]]] = {
    "HRSI113": endurance_claim,
    "HRSI114": level_contradicted,
}
