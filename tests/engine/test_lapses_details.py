"""The last day at both ends of the calendar."""

from __future__ import annotations

from datetime import date

import pytest

from hrsi_cli.engine.lapses import last_day


@pytest.mark.parametrize(
    ("day", "months", "last"),
    [
        (date(1, 6, 15), 12, date(2, 6, 15)),
        (date(1, 11, 15), 1, date(1, 12, 15)),
        (date(1, 12, 15), 1, date(2, 1, 15)),
        (date(9998, 6, 1), 12, date(9999, 6, 1)),
        (date(9998, 12, 31), 12, date(9999, 12, 31)),
        (date(9999, 6, 1), 12, date.max),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
    ],
)
def test_the_last_day_lies_as_many_months_ahead(day: date, months: int, last: date) -> None:
    assert last_day(day, months) == last
