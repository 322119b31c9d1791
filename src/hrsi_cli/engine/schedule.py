"""When systems come back after a disaster that strikes all at once, given what they need and what they share.

Systems start as soon as what they rest on is back and people and the site have room, the more important
first. That order is a good one, not proved to be the shortest: finding that is a hard problem.
What waits for a circle, or for a time that nobody knows, has no place in time: it comes last, without a start.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import inf

from hrsi_cli.domain.plan import Plan
from hrsi_cli.domain.portfolio import DurationBasis, Limits, Slot, WaitReason
from hrsi_cli.engine.findings.recovery_times import quickest_way, total
from hrsi_cli.engine.graph import circles_and_order


@dataclass(frozen=True, slots=True)
class Job:
    """The recovery of one system."""

    id: str
    needs: frozenset[str]
    """Systems that must be back before; circles are left out."""
    circle: tuple[str, ...]
    """What it needs within the circle that it is part of."""
    missing: tuple[str, ...]
    """What it needs and has no plan."""
    priority: tuple[float, ...]
    seconds: float
    """By the measures, as far as they are known."""
    basis: DurationBasis
    target: float | None
    site: str | None
    by_people: bool
    """Whether somebody must carry it: not where a site switches by itself, nor where the time is only a target."""


def recovery_schedule(plans: Mapping[str, Plan], importance: Mapping[str, int | None], limits: Limits) -> tuple[Slot, ...]:
    """The slots of all systems in the order in which they start; those that nobody knows a start of come last."""
    wanted = {id: plan.system.depends_on for id, plan in plans.items()}
    groups: dict[str, frozenset[str]] = {}  # what is needed comes first
    for group in circles_and_order(wanted):
        groups |= dict.fromkeys(group, frozenset(group))
    jobs = {id: _job(plans[id], group, plans, importance.get(id)) for id, group in groups.items()}
    stuck = {slot.system: slot for slot in _without_time(jobs)}
    run = _Run({id: jobs[id] for id in plans if id not in stuck}, limits)
    return (*run.slots(), *stuck.values())


def _without_time(jobs: Mapping[str, Job]) -> Iterator[Slot]:
    """Systems that no time can be named for, with what keeps them; ``jobs`` come after what they need."""
    stuck: set[str] = set()
    for id, job in jobs.items():
        kept_by: tuple[tuple[WaitReason, tuple[str, ...]], ...] = (
            ("circle", job.circle),
            ("no_plan", job.missing),
            ("dependency", tuple(sorted(job.needs & stuck))),
        )
        why, waits = next((each for each in kept_by if each[1]), ("nothing", ()))
        if waits or job.basis == "unknown":
            stuck.add(id)
            yield Slot(id, None, None, job.seconds, job.basis, waits, why, job.site, job.target, None)


def _job(plan: Plan, group: frozenset[str], known: Mapping[str, Plan], importance: int | None) -> Job:
    """A system with what it waits for; within a circle nothing waits, since no order would do."""
    wanted, id = plan.system.depends_on, plan.system.id
    restart = plan.objectives.disaster.restart
    target = None if restart is None else restart.seconds
    way = quickest_way(plan.measures)
    basis: DurationBasis = "unknown"
    if way is not None and way.complete:
        basis = "measures"
    elif target is not None:
        basis = "objective"
    site = way.site if way is not None else None
    return Job(
        id=id,
        needs=frozenset(name for name in wanted if name in known and name not in group),
        circle=tuple(sorted(name for name in wanted if name in group)),
        missing=tuple(sorted(name for name in wanted if name not in known)),
        priority=(importance or inf, inf if target is None else target),
        seconds=total(() if way is None else way.steps),
        basis=basis,
        target=target,
        site=site.id if site is not None else None,
        by_people=basis == "measures" and not (site is not None and site.switch == "automatic"),
    )


Class = tuple[bool, str | None]
"""What a recovery shares with others: whether it takes people, and which limited site."""


class _Run:
    """One pass through time, from the disaster on.

    What is ready waits in one queue per class, so that a start never looks at all that wait: thousands may.
    """

    def __init__(self, jobs: Mapping[str, Job], limits: Limits) -> None:
        self.jobs = jobs
        self.people: float = inf if limits.staff is None else limits.staff
        self.room = dict(limits.sites)
        self.left = {id: len(job.needs) for id, job in jobs.items()}
        self.followers: dict[str, list[str]] = defaultdict(list)
        for id, job in jobs.items():
            for need in job.needs:
                self.followers[need].append(id)
        self.queues: dict[Class, list[tuple[object, ...]]] = defaultdict(list)
        self.held: dict[Class, WaitReason] = {}
        """Why the first of a queue could not start when last looked at."""
        self.ready_since: dict[str, float] = {}
        """When a system had all that it needs."""
        self.running: list[tuple[float, str]] = []
        self.ended: dict[str, float] = {}
        self.sure: set[str] = set()
        """Whose times rest on measures alone, and on no target that stands in for a time."""
        self.freed: dict[WaitReason | str, str] = {}
        """Who freed people, or a site, last."""
        for id, job in jobs.items():
            if not job.needs:
                self._queue(id, 0.0)

    def slots(self) -> Iterator[Slot]:
        now = 0.0
        while True:
            yield from self._start(now)
            if not self.running:
                return
            now = self.running[0][0]
            while self.running and self.running[0][0] == now:
                self._end(heapq.heappop(self.running)[1], now)

    def _queue(self, id: str, now: float) -> None:
        job = self.jobs[id]
        self.ready_since[id] = now
        heapq.heappush(self.queues[self._class(job)], (*job.priority, id))

    def _class(self, job: Job) -> Class:
        site = job.site if job.basis == "measures" and job.site in self.room else None
        return job.by_people, site

    def _start(self, now: float) -> Iterator[Slot]:
        """Start what there is room for, the most important of all queues first."""
        while True:
            open_: list[Class] = []
            for kind, queue in self.queues.items():
                if not queue:
                    continue
                if (why := self._blocked(kind)) is None:
                    open_.append(kind)
                else:
                    self.held[kind] = why
            if not open_:
                return
            kind = min(open_, key=lambda each: self.queues[each][0])
            yield self._slot(self.jobs[str(heapq.heappop(self.queues[kind])[-1])], now, kind)

    def _blocked(self, kind: Class) -> WaitReason | None:
        people, site = kind
        if people and self.people < 1:
            return "staff"
        return "site" if site is not None and self.room[site] < 1 else None

    def _slot(self, job: Job, now: float, kind: Class) -> Slot:
        why, waits = self._waited(job, now, kind)
        end = now + job.seconds
        if job.basis == "objective":  # all that can be said is that it means to be back by then
            end = max(end, job.target or 0.0)
        self._take(kind, 1)
        heapq.heappush(self.running, (end, job.id))
        late = self._late(job, end, waits)
        return Slot(job.id, now, end, end - now, job.basis, waits, why, job.site, job.target, late)

    def _late(self, job: Job, end: float, waits: tuple[str, ...]) -> bool | None:
        """Whether it is back after its target: nobody knows where a target stands in for a time, unless it is too late anyway."""
        if not self.sure.issuperset((*job.needs, *waits)):
            return None
        late = job.target is not None and end > job.target
        if job.basis == "measures":
            self.sure.add(job.id)
            return late
        return late or None

    def _waited(self, job: Job, now: float, kind: Class) -> tuple[WaitReason, tuple[str, ...]]:
        """What the start waited for last: needs, people or a site."""
        if self.ready_since[job.id] < now:
            why = self.held[kind]
            return why, (self.freed["staff" if why == "staff" else f"site:{kind[1]}"],)
        needs = tuple(sorted(need for need in job.needs if self.ended[need] == now and now > 0))
        return ("dependency", needs) if needs else ("nothing", ())

    def _take(self, kind: Class, count: int) -> None:
        people, site = kind
        if people:
            self.people -= count
        if site is not None:
            self.room[site] -= count

    def _end(self, id: str, now: float) -> None:
        job = self.jobs[id]
        self.ended[id] = now
        people, site = kind = self._class(job)
        self._take(kind, -1)
        if people:
            self.freed["staff"] = id
        if site is not None:
            self.freed[f"site:{site}"] = id
        for follower in self.followers[id]:
            self.left[follower] -= 1
            if not self.left[follower]:
                self._queue(follower, now)
