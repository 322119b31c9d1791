"""How long a recovery takes, term by term: restoring after a failure, restarting and switching after a disaster."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from hrsi_cli.domain.judgement import Arithmetic, Finding
from hrsi_cli.domain.plan import Backup, Measures, Recovery, Site
from hrsi_cli.domain.problem import Message
from hrsi_cli.domain.quantity import HOUR, Duration
from hrsi_cli.domain.visible import echo
from hrsi_cli.engine.findings.places import backup_sites, serves_disaster
from hrsi_cli.engine.findings.spans import span
from hrsi_cli.engine.findings.subject import Path, Subject, term


class Step(NamedTuple):
    """One term of a recovery; None while its time is unknown."""

    name: str
    seconds: float | None
    detail: Message | None = None
    """The calculation behind the time, where there is one."""


@dataclass(frozen=True, slots=True)
class Restore:
    """Reading a backup back from its medium."""

    index: int
    backup: Backup
    seconds: float

    @property
    def step(self) -> Step:
        """The restore as a term of a recovery."""
        volume, speed = self.backup.volume, self.backup.restore_throughput
        values = {"volume": volume.text if volume else "", "speed": speed.text if speed else ""}
        return Step("restore", self.seconds, Message("finding.restore", values | {"time": span(self.seconds)}))


def restores(backups: Iterable[tuple[int, Backup]]) -> tuple[Restore, ...]:
    """The backups whose restore time is known: they state a volume and a throughput."""
    return tuple(
        Restore(index, backup, backup.volume.bytes / backup.restore_throughput.bytes_per_second)
        for index, backup in backups
        if backup.volume is not None and backup.restore_throughput is not None
    )


def people_steps(recovery: Recovery | None, names: tuple[str, ...]) -> tuple[Step, ...]:
    """The terms of a recovery that people spend, by their names in the plan."""
    times: dict[str, Duration | None] = {name: getattr(recovery, name, None) for name in names}
    return tuple(Step(name, None if time is None else time.seconds) for name, time in times.items())


def total(steps: Iterable[Step]) -> float:
    """The sum of the known terms in seconds: a lower bound while one is unknown."""
    return sum(step.seconds for step in steps if step.seconds is not None)


def restores_after_failure(measures: Measures) -> bool:
    """Whether a failure is overcome by a restore: not where a site stands by hot."""
    return all(site.standby != "hot" for site in measures.sites)


def restore_too_slow(subject: Subject) -> Iterator[Finding]:
    """HRSI104: detecting, deciding, restoring the fastest backup and verifying take longer (hours) than the failure RTO.

    Case 2-1 allows itself 24 hours to rebuild on a cold spare and to restore (section 3.3.2 (1)).
    Unknown terms of people count 0 and are left out; volume and restore throughput must be known.
    """
    measures, rto = subject.plan.measures, subject.plan.objectives.failure.rto
    known = restores(enumerate(measures.backups))
    if rto is None or not known or not restores_after_failure(measures):
        return
    fastest = min(known, key=lambda restore: restore.seconds)
    people = people_steps(measures.recovery, ("detect", "decide", "verify"))
    steps = (*people[:2], fastest.step, people[2])
    if total(steps) > rto.seconds:
        path: Path = ("measures", "backups", fastest.index, "restore_throughput")
        yield _late(subject, "HRSI104", path, steps, rto, "objective_rto", backup=echo(fastest.backup.name))


def restart_too_late(subject: Subject) -> Iterator[Finding]:
    """HRSI105: the quickest way back after a disaster takes longer (hours) than the restart target.

    A hot or warm site detects, decides, switches and verifies; a cold one restores as well; without a site there are
    provisioning and restoring. Case 1-1 rests on the maker's delivery time alone (section 3.3.1 (1)).
    Unknown terms are left out, so the sum is a lower bound; nothing is said when none is known.
    """
    measures, restart = subject.plan.measures, subject.plan.objectives.disaster.restart
    if restart is None:
        return
    way = quickest_way(measures)
    if way is None:
        return
    path, site_id, kind, steps = way.path, echo(way.site.id) if way.site else "", way.kind, way.steps
    if total(steps) > restart.seconds:
        yield _late(subject, "HRSI105", path, steps, restart, "objective_restart", way=Message(kind, {"site": site_id}))


class Way(NamedTuple):
    """A way back after a disaster."""

    path: Path
    """Place in the plan that decides about it."""
    site: Site | None
    """The backup site; None where machines are provisioned anew."""
    kind: str
    """Id of the words for it."""
    steps: tuple[Step, ...]

    @property
    def complete(self) -> bool:
        """Whether every step is known, so that the sum is no lower bound."""
        return all(step.seconds is not None for step in self.steps)


def quickest_way(measures: Measures) -> Way | None:
    """The way back after a disaster with the smallest known sum; None when nothing is known of any."""
    restore = _restore_step(measures)
    ways = [
        Way(("measures", "sites", index, "switch_time"), site, _KINDS[site.standby], _site_steps(measures, site, restore))
        for index, site in backup_sites(measures)
    ]
    if not ways:
        steps = (*people_steps(measures.recovery, ("provision",)), restore)
        ways = [Way(("measures", "recovery", "provision"), None, "HRSI105.way_none", steps)]
    # a way of which nothing is known cannot be counted on
    known = [way for way in ways if any(step.seconds is not None for step in way.steps)]
    return min(known, key=lambda way: total(way.steps)) if known else None


_KINDS = {"hot": "HRSI105.way_hot", "warm": "HRSI105.way_warm", "cold": "HRSI105.way_cold", None: "HRSI105.way_site"}


def _site_steps(measures: Measures, site: Site, restore: Step) -> tuple[Step, ...]:
    detect, decide, verify = people_steps(measures.recovery, ("detect", "decide", "verify"))
    switch = Step("switch_time", None if site.switch_time is None else site.switch_time.seconds)
    # a site whose standby is unknown may need a restore: without it the sum is a lower bound for every kind
    return (detect, decide, switch, restore, verify) if site.standby == "cold" else (detect, decide, switch, verify)


def _restore_step(measures: Measures) -> Step:
    """The fastest restore after a disaster; when no copy outlives one, HRSI107 or HRSI109 says so, not this sum."""
    copies = tuple(enumerate(measures.backups))
    surviving = [copy for copy in copies if serves_disaster(measures, copy[1]) is not False]
    known = restores(surviving) or restores(copies)
    return min(known, key=lambda restore: restore.seconds).step if known else Step("restore", None)


def manual_too_slow(subject: Subject) -> Iterator[Finding]:
    """HRSI110: a target is shorter (hours) than deciding and switching by hand to a backup site.

    Case 3-2 switches when management decides, case 4-2 by hand; the servers of case 4-3 switch by themselves in
    seconds, its clients are restarted by hand.
    """
    objectives, recovery = subject.plan.objectives, subject.plan.measures.recovery
    targets = (
        ("failure", "objective_rto", objectives.failure.rto),
        ("disaster", "objective_restart", objectives.disaster.restart),
    )
    for index, site in backup_sites(subject.plan.measures):
        if site.switch != "manual":
            continue
        switch = Step("switch_time", None if site.switch_time is None else site.switch_time.seconds)
        steps = (*people_steps(recovery, ("decide",)), switch)
        for event, name, target in targets:
            if target is not None and target.seconds < total(steps):
                path: Path = ("measures", "sites", index, "switch")
                said = {"site": echo(site.id), "target": Message(f"term.{name}"), "event": Message(f"finding.event_{event}")}
                yield _late(subject, "HRSI110", path, steps, target, name, **said)


def _late(
    subject: Subject, rule: str, path: Path, steps: tuple[Step, ...], limit: Duration, limit_name: str, **values: Any
) -> Finding:
    """A finding about a sum of steps that exceeds a limit, said to be a lower bound where a step is unknown."""
    known = tuple((step, step.seconds) for step in steps if step.seconds is not None)
    missing = tuple(Message(f"term.{step.name}") for step in steps if step.seconds is None)
    result = "recovery_at_least" if missing else "recovery"
    return subject.finding(
        rule,
        path,
        message=f"{rule}.lower_bound" if missing else rule,
        arithmetic=Arithmetic(
            tuple(term(step.name, seconds / HOUR, "h") for step, seconds in known),
            term(result, total(steps) / HOUR, "h"),
            term(limit_name, limit.hours, "h"),
        ),
        steps=tuple(
            Message("finding.step", {"name": Message(f"term.{step.name}"), "time": step.detail or span(seconds)})
            for step, seconds in known
        ),
        total=span(total(steps)),
        limit=span(limit.seconds),
        missing=missing,
        **values,
    )


CHECKS: dict[str, Callable[[Subject], Iterator[Finding]]] = {
    "HRSI104": restore_too_slow,
    "HRSI105": restart_too_late,
    "HRSI110": manual_too_slow,
}
