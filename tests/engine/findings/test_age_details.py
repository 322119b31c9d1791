"""Days at the beginning of the calendar."""

from __future__ import annotations

from datetime import date

import pytest

from hrsi_cli.engine.findings.age import oldest_day


@pytest.mark.parametrize(
    ("today", "months", "oldest"),
    [
        (date(2, 6, 15), 12, date(1, 6, 15)),
        (date(1, 6, 15), 5, date(1, 1, 15)),
        (date(1, 6, 15), 6, date.min),
        (date(2026, 1, 31), 12, date(2025, 1, 31)),
        (date(2026, 12, 31), 1, date(2026, 11, 30)),
    ],
)
def test_the_oldest_day_is_never_before_the_first(today: date, months: int, oldest: date) -> None:
    assert oldest_day(today, months) == oldest
