"""Counts, filters, comparisons and names: what the knowledge base says, checked against its files and the guide's own cells."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML
from tests.conftest import ROOT
from tests.engine.test_gap import presets

from hrsi_cli.domain.browsing import Condition
from hrsi_cli.domain.comparison import ComparedMetric, Comparison, Side, Standing
from hrsi_cli.domain.guide_library import Library
from hrsi_cli.domain.knowledge_base import KnowledgeBase
from hrsi_cli.domain.plan import Plan
from hrsi_cli.domain.text import Text
from hrsi_cli.engine.case_plan import case_plan, case_plan_content
from hrsi_cli.engine.comparison import compare, overview
from hrsi_cli.engine.counting import knowledge_counts, preset_counts
from hrsi_cli.engine.explaining import MOST_SUGGESTIONS, Index, related, spellings, term_groups
from hrsi_cli.engine.filtering import filter_cases
from hrsi_cli.knowledge.store import load_library

DATA = ROOT / "data"


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library()


def written(path: Path) -> Any:
    return YAML(typ="safe", pure=False).load(path.read_text(encoding="utf-8"))


def test_counts_are_those_of_the_files(knowledge: KnowledgeBase, library: Library) -> None:
    counts = knowledge_counts(knowledge, library)
    texts = [path.read_text(encoding="utf-8") for path in sorted((DATA / "cases").glob("*.yaml"))]
    readings = [reading for case in knowledge.cases.values() for reading in case.readings.values()]
    assert counts["cases"] == len(texts) == 10
    assert counts["readings"] == 37 * 10
    assert counts["levels"] == len([reading for reading in readings if reading.status == "stated"]) == 344
    assert counts["ranges"] == sum(text.count("level_range:") for text in texts)
    assert counts["figures"] == sum(text.count("item: ") for text in texts)
    assert (counts["models"], counts["metrics"], counts["rules"]) == (4, 37, 34)
    assert counts["observations"] == len(written(DATA / "observations.yaml")["observations"])
    assert counts["terms"] == len(written(DATA / "glossary.yaml")["terms"])


def test_presets_are_counted_by_where_they_come_from(knowledge: KnowledgeBase) -> None:
    # the guide states one main requirement per model system in so many words
    assert preset_counts(knowledge)[3] == {"total": 27, "stated": 1, "inferred": 26, "overlay": 0}
    model = knowledge.model_systems[3]
    own = tuple(
        preset.model_copy(update={"origin": "overlay:acme", "basis": "stated"}) if preset.metric.startswith("C.3") else preset
        for preset in model.presets
    )
    changed = replace(knowledge, model_systems={3: model.model_copy(update={"presets": own})})
    assert preset_counts(changed) == {3: {"total": 27, "stated": 1, "inferred": 20, "overlay": 6}}


@pytest.mark.parametrize("sign", [">=", ">", "<=", "<", "=", "!="])
def test_every_sign_of_a_filter(sign: str, knowledge: KnowledgeBase) -> None:
    metric, level = "A.2.4.1", 1
    levels = {outline.id: outline.grades[metric].level for outline in knowledge.outlines.values()}
    compares = {
        ">=": lambda held: held >= level, ">": lambda held: held > level, "<=": lambda held: held <= level,
        "<": lambda held: held < level, "=": lambda held: held == level, "!=": lambda held: held != level,
    }[sign]  # fmt: skip
    found = [outline.id for outline in filter_cases(knowledge, conditions=[Condition(metric, sign, level)])]
    assert found == [case for case, held in levels.items() if held is not None and compares(held)]
    nothing = [outline.id for outline in filter_cases(knowledge, conditions=[Condition("F.4.4.4", "!=", 9)])]
    assert not {"3-1", "4-1", "4-2"} & set(nothing), "a case without a level meets no condition"


def row(comparison: Comparison, metric: str) -> ComparedMetric:
    return next(row for row in comparison.rows if row.metric == metric)


def test_a_plan_beside_a_model_system(knowledge: KnowledgeBase) -> None:
    current = presets(3) | {"A.2.4.1": 0, "A.2.1.1": {"not_applicable": "x"}, "A.2.5.1": "unknown", "C.5.9.1": 2, "A.3.2.1": 3}
    plan = Plan.model_validate({"hrsi": 1, "system": {"id": "x"}, "target": {"model": 3}, "current": current})
    found = compare(Side("model", 3), Side("plan", "x"), knowledge, plan)
    assert row(found, "A.2.4.1").right == Standing(0, "stated", "stated")
    assert row(found, "A.2.1.1").right == Standing(None, "not_applicable", None)
    assert row(found, "A.2.5.1").right == Standing(None, "unknown", None)
    assert row(found, "F.4.1.1").left == Standing(4, "preset", "inferred", origin="shipped")
    assert row(found, "A.3.2.2").left == Standing(2, "preset", "stated", origin="shipped")
    assert row(found, "C.5.9.1").left == Standing(None, "no_preset", None)
    relations = {
        metric: row(found, metric).relation for metric in ("A.2.4.1", "A.2.1.1", "A.2.5.1", "C.5.9.1", "A.3.2.1", "F.4.1.1")
    }
    assert relations == {
        "A.2.4.1": "below", "A.2.1.1": "not_comparable", "A.2.5.1": "not_comparable", "C.5.9.1": "not_comparable",
        "A.3.2.1": "above", "F.4.1.1": "equal",
    }  # fmt: skip
    assert found.count("below") == 1


def test_words_and_their_source_come_from_the_side_that_has_them(knowledge: KnowledgeBase) -> None:
    metric = "A.2.4.1"
    requirement = knowledge.requirements[metric]
    preset = knowledge.preset(3, metric)
    assert preset is not None
    plan = Plan.model_validate({"hrsi": 1, "system": {"id": "x"}, "target": {"model": 3}, "current": {metric: 0}})
    beside_plan = row(compare(Side("model", 3), Side("plan", "x"), knowledge, plan), metric)
    assert (beside_plan.summary, beside_plan.source) == (requirement.label(0), requirement.source)
    other_way = row(compare(Side("plan", "x"), Side("model", 3), knowledge, plan), metric)
    assert (other_way.summary, other_way.source) == (requirement.label(1), preset.source)
    reading = knowledge.cases["4-1"].readings[metric]
    for sides in ((Side("model", 3), Side("case", "4-1")), (Side("case", "4-1"), Side("model", 3))):
        assert (row(compare(*sides, knowledge), metric).summary, row(compare(*sides, knowledge), metric).source) == (
            reading.summary, reading.source,
        )  # fmt: skip
    unknown = plan.model_copy(update={"current": {}})
    bare = row(compare(Side("plan", "x"), Side("plan", "x"), knowledge, unknown), metric)
    assert (bare.summary, bare.source) == (requirement.name, requirement.source)


def test_alternatives_and_missing_cells_are_not_compared(knowledge: KnowledgeBase) -> None:
    found = compare(Side("case", "1-1"), Side("case", "3-2"), knowledge)
    assert row(found, "C.5.9.1").relation == "not_comparable", "neither alternative is above the other"
    assert row(found, "A.2.5.1").left == Standing(None, "not_applicable", None, origin="shipped")
    assert row(found, "A.2.6.3").left == Standing(None, "no_answer", None, origin="shipped")
    assert row(found, "A.1.3.2").left == Standing(2, "stated", "stated", (2, 3), "shipped")
    table = overview(4, knowledge)
    assert [side.id for side in table.cases] == ["4-1", "4-2", "4-3"]
    site = next(line for line in table.rows if line.metric == "A.3.1.1")
    assert site.preset == Standing(4, "preset", "inferred", origin="shipped")
    assert [(case, standing.level, relation) for case, standing, relation in site.cases][:2] == [
        ("4-1", 4, "equal"), ("4-2", 4, "equal"),
    ]  # fmt: skip


def test_a_case_as_a_plan_says_what_the_guide_says(knowledge: KnowledgeBase) -> None:
    case = knowledge.cases["1-1"]
    for language in ("ja", "en"):
        content = case_plan_content(case, "2026.1", language)
        assert list(content) == ["hrsi", "knowledge", "system", "target", "objectives", "current", "measures"]
        assert (content["hrsi"], content["knowledge"], content["target"]) == (1, "2026.1", {"model": 1})
        assert content["current"]["A.2.5.1"] == {"not_applicable": case.readings["A.2.5.1"].summary.in_(language)}
        assert content["current"]["A.2.6.3"] == "unknown"
    assert case_plan(case, "2026.1").knowledge == "2026.1"


@pytest.fixture(scope="module")
def index(knowledge: KnowledgeBase, library: Library) -> Index:
    return Index(knowledge, library)


@pytest.mark.parametrize("words", ["3", "model 3", "MODEL 3", "モデル3", "モデル３", "model system 3", "モデルシステム3"])
def test_a_model_system_has_many_names(words: str, index: Index) -> None:
    assert [(subject.kind, subject.id) for subject in index.find(words)][:1] == [("model", "3")]


@pytest.mark.parametrize("words", ["case 4-1", "事例4-1", "4-1"])
def test_a_case_has_several_names(words: str, index: Index) -> None:
    assert index.find(words)[0].id == "4-1"


def test_names_in_brackets_are_names_too(index: Index, library: Library) -> None:
    bracketed = [
        (term, name)
        for term in library.terms.values()
        for name in (term.name.ja, term.name.en, *term.also)
        if "（" in name or "(" in name
    ]
    assert bracketed
    for term, name in bracketed:
        for part in name.replace("（", "(").rstrip(")）").split("("):
            assert term.id in {subject.id for subject in index.find(part.strip())}, part


def test_suggestions_are_few_and_the_shortest_name_first(index: Index) -> None:
    near = index.near("HRSI1")
    assert len(near) == MOST_SUGGESTIONS
    assert index.near("スタンバイ")[0] in {"hot_standby", "warm_standby", "cold_standby"}
    assert index.near("") == ()
    assert index.near("qqqqqqqqqqqq") == ()
    assert all(id.upper().startswith("C") for id in index.near("C.3.3")[:3])


def test_what_names_a_case_or_a_metric(index: Index, knowledge: KnowledgeBase, library: Library) -> None:
    def ids(id: str) -> list[str]:
        return [subject.id for subject in related(id, index, knowledge, library)]

    assert "O19" in ids("3-2"), "an observation that gives the case as its example"
    assert "O12" in ids(next(iter(library.observations["O12"].metrics)))
    assert "O19" not in ids("1-1")
    assert "A.1.3.1" in ids("HRSI101")
    assert ids("HRSI101").count("A.1.3.1") == 1
    assert "3-2" not in ids("3-2"), "nothing is related to itself"
    for id in ("rto", "HRSI107", "A.3.2.2", "4-3"):
        assert None not in ids(id) and ids(id)


@pytest.mark.parametrize(
    ("id", "named"),
    [
        ("A.1.3.1", "HRSI101"),  # a rule by one of its metrics
        ("3-1", "HRSI101"),  # a rule by one of its cases
        ("A.1.3.2", "rto"),  # a term that points to the metric
        ("A.3.2.2", "C11"),  # a constraint
        ("rto", "rpo"),  # a term by the term that it points to
    ],
)
def test_related_finds_what_points_at_an_id(
    id: str, named: str, index: Index, knowledge: KnowledgeBase, library: Library
) -> None:
    found = [subject.id for subject in related(id, index, knowledge, library)]
    assert named in found
    assert len(found) == len(set(found))


def test_related_finds_nothing_that_does_not(index: Index, knowledge: KnowledgeBase, library: Library) -> None:
    for id in ("F.4.4.4", "1-2", "hot_standby"):
        for subject in related(id, index, knowledge, library):
            if subject.kind == "rule":
                rule = knowledge.rules[subject.id]
                assert id in (*rule.metrics, *rule.cases)
            if subject.kind == "term":
                term = library.terms[subject.id]
                assert id in term.see or (id in library.terms and subject.id in library.terms[id].see)
            if subject.kind == "observation":
                observation = library.observations[subject.id]
                assert id in observation.metrics or id in {example.case for example in observation.examples}


@pytest.mark.parametrize("words", ["hot standby", "hot_standby", "HOT_STANDBY", "ホットスタンバイ"])
def test_a_term_is_found_by_its_id_with_and_without_the_line(words: str, index: Index) -> None:
    assert index.find(words)[0].id == "hot_standby"
    assert len(index.find(words)) == len(set(index.find(words)))


def test_a_step_is_found_by_its_number(index: Index) -> None:
    assert [(subject.kind, subject.id) for subject in index.find("step 1.2")] == [("step", "1.2")]


def test_one_letter_is_no_part_of_a_name(index: Index) -> None:
    assert all(id.casefold().startswith("q") for id in index.near("q"))
    assert "hot_standby" in index.near("standby"), "two letters and more are"


def test_spellings_in_any_brackets_are_taken_apart(library: Library) -> None:
    term = library.terms["rto"].model_copy(
        update={"name": Text(ja="目標復旧時間（RTO）", en="objective (recovery)"), "also": ("時間 （短い）", "(alone)")}
    )
    assert spellings(term) == (
        "目標復旧時間（RTO）", "目標復旧時間", "RTO", "objective (recovery)", "objective", "recovery", "時間 （短い）", "時間", "短い",
        "(alone)", "alone",
    )  # fmt: skip
    assert term_groups({"rto": term}) == (spellings(term),)


@pytest.mark.parametrize(("words", "id"), [("model_3", "3"), ("case_4-1", "4-1"), ("step_1.2", "1.2")])
def test_a_line_stands_for_a_blank(words: str, id: str, index: Index) -> None:
    assert index.find(words)[0].id == id
