"""The lessons (HRSI201 to HRSI216): where they fire, at which place, with which severity and numbers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hrsi_cli.domain.judgement import Finding
from hrsi_cli.domain.policy import Thresholds
from hrsi_cli.engine.findings.age import age_arithmetic, oldest_day
from hrsi_cli.engine.findings.registry import RULES
from hrsi_cli.engine.findings.subject import Subject
from hrsi_cli.knowledge.compiled import load_catalogue

TODAY = date(2026, 11, 23)
HEAD = "hrsi: 1\nsystem: {id: example}\ntarget: {model: 3}\n"
SITES = "  sites:\n    - {id: tokyo, role: main}\n    - {id: osaka, role: backup}\n"
Raised = Callable[..., list[Finding]]


@pytest.fixture
def raised(subject_of: Callable[..., Subject]) -> Raised:
    """The findings of one rule about a plan without its first three lines."""

    def run(rule: str, body: str, **options: object) -> list[Finding]:
        return list(RULES[rule](subject_of(HEAD + body, **options)))

    return run


def words(finding: Finding) -> tuple[str, str]:
    return load_catalogue("ja").tell(finding.message), load_catalogue("en").tell(finding.message)


def backup(*items: str) -> str:
    return "measures:\n  backups:\n" + "".join(f"    - {{{item}}}\n" for item in items) + SITES


@pytest.mark.parametrize(
    ("today", "months", "expected"),
    [
        (TODAY, 12, date(2025, 11, 23)),
        (TODAY, 24, date(2024, 11, 23)),
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2024, 2, 29), 12, date(2023, 2, 28)),
        (date(2026, 1, 15), 1, date(2025, 12, 15)),
        (date(1, 6, 1), 240, date.min),
    ],
)
def test_oldest_day_counts_calendar_months(today: date, months: int, expected: date) -> None:
    assert oldest_day(today, months) == expected


@given(st.dates(min_value=date(1930, 1, 1)), st.integers(1, 240))
def test_oldest_day_moves_back_with_the_months(today: date, months: int) -> None:
    assert oldest_day(today, months + 1) < oldest_day(today, months) < today


def test_age_counts_days() -> None:
    arithmetic = age_arithmetic(date(2025, 11, 22), TODAY, 12)
    assert (arithmetic.result.value, arithmetic.result.unit) == (366, "days")
    assert arithmetic.limit is not None
    assert (arithmetic.limit.value, arithmetic.limit.unit) == (365, "days")


def test_restore_is_judged_per_backup(raised: Raised) -> None:
    found = raised("HRSI201", backup("name: a", "name: b, restore_tested: 2026-11-23", "name: c, restore_tested: 2020-02-29"))
    assert [finding.path for finding in found] == [
        ("measures", "backups", 0, "restore_tested"),
        ("measures", "backups", 2, "restore_tested"),
    ]
    assert {finding.severity for finding in found} == {"warning"}
    assert "2459" in words(found[1])[0]
    assert "2459 days ago" in words(found[1])[1]


def test_a_finding_about_something_absent_points_at_its_nearest_parent(raised: Raised) -> None:
    (found,) = raised("HRSI201", backup("name: a"))
    assert found.position == (6, 7)
    (found,) = raised("HRSI204", "objectives:\n  failure: {rto: 2h}\n")
    assert found.position == (5, 3)


def test_the_months_are_configuration(raised: Raised) -> None:
    body = backup("name: a, restore_tested: 2025-01-01")
    assert raised("HRSI201", body)
    assert not raised("HRSI201", body, thresholds=Thresholds(drill_months=24))


def test_a_drill_ages_with_the_day_of_the_run(raised: Raised) -> None:
    body = "measures:\n  recovery: {drilled: 2026-05-01}\n"
    assert not raised("HRSI207", body, today=date(2027, 5, 1))
    assert raised("HRSI207", body, today=date(2027, 5, 2))
    assert raised("HRSI207", body, today=date(2026, 4, 30)), "a drill that is still ahead"


@pytest.mark.parametrize("rule", ["HRSI206", "HRSI207"])
def test_a_plan_without_measures_is_not_asked_for_runbooks_and_drills(rule: str, raised: Raised) -> None:
    assert not raised(rule, "")
    assert not raised(rule, "measures:\n  cloud_checks: {sla: true}\n")


def test_an_empty_activation_list_says_nothing(raised: Raised) -> None:
    body = "measures:\n  sites:\n    - {id: tokyo, role: main}\n    - {id: osaka, role: backup, activated_from: []}\n"
    assert not raised("HRSI203", body)


def test_runbook_at_main_site_is_named(raised: Raised) -> None:
    body = "measures:\n" + SITES.replace("role: main", "role: main, name: 本社") + "  recovery: {runbook_copies: [tokyo]}\n"
    (found,) = raised("HRSI206", body)
    assert "本社" in words(found)[0]


def test_the_place_of_an_unencrypted_copy_is_named(raised: Raised) -> None:
    first, second = raised(
        "HRSI208", backup("name: a, site: osaka, encrypted: false", "name: b, transport: road, encrypted: false")
    )
    assert "osaka" in words(first)[1]
    assert "another place" in words(second)[1]
    assert not raised("HRSI208", backup("name: c, site: tokyo, transport: line, encrypted: false"))


def test_single_path_gives_every_reason(raised: Raised) -> None:
    (found,) = raised("HRSI209", "current: {A.2.4.1: 0}\n" + backup("name: a, site: osaka", "name: b, medium: cloud"))
    ja, en = words(found)
    assert "(a, b)" in en
    assert "(a、b)" in ja
    assert "is 2" in en
    assert found.path == ("current", "A.2.4.1")
    assert found.arithmetic is not None
    assert (found.arithmetic.result.value, found.arithmetic.limit and found.arithmetic.limit.value) == (0, 1)


def test_single_path_to_a_system_that_lies_in_a_cloud(subject_of: Callable[..., Subject]) -> None:
    text = HEAD.replace("3}", "1}") + "current: {A.2.4.1: 0}\nmeasures:\n  backups:\n    - {name: a, site: tokyo}\n  sites:\n"
    for cloud, count in (("true", 1), ("false", 0)):
        subject = subject_of(f"{text}    - {{id: tokyo, role: main, cloud: {cloud}}}\n")
        assert len(list(RULES["HRSI209"](subject))) == count


def test_cloud_checks_are_counted(raised: Raised) -> None:
    checks = "{sla: true, licences: true, transfer_charges: false}"
    body = f"measures:\n  backups:\n    - {{name: a, medium: cloud}}\n  cloud_checks: {checks}\n"
    (found,) = raised("HRSI212", body)
    assert found.severity == "note"
    assert found.arithmetic is not None
    assert (found.arithmetic.result.value, found.arithmetic.limit and found.arithmetic.limit.value) == (2, 6)
    assert "transfer charges" in words(found)[1]
    assert "SLA" not in words(found)[1].split("open:")[1]


def test_assumptions_without_a_target_wait_for_the_target(raised: Raised) -> None:
    assert not raised("HRSI211", "objectives:\n  disaster: {assumes: [回線が生きている]}\n")
    assert raised("HRSI211", "objectives:\n  disaster: {rpo: 0, assumes: [回線が生きている]}\n")


@pytest.mark.parametrize(
    ("evidence", "severity"),
    [
        ("kind: claim", "note"),
        ("kind: claim, date: 2026-01-01", "note"),
        ("kind: claim, date: 2020-01-01", "warning"),
        ("kind: drill, date: 2020-01-01", "warning"),
        ("kind: document", None),
        ("kind: event, date: 2026-01-01", None),
    ],
)
def test_weak_evidence_by_kind_and_age(evidence: str, severity: str | None, raised: Raised) -> None:
    found = raised("HRSI213", f"current:\n  A.3.2.2: {{level: 2, evidence: {{{evidence}}}}}\n")
    assert [finding.severity for finding in found] == ([severity] if severity else [])
    assert all(finding.metrics == ("A.3.2.2",) for finding in found)


def test_event_of_case_4_1_against_its_objective(raised: Raised) -> None:
    body = "objectives:\n  failure: {rto: 5m}\ncurrent:\n  A.1.3.2: {level: 4, evidence: {kind: event, measured: 30m}}\n"
    (found,) = raised("HRSI214", body)
    assert found.severity == "error"
    assert found.arithmetic is not None
    assert (found.arithmetic.result.value, found.arithmetic.result.unit) == (0.5, "h")
    assert found.arithmetic.limit is not None
    assert found.arithmetic.limit.value == pytest.approx(5 / 60, abs=1e-4)
    assert "30m (0.5 h)" in words(found)[1]
    assert "5m (0.1 h)" in words(found)[1]


@given(minutes=st.integers(0, 10_000), objective=st.integers(0, 10_000))
def test_an_event_is_worse_exactly_when_it_took_longer(minutes: int, objective: int, subject_of: Callable[..., Subject]) -> None:
    text = (
        f"{HEAD}objectives:\n  disaster: {{restart: {objective}m}}\n"
        f"current:\n  A.1.4.1: {{level: 1, evidence: {{kind: drill, measured: {minutes}m}}}}\n"
    )
    assert bool(list(RULES["HRSI214"](subject_of(text)))) == (minutes > objective)


def test_nobody_on_call_names_both_reasons(raised: Raised) -> None:
    (found,) = raised("HRSI216", "objectives:\n  failure: {rto: 0}\ncurrent: {C.3.3.1: 0, C.3.3.2: 0}\n")
    assert found.metrics == ("A.1.3.2", "C.3.3.1", "C.3.3.2")
    assert "C.3.3.1 = 0" in words(found)[1]
    assert "C.3.3.2 = 0" in words(found)[1]


def test_the_hours_of_on_call_are_configuration(raised: Raised) -> None:
    body = "objectives:\n  failure: {rto: 24h}\ncurrent: {C.3.3.1: 0}\n"
    assert not raised("HRSI216", body)
    assert raised("HRSI216", body, thresholds=Thresholds(on_call_hours=48))


def test_user_text_is_made_visible(raised: Raised) -> None:
    (found,) = raised("HRSI211", f"objectives:\n  disaster: {{restart: 1d, assumes: ['{'長' * 200}']}}\n")
    assert len(words(found)[0]) < 200
