"""Overlays: what they replace, that every value shows its origin, and that faults are placed."""

from __future__ import annotations

from pathlib import Path

import pytest

from hrsi_cli.domain.knowledge_base import KnowledgeBase
from hrsi_cli.domain.problem import InputError
from hrsi_cli.engine.observations import count_claims
from hrsi_cli.knowledge.store import load_library, load_overlaid, load_shipped

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "overlay.yaml"
HEAD = "overlay: 1\nid: own\nversion: '1'\ntitle: 社内基準\nsource: 社内基準 第1版\n"


@pytest.fixture(scope="module")
def laid() -> KnowledgeBase:
    return load_overlaid(str(EXAMPLE))


def load(tmp_path: Path, text: str) -> KnowledgeBase:
    path = tmp_path / "overlay.yaml"
    path.write_text(HEAD + text, encoding="utf-8")
    return load_overlaid(str(path))


def problems(tmp_path: Path, text: str) -> list[tuple[str, int]]:
    with pytest.raises(InputError) as caught:
        load(tmp_path, text)
    return [(problem.message.id, problem.position.line) for problem in caught.value.problems]


def test_values_are_replaced_and_show_their_origin(laid: KnowledgeBase) -> None:
    own = laid.preset(3, "A.2.4.1")
    assert own is not None
    assert (own.level, own.basis, own.origin, own.source) == (2, "stated", "overlay:example", "社内ITサービス継続基準 第3版 表4")
    other = laid.preset(3, "A.2.4.2")
    assert other is not None
    assert other.origin == "shipped"
    assert laid.model_systems[3].profile.rpo.origin == "overlay:example"
    assert laid.model_systems[3].profile.rpo.worst.seconds == 4 * 3600
    assert laid.model_systems[3].name.en == "Standard (model 3)"
    assert [step.origin for step in laid.requirements["C.2.5.1"].levels].count("overlay:example") == 1


def test_cases_are_added_whole(laid: KnowledgeBase) -> None:
    case = laid.cases["own-1"]
    assert len(case.readings) == 37
    assert case.origin == laid.outlines["own-1"].origin == "overlay:example"
    assert case.readings["A.3.2.2"].level == 2
    assert case.readings["A.2.1.1"].status == "unknown"
    assert case.readings["A.3.2.2"].source == "停電対応報告書 2025-08"
    assert list(laid.cases) == [*load_shipped().cases, "own-1"]
    assert len(laid.cases) == 11


def test_the_version_tells(laid: KnowledgeBase) -> None:
    assert laid.version == f"{load_shipped().version}+example.2026-10"
    assert laid.overlay is not None
    assert laid.overlay.thresholds is not None
    assert laid.overlay.thresholds.drill_months == 6


def test_nothing_shipped_changes(laid: KnowledgeBase) -> None:
    shipped = load_shipped()
    assert shipped.preset(3, "A.2.4.1") != laid.preset(3, "A.2.4.1")
    assert laid.preset(1, "A.2.4.1") == shipped.preset(1, "A.2.4.1")
    assert laid.cases["4-1"] == shipped.cases["4-1"]


def test_observations_speak_of_the_guide_s_own_cases(laid: KnowledgeBase) -> None:
    assert max(claim.total for claim in count_claims(load_library().observations.values(), laid)) == 10


def test_one_string_serves_for_both_languages(tmp_path: Path) -> None:
    laid = load(tmp_path, "labels:\n  - {model: 2, text: 標準}\n")
    assert laid.model_systems[2].name.ja == laid.model_systems[2].name.en == "標準"


def test_the_overlay_s_source_stands_where_a_value_has_none(tmp_path: Path) -> None:
    preset = load(tmp_path, "presets:\n  - {model: 1, metric: A.2.1.1, level: 1}\n").preset(1, "A.2.1.1")
    assert preset is not None
    assert preset.source == "社内基準 第1版"
    assert preset.rationale.ja != preset.rationale.en


