"""What is said around a selection: conflicts are minimal and complete, advice is for the recommended model."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from hrsi_cli.domain.assessment import CRITERIA
from hrsi_cli.domain.knowledge_base import KnowledgeBase
from hrsi_cli.domain.quantity import Duration
from hrsi_cli.domain.selection import Answers
from hrsi_cli.engine.advice import build_advice
from hrsi_cli.engine.selection import select_model
from hrsi_cli.knowledge.store import load_cloud_advice, load_knowledge

TIMES = st.sampled_from(["0", "1m", "2h", "8h", "1d", "3d", "7d", "30d", "6mo"]).map(Duration.parse)
ANSWERS = st.builds(
    Answers,
    rto_failure=TIMES,
    rto_disaster=TIMES,
    rpo=TIMES,
    budget=st.sampled_from(["low", "medium", "high"]),
    redundancy=st.sampled_from([None, True, False]),
    backup_site=st.sampled_from([None, True, False]),
)
KNOWLEDGE = load_knowledge()
CLOUD = load_cloud_advice()


@given(ANSWERS)
def test_conflicts_exist_exactly_where_nothing_fits_and_are_minimal(answers: Answers) -> None:
    selection = select_model(answers, KNOWLEDGE)
    advice = build_advice(selection, KNOWLEDGE, CLOUD)
    assert bool(advice.conflicts) == (selection.recommended is None)
    for conflict in advice.conflicts:
        together = [set(models) for models in conflict.met_by]
        assert not set.intersection(*together)
        for left_out in range(len(together)):
            rest = together[:left_out] + together[left_out + 1 :]
            assert not rest or set.intersection(*rest)


@given(ANSWERS)
def test_advice_is_for_the_recommended_model(answers: Answers) -> None:
    selection = select_model(answers, KNOWLEDGE)
    advice = build_advice(selection, KNOWLEDGE, CLOUD)
    model = selection.recommended
    assert all(model in item.models for item in advice.cloud)
    assert {case.id for case in advice.road} == ({outline.id for outline in KNOWLEDGE.outlines_of(model)} if model else set())
    assert (advice.cost is None) == (model is None)
    if advice.cost and model:
        assert advice.cost.below == (model - 1 or None)


def test_the_most_specific_cloud_advice_comes_first(knowledge: KnowledgeBase) -> None:
    answers = Answers(rto_failure=Duration.parse("2h"), rto_disaster=Duration.parse("2h"), rpo=Duration.parse("0"), budget="high")
    advice = build_advice(select_model(answers, knowledge), knowledge, CLOUD)
    assert advice.cloud[0].models == (4,)
    assert {offer.criterion for offer in select_model(answers, knowledge).assessments[0].offers} == set(CRITERIA)


@given(ANSWERS)
def test_every_smallest_conflict_is_told(answers: Answers) -> None:
    """Trying every set of answers finds the same."""
    selection = select_model(answers, KNOWLEDGE)
    asked = [offer.criterion for offer in selection.assessments[0].offers if offer.asked is not None]
    met = {
        (assessment.model, offer.criterion)
        for assessment in selection.assessments
        for offer in assessment.offers
        if offer.met == "yes"
    }

    def clash(criteria: tuple[str, ...]) -> bool:
        return not any(all((model, criterion) in met for criterion in criteria) for model in KNOWLEDGE.model_systems)

    sets = [criteria for size in range(1, len(asked) + 1) for criteria in combinations(asked, size) if clash(criteria)]
    smallest = [each for each in sets if not any(set(other) < set(each) for other in sets)]
    assert [conflict.criteria for conflict in build_advice(selection, KNOWLEDGE, CLOUD).conflicts] == smallest
