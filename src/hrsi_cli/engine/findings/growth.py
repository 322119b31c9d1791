"""Growth: the month in which a plan that holds today stops holding, in closed form."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from math import floor, log, log1p

from hrsi_cli.domain.judgement import Arithmetic, Finding
from hrsi_cli.domain.plan import Backup
from hrsi_cli.domain.quantity import HOUR
from hrsi_cli.domain.visible import echo
from hrsi_cli.engine.findings.recovery_times import people_steps, restores, restores_after_failure, total
from hrsi_cli.engine.findings.spans import span
from hrsi_cli.engine.findings.subject import Path, Subject, term
from hrsi_cli.engine.findings.transfer import run_transfer

_MONTHS_PER_YEAR = 12


def grown(amount: float, per_year: float, months: int) -> float:
    """An amount after so many months of growth that compounds by the year."""
    factor: float = (1 + per_year) ** (months / _MONTHS_PER_YEAR)
    return amount * factor


def first_month_above(amount: float, limit: float, per_year: float) -> int | None:
    """The first whole month after which a growing amount exceeds a limit; 0 when it does now, None when it never will."""
    if amount > limit:
        return 0
    if amount <= 0 or per_year <= 0:
        return None
    # the month before, or where the logarithm is rounded up to a whole month, that month itself
    month = floor(_MONTHS_PER_YEAR * log(limit / amount) / log1p(per_year))
    while grown(amount, per_year, month) <= limit:
        month += 1
    return month


def growth(subject: Subject) -> Iterator[Finding]:
    """HRSI112: growing by ``growth_per_year``, data outgrows HRSI102 or HRSI104 within ``horizon_months``; the month is named.

    Section 4.2.2 (3) asks to foresee the amounts of later years. Nothing is said about what fails already.
    """
    yield from _windows(subject)
    yield from _restores(subject)


def _windows(subject: Subject) -> Iterator[Finding]:
    for index, backup in enumerate(subject.plan.measures.backups):
        transfer = run_transfer(backup, subject.thresholds)
        if transfer is None or backup.interval is None or backup.mode == "synchronous":
            continue
        limit = backup.interval.seconds
        month = first_month_above(transfer.seconds, limit, _growth_of(backup))
        if month and month <= subject.thresholds.horizon_months:
            later = grown(transfer.seconds, _growth_of(backup), month)
            yield _outgrown(subject, "window", index, backup, month, (transfer.seconds, later, limit))


def _restores(subject: Subject) -> Iterator[Finding]:
    """The restore fails once the last backup does: each grows at its own rate, and the fastest counts."""
    measures, rto = subject.plan.measures, subject.plan.objectives.failure.rto
    known = restores(enumerate(measures.backups))
    if rto is None or not known or not restores_after_failure(measures):
        return
    people = total(people_steps(measures.recovery, ("detect", "decide", "verify")))
    months = [first_month_above(one.seconds, rto.seconds - people, _growth_of(one.backup)) for one in known]
    lasting = [month for month in months if month is not None]
    if len(lasting) < len(months):
        return
    month = max(lasting)
    last = known[months.index(month)]
    if month and month <= subject.thresholds.horizon_months:
        later = grown(last.seconds, _growth_of(last.backup), month)
        seconds = (people + last.seconds, people + later, rto.seconds)
        yield _outgrown(subject, "restore", last.index, last.backup, month, seconds)


def _growth_of(backup: Backup) -> float:
    return 0.0 if backup.growth_per_year is None else backup.growth_per_year.fraction


def _outgrown(
    subject: Subject, kind: str, index: int, backup: Backup, month: int, seconds: tuple[float, float, float]
) -> Finding:
    now, later, limit = seconds
    path: Path = ("measures", "backups", index, "growth_per_year")
    return subject.finding(
        "HRSI112",
        path,
        message=f"HRSI112.{kind}",
        arithmetic=Arithmetic(
            (
                term(f"{kind}_today", now / HOUR, "h"),
                term("growth_per_year", _growth_of(backup), "ratio"),
                term("months_from_now", month, "months"),
            ),
            term(f"{kind}_then", later / HOUR, "h"),
            term("interval" if kind == "window" else "objective_rto", limit / HOUR, "h"),
        ),
        backup=echo(backup.name),
        now=span(now),
        later=span(later),
        limit=span(limit),
        growth=backup.growth_per_year.text if backup.growth_per_year else "",
        months=month,
        month=_named(subject, month),
    )


def _named(subject: Subject, months: int) -> str:
    """The month that lies so many months ahead, as YYYY-MM."""
    year, month = divmod(subject.today.year * _MONTHS_PER_YEAR + subject.today.month - 1 + months, _MONTHS_PER_YEAR)
    return f"{year}-{month + 1:02d}"


CHECKS: dict[str, Callable[[Subject], Iterator[Finding]]] = {"HRSI112": growth}
