"""Likeness of plans and cases, filters, counted observations, progress along the guide, names of things."""

from __future__ import annotations

import pytest

from hrsi_cli.domain.browsing import Condition
from hrsi_cli.domain.knowledge_base import KnowledgeBase
from hrsi_cli.domain.plan import Plan
from hrsi_cli.engine.case_plan import case_plan
from hrsi_cli.engine.explaining import Index, related
from hrsi_cli.engine.filtering import filter_cases
from hrsi_cli.engine.guide_progress import guide_progress
from hrsi_cli.engine.observations import count_claims
from hrsi_cli.engine.similarity import near_cases
from hrsi_cli.knowledge.store import load_library

CASES = ["1-1", "1-2", "1-3", "2-1", "2-2", "3-1", "3-2", "4-1", "4-2", "4-3"]


def plan(**parts: object) -> Plan:
    return Plan.model_validate({"hrsi": 1, "system": {"id": "x"}, "target": {"model": 3}, **parts})


@pytest.mark.parametrize("id", CASES)
def test_a_case_as_a_plan_is_nearest_to_itself(id: str, knowledge: KnowledgeBase) -> None:
    near = near_cases(case_plan(knowledge.cases[id], knowledge.version), knowledge)
    assert near[0].case == id
    assert near[0].similarity == 1
    assert near[1].similarity < 1


def test_likeness_says_in_which_metrics(knowledge: KnowledgeBase) -> None:
    nearest = near_cases(plan(current={"A.3.2.2": 2, "A.3.1.1": 4, "C.5.8.2": "unknown"}), knowledge)[0]
    assert {metric.metric for metric in nearest.metrics} | set(nearest.missing) == {"A.3.2.2", "A.3.1.1"}
    assert all(0 <= metric.closeness <= 1 for metric in nearest.metrics)


def test_a_plan_without_levels_is_near_to_nothing(knowledge: KnowledgeBase) -> None:
    assert near_cases(plan(), knowledge) == ()


def test_filters_combine(knowledge: KnowledgeBase) -> None:
    def ids(**demands: object) -> list[str]:
        return [outline.id for outline in filter_cases(knowledge, **demands)]  # type: ignore[arg-type]

    assert ids() == CASES
    assert ids(model=4) == ["4-1", "4-2", "4-3"]
    assert ids(industry="manufacturing") == ["1-1", "4-3"]
    remote = ids(conditions=[Condition("A.3.2.2", ">=", 2)])
    assert set(remote) < set(CASES)
    assert sorted(remote + ids(conditions=[Condition("A.3.2.2", "<", 2)])) == sorted(
        case for case in CASES if knowledge.outlines[case].grades["A.3.2.2"].level is not None
    )


def test_observations_are_counted(knowledge: KnowledgeBase) -> None:
    claims = {claim.observation.id: claim for claim in count_claims(load_library().observations.values(), knowledge)}
    assert (len(claims["O12"].cases), claims["O12"].total, claims["O12"].holds) == (9, 10, False)
    assert (len(claims["O42"].cases), claims["O42"].holds) == (4, False)
    assert claims["O33"].holds is True
    assert claims["O30"].holds is True
    assert claims["O30"].total == 7
    assert claims["O01"].holds is None
    for claim in claims.values():
        if claim.holds is False:
            assert claim.observation.remark is not None, f"{claim.observation.id} fails without a remark"


def test_progress_follows_the_plan(knowledge: KnowledgeBase) -> None:
    guide = load_library().guide
    bare = guide_progress(guide, plan(), knowledge)
    assert bare["1.1"].state == "open"
    assert bare["1.3"].state == "answered"
    assert bare["2.3"].state == "answered"
    assert bare["3.2"].state == "open"
    assert bare["2.4"].state == "not_judged"
    assert bare["K04"].state == "open"
    full = guide_progress(
        guide,
        plan(
            system={"id": "x", "business_functions": ("受注",)},
            objectives={"failure": {"rto": "2h"}},
            current={metric: 0 for metric, item in knowledge.requirements.items() if item.class_ == "main"},
            measures={"cloud_checks": {"sla": True, "licences": False}},
        ),
        knowledge,
    )
    assert full["1.1"].state == "answered"
    assert full["2.1"].state == "partly"
    assert full["2.1"].missing == ("objectives.failure.rpo", "objectives.disaster.restart")
    assert (full["3.2"].state, full["3.2"].done, full["3.2"].total) == ("answered", 27, 27)
    assert (full["K04"].state, full["K02"].state) == ("answered", "open")


def test_unknown_and_absent_levels_are_no_answer(knowledge: KnowledgeBase) -> None:
    guide = load_library().guide
    some = guide_progress(
        guide, plan(current={"A.2.1.1": 1, "A.2.1.2": "unknown", "A.2.5.1": {"not_applicable": "なし"}}), knowledge
    )
    assert (some["3.2"].state, some["3.2"].done) == ("partly", 2)


@pytest.fixture(scope="module")
def index(knowledge: KnowledgeBase) -> Index:
    return Index(knowledge, load_library())


@pytest.mark.parametrize(
    ("words", "kind", "id"),
    [
        ("a.3.2.2", "metric", "A.3.2.2"),
        ("Ａ．３．２．２", "metric", "A.3.2.2"),
        ("hrsi103", "rule", "HRSI103"),
        ("rpo-unreachable", "rule", "HRSI101"),
        ("モデル3", "model", "3"),
        ("model system 3", "model", "3"),
        ("事例４－１", "case", "4-1"),
        ("RTO", "term", "rto"),
        ("目標復旧時間", "term", "rto"),
        ("RLO", "term", "rlo"),
        ("Hot Standby", "term", "hot_standby"),
        ("ほっとすたんばい", "term", "hot_standby"),
        ("failback", "term", "failback"),
        ("切り戻し", "term", "failback"),
        ("C06", "constraint", "C06"),
        ("P2", "preset_rule", "P2"),
        ("O12", "observation", "O12"),
        ("1.2", "step", "1.2"),
        ("A01", "advice", "A01"),
        ("K07", "check", "K07"),
    ],
)
def test_names_are_understood(words: str, kind: str, id: str, index: Index) -> None:
    subject = index.find(words)[0]
    assert (subject.kind, subject.id) == (kind, id)


@pytest.mark.parametrize(
    ("words", "near"),
    [
        ("A.3.2", "A.3.2.2"),
        ("hrsi13", "HRSI103"),
        ("failbak", "failback"),
        ("hotstanby", "hot_standby"),
        ("スタンバイ", "hot_standby"),
    ],
)
def test_near_misses_are_suggested(words: str, near: str, index: Index) -> None:
    assert index.find(words) == ()
    assert near in index.near(words)


def test_everything_that_is_referred_to_can_be_explained(index: Index, knowledge: KnowledgeBase) -> None:
    library = load_library()
    named = [name for term in library.terms.values() for name in term.see]
    named += [name for model in knowledge.model_systems.values() for preset in model.presets for name in preset.constraints]
    named += [name for rule in knowledge.rules.values() for name in (*rule.metrics, *rule.cases) if name != "*"]
    missing = sorted({name for name in named if index.named(name) is None})
    assert missing == []


def test_related_names_what_bears_on_a_metric(index: Index, knowledge: KnowledgeBase) -> None:
    ids = {subject.id for subject in related("A.3.2.2", index, knowledge, load_library())}
    assert {"C11", "HRSI102"} <= ids
