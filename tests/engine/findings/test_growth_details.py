"""Growth at its edges: months that fall on a limit, what is left alone, and a finding as a whole."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from tests.engine.findings.keyless import keyless

from hrsi_cli.domain.judgement import Arithmetic, ArithmeticTerm, Finding
from hrsi_cli.domain.plan import Plan
from hrsi_cli.domain.policy import Thresholds
from hrsi_cli.domain.problem import NOWHERE, Message
from hrsi_cli.engine.findings.growth import CHECKS, first_month_above, grown
from hrsi_cli.engine.findings.subject import Subject
from hrsi_cli.knowledge.store import load_knowledge

KNOWLEDGE = load_knowledge()
COPY = {"name": "copy", "interval": "1d", "change": "1 TB", "link": "100 Mbps", "efficiency": 1.0, "growth_per_year": "10%"}
"""One run takes 80,000 s of the day's 86,400."""


@pytest.fixture
def found(subject_of: Callable[..., Subject]) -> Callable[..., list[Finding]]:
    """The findings about growth in a plan of these parts."""

    def run(
        backups: tuple[dict[str, Any], ...], today: date = date(2026, 11, 23), horizon: int = 240, **parts: Any
    ) -> list[Finding]:
        measures = {"backups": backups, **parts.pop("measures", {})}
        plan = Plan.model_validate({"hrsi": 1, "system": {"id": "x"}, "target": {"model": 3}, "measures": measures, **parts})
        return keyless(CHECKS["HRSI112"](subject_of(plan, today=today, thresholds=Thresholds(horizon_months=horizon))))

    return run


@pytest.mark.parametrize(
    ("amount", "per_year", "months", "later"), [(3.0, 0.21, 6, 3.3), (2.0, 0.5, 24, 4.5), (5.0, 0.0, 7, 5.0), (5.0, 1.0, 0, 5.0)]
)
def test_growth_compounds(amount: float, per_year: float, months: int, later: float) -> None:
    assert grown(amount, per_year, months) == pytest.approx(later)


@pytest.mark.parametrize(
    ("amount", "limit", "per_year", "month"),
    [
        (2.0, 2.0, 0.5, 1),  # at the limit today, above it a month later
        (3.0, 6.0, 1.0, 13),  # exactly at the limit after a year
        (3.0, 7.0, 0.2, 56),
        # where the logarithm is rounded to the other side of a whole month
        (1.0, 395.68179671665433, 0.5, 178),
        (1.0, 46.709433935458755, 0.2, 254),
        (2.0, 7.497333771079279, 0.05, 325),
        (2.0, 5.107263782203188, 0.11309537029019168, 105),
        # so slow that counting the months one by one would take minutes
        (3.0, 7.0, 2**-30, 10_917_349_807),
        # nothing grows
        (2.0, 2.0, 0.0, None),
        (0.0, 2.0, 0.5, None),
        (0.0, 0.0, 0.5, None),
        (2.0, 3.0, -0.5, None),
        (2.1, 2.0, 0.0, 0),
        (-1.0, 2.0, 0.5, None),
    ],
)
def test_the_first_month_above_a_limit(amount: float, limit: float, per_year: float, month: int | None) -> None:
    assert first_month_above(amount, limit, per_year) == month


def test_a_window_that_is_outgrown_is_told_as_a_whole(found: Callable[..., list[Finding]]) -> None:
    # 80,000 s x 1.1^(10/12) = 86,611 s, the month before 85,925 s
    rule = KNOWLEDGE.rules["HRSI112"]
    (finding,) = found(({"name": "still"}, COPY))
    later = grown(80_000.0, 0.1, 10)
    assert finding == Finding(
        "HRSI112",
        rule.severity,
        Message(
            "HRSI112.window",
            {
                "backup": "copy",
                "now": Message("finding.span", {"hours": 80_000 / 3600}),
                "later": Message("finding.span", {"hours": later / 3600}),
                "limit": Message("finding.span", {"hours": 24.0}),
                "growth": "10%",
                "months": 10,
                "month": "2027-09",
            },
        ),
        NOWHERE,
        ("measures", "backups", 1, "growth_per_year"),
        rule.metrics,
        rule.cases,
        rule.sources,
        Arithmetic(
            (
                ArithmeticTerm("window_today", 22.2222222222222, "h"),
                ArithmeticTerm("growth_per_year", 0.1, "ratio"),
                ArithmeticTerm("months_from_now", 10, "months"),
            ),
            ArithmeticTerm("window_then", float(f"{later / 3600:.15g}"), "h"),
            ArithmeticTerm("interval", 24, "h"),
        ),
    )


