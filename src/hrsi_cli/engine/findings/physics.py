"""Physics of copies: what a line carries, how often data is copied, how far light has to travel."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from hrsi_cli.domain.judgement import Arithmetic, Finding
from hrsi_cli.domain.plan import Backup, Measures
from hrsi_cli.domain.problem import Message
from hrsi_cli.domain.quantity import DAY, HOUR, Duration, digits_apart
from hrsi_cli.domain.visible import echo
from hrsi_cli.engine.findings import growth, recovery_times
from hrsi_cli.engine.findings.places import backup_sites, serves_disaster, site_of
from hrsi_cli.engine.findings.spans import span
from hrsi_cli.engine.findings.subject import Path, Subject, term
from hrsi_cli.engine.findings.transfer import (
    FIBRE_KM_PER_SECOND,
    Transfer,
    capacity,
    full_transfer,
    run_transfer,
    write_delay_seconds,
)

_SHORT_COPY = 1
"""Days; a shorter time is told in hours, as days to one decimal would say little of it."""


@dataclass(frozen=True, slots=True)
class _Reach:
    """How far back a backup may throw the data."""

    index: int
    backup: Backup
    interval: float
    """Seconds until the next copy is due; 0 when the data does not change in between."""
    unchanged: bool
    """Whether the data changes no more often than it is copied."""
    transfer: Transfer | None
    """None when its time is unknown."""

    @property
    def seconds(self) -> float:
        return self.interval + (self.transfer.seconds if self.transfer else 0)


def rpo_unreachable(subject: Subject) -> Iterator[Finding]:
    """HRSI101: per event, the best RPO that the backups can give (hours) is worse than the one stated.

    Interval and one transfer; the transfer alone where the data changes no more often than it is copied (case 3-1);
    nothing for a synchronous copy. Case 1-2 copies weekly over a slow line. A backup whose interval is unknown
    cannot be counted on and is left out; one that says nothing of its place may outlive a disaster.
    """
    measures, objectives = subject.plan.measures, subject.plan.objectives
    copies = enumerate(measures.backups)
    surviving = tuple((index, backup) for index, backup in copies if serves_disaster(measures, backup) is not False)
    if objectives.failure.rpo is not None:
        yield from _judge_rpo(subject, "failure", objectives.failure.rpo, tuple(enumerate(measures.backups)))
    if objectives.disaster.rpo is not None:
        yield from _judge_rpo(subject, "disaster", objectives.disaster.rpo, surviving)
        if measures.backups and not surviving:
            yield _nothing_survives(subject, objectives.disaster.rpo)


def _judge_rpo(subject: Subject, event: str, rpo: Duration, backups: tuple[tuple[int, Backup], ...]) -> Iterator[Finding]:
    if any(backup.mode == "synchronous" for _, backup in backups):
        return
    reaches = [reach for index, backup in backups if (reach := _reach(subject, index, backup))]
    if not reaches:
        return
    best = min(reaches, key=lambda reach: (reach.seconds, reach.backup.name))  # by name, so that the order does not count
    if best.seconds <= rpo.seconds:
        return
    at_least = "" if best.transfer else "_at_least"
    terms = (() if best.unchanged else (term("interval", best.interval / HOUR, "h"),)) + (
        (*best.transfer.terms, term("transfer", best.transfer.seconds / HOUR, "h")) if best.transfer else ()
    )
    yield subject.finding(
        "HRSI101",
        ("measures", "backups", best.index, "interval"),
        message="HRSI101.unchanged" if best.unchanged else "HRSI101" if best.transfer else "HRSI101.lower_bound",
        arithmetic=Arithmetic(
            terms,
            term(f"achievable_rpo{at_least}", best.seconds / HOUR, "h"),
            term("objective_rpo" if event == "failure" else "objective_disaster_rpo", rpo.hours, "h"),
        ),
        event=Message(f"finding.event_{event}"),
        backup=echo(best.backup.name),
        interval=span(best.interval),
        transfer=span(best.transfer.seconds if best.transfer else 0),
        sum=best.transfer.sum if best.transfer else "",
        best=span(best.seconds),
        rpo=span(rpo.seconds),
    )


def _reach(subject: Subject, index: int, backup: Backup) -> _Reach | None:
    if backup.interval is None:
        return None
    changes = backup.data_change_interval
    unchanged = changes is not None and changes.seconds >= backup.interval.seconds
    transfer = run_transfer(backup, subject.thresholds)
    return _Reach(index, backup, 0 if unchanged else backup.interval.seconds, unchanged, transfer)


def _nothing_survives(subject: Subject, rpo: Duration) -> Finding:
    return subject.finding(
        "HRSI101",
        ("objectives", "disaster", "rpo"),
        message="HRSI101.none",
        arithmetic=Arithmetic(
            (term("backups_described", len(subject.plan.measures.backups), "copies"),),
            term("backups_serving_disaster", 0, "copies"),
            term("backups_needed", 1, "copies"),
        ),
        rpo=span(rpo.seconds),
    )


def backup_window(subject: Subject) -> Iterator[Finding]:
    """HRSI102: one run of a backup takes longer over its line (hours) than the interval to the next run.

    Section 4.2.2 (1) warns of a day's backup that takes more than a day; case 1-2 sends 100 TB over 100 Mbps.
    A synchronous copy has no runs.
    """
    for index, backup in enumerate(subject.plan.measures.backups):
        transfer = run_transfer(backup, subject.thresholds)
        if transfer is None or backup.interval is None or backup.mode == "synchronous":
            continue
        if transfer.seconds > backup.interval.seconds:
            yield subject.finding(
                "HRSI102",
                ("measures", "backups", index, "link"),
                arithmetic=Arithmetic(
                    transfer.terms,
                    term("transfer", transfer.seconds / HOUR, "h"),
                    term("interval", backup.interval.hours, "h"),
                ),
                backup=echo(backup.name),
                sum=transfer.sum,
                interval=span(backup.interval.seconds),
                capacity=capacity(backup.interval.seconds, transfer),
            )


def first_copy(subject: Subject) -> Iterator[Finding]:
    """HRSI103: how many days the first full copy takes over the line; a warning above ``first_copy_days``.

    Section 4.2.2 (1): look at volume and line before relying on a remote copy. From a day on media are worth a thought.
    """
    limit = subject.thresholds.first_copy_days
    for index, backup in enumerate(subject.plan.measures.backups):
        transfer = full_transfer(backup, subject.thresholds)
        if transfer is None:
            continue
        days = transfer.seconds / DAY
        yield subject.finding(
            "HRSI103",
            ("measures", "backups", index, "volume"),
            message="HRSI103.long" if days > limit else "HRSI103.days" if days >= 1 else "HRSI103",
            severity="warning" if days > limit else "note",
            arithmetic=Arithmetic(transfer.terms, term("first_copy", days, "days"), term("first_copy_limit", limit, "days")),
            backup=echo(backup.name),
            sum=transfer.sum if days < min(limit, _SHORT_COPY) else transfer.sum_in_days(digits_apart(days, limit)),
            limit=limit,
        )


def failback_optimistic(subject: Subject) -> Iterator[Finding]:
    """HRSI106: sending everything back over the line takes longer (hours) than the declared failback time.

    An upper bound, as often only the differences have to travel. Case 4-1: two weeks the first time, now one
    (section 3.2.1 (3)). With several copies at the site the fastest counts.
    """
    measures = subject.plan.measures
    for index, site in backup_sites(measures):
        declared = site.failback.time if site.failback else None
        transfers = _transfers_from(subject, measures, site.id)
        if declared is None or not transfers:
            continue
        backup, transfer = min(transfers, key=lambda item: item[1].seconds)
        if transfer.seconds > declared.seconds:
            yield subject.finding(
                "HRSI106",
                ("measures", "sites", index, "failback", "time"),
                arithmetic=Arithmetic(
                    transfer.terms,
                    term("full_resynchronisation", transfer.seconds / HOUR, "h"),
                    term("declared_failback", declared.hours, "h"),
                ),
                site=echo(site.id),
                backup=echo(backup.name),
                sum=transfer.sum,
                declared=span(declared.seconds),
                capacity=capacity(declared.seconds, transfer),
            )


def _transfers_from(subject: Subject, measures: Measures, site: str) -> list[tuple[Backup, Transfer]]:
    return [
        (backup, transfer)
        for backup in measures.backups
        if backup.site == site and (transfer := full_transfer(backup, subject.thresholds))
    ]


def sync_distance(subject: Subject) -> Iterator[Finding]:
    """HRSI111: what the distance adds to each synchronous write, in ms; an error above ``max_write_latency``.

    Light in fibre covers 200,000 km a second, there and back. The sites of case 4-1 are over 100 km apart;
    section 4.1.2 asks model system 4 for synchronous copies.
    """
    measures = subject.plan.measures
    for index, backup in enumerate(measures.backups):
        site = site_of(measures, backup)
        if backup.mode != "synchronous" or site is None or site.distance is None:
            continue
        delay = write_delay_seconds(site.distance.kilometres) * 1000
        allowed = backup.max_write_latency.seconds * 1000 if backup.max_write_latency is not None else None
        above = allowed is not None and delay > allowed
        path: Path = ("measures", "backups", index, "max_write_latency" if above else "mode")
        yield subject.finding(
            "HRSI111",
            path,
            message="HRSI111.above" if above else "HRSI111",
            severity="error" if above else "note",
            arithmetic=Arithmetic(
                (term("distance", site.distance.kilometres, "km"), term("light_in_fibre", FIBRE_KM_PER_SECOND, "km/s")),
                term("write_delay", delay, "ms"),
                None if allowed is None else term("max_write_latency", allowed, "ms"),
            ),
            backup=echo(backup.name),
            site=echo(site.id),
            distance=site.distance.text,
            delay=delay,
            allowed=allowed,
            digits=digits_apart(delay, delay if allowed is None else allowed, least=2),
        )


CHECKS: dict[str, Callable[[Subject], Iterator[Finding]]] = {
    "HRSI101": rpo_unreachable,
    "HRSI102": backup_window,
    "HRSI103": first_copy,
    "HRSI106": failback_optimistic,
    "HRSI111": sync_distance,
    **recovery_times.CHECKS,
    **growth.CHECKS,
}
