"""How old a drill, a test or a piece of evidence is, against what the policy still accepts."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from hrsi_cli.domain.judgement import Arithmetic
from hrsi_cli.engine.findings.subject import term


def oldest_day(today: date, months: int) -> date:
    """The earliest day that is not yet older than so many calendar months."""
    year, month = divmod(today.year * 12 + today.month - 1 - months, 12)
    if year < date.min.year:
        return date.min
    return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))


def age_arithmetic(day: date, today: date, months: int) -> Arithmetic:
    """The age of a day and the age that is still accepted, both counted in days."""
    return Arithmetic(
        terms=(),
        result=term("age", (today - day).days, "days"),
        limit=term("oldest_accepted", (today - oldest_day(today, months)).days, "days"),
    )
