"""Logic (HRSI107 to HRSI109, HRSI113 to HRSI118): what is struck together, contradicted, too low, too dear or too late."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from hrsi_cli.domain.judgement import Finding
from hrsi_cli.domain.knowledge_base import KnowledgeBase
from hrsi_cli.domain.policy import Thresholds
from hrsi_cli.domain.problem import Position
from hrsi_cli.engine.case_plan import case_plan
from hrsi_cli.engine.findings.registry import RULES
from hrsi_cli.engine.findings.subject import Subject
from hrsi_cli.knowledge.compiled import load_catalogue

Raised = Callable[..., list[Finding]]


def plan(body: str, system: str = "{id: example}", model: int = 3) -> str:
    return f"hrsi: 1\nsystem: {system}\ntarget: {{model: {model}}}\n{body}"


@pytest.fixture(scope="module")
def raised(subject_of: Callable[..., Subject]) -> Raised:
    """The findings of one rule about a plan."""

    def run(rule: str, text: str, others: tuple[str, ...] = (), **options: object) -> list[Finding]:
        return list(RULES[rule](subject_of(text, others, **options)))

    return run


def english(finding: Finding) -> str:
    return load_catalogue("en").tell(finding.message)


def result(finding: Finding) -> float:
    assert finding.arithmetic is not None
    return finding.arithmetic.result.value


# HRSI107 to HRSI109

TWO_SITES = """measures:
  backups:
    - {name: copy, site: %s}
  sites:
    - {id: main, role: main, hazards: [quake, flood], grid: east}
    - {id: other, role: %s, hazards: %s}