def test_a_restore_that_is_outgrown_is_told_as_a_whole(found: Callable[..., list[Finding]]) -> None:
    slow = {"name": "slow", "volume": "1 TB", "restore_throughput": "100 MB/s", "growth_per_year": "21%"}
    soon = {**slow, "name": "soon", "growth_per_year": "100%"}
    recovery = {"detect": "10m", "decide": "20m", "provision": "10h", "verify": "30m"}
    # 3,600 s of people and 10,000 s of restoring against 14,600 s: 21 % a year reach 11,000 s in 6 months and pass it in 7
    (finding,) = found(
        ({"name": "still"}, soon, slow), measures={"recovery": recovery}, objectives={"failure": {"rto": "14600s"}}
    )
    later = 3600 + grown(10_000.0, 0.21, 7)
    assert finding.message == Message(
        "HRSI112.restore",
        {
            "backup": "slow",
            # 4.1 h would be longer than 4.1 h
            "now": Message("finding.span_exact", {"hours": 13_600 / 3600, "digits": 2}),
            "later": Message("finding.span_exact", {"hours": later / 3600, "digits": 2}),
            "limit": Message("finding.span_exact", {"hours": 14_600 / 3600, "digits": 2}),
            "growth": "21%",
            "months": 7,
            "month": "2027-06",
        },
    )
    assert finding.path == ("measures", "backups", 2, "growth_per_year")
    assert finding.arithmetic == Arithmetic(
        (
            ArithmeticTerm("restore_today", 3.77777777777778, "h"),
            ArithmeticTerm("growth_per_year", 0.21, "ratio"),
            ArithmeticTerm("months_from_now", 7, "months"),
        ),
        ArithmeticTerm("restore_then", float(f"{later / 3600:.15g}"), "h"),
        ArithmeticTerm("objective_rto", 4.05555555555556, "h"),
    )


def test_every_window_is_looked_at(found: Callable[..., list[Finding]]) -> None:
    others = ({"name": "none"}, {**COPY, "mode": "synchronous"}, {"name": "slow", "change": "1 TB", "link": "1 Mbps"})
    windows = found((*others, COPY, {**COPY, "name": "again", "growth_per_year": "20%"}))
    assert [(finding.path[2], finding.message.values["months"]) for finding in windows] == [(3, 10), (4, 6)]


@pytest.mark.parametrize(
    ("changes", "horizon", "fires"),
    [
        ({}, 10, True),
        ({}, 9, False),
        ({"growth_per_year": "0%"}, 240, False),
        ({"growth_per_year": None}, 240, False),
        ({"interval": None}, 240, False),
        ({"change": "2 TB"}, 240, False),  # fails today, which another rule says
        ({"change": "1080 GB"}, 1, True),  # fills the day exactly
        ({"transport": "road"}, 240, False),
        ({"mode": "asynchronous"}, 240, True),
    ],
)
def test_windows_that_grow(changes: dict[str, Any], horizon: int, fires: bool, found: Callable[..., list[Finding]]) -> None:
    copy = {key: value for key, value in {**COPY, **changes}.items() if value is not None}
    assert bool(found((copy,), horizon=horizon)) is fires


@pytest.mark.parametrize(
    ("rto", "sites", "horizon", "fires"),
    [
        ("11000s", (), 7, True),
        ("11000s", (), 6, False),
        ("11000s", ({"id": "a", "role": "backup", "standby": "warm"},), 7, True),
        ("11000s", ({"id": "a", "role": "backup", "standby": "hot"},), 7, False),
        ("10000s", (), 1, True),
        ("9999s", (), 240, False),
        (None, (), 240, False),
    ],
)
def test_restores_that_grow(
    rto: str | None, sites: tuple[dict[str, Any], ...], horizon: int, fires: bool, found: Callable[..., list[Finding]]
) -> None:
    slow = {"name": "slow", "volume": "1 TB", "restore_throughput": "100 MB/s", "growth_per_year": "21%"}
    objectives = {"failure": {"rto": rto}} if rto else {}
    assert bool(found((slow,), horizon=horizon, measures={"sites": sites}, objectives=objectives)) is fires


@pytest.mark.parametrize(
    ("today", "month"),
    [("2026-02-28", "2026-12"), ("2026-03-31", "2027-01"), ("2026-12-31", "2027-10"), ("2026-01-01", "2026-11")],
)
def test_the_month_is_named_over_the_turn_of_the_year(today: str, month: str, found: Callable[..., list[Finding]]) -> None:
    (finding,) = found((COPY,), today=date.fromisoformat(today))
    assert finding.message.values["month"] == month
