"""Choosing a model system: the corners of table 3.1-1 and the properties of the choice."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hrsi_cli.domain.knowledge_base import KnowledgeBase
from hrsi_cli.domain.quantity import Duration
from hrsi_cli.domain.selection import Answers
from hrsi_cli.engine.selection import select_model
from hrsi_cli.knowledge.store import load_knowledge

KNOWLEDGE = load_knowledge()
TIMES = ["0", "10m", "1h", "2h", "4h", "8h", "12h", "1d", "2d", "3d", "7d", "2w", "1mo", "3mo", "6mo", "1y"]
BUDGETS = ["low", "medium", "high"]
RANK = {"low": 0, "medium": 1, "high": 2}


def answers(failure: str, disaster: str, rpo: str = "30d", budget: str = "high", **extra: bool | None) -> Answers:
    return Answers.model_validate(
        {
            "rto_failure": Duration.parse(failure),
            "rto_disaster": Duration.parse(disaster),
            "rpo": Duration.parse(rpo),
            "budget": budget,
            **extra,
        }
    )


any_answers = st.builds(
    answers,
    st.sampled_from(TIMES),
    st.sampled_from(TIMES),
    st.sampled_from(TIMES),
    st.sampled_from(BUDGETS),
    redundancy=st.sampled_from([None, True, False]),
    backup_site=st.sampled_from([None, True, False]),
)


@pytest.mark.parametrize(
    ("failure", "disaster", "model"),
    [("2h", "6mo", 2), ("2h", "7d", 3), ("2h", "2h", 4), ("3d", "6mo", 1)],
)
def test_corners(knowledge: KnowledgeBase, failure: str, disaster: str, model: int) -> None:
    assert select_model(answers(failure, disaster), knowledge).recommended == model


def test_two_hours_after_a_disaster_on_a_low_budget_has_two_ways_out(knowledge: KnowledgeBase) -> None:
    selection = select_model(answers("3d", "2h", budget="low"), knowledge)
    assert not selection.achievable
    changes = [relaxation.changes for relaxation in selection.relaxations]
    assert {"budget": "high"} in changes
    assert {"rto_disaster": "6mo"} in changes


def test_partly_met_does_not_count(knowledge: KnowledgeBase) -> None:
    selection = select_model(answers("1d", "6mo"), knowledge)
    first = selection.assessments[0].offers[0]
    assert first.met == "partly"
    assert not selection.assessments[0].meets_all
    assert selection.recommended == 2


def test_zero_is_a_value(knowledge: KnowledgeBase) -> None:
    selection = select_model(answers("2h", "2h", "0"), knowledge)
    assert selection.recommended == 4
    assert select_model(answers("0", "2h", "0"), knowledge).recommended is None


@given(any_answers, st.sampled_from(["rto_failure", "rto_disaster", "rpo", "budget", "redundancy", "backup_site"]), st.data())
def test_tightening_an_answer_never_lowers_the_model(asked: Answers, name: str, data: st.DataObject) -> None:
    before = select_model(asked, KNOWLEDGE).recommended
    value = getattr(asked, name)
    tighter: object
    if isinstance(value, Duration):
        tighter = Duration.parse(
            data.draw(st.sampled_from([time for time in TIMES if Duration.parse(time).seconds <= value.seconds]))
        )
    elif name == "budget":
        tighter = data.draw(st.sampled_from([budget for budget in BUDGETS if RANK[budget] <= RANK[value]]))
    else:
        tighter = True
    after = select_model(asked.model_copy(update={name: tighter}), KNOWLEDGE).recommended
    assert after is None or (before is not None and after >= before)


@given(any_answers)
def test_recommended_has_the_least_investment_of_those_that_meet_all(asked: Answers) -> None:
    selection = select_model(asked, KNOWLEDGE)
    fitting = [assessment.model for assessment in selection.assessments if assessment.meets_all]
    assert (selection.recommended in fitting) == bool(fitting)
    if selection.recommended is not None:
        cost = {id: RANK[model.profile.investment.value] for id, model in KNOWLEDGE.model_systems.items()}
        assert (cost[selection.recommended], selection.recommended) == min((cost[id], id) for id in fitting)


@settings(max_examples=300)
@given(any_answers)
def test_each_relaxation_is_achievable_when_asked_again(asked: Answers) -> None:
    selection = select_model(asked, KNOWLEDGE)
    assert bool(selection.relaxations) == (selection.recommended is None)
    for relaxation in selection.relaxations:
        changed = {
            name: Duration.parse(text)
            if isinstance(getattr(asked, name), Duration)
            else text == "yes"
            if name != "budget"
            else text
            for name, text in relaxation.changes.items()
        }
        again = select_model(asked.model_copy(update=changed), KNOWLEDGE)
        assert again.recommended == relaxation.model
        for name in changed:
            kept = asked.model_copy(update={key: value for key, value in changed.items() if key != name})
            assert select_model(kept, KNOWLEDGE).recommended is None, "every change of a relaxation is needed"


def recommended_at(asked: Answers, criterion: str, seconds: float) -> int | None:
    return select_model(asked.model_copy(update={criterion: Duration("", seconds)}), KNOWLEDGE).recommended


@settings(max_examples=300)
@given(any_answers)
def test_a_switch_to_shorter_times_names_where_the_choice_turns(asked: Answers) -> None:
    selection = select_model(asked, KNOWLEDGE)
    turns: dict[str, list[tuple[float, int]]] = {}
    for point in selection.switch_points:
        value = getattr(asked, point.criterion)
        if not isinstance(value, Duration):
            assert point.below is None
            continue
        to = Duration.parse(point.to).seconds
        assert (point.below is not None) == (to < value.seconds), "a longer time turns at the value itself"
        if point.below is None:
            assert recommended_at(asked, point.criterion, to - 1) != point.model
            continue
        below = Duration.parse(point.below).seconds
        assert to < below <= value.seconds
        assert recommended_at(asked, point.criterion, below - 1) == point.model
        assert recommended_at(asked, point.criterion, to) == point.model
        turns.setdefault(point.criterion, []).append((below, point.model))
    for criterion, found in turns.items():
        at = selection.recommended
        for below, model in sorted(found, reverse=True):  # each turn is reached from the one before it
            assert recommended_at(asked, criterion, below) == at
            at = model


@given(any_answers)
def test_switch_points_do_change_the_answer(asked: Answers) -> None:
    selection = select_model(asked, KNOWLEDGE)
    for point in selection.switch_points:
        value = getattr(asked, point.criterion)
        to: object = Duration.parse(point.to) if isinstance(value, Duration) else point.to
        if point.criterion in ("redundancy", "backup_site"):
            to = point.to == "yes"
        assert (
            select_model(asked.model_copy(update={point.criterion: to}), KNOWLEDGE).recommended
            == point.model
            != selection.recommended
        )