"""


def test_shared_hazards_are_named(raised: Raised) -> None:
    (finding,) = raised("HRSI107", plan(TWO_SITES % ("other", "backup", "[flood, quake, fire]")))
    assert "quake, flood" in english(finding)
    assert result(finding) == 2
    assert finding.path == ("measures", "sites", 1, "hazards")
    assert finding.position == Position(9, 42)


def test_a_storage_site_counts_only_when_every_copy_is_struck(raised: Raised) -> None:
    text = plan(TWO_SITES % ("other", "storage", "[quake]"))
    (finding,) = raised("HRSI107", text)
    assert finding.path == ("measures", "backups")
    assert "strikes every copy" in english(finding)
    assert raised("HRSI107", text.replace("  sites:", "    - {name: second, kept: elsewhere}\n  sites:")) == []


def test_copies_at_a_struck_backup_site_are_told_once(raised: Raised) -> None:
    assert len(raised("HRSI107", plan(TWO_SITES % ("other", "backup", "[quake]")))) == 1
    assert len(raised("HRSI107", plan(TWO_SITES % ("main", "backup", "[quake]")))) == 2


def test_a_copy_in_the_building_is_struck_with_the_main_site(raised: Raised) -> None:
    text = plan(TWO_SITES % ("other, kept: same_building", "storage", "[]"))
    assert len(raised("HRSI107", text)) == 1


@pytest.mark.parametrize(("items", "fires"), [("", True), (", kept: elsewhere", False), (", medium: cloud", False)])
def test_a_copy_is_outside_only_when_it_says_so(items: str, fires: bool, raised: Raised) -> None:
    text = plan(f"measures:\n  backups:\n    - {{name: copy{items}}}\n")
    assert bool(raised("HRSI109", text)) is fires


@pytest.mark.parametrize(
    ("body", "fires"),
    [("", False), ("measures:\n  recovery: {detect: 0}\n", True), ("measures:\n  cloud_checks: {sla: false}\n", True)],
)
def test_no_offsite_copy_needs_some_measures(body: str, fires: bool, raised: Raised) -> None:
    assert bool(raised("HRSI109", plan(body))) is fires


# HRSI113 and HRSI114


@pytest.mark.parametrize(
    ("level", "items", "fires"),
    [
        (1, "ups: 10ms", False),
        (1, "ups: 9ms", True),
        (2, "ups: 5m, generator: 5m", False),
        (3, "ups: 59m", True),
        (3, "generator: 1h", False),
        (4, "generator: 24h", False),
        (5, "ups: 1h, generator: 6d", True),
        (5, "ups: 1d, generator: 6d", False),
        (0, "ups: 0", False),
    ],
)
def test_endurance_against_its_level(level: int, items: str, fires: bool, raised: Raised) -> None:
    text = plan(f"current: {{F.4.4.4: {level}}}\nmeasures:\n  sites:\n    - {{id: main, role: main, {items}}}\n")
    assert bool(raised("HRSI113", text)) is fires


@pytest.mark.parametrize(
    ("objectives", "current", "fires"),
    [
        ("{failure: {rto: 1d}}", "{A.1.3.2: 4}", True),
        ("{failure: {rto: 2h}}", "{A.1.3.2: 4}", False),
        ("{failure: {rto: 2h}}", "{A.1.3.2: 0}", False),
        ("{failure: {rto: 3d}}", "{A.1.3.2: 0}", False),
        ("{failure: {rto: 0}}", "{A.1.3.2: 4}", False),
        ("{failure: {rpo: 1d}}", "{A.1.3.1: 3}", True),
        ("{failure: {rpo: 0}}", "{A.1.3.1: 3}", False),
        ("{failure: {rlo: specific}}", "{A.1.3.3: 2}", True),
        ("{failure: {rlo: all}}", "{A.1.3.3: 2}", False),
        ("{disaster: {restart: 2w}}", "{A.1.4.1: 2}", False),
        ("{disaster: {restart: 2w}}", "{A.1.4.1: 3}", True),
        ("{disaster: {restart: 2w}}", "{A.1.4.1: unknown}", False),
    ],
)
def test_levels_against_objectives(objectives: str, current: str, fires: bool, raised: Raised) -> None:
    findings = raised("HRSI114", plan(f"objectives: {objectives}\ncurrent: {current}\n"))
    assert bool(findings) is fires
    assert all(finding.path == ("current", finding.metrics[0]) for finding in findings)


@pytest.mark.parametrize(
    ("items", "fires"),
    [
        ("transport: road", True),
        ("medium: tape", True),
        ("medium: tape, link: 100 Mbps", False),
        ("transport: line", False),
        ("medium: disk", False),
        ("kept: same_building", True),
    ],
)
def test_remote_backup_needs_a_line(items: str, fires: bool, raised: Raised) -> None:
    text = plan("current: {A.3.2.2: 2}\n" + TWO_SITES % (f"other, {items}", "backup", "[]"))
    assert bool(raised("HRSI114", text)) is fires


# HRSI115 and HRSI116


@pytest.mark.parametrize(
    ("objectives", "model", "needed"),
    [
        ("{failure: {rto: 3d}}", 1, None),
        ("{failure: {rto: 1d}}", 1, 2),
        ("{failure: {rpo: 8h}}", 1, 3),
        ("{failure: {rpo: 8h}}", 2, 3),
        ("{failure: {rpo: 30d}, disaster: {rpo: 0}}", 3, 4),
        ("{disaster: {restart: 7d}}", 3, None),
        ("{disaster: {restart: 2h}}", 3, 4),
        ("{disaster: {restart: 0}}", 3, 4),
        ("{disaster: {restart: 0}}", 4, None),
        ("{budget: low}", 1, None),
    ],
)
def test_objectives_need_a_model(objectives: str, model: int, needed: int | None, raised: Raised) -> None:
    findings = raised("HRSI115", plan(f"objectives: {objectives}\n", model=model))
    assert [result(finding) for finding in findings] == ([] if needed is None else [needed])


def test_deciding_criteria_are_named(raised: Raised) -> None:
    (finding,) = raised("HRSI115", plan("objectives: {failure: {rto: 2h, rpo: 1h}, disaster: {restart: 30d}}\n"))
    assert "(RPO) 1.0 h (model 3 promises 8.0 h)" in english(finding)
    assert "failure" not in english(finding)


def test_the_nearest_model_is_said_to_be_so(raised: Raised) -> None:
    (finding,) = raised("HRSI115", plan("objectives: {failure: {rto: 5m, rpo: 0}}\n"))
    assert english(finding).startswith("no model system of table 3.1-1 keeps all objectives; the nearest is model system 4")


def test_over_budget_says_what_would_give(raised: Raised) -> None:
    (finding,) = raised("HRSI116", plan("objectives: {failure: {rto: 2h}, disaster: {restart: 7d}, budget: low}\n"))
    assert "restart time in a disaster" in english(finding)
    assert result(finding) == 3


# HRSI117


def test_each_event_is_compared(raised: Raised) -> None:
    mine = plan("objectives: {failure: {rto: 0}, disaster: {restart: 0}}\n", "{id: a, depends_on: [b]}")
    other = plan("objectives: {failure: {rto: 1h}, disaster: {restart: 1d}}\n", "{id: b}")
    assert [result(finding) for finding in raised("HRSI117", mine, (other,))] == [1, 24]
    assert raised("HRSI117", mine, (plan("", "{id: b}"),)) == []
    assert raised("HRSI117", mine) == []


def test_every_system_of_a_cycle_names_it(raised: Raised) -> None:
    a, b = plan("", "{id: a, depends_on: [c, b]}"), plan("", "{id: b, depends_on: [a]}")
    (first,), (second,) = raised("HRSI117", a, (b,)), raised("HRSI117", b, (a,))
    assert english(first).endswith("a -> b -> a")
    assert first.path == ("system", "depends_on", 1)
    assert english(second).endswith("b -> a -> b")


def test_a_cycle_of_others_is_left_to_them(raised: Raised) -> None:
    b, c = plan("", "{id: b, depends_on: [c]}"), plan("", "{id: c, depends_on: [b]}")
    assert raised("HRSI117", plan("", "{id: a, depends_on: [b]}"), (b, c)) == []


# HRSI118


def test_headroom_counts_missing_metrics(knowledge: KnowledgeBase, raised: Raised) -> None:
    levels = {preset.metric: preset.level for preset in knowledge.model_systems[4].presets} | {"A.3.1.1": 3}
    text = plan("current:\n" + "".join(f"  {metric}: {level}\n" for metric, level in levels.items()))
    (finding,) = raised("HRSI118", text)
    assert finding.metrics == ("A.3.1.1",)
    assert raised("HRSI118", text, thresholds=Thresholds(headroom_metrics=0)) == []
    assert raised("HRSI118", text.replace("A.3.1.1: 3", "A.3.1.1: unknown"))[0].metrics == ("A.3.1.1",)


# The cases as plans; the full lists stand in expected_cases.yaml.


@pytest.mark.parametrize(
    ("case", "fires", "silent"),
    [
        ("1-1", {"HRSI107", "HRSI115"}, {"HRSI105", "HRSI109", "HRSI113"}),
        ("1-2", {"HRSI102", "HRSI103"}, {"HRSI109"}),
        ("2-2", {"HRSI101", "HRSI107"}, set()),
        ("3-1", {"HRSI114", "HRSI115"}, {"HRSI101"}),
        ("3-2", {"HRSI115"}, {"HRSI108", "HRSI113", "HRSI114"}),
        ("4-1", {"HRSI114"}, {"HRSI110", "HRSI115"}),
        ("4-2", set(), {"HRSI101", "HRSI110", "HRSI115"}),
        ("4-3", {"HRSI107"}, {"HRSI105"}),
    ],
)
def test_cases_as_plans(
    case: str, fires: set[str], silent: set[str], knowledge: KnowledgeBase, rules_in: Callable[..., set[str]]
) -> None:
    found = rules_in(case_plan(knowledge.cases[case], knowledge.version))
    assert fires <= found
    assert not silent & found