@pytest.mark.parametrize(
    ("text", "message", "line"),
    [
        ("presets:\n  - {model: 3, metric: A.9.9.9, level: 1}\n", "input.unknown_metric", 7),
        ("presets:\n  - {model: 3, metric: A.2.1.1, level: 5}\n", "input.level_outside_scale", 7),
        ("presets:\n  - {model: 3, metric: A.1.3.1, level: 1}\n", "overlay.not_main", 7),
        ("presets:\n  - {model: 9, metric: A.2.1.1, level: 1}\n", "input.out_of_range", 7),
        (
            "presets:\n  - {model: 3, metric: A.2.1.1, level: 1}\n  - {model: 3, metric: A.2.1.1, level: 2}\n",
            "input.twice",
            8,
        ),
        ("offers:\n  - {model: 3, criterion: rpo, best: 2h, worst: 1h}\n", "overlay.best_after_worst", 7),
        ("labels:\n  - {text: 名称}\n", "overlay.label_subject", 7),
        ("labels:\n  - {model: 3, level: 2, text: 名称}\n", "overlay.label_subject", 7),
        ("thresholds: {drill_moths: 6}\n", "input.unknown_key", 6),
        ("preset: []\n", "input.unknown_key", 6),
    ],
)
def test_faults_are_placed(tmp_path: Path, text: str, message: str, line: int) -> None:
    assert (message, line) in problems(tmp_path, text)


CASE = (
    "cases:\n  - id: {id}\n    model: 3\n    label: 事例\n    feature: 特徴\n    industry: {industry}\n    business: 業務\n"
    "    employees: 10\n    readings:\n      {reading}\n"
)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"id": "4-1"}, "overlay.case_exists"),
        ({"industry": "farming"}, "kb.not_in_vocabulary"),
        ({"reading": "A.2.1.1: {summary: 二重}"}, "kb.level_without_statement"),
        ({"reading": "A.2.1.1: {level: 1, level_range: [2, 2], summary: 二重}"}, "kb.bad_range"),
        ({"reading": "A.2.1.9: {level: 1, summary: 二重}"}, "input.unknown_metric"),
        ({"reading": "A.2.1.1: {level: 3, summary: 二重}"}, "input.level_outside_scale"),
    ],
)
def test_a_case_is_checked_against_the_whole(tmp_path: Path, values: dict[str, str], message: str) -> None:
    sound = {"id": "own-1", "industry": "manufacturing", "reading": "A.2.1.1: {level: 1, summary: 二重}"}
    load(tmp_path, CASE.format(**sound))
    assert message in [found for found, _ in problems(tmp_path, CASE.format(**(sound | values)))]


@pytest.mark.parametrize(
    ("lines", "message", "line"),
    [
        ("targets: [{measure: rto, event: failure, status: set, value: soon, source: s}]", "kb.bad_target_time", 16),
        ("targets: [{measure: rto, event: failure, status: set, value: 1d, high: late, source: s}]", "kb.bad_target_time", 16),
        ("targets: [{measure: rlo, event: failure, status: set, value: most, source: s}]", "kb.bad_recovery_level", 16),
        ("plan: {facts: [], content: {system: {id: 9 bad}}}", "input.bad_identifier", 16),
        ("plan: {facts: [], content: {system: {id: a}, measures: {backups: [{name: n, site: x}]}}}", "input.unknown_site", 16),
        (
            "plan: {facts: [], content: {system: {id: a}, measures: {backups: [{name: n, interval: x}]}}}",
            "input.bad_duration",
            16,
        ),
    ],
)
def test_a_case_of_one_s_own_is_shown_and_is_a_valid_plan(tmp_path: Path, lines: str, message: str, line: int) -> None:
    case = CASE.format(id="own-1", industry="manufacturing", reading="A.2.1.1: {level: 1, summary: 二重}")
    assert (message, line) in problems(tmp_path, f"{case}    {lines}\n")


def test_all_faults_are_reported_at_once(tmp_path: Path) -> None:
    text = "presets:\n  - {model: 3, metric: A.9.9.9, level: 1}\nlabels:\n  - {text: 名称}\n"
    assert len(problems(tmp_path, text)) == 2


def test_a_missing_file_says_so() -> None:
    with pytest.raises(InputError) as caught:
        load_overlaid("no-such-overlay.yaml")
    assert caught.value.problems[0].message.id == "input.missing"
