"""What stops counting soon: its last day, the days left, and the order of urgency."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrsi_cli.domain.plan import Plan
from hrsi_cli.domain.policy import Policy, Thresholds, WaiverPolicy
from hrsi_cli.engine.findings.age import oldest_day
from hrsi_cli.engine.lapses import lapses, last_day

TODAY = date(2026, 11, 23)


def plan(**parts: Any) -> Plan:
    return Plan.model_validate({"hrsi": 1, "system": {"id": "x"}, "target": {"model": 3}, **parts})


def told(made: Plan, days: int = 60, **thresholds: int) -> list[tuple[str, str, str, int]]:
    policy = Policy(waivers=WaiverPolicy(warn_days=days), thresholds=Thresholds(**thresholds))
    return [(lapse.kind, lapse.subject, lapse.day, lapse.days_left) for lapse in lapses(made, TODAY, policy)]


def waiver(metric: str, expires: str) -> dict[str, Any]:
    return {
        "metric": metric, "current": 0, "target": 1, "reason": "r", "owner": "o", "approved_by": "a",
        "created": "2026-01-01", "expires": expires,
    }  # fmt: skip


def evidence(day: str | None) -> dict[str, Any]:
    return {"level": 1, "evidence": {"kind": "drill", "date": day} if day else {"kind": "claim"}}


def test_every_kind_is_told_with_its_last_day_the_most_urgent_first() -> None:
    made = plan(
        waivers=(waiver("A.2.4.1", "2026-12-31"), waiver("A.2.1.1", "2027-06-30")),
        current={"A.2.5.1": evidence("2024-11-30"), "A.2.5.2": evidence("2026-11-01"), "A.2.5.3": evidence(None), "A.2.6.1": 1},
        measures={
            "recovery": {"drilled": "2025-11-20"},
            "backups": (
                {"name": "new", "restore_tested": "2026-11-01"},
                {"name": "none"},
                {"name": "old", "restore_tested": "2025-12-24"},
            ),
        },
    )
    assert told(made) == [
        ("drill", "measures.recovery.drilled", "2026-11-20", -3),
        ("evidence", "A.2.5.1", "2026-11-30", 7),
        ("restore_test", "old", "2026-12-24", 31),
        ("waiver", "A.2.4.1", "2026-12-31", 38),
    ]


def test_only_what_lies_within_the_warning_days_is_told() -> None:
    made = plan(waivers=(waiver("A.2.4.1", "2026-12-23"),))
    assert told(made, 30) == [("waiver", "A.2.4.1", "2026-12-23", 30)]
    assert told(made, 29) == []


def test_equals_are_ordered_by_kind_and_subject() -> None:
    made = plan(
        waivers=(waiver("A.2.4.1", "2026-12-01"), waiver("A.2.1.1", "2026-12-01")),
        measures={"recovery": {"drilled": "2025-12-01"}},
    )
    assert [(kind, subject) for kind, subject, _, _ in told(made)] == [
        ("drill", "measures.recovery.drilled"), ("waiver", "A.2.1.1"), ("waiver", "A.2.4.1"),
    ]  # fmt: skip


def test_a_plan_that_dates_nothing_lapses_nothing() -> None:
    assert told(plan()) == told(plan(measures={"recovery": {}, "backups": ({"name": "a"},)})) == []


@pytest.mark.parametrize(
    ("day", "months", "last"),
    [
        (date(2025, 11, 23), 12, date(2026, 11, 23)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2025, 12, 1), 1, date(2026, 1, 1)),
        (date(2025, 12, 31), 2, date(2026, 2, 28)),
        (date(9998, 12, 31), 12, date(9999, 12, 31)),
        (date(9999, 12, 1), 1, date(9999, 12, 31)),
        (date(9999, 1, 1), 240, date(9999, 12, 31)),
    ],
)
def test_last_days(day: date, months: int, last: date) -> None:
    assert last_day(day, months) == last


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.integers(1, 240))
def test_the_last_day_is_the_last_on_which_the_rules_accept_it(day: date, months: int) -> None:
    last = last_day(day, months)
    assert oldest_day(last, months) <= day < oldest_day(last + timedelta(days=1), months)
