"""Levels that are alternatives: a metric that has another one than its target is short, by no number of levels."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.conftest import AS_OF, invoke

from hrsi_cli.domain.knowledge_base import KnowledgeBase

NEUTRAL = {"C.5.5.1": (1, 0), "C.5.9.1": (2, 1), "C.5.9.2": (1, 3)}
"""Levels of today and targets, to either side."""
WORDS = {"ja": "不足", "en": "short"}


@pytest.fixture
def plan(tmp_path: Path, knowledge: KnowledgeBase) -> Path:
    """A plan that has everything but the alternatives it aims at."""
    levels = {preset.metric: preset.level for preset in knowledge.model_systems[1].presets}
    current = levels | {metric: now for metric, (now, _) in NEUTRAL.items()}
    lines = ["hrsi: 1", "system: {id: x}", "target:", "  model: 1", "  adjustments:"]
    lines += [f"    {metric}: {{level: {target}, reason: agreed}}" for metric, (_, target) in NEUTRAL.items()]
    lines += ["current:", *(f"  {metric}: {level}" for metric, level in current.items())]
    file = tmp_path / "x.hrsi.yaml"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize(
    "argv",
    [
        ("gap", "{plan}"),
        ("gap", "{plan}", "--format", "markdown"),
        ("whatif", "{plan}", "--set", "A.2.1.1=2"),
        ("report", "{plan}", "--format", "markdown"),
        ("report", "{plan}", "--format", "html"),
        ("portfolio", "{plan}"),
        ("portfolio", "{plan}", "--format", "markdown"),
    ],
    ids=" ".join,
)
def test_no_number_stands_behind_an_alternative(argv: tuple[str, ...], lang: str, plan: Path) -> None:
    told = invoke(*(part.format(plan=plan) for part in argv), "--as-of", AS_OF, lang=lang, width=200)
    assert told.code != 2
    assert re.search(rf"C\.5\.[59].*{WORDS[lang]}", told.out, re.DOTALL)
    assert not re.search(rf"{WORDS[lang]} -?[0-9]+ *(\||<|C\.|  |$)", told.out, re.MULTILINE)


def test_a_metric_with_a_scale_keeps_its_number(plan: Path) -> None:
    text = plan.read_text(encoding="utf-8")
    plan.write_text(re.sub(r"(?m)^  C\.1\.3\.1: \d$", "  C.1.3.1: 0", text), encoding="utf-8")
    assert re.search(r"C\.1\.3\.1 .*short [1-9]", invoke("gap", plan, "--as-of", AS_OF, width=200).out)


def test_an_annotation_counts_no_levels_between_alternatives(plan: Path) -> None:
    told = invoke("gap", plan, "--format", "github", "--as-of", AS_OF)
    assert "target 3 plus improvement proposals" in told.out and ", 2 short" not in told.out


def test_json_keeps_the_distance(plan: Path) -> None:
    metrics = invoke("gap", plan, "--format", "json", "--as-of", AS_OF).json["plans"][0]["metrics"]
    assert {metric["id"]: metric["gap"] for metric in metrics if metric["id"] in NEUTRAL} == {
        metric: target - now for metric, (now, target) in NEUTRAL.items()
    }
