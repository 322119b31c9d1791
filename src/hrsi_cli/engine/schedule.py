"""When systems come back after a disaster that strikes all at once, given what they need and what they share.

Systems start as soon as what they rest on is back and people and the site have room, the more important
first. That order is a good one, not proved to be the shortest: finding that is a hard problem.
"""

from __future__ import annotations

import bisect
import heapq
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from hrsi_cli.domain.plan import Plan
from hrsi_cli.domain.portfolio import DurationBasis, Limits, Slot, WaitReason
from hrsi_cli.engine.findings.recovery_times import quickest_way, total
from hrsi_cli.engine.graph import circles_and_order

_LAST = 10_000
"""The importance of a system that states none."""


@dataclass(frozen=True, slots=True)
class Job:
    """The recovery of one system."""

    id: str
    needs: frozenset[str]
    """Systems that must be back before; circles are left out."""
    circle: tuple[str, ...]
    """The other members of the circle that it is part of; itself when it needs itself."""
    priority: tuple[float, ...]
    seconds: float
    basis: DurationBasis
    target: float | None
    site: str | None
    by_people: bool
    """Whether somebody must carry it: not where a site switches by itself, nor where the time is only a target."""


def recovery_schedule(plans: Mapping[str, Plan], importance: Mapping[str, int | None], limits: Limits) -> tuple[Slot, ...]:
    """The slots of all systems in the order in which they start."""
    wanted = {id: plan.system.depends_on for id, plan in plans.items()}
    groups = {id: group for group in circles_and_order(wanted) for id in group}
    jobs = {id: _job(plan, groups[id], frozenset(plans), importance.get(id)) for id, plan in plans.items()}
    return tuple(_Run(jobs, limits).slots())


def _job(plan: Plan, group: tuple[str, ...], known: frozenset[str], importance: int | None) -> Job:
    """A system with what it waits for; within a circle nothing waits, since no order would do."""
    wanted, id = plan.system.depends_on, plan.system.id
    restart = plan.objectives.disaster.restart
    target = None if restart is None else restart.seconds
    way = quickest_way(plan.measures)
    seconds = 0.0 if way is None else total(way.steps)
    basis: DurationBasis = "unknown"
    if way is not None and (way.complete or target is None):
        basis = "measures"
    elif target is not None:
        basis = "objective"
    site = way.site if way is not None else None
    return Job(
        id=id,
        needs=frozenset(name for name in wanted if name in known and name not in group),
        circle=tuple(name for name in sorted(group) if name != id) if len(group) > 1 else group * (id in wanted),
        priority=(importance or _LAST, _LAST * 1e6 if target is None else target),
        seconds=seconds if basis == "measures" else 0.0,
        basis=basis,
        target=target,
        site=site.id if site is not None else None,
        by_people=basis == "measures" and not (site is not None and site.switch == "automatic"),
    )


class _Run:
    """One pass through time, from the disaster on."""

    def __init__(self, jobs: Mapping[str, Job], limits: Limits) -> None:
        self.jobs = jobs
        self.people = limits.staff
        self.room = dict(limits.sites)
        self.left = {id: set(job.needs) for id, job in jobs.items()}
        self.followers: dict[str, list[str]] = defaultdict(list)
        for id, job in jobs.items():
            for need in job.needs:
                self.followers[need].append(id)
        self.ready = sorted(((*job.priority, id) for id, job in jobs.items() if not job.needs))
        self.running: list[tuple[float, str]] = []
        self.ended: dict[str, float] = {}
        self.held: dict[str, WaitReason] = {}
        """Why a system that was ready had to wait: for staff or for a site."""

    def slots(self) -> Iterator[Slot]:
        now, freed = 0.0, ""
        while self.ready or self.running:
            yield from self._start(now, freed)
            if not self.running:
                continue
            now, freed = heapq.heappop(self.running)
            self._end(freed, now)
            while self.running and self.running[0][0] == now:
                self._end(heapq.heappop(self.running)[1], now)

    def _start(self, now: float, freed: str) -> Iterator[Slot]:
        waiting = []
        for entry in self.ready:
            job = self.jobs[str(entry[-1])]
            if job.by_people and self.people is not None and self.people < 1:
                self.held[job.id] = "staff"
            elif job.basis == "measures" and job.site is not None and self.room.get(job.site, 1) < 1:
                self.held[job.id] = "site"
            else:
                yield self._slot(job, now, freed)
                continue
            waiting.append(entry)
        self.ready = waiting

    def _slot(self, job: Job, now: float, freed: str) -> Slot:
        if job.basis == "measures":
            end = now + job.seconds
            self._take(job, 1)
        else:
            end = max(now, job.target or 0.0)  # all that is known is when it means to be back
        heapq.heappush(self.running, (end, job.id))
        why: WaitReason = "nothing"
        waits = tuple(sorted(need for need in job.needs if self.ended[need] == now and now > 0))
        if job.circle:
            why, waits = "circle", job.circle
        elif waits:
            why = "dependency"
        elif job.id in self.held:
            why, waits = self.held[job.id], (freed,)
        late = job.target is not None and end > job.target
        return Slot(job.id, now, end, end - now, job.basis, waits, why, job.site, job.target, late)

    def _take(self, job: Job, count: int) -> None:
        if job.by_people and self.people is not None:
            self.people -= count
        if job.site in self.room:
            self.room[job.site] -= count

    def _end(self, id: str, now: float) -> None:
        job = self.jobs[id]
        self.ended[id] = now
        if job.basis == "measures":
            self._take(job, -1)
        for follower in self.followers[id]:
            self.left[follower].discard(id)
            if not self.left[follower]:
                bisect.insort(self.ready, (*self.jobs[follower].priority, follower))
