"""Paths, phases, differences, portfolios and ratchets worked out by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.engine.test_gap import judge, presets, waiver
from tests.engine.test_portfolio import _plan, _portfolio

from hrsi_cli.domain.judgement import Finding, Judgement
from hrsi_cli.domain.path import Goal, PathResult
from hrsi_cli.domain.plan import Costs, KnownLevel, Package, Plan, UnknownLevel
from hrsi_cli.domain.plan_diff import PlanDiff
from hrsi_cli.domain.policy import Policy, WaiverPolicy
from hrsi_cli.domain.problem import Message, Position
from hrsi_cli.engine.appraisal import appraise
from hrsi_cli.engine.baseline import baseline_of, compare_with_baseline
from hrsi_cli.engine.path import Need, PathProblem, least_routes
from hrsi_cli.engine.phases import plan_at, with_levels
from hrsi_cli.engine.plan_diff import diff_plans, what_if
from hrsi_cli.engine.ratchet import tightest_policy
from hrsi_cli.engine.steering import find_path
from hrsi_cli.knowledge.store import load_dependencies, load_knowledge

KNOWLEDGE = load_knowledge()
TODAY = date(2026, 11, 23)


def plan(current: dict[str, Any] | None = None, model: int = 3, **parts: Any) -> Plan:
    content = {"hrsi": 1, "system": {"id": "any"}, "target": {"model": model}, "current": current or {}, **parts}
    return Plan.model_validate(content)


# phases


def test_raised_levels_keep_their_note_and_lose_their_evidence() -> None:
    before = plan(
        {
            "A.2.1.1": {"level": 1, "note": "half", "evidence": {"kind": "claim"}},
            "A.2.4.1": {"level": 2, "evidence": {"kind": "claim"}},
            "A.2.5.1": {"not_applicable": "none"},
            "A.2.5.2": {"level": "unknown", "note": "asked"},
            "C.5.9.1": 4,
            "A.2.6.1": {"level": 1, "evidence": {"kind": "claim"}},
        }
    )
    wanted = {"A.2.5.1": 2, "A.2.1.1": 2, "A.2.4.1": 1, "A.2.5.2": 1, "C.5.9.1": 3, "A.2.6.1": 1, "A.3.1.1": 3}
    after = with_levels(before, wanted, KNOWLEDGE).current
    assert after["A.2.1.1"] == KnownLevel(level=2, note="half")
    assert after["A.2.4.1"] == before.current["A.2.4.1"], "a phase never lowers a level"
    assert after["A.2.5.1"] == before.current["A.2.5.1"], "nor touches what is not applicable"
    assert after["A.2.5.2"] == KnownLevel(level=1, note="asked")
    assert after["C.5.9.1"] == KnownLevel(level=3), "of alternatives the new one counts, though its number is lower"
    assert after["A.2.6.1"] == before.current["A.2.6.1"], "the same level keeps its evidence"
    assert after["A.3.1.1"] == KnownLevel(level=3)


def test_phases_of_one_day_come_in_the_order_of_the_file() -> None:
    phases = (
        {"id": "b", "by": "2027-03-31", "levels": {"C.5.9.1": 2}},
        {"id": "a", "by": "2027-03-31", "levels": {"C.5.9.1": 1}},
        {"id": "c", "by": "2027-01-31", "levels": {"C.5.9.1": 5}},
    )
    made = plan(phases=phases)
    levels = {
        day: plan_at(made, date.fromisoformat(day), KNOWLEDGE).current.get("C.5.9.1")
        for day in ("2027-01-30", "2027-01-31", "2027-03-30", "2027-03-31")
    }
    assert levels == {
        "2027-01-30": None,
        "2027-01-31": KnownLevel(level=5),
        "2027-03-30": KnownLevel(level=5),
        "2027-03-31": KnownLevel(level=1),
    }


# paths


def routes(
    goal: dict[str, int],
    start: dict[str, int],
    costs: Costs | None = None,
    *needs: Need,
    outside: frozenset[str] = frozenset(),
    milestones: dict[str, int] | None = None,
) -> Any:
    return least_routes((Goal(None, goal),), PathProblem(start, outside, needs, costs, milestones or {}))


def test_a_way_without_prices_takes_the_fewest_steps_and_names_no_cost() -> None:
    (way,) = routes({"A.2.1.1": 2, "A.2.4.1": 1}, {"A.2.1.1": 0})
    assert (way.steps, way.cost, way.unpriced, way.levels) == (3, None, (), {"A.2.1.1": 2, "A.2.4.1": 1})
    assert [(raise_.metric, raise_.before, raise_.after, raise_.steps) for move in way.moves for raise_ in move.raises] == [
        ("A.2.4.1", None, 1, 1), ("A.2.1.1", 0, 2, 2),
    ]  # fmt: skip
    assert {(move.cost, move.unpriced, move.together, move.needs) for move in way.moves} == {(None, (), None, ())}


def test_prices_are_summed_and_missing_ones_named() -> None:
    costs = Costs(unit="MJPY", steps={"A.2.1.1": {"1": 0.1, "2": 0.2}, "A.2.4.1": {"1": 5.0}})
    (way,) = routes({"A.2.1.1": 2, "A.2.4.1": 2}, {"A.2.1.1": 0, "A.2.4.1": 0}, costs)
    assert (way.cost, way.unpriced) == (5.3, (("A.2.4.1", 2),))
    assert {move.raises[0].metric: (move.cost, move.unpriced) for move in way.moves} == {
        "A.2.1.1": (pytest.approx(0.3), ()),
        "A.2.4.1": (None, (("A.2.4.1", 2),)),
    }


def test_what_needs_one_another_has_one_number_and_what_does_not_has_none() -> None:
    needs = (
        Need("n1", "A.2.1.1", 1, {"A.2.4.1": 1}),
        Need("n2", "A.2.4.1", 1, {"A.2.1.1": 1}),
        Need("n3", "A.2.3.1", 1, {"A.2.1.1": 1}),
    )
    (way,) = routes({"A.2.3.1": 1, "A.2.5.1": 1}, {"A.2.1.1": 0, "A.2.4.1": 0, "A.2.3.1": 0, "A.2.5.1": 0}, None, *needs)
    told = {move.raises[0].metric: (move.together, move.needs) for move in way.moves}
    assert told == {
        "A.2.1.1": (1, ("A.2.4.1",)), "A.2.4.1": (1, ("A.2.1.1",)), "A.2.3.1": (None, ("A.2.1.1",)), "A.2.5.1": (None, ()),
    }  # fmt: skip
    order = [move.raises[0].metric for move in way.moves]
    assert order.index("A.2.3.1") > max(order.index("A.2.1.1"), order.index("A.2.4.1"))


def test_a_need_is_kept_only_by_the_way_that_takes_its_step() -> None:
    need = Need("n", "A.2.1.1", 2, {"A.2.4.1": 1})
    assert routes({"A.2.1.1": 1}, {"A.2.1.1": 0}, None, need)[0].levels == {"A.2.1.1": 1}
    assert routes({"A.2.1.1": 2}, {"A.2.1.1": 2}, None, need)[0].levels == {}, "what stands already is not asked again"
    assert routes({"A.2.1.1": 2}, {"A.2.1.1": 1}, None, need)[0].levels == {"A.2.1.1": 2, "A.2.4.1": 1}


def test_a_package_is_a_move_and_steps_on_top_build_on_it() -> None:
    package = Package(id="ha", cost=3, levels={"A.2.1.1": 1, "A.2.4.1": 1, "A.2.3.1": 1})
    costs = Costs(unit="x", steps={"A.2.1.1": {"1": 9, "2": 4}, "A.2.4.1": {"1": 9}, "A.2.3.1": {"1": 9}}, packages=(package,))
    (way,) = routes({"A.2.1.1": 2, "A.2.4.1": 1}, {"A.2.1.1": 0, "A.2.3.1": 1}, costs)
    assert (way.cost, way.steps) == (7, 2)
    first, second = way.moves
    assert first.package == package
    assert [(item.metric, item.before, item.after) for item in first.raises] == [("A.2.1.1", 0, 1), ("A.2.4.1", None, 1)]
    assert [(item.metric, item.before, item.after) for item in second.raises] == [("A.2.1.1", 1, 2)]
    assert second.needs == ("A.2.1.1",)
    (way,) = routes({"A.2.1.1": 1}, {"A.2.1.1": 0}, costs, outside=frozenset({"A.2.4.1"}))
    assert [item.metric for move in way.moves for item in move.raises] == ["A.2.1.1", "A.2.3.1"]


def test_moves_towards_a_lower_model_come_first() -> None:
    start = {"A.2.1.1": 0, "A.2.4.1": 0}
    both = {"A.2.1.1": 2, "A.2.4.1": 1}
    first = [
        routes(both, start, None, milestones=milestones)[0].moves[0].raises[0].metric
        for milestones in ({"A.2.1.1": 2}, {"A.2.4.1": 2}, {"A.2.1.1": 2, "A.2.4.1": 3})
    ]
    assert first == ["A.2.1.1", "A.2.4.1", "A.2.1.1"]


def way_of(made: Plan, model: int | None = 3, **parts: Any) -> PathResult:
    return find_path(
        "plan.yaml", made, model, KNOWLEDGE, dependencies=load_dependencies(), costs=made.costs, today=TODAY, policy=Policy(),
        locate=lambda path: Position(7, 7), **parts,
    )  # fmt: skip


def test_each_move_says_what_has_been_reached_by_then() -> None:
    made = plan(presets(2) | {"A.3.1.1": "unknown"}, objectives={"disaster": {"restart": "7d"}})
    result = way_of(made)
    assert (result.goal_model, result.attained_model, result.system_id, result.unit) == (3, None, "any", None)
    assert result.unknown == ("A.3.1.1",)
    assert result.still_open == ()
    assert result.routes[0].moves[-1].attained_model == 3
    assert result.routes[0].moves[-1].attainment == 1
    shares = [move.attainment for move in result.routes[0].moves]
    assert shares == sorted(share for share in shares if share is not None)
    assert next(move for move in result.routes[0].moves if move.raises[0].metric == "A.3.1.1").attained_model in (2, 3)


def test_what_a_way_to_a_lower_model_leaves_open_is_named() -> None:
    result = way_of(plan(presets(1), model=3), 2)
    still = {metric for metric, level in presets(3).items() if level > presets(2)[metric]}
    assert set(result.still_open) == still
    assert "A.1.3.2" not in result.still_open


def test_findings_that_the_way_brings_are_named_with_their_place_and_notes_are_not() -> None:
    sites = ({"id": "tokyo", "role": "main", "ups": "10m", "generator": "0"},)
    result = way_of(plan(presets(2) | {"F.4.4.4": 0}, measures={"sites": sites}))
    told = {(finding.rule, finding.severity) for finding in result.follow_up}
    assert ("HRSI113", "error") in told
    assert all(severity != "note" for _, severity in told)
    assert all(finding.position == Position(7, 7) for finding in result.follow_up)
    assert "HRSI204" not in {rule for rule, _ in told}, "what is found today is not brought by the way"


def test_phases_say_what_they_buy_over_the_one_before() -> None:
    costs = {"unit": "MJPY", "steps": {"A.2.1.1": {"2": 1.5}, "A.2.5.1": {"1": 1.0, "2": 2.0}, "C.3.4.1": {"1": 0.5}}}
    phases = (
        {"id": "two", "by": "2027-09-30", "levels": {"C.3.4.1": 2}},
        {"id": "one", "name": "first", "by": "2027-03-31", "levels": {"A.2.1.1": 2, "A.2.5.1": 2, "F.4.4.4": 5}},
    )
    current = presets(3) | {"A.2.1.1": 1, "A.2.5.1": "unknown", "C.3.4.1": 0, "F.4.4.4": 5}
    made = plan(
        current, costs=costs, phases=phases, measures={"sites": ({"id": "t", "role": "main", "ups": "1d", "generator": "30d"},)}
    )
    one, two = way_of(made).phases
    assert (one.id, one.name, one.by, one.cost, one.closes, one.remaining) == (
        "one",
        "first",
        "2027-03-31",
        4.5,
        ("A.2.1.1", "A.2.5.1"),
        ("C.3.4.1",),
    )
    assert (one.attainment, one.attained_model) == (26 / 27, None)
    assert (two.id, two.name, two.cost, two.closes, two.remaining) == ("two", None, None, ("C.3.4.1",), ())
    assert (two.attainment, two.attained_model) == (1.0, 3)


def test_what_a_phase_brings_points_into_the_file() -> None:
    phases = ({"id": "power", "by": "2027-03-31", "levels": {"F.4.4.4": 4}},)
    sites = ({"id": "tokyo", "role": "main", "ups": "10m", "generator": "0"},)
    (effect,) = way_of(plan(presets(3) | {"F.4.4.4": 0}, phases=phases, measures={"sites": sites})).phases
    assert [(finding.rule, finding.position) for finding in effect.came] == [("HRSI113", Position(7, 7))]
    assert effect.went == ()
    outside = plan(presets(3) | {"F.4.4.4": {"not_applicable": "cloud"}, "A.2.4.1": 0}, phases=phases)
    assert way_of(outside).phases[0].remaining == ("A.2.4.1",)


# differences


def diff(old: Plan, new: Plan) -> PlanDiff:
    before, after = (appraise("p", each, KNOWLEDGE, today=TODAY, policy=Policy()) for each in (old, new))
    return diff_plans(before, after, old, new, KNOWLEDGE)


def test_facts_are_named_by_their_place_and_judged_parts_are_left_to_the_metrics() -> None:
    def made(current: dict[str, Any], model: int, **site: Any) -> Plan:
        sites = ({"id": "tokyo", "role": "main", **site}, {"id": "osaka", "role": "backup"})
        backups = ({"name": "nightly", "encrypted": site.get("grid") == "east"}, {"name": "weekly", "interval": "7d"})
        phases = ({"id": "p1", "by": "2027-03-31", "levels": {"A.2.1.1": 2}},)
        return plan(
            current,
            model,
            measures={"sites": sites, "backups": backups},
            phases=phases if site else (),
            notes="x" if site else None,
        )

    found = {
        (fact.place, fact.before, fact.after)
        for fact in diff(made({}, 3), made({"A.2.1.1": 1}, 2, grid="east", hazards=("flood", "fire"))).facts
    }
    assert found >= {
        ("measures.sites[tokyo].grid", None, "east"),
        ("measures.sites[tokyo].hazards", None, "flood, fire"),
        ("measures.backups[nightly].encrypted", "false", "true"),
        ("phases[p1].levels.A.2.1.1", None, "2"),
        ("notes", None, "x"),
    }
    assert not [place for place, _, _ in found if place.startswith(("current", "target", "system"))]


def test_waivers_are_told_apart_by_metric_rule_and_number() -> None:
    def entry(reason: str, **changes: Any) -> dict[str, Any]:
        return {key: value for key, value in waiver(reason=reason, **changes).items() if value is not None}

    rule = {"rule": "HRSI201", "metric": None, "current": None, "target": None}
    old = plan(waivers=(entry("a"), entry("b"), entry("c", **rule)))
    new = plan(waivers=(entry("a"), entry("d"), entry("e", **rule)))
    assert [(fact.place, fact.before, fact.after) for fact in diff(old, new).facts] == [
        ("waivers[A.2.4.1#2].reason", "b", "d"), ("waivers[HRSI201].reason", "c", "e"),
    ]  # fmt: skip


def test_a_finding_that_says_something_else_is_changed_and_a_moved_one_is_not() -> None:
    def made(interval: str, first: tuple[dict[str, Any], ...] = ()) -> Plan:
        backups = (*first, {"name": "nightly", "interval": interval, "restore_tested": "2026-11-01"})
        return plan(objectives={"failure": {"rpo": "1h"}}, measures={"backups": backups})

    changed = diff(made("1d"), made("2d"))
    assert [(item.before.rule, item.after.rule) for item in changed.changed] == [("HRSI101", "HRSI101")]
    assert (changed.came, changed.went) == ((), ())
    gone = diff(made("1d"), made("1h"))
    assert [finding.rule for finding in gone.went] == ["HRSI101"] and gone.came == ()


def test_kinds_of_change() -> None:
    old = plan(presets(3) | {"A.2.1.1": 1, "A.2.4.1": 1, "C.5.9.1": 3, "A.2.5.1": "unknown", "A.2.5.2": 2})
    new = plan(presets(3) | {"A.2.1.1": 2, "A.2.4.1": 0, "C.5.9.1": 1, "A.2.5.1": 1, "A.2.5.2": "unknown"})
    kinds = {change.id: change.kinds for change in diff(old, new).metrics}
    assert kinds == {
        "A.2.1.1": ("improved",),
        "A.2.4.1": ("regressed",),
        "C.5.9.1": ("changed",),
        "A.2.5.1": ("new",),
        "A.2.5.2": ("removed",),
    }


def test_what_if_adds_up_when_each_change_stands_alone() -> None:
    def made(**levels: int) -> Plan:
        low = {"A.2.1.1": 0, "A.2.4.1": 0, "A.2.5.1": 0} | {metric.replace("_", "."): level for metric, level in levels.items()}
        return plan(presets(4) | low, 4)

    base, one, two, both = made(), made(A_2_1_1=2), made(A_2_4_1=1), made(A_2_1_1=2, A_2_4_1=1)
    result = what_if(["a", "b"], diff(base, both), [diff(base, one), diff(base, two)])
    assert (result.closes, result.opens, result.remains) == (("A.2.1.1", "A.2.4.1"), (), ("A.2.5.1",))
    assert result.gain == pytest.approx(2 / 27, abs=1e-4)
    assert [(single.assignment, single.gain) for single in result.alone] == [
        ("a", pytest.approx(1 / 27, abs=1e-4)),
        ("b", pytest.approx(1 / 27, abs=1e-4)),
    ]
    assert result.additive
    assert not what_if(["a", "b"], diff(base, both), [diff(base, one), None]).additive
    assert [single.assignment for single in what_if(["a", "b"], diff(base, both), [None, diff(base, two)]).alone] == ["b"]
    with pytest.raises(ValueError):
        what_if(["a"], diff(base, both), [diff(base, one), None])


def test_findings_must_add_up_too() -> None:
    def made(interval: str, level: int) -> Plan:
        backups = ({"name": "n", "interval": interval, "restore_tested": "2026-11-01"},)
        return plan(presets(3) | {"A.2.4.1": level}, objectives={"failure": {"rpo": "1d"}}, measures={"backups": backups})

    base, one, two, both = made("1d", 0), made("2d", 0), made("1d", 1), made("2d", 1)
    assert what_if(["a", "b"], diff(base, both), [diff(base, one), diff(base, two)]).additive
    assert not what_if(["a", "b"], diff(base, two), [diff(base, one), diff(base, two)]).additive, "alone it brought a finding"
    assert not what_if(["a", "b"], diff(one, two), [diff(one, base), diff(base, one)]).additive


# portfolio


def test_reasons_say_why_a_system_comes_where_it_comes() -> None:
    late = _plan("late", current=presets(1) | {"A.2.5.1": 0, "A.2.3.1": "unknown"}, objectives={"disaster": {"restart": "7d"}})
    made = _portfolio(
        _plan("web", importance=1, needs=("db",), current=presets(1), objectives={"disaster": {"restart": "7d"}}),
        _plan("db", importance=4),
        late,
    )
    told = {
        state.result.system_id: [(reason.id.removeprefix("portfolio.reason_"), dict(reason.values)) for reason in state.reasons]
        for state in made.systems
    }
    assert ("importance", {"importance": 1}) in told["web"]
    assert ("pulled", {"system": "web", "importance": 1}) in told["db"]
    assert ("carries", {"count": 1}) in told["db"]
    assert ("no_importance", {}) in told["late"]
    assert ("models", {"count": 1}) in told["late"]
    assert ("open", {"count": 3, "metric": "A.2.5.1"}) in told["late"]
    db = next(state for state in made.systems if state.result.system_id == "db")
    assert dict(told["db"])["errors"] == {"count": sum(finding.severity == "error" for finding in db.result.findings)}
    assert dict(told["db"])["open"]["count"] == 27
    worst = next(state.worst for state in made.systems if state.result.system_id == "late")
    assert worst is not None and worst.id == "A.2.5.1", "a known gap comes before what is unknown"


def test_of_two_gaps_the_wider_is_the_worst_and_of_equals_the_first() -> None:
    def worst(current: dict[str, Any], **parts: Any) -> str | None:
        state = _portfolio(_plan("a", current=presets(1) | current, **parts)).systems[0]
        return state.worst.id if state.worst else None

    assert worst({"C.1.3.1": 1, "F.4.1.1": 0}) == "F.4.1.1"
    assert worst({"A.2.5.1": 0, "A.2.3.1": 0}) == "A.2.3.1"
    assert worst({}) is None
    assert worst({"A.1.3.2": 0, "A.2.3.1": 0}, objectives={"failure": {"rto": "2h"}}) == "A.2.3.1", "an error before a warning"


def test_a_system_named_twice_and_a_missing_one_are_told_with_their_names() -> None:
    made = _portfolio(_plan("a", needs=("gone",)), _plan("a"))
    told = {problem.kind: dict(problem.message.values) for problem in made.problems}
    assert told["missing"] == {"system": "a", "name": "gone"}
    assert told["same_id"] == {"system": "a", "count": 2, "paths": ("a", "a")}


def test_equal_importance_is_not_pulled() -> None:
    made = _portfolio(_plan("web", importance=2, needs=("db",)), _plan("db", importance=2), _plan("lone"))
    told = {state.result.system_id: (state.effective_importance, state.pulled_by, state.dependents) for state in made.systems}
    assert told == {"web": (2, None, 0), "db": (2, None, 1), "lone": (None, None, 0)}


# baseline and ratchet


def judgement(*results: Any) -> Judgement:
    return Judgement(results, (), KNOWLEDGE.version)


def test_a_baseline_holds_what_is_open_and_tells_stale_entries() -> None:
    result = judge(presets(3) | {"A.2.1.1": 0, "A.2.4.1": "unknown", "A.2.5.1": 0}, waivers=(waiver(metric="A.2.5.1", target=2),))
    entries = baseline_of([result])
    assert [(entry.system, entry.id, entry.where, entry.severity, entry.gap) for entry in entries] == [
        ("test", "A.2.1.1", "", "error", 2), ("test", "A.2.4.1", "", "error", None),
    ]  # fmt: skip
    same = compare_with_baseline(judgement(result), entries, KNOWLEDGE, Policy())
    assert (same.stale, same.plans[0].verdict, same.plans[0].fixed) == ((), "pass", ())
    assert {metric.id for metric in same.plans[0].metrics if metric.known} == {"A.2.1.1", "A.2.4.1"}
    other = [entry.__class__("test", "A.9.9.9") for entry in entries[:1]] + [
        entry.__class__("else", "A.2.1.1") for entry in entries[:1]
    ]
    assert len(compare_with_baseline(judgement(result), other, KNOWLEDGE, Policy()).stale) == 2
    better = judge(presets(3) | {"A.2.1.1": 1})
    compared = compare_with_baseline(judgement(better), entries, KNOWLEDGE, Policy())
    assert [entry.id for entry in compared.plans[0].fixed] == ["A.2.4.1"]
    worse = judge(presets(3) | {"A.2.1.1": "unknown"})
    assert compare_with_baseline(judgement(worse), entries, KNOWLEDGE, Policy()).plans[0].verdict == "fail"
    unknown_is_known = judge(presets(3) | {"A.2.4.1": 0})
    assert compare_with_baseline(judgement(unknown_is_known), entries, KNOWLEDGE, Policy()).plans[0].verdict == "pass"


def test_a_finding_that_weighs_more_is_not_known() -> None:
    def result(severity: Any) -> Any:
        from dataclasses import replace

        found = Finding("HRSI201", severity, Message("x"), Position(1, 1), (), key="k")
        return replace(judge(presets(3)), findings=(found,))

    entries = baseline_of([result("warning")])
    known = [
        compare_with_baseline(judgement(result(weight)), entries, KNOWLEDGE, Policy()).plans[0].findings[0].known
        for weight in ("note", "warning", "error")
    ]
    assert known == [True, True, False]


def test_the_tightest_policy_fails_for_one_level_less() -> None:
    first, second = judge(presets(3)), judge(presets(2) | {"A.2.4.1": {"not_applicable": "x"}, "A.2.1.1": "unknown"}, 2)
    entries = baseline_of([first, second])
    policy = tightest_policy(judgement(first, second), entries, KNOWLEDGE, Policy())
    assert policy is not None
    assert (policy.fail_on, policy.fail_under, policy.min_model) == ("warning", round(100 * 25 / 26, 2), None)
    assert policy.floors["test"]["A.2.5.1"] == 2
    assert "A.2.1.1" not in policy.floors["test"] and "A.2.4.1" not in policy.floors["test"]
    both = tightest_policy(judgement(first, judge(presets(2), 2)), (), KNOWLEDGE, Policy())
    assert both is not None and (both.min_model, both.fail_under) == (2, 100)


def test_warnings_that_are_there_today_are_no_demand() -> None:
    result = judge(presets(3) | {"A.1.3.2": 0}, objectives={"failure": {"rto": "2h"}})
    policy = tightest_policy(judgement(result), (), KNOWLEDGE, Policy())
    assert policy is not None and policy.fail_on == "error"
    nothing = judge({id: {"not_applicable": "x"} for id in presets(3)})
    policy = tightest_policy(judgement(nothing), (), KNOWLEDGE, Policy())
    assert policy is not None and (policy.fail_under, policy.min_model) == (None, None)
    expired = judge(presets(3) | {"A.2.4.1": 0}, today=date(2027, 4, 1), waivers=(waiver(),))
    assert tightest_policy(judgement(expired), (), KNOWLEDGE, Policy()) is None


# waivers


@pytest.mark.parametrize(
    ("level", "changes", "limits", "message", "values"),
    [
        (1, {}, {}, "waiver.no_gap", {"metric": "A.2.4.1"}),
        (0, {"target": 2}, {}, "waiver.target_moved", {"metric": "A.2.4.1", "then": 2, "now": 1}),
        ("unknown", {}, {}, "waiver.worse", {"metric": "A.2.4.1", "then": 0, "now": Message("level.unknown")}),
        (0, {}, {"never": ("A.2.4.1",)}, "waiver.never", {"subject": "A.2.4.1"}),
        (0, {}, {"longest_days": 180}, "waiver.too_long", {"days": 181, "longest": 180}),
        (0, {"approved_by": " OPS "}, {"approver_differs_from_owner": True}, "waiver.own_approval", {"owner": "ops"}),
        (0, {}, {"most_active": 0}, "waiver.too_many", {"most": 0}),
        (0, {"metric": None, "current": None, "target": None, "rule": "HRSI201"}, {}, "waiver.no_finding", {"rule": "HRSI201"}),
        (0, {"expires": "2026-11-22"}, {}, "waiver.expired", {"day": "2026-11-22"}),
        (0, {"expires": "2026-12-23"}, {}, "waiver.expiring", {"day": "2026-12-23", "days": 30}),
    ],
)
def test_a_waiver_says_why_it_does_not_hold(
    level: Any, changes: dict[str, Any], limits: dict[str, Any], message: str, values: dict[str, Any]
) -> None:
    entry = {key: value for key, value in waiver(**changes).items() if value is not None}
    policy = Policy(waivers=WaiverPolicy(**limits))
    (told,) = judge(presets(3) | {"A.2.4.1": level}, policy=policy, waivers=(entry,)).waivers
    assert told.why is not None
    assert (told.why.id, dict(told.why.values)) == (message, values)


def test_at_their_limits_waivers_hold() -> None:
    policy = Policy(waivers=WaiverPolicy(longest_days=181, most_active=1, approver_differs_from_owner=True))
    entries = (waiver(), waiver(metric="A.2.1.1", target=2), waiver())
    result = judge(presets(3) | {"A.2.4.1": 0, "A.2.1.1": 0}, policy=policy, waivers=entries)
    assert [(told.state, told.why.id if told.why else None) for told in result.waivers] == [
        ("active", None), ("void", "waiver.too_many"), ("unused", "waiver.twice"),
    ]  # fmt: skip
    assert [told.severity for told in result.waivers] == [None, "error", "warning"]
    assert (result.waivers[0].owner, result.waivers[0].approved_by, result.waivers[0].created, result.waivers[0].reason) == (
        "ops",
        "head",
        "2026-10-01",
        "second line in May",
    )


def test_waivers_can_be_left_out() -> None:
    result = judge(presets(3) | {"A.2.4.1": 0}, policy=Policy(use_waivers=False), waivers=(waiver(),))
    assert (result.waivers[0].why, result.verdict) == (Message("waiver.left_out"), "fail")


def test_an_unknown_level_may_be_waived_and_a_better_one_stays_waived() -> None:
    entry = waiver(current="unknown", metric="A.2.1.1", target=2)
    assert isinstance(plan({"A.2.1.1": "unknown"}).current["A.2.1.1"], UnknownLevel)
    for level in ("unknown", 0, 1):
        assert judge(presets(3) | {"A.2.1.1": level}, waivers=(entry,)).waivers[0].state == "active"


# what a plan asks of its own way, and of its neighbours


def test_a_plans_own_needs_are_kept_and_numbered() -> None:
    costs = {"unit": "x", "requires": ({"metric": "A.2.1.1", "level": 2, "needs": {"A.2.4.1": 2}},)}
    result = way_of(plan(presets(3) | {"A.2.1.1": 1, "A.2.4.1": 1}, costs=costs))
    assert result.routes[0].levels == {"A.2.1.1": 2, "A.2.4.1": 2}
    assert "1" in result.dependencies
    assert {move.raises[0].metric: move.needs for move in result.routes[0].moves} == {"A.2.4.1": (), "A.2.1.1": ("A.2.4.1",)}


def test_the_own_targets_are_the_main_ones_and_nothing_more() -> None:
    result = way_of(plan(presets(3) | {"A.2.1.1": 1}, objectives={"failure": {"rto": "2h"}}), None)
    assert result.routes[0].levels == {"A.2.1.1": 2}
    assert "A.1.3.2" not in result.routes[0].goal.levels
    assert result.goal_model is None


def test_ways_with_fewer_unknown_prices_come_first_even_if_dearer() -> None:
    package = Package(id="all", cost=99, levels={"A.2.1.1": 1})
    (way,) = routes({"A.2.1.1": 1}, {"A.2.1.1": 0}, Costs(unit="x", packages=(package,)))
    assert (way.cost, way.unpriced) == (99, ())


def test_only_needs_that_meet_something_not_applicable_are_called_skipped() -> None:
    made = plan(presets(2) | {"A.3.1.1": {"not_applicable": "no site"}, "A.3.2.2": 0})
    assert way_of(made).skipped
    assert all(metrics == ("A.3.1.1",) for _, metrics in way_of(made).skipped)
    assert way_of(plan(presets(2) | {"A.3.2.2": 0})).skipped == ()


def test_a_system_that_waits_for_a_later_one_is_told() -> None:
    def restart(time: str) -> dict[str, Any]:
        return {"objectives": {"disaster": {"restart": time}}}

    made = _portfolio(
        _plan("web", needs=("db",), **restart("1d")),
        _plan("db", **restart("3d")),
        _plan("x", needs=("y",)),
        _plan("y", needs=("x",)),
    )
    told = [(problem.kind, problem.systems) for problem in made.problems]
    assert ("itself_late", ("web",)) in told
    assert ("circle", ("x", "y")) in told
    assert [kind for kind, _ in told].count("itself_late") == 1, "a circle is told once, as a circle"


def test_of_equals_the_one_with_more_open_errors_comes_first() -> None:
    few = _plan("a", current=presets(1) | {"A.2.5.1": 0})
    many = _plan("b", current=presets(1) | {"A.2.5.1": 0, "A.2.3.1": 0, "A.2.3.2": 0})
    assert [state.result.system_id for state in _portfolio(few, many).systems] == ["b", "a"]
    found = _plan("c", current=presets(1) | {"A.2.5.1": 0}, measures={"backups": ({"name": "n"},)})
    assert [state.result.system_id for state in _portfolio(few, found).systems] == ["c", "a"], (
        "findings that are errors count too"
    )


def test_hazards_that_strike_most_come_first_and_only_main_sites_are_struck() -> None:
    def at(*hazards: str, role: str = "main") -> dict[str, Any]:
        return {"measures": {"sites": ({"id": "s", "role": role, "hazards": hazards},)}}

    made = _portfolio(
        _plan("a", **at("fire", "quake")),
        _plan("b", **at("fire", "quake")),
        _plan("c", **at("quake")),
        _plan("d", **at("fire", "flood", role="storage")),
        _plan("e", **at("flood")),
    )
    assert [(hazard.hazard, hazard.struck) for hazard in made.hazards] == [("quake", ("a", "b", "c")), ("fire", ("a", "b"))]


def test_a_slot_lasts_as_long_as_its_recovery() -> None:
    def takes(hours: int) -> dict[str, Any]:
        site = {"id": "far", "role": "backup", "standby": "warm", "switch_time": f"{hours}h"}
        return {"measures": {"sites": (site,), "recovery": {"detect": 0, "decide": 0, "verify": 0}}}

    slots = {slot.system: slot for slot in _portfolio(_plan("a", **takes(2)), _plan("b", needs=("a",), **takes(1))).schedule}
    assert (slots["b"].start, slots["b"].end, slots["b"].duration, slots["b"].waits_for) == (7200, 10800, 3600, ("a",))
    assert (slots["a"].duration, slots["a"].waits_why, slots["a"].waits_for) == (7200, "nothing", ())


def test_of_free_moves_the_cheaper_comes_first_whatever_its_name() -> None:
    costs = Costs(unit="x", steps={"A.2.1.1": {"1": 5.0}, "A.2.4.1": {"1": 1.0}, "A.2.3.1": {"1": 3.0}})
    (way,) = routes({"A.2.1.1": 1, "A.2.3.1": 1, "A.2.4.1": 1}, {"A.2.1.1": 0, "A.2.3.1": 0, "A.2.4.1": 0}, costs)
    assert [move.raises[0].metric for move in way.moves] == ["A.2.4.1", "A.2.3.1", "A.2.1.1"]


def test_a_level_0_that_nobody_knows_yet_is_a_change_of_no_step() -> None:
    (way,) = routes({"A.2.1.1": 0, "A.2.4.1": 1}, {"A.2.4.1": 1})
    assert (way.levels, way.steps) == ({"A.2.1.1": 0}, 0)
    (way,) = routes({"A.2.1.1": 0}, {"A.2.1.1": 0})
    assert (way.levels, way.moves) == ({}, ())


def test_a_target_changes_by_its_kind() -> None:
    def made(metric: str, level: int | None, **current: int) -> Plan:
        adjustments = {metric: {"level": level, "reason": "r"}} if level is not None else {}
        return plan(presets(3), target={"model": 3, "adjustments": adjustments})

    def kinds(metric: str, old: int | None, new: int | None) -> tuple[str, ...]:
        return next((change.kinds for change in diff(made(metric, old), made(metric, new)).metrics if change.id == metric), ())

    assert kinds("A.2.1.1", 1, 2) == ("target_raised",)
    assert kinds("A.2.1.1", 2, 1) == ("target_lowered",)
    assert kinds("C.5.9.1", 1, 4) == kinds("C.5.9.1", 4, 1) == ("target_changed",)
    assert kinds("C.5.9.1", None, 1) == ("target_raised",)
    assert kinds("C.5.9.1", 0, None) == ("target_lowered",)
