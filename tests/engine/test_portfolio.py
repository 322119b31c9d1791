"""All systems together: the order to work in, circles, the recovery schedule, and what they share."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hrsi_cli.domain.plan import Plan
from hrsi_cli.domain.policy import Policy
from hrsi_cli.domain.portfolio import Limits, Portfolio
from hrsi_cli.engine.appraisal import appraise
from hrsi_cli.engine.findings.age import oldest_day
from hrsi_cli.engine.graph import circles_and_order, is_circle, named_circle
from hrsi_cli.engine.lapses import last_day
from hrsi_cli.engine.phases import plan_at
from hrsi_cli.engine.portfolio import build_portfolio
from hrsi_cli.engine.schedule import recovery_schedule
from hrsi_cli.knowledge.store import load_knowledge

TODAY = date(2026, 11, 23)
KNOWLEDGE = load_knowledge()
NAMES = tuple("abcdef")
HOUR = 3600.0


def _plan(id: str, *, needs: tuple[str, ...] = (), importance: int | None = None, **parts: Any) -> Plan:
    system = {"id": id, "depends_on": needs, **({"importance": importance} if importance else {})}
    return Plan.model_validate({"hrsi": 1, "system": system, "target": {"model": 1}, **parts})


def _portfolio(*plans: Plan, limits: Limits | None = None) -> Portfolio:
    others = {plan.system.id: plan for plan in plans}
    results = [appraise(plan.system.id, plan, KNOWLEDGE, today=TODAY, policy=Policy(), others=others) for plan in plans]
    return build_portfolio(
        "x", plans, results, (), today=TODAY, policy=Policy(), limits=limits or Limits(), knowledge_version="1"
    )


def _order(portfolio: Portfolio) -> list[str]:
    return [state.result.system_id for state in portfolio.systems]


def test_importance_comes_first_and_reaches_what_a_system_needs() -> None:
    portfolio = _portfolio(
        _plan("web", importance=1, needs=("db",)),
        _plan("db", importance=5, needs=("net",)),
        _plan("net"),
        _plan("mail", importance=2),
    )
    assert _order(portfolio) == ["net", "db", "web", "mail"]
    net = portfolio.systems[0]
    assert (net.importance, net.effective_importance, net.pulled_by, net.dependents) == (None, 1, "web", 2)


GRAPHS = st.dictionaries(st.sampled_from(NAMES), st.lists(st.sampled_from((*NAMES, "gone")), max_size=3, unique=True), min_size=1)


@settings(max_examples=200, deadline=None)
@given(GRAPHS)
def test_groups_come_after_what_they_need_and_circles_are_named(needs: dict[str, list[str]]) -> None:
    groups = circles_and_order(needs)
    assert sorted(name for group in groups for name in group) == sorted(needs)
    place = {name: number for number, group in enumerate(groups) for name in group}
    for name, wanted in needs.items():
        assert all(place[other] <= place[name] for other in wanted if other in needs)
    for group in groups:
        if is_circle(group, needs):
            way = named_circle(group, needs)
            assert way[0] == way[-1]
            assert all(after in needs[before] for before, after in pairwise(way))


@settings(max_examples=100, deadline=None)
@given(
    GRAPHS,
    st.lists(st.integers(0, 5), min_size=6, max_size=6),
    st.one_of(st.none(), st.integers(1, 3)),
    st.one_of(st.none(), st.integers(1, 2)),
)
def test_the_schedule_keeps_dependencies_and_limits(
    needs: dict[str, list[str]], hours: list[int], staff: int | None, room: int | None
) -> None:
    others = {name: tuple(other for other in needs[name] if other != name) for name in needs}
    plans = [
        _plan(
            name,
            needs=others[name],
            measures={
                "sites": ({"id": "far", "role": "backup", "standby": "warm", "switch_time": f"{hours[NAMES.index(name)]}h"},),
                "recovery": {"detect": 0, "decide": 0, "verify": 0},
            },
        )
        for name in needs
    ]
    limits = Limits(staff, (("far", room),) if room else ())
    slots = {slot.system: slot for slot in _portfolio(*plans, limits=limits).schedule}
    assert slots.keys() == needs.keys()
    known: dict[str, tuple[float, float]] = {}
    for name, slot in slots.items():
        if slot.start is None or slot.end is None:
            assert slot.late is None
            assert slot.waits_why in ("circle", "no_plan", "dependency")
            assert slot.waits_for
        else:
            known[name] = (slot.start, slot.end)
            assert slot.end - slot.start == hours[NAMES.index(name)] * HOUR
    for name, (start, _) in known.items():
        assert all(known[other][1] <= start for other in needs[name] if other != name), "it knows when all that it needs is back"
    for name in slots.keys() - known:
        circles = [group for group in circles_and_order(others) if len(group) > 1]
        assert any(name in group for group in circles) or any(other not in known for other in others[name])
    for limit in (staff, room):
        for moment in {start for start, _ in known.values()}:
            busy = [name for name, (start, end) in known.items() if start <= moment < end]
            assert limit is None or len(busy) <= limit
    for name, (begun, _) in known.items():
        slot = slots[name]
        before = {other for other, (start, end) in known.items() if start < begun <= end}
        match slot.waits_why:
            case "staff":
                assert staff is not None
                assert len(before) >= staff
            case "site":
                assert room is not None
                assert len(before) >= room
            case "dependency":
                assert slot.waits_for
            case _:  # nobody waits without a reason
                assert begun == 0
        assert all(known[other][1] == begun for other in slot.waits_for)


def test_a_recovery_waits_for_staff_and_says_for_whom() -> None:
    measures = {
        "sites": ({"id": "far", "role": "backup", "standby": "warm", "switch_time": "3h"},),
        "recovery": {"detect": 0, "decide": 0, "verify": 0},
    }
    late = {"disaster": {"restart": "4h"}}
    plans = (_plan("a", importance=1, measures=measures), _plan("b", importance=2, measures=measures, objectives=late))
    free = {slot.system: slot for slot in _portfolio(*plans).schedule}
    assert (free["b"].start, free["b"].late) == (0, False)
    tight = {slot.system: slot for slot in _portfolio(*plans, limits=Limits(staff=1)).schedule}
    assert (tight["b"].start, tight["b"].waits_why, tight["b"].waits_for, tight["b"].late) == (3 * HOUR, "staff", ("a",), True)


def _warm(site: str, hours: int) -> dict[str, Any]:
    return {
        "sites": ({"id": site, "role": "backup", "standby": "warm", "switch_time": f"{hours}h"},),
        "recovery": {"detect": 0, "decide": 0, "verify": 0},
    }


def test_a_recovery_waits_for_the_one_that_left_its_site() -> None:
    plans = (
        _plan("a", importance=1, measures=_warm("east", 3)),
        _plan("b", importance=2, measures=_warm("west", 3)),
        _plan("c", importance=3, measures=_warm("west", 1)),
    )
    slots = {slot.system: slot for slot in _portfolio(*plans, limits=Limits(sites=(("east", 1), ("west", 1)))).schedule}
    assert (slots["c"].start, slots["c"].waits_why, slots["c"].waits_for) == (3 * HOUR, "site", ("b",))


def test_the_more_important_takes_the_last_person_wherever_it_comes_back() -> None:
    plans = (_plan("a", importance=2, measures=_warm("west", 1)), _plan("b", importance=1, measures=_warm("east", 1)))
    for site in ("west", "east"):
        slots = {slot.system: slot for slot in _portfolio(*plans, limits=Limits(staff=1, sites=((site, 1),))).schedule}
        assert (slots["b"].start, slots["a"].start) == (0, HOUR)


def test_thousands_that_wait_for_one_person_are_scheduled_at_once() -> None:
    plans = {f"s{number}": _plan(f"s{number}", measures=_warm("far", 1)) for number in range(3000)}
    slots = recovery_schedule(plans, dict.fromkeys(plans), Limits(staff=1, sites=(("far", 1),)))
    assert slots[-1].end == 3000 * HOUR


def test_what_passes_comes_last_whatever_its_importance() -> None:
    levels = {preset.metric: preset.level for preset in KNOWLEDGE.model_systems[1].presets}
    portfolio = _portfolio(
        _plan("done", importance=1, current=levels, objectives={"disaster": {"restart": "6mo"}}), _plan("short", importance=5)
    )
    assert _order(portfolio) == ["short", "done"]
    assert portfolio.systems[1].result.verdict == "pass"
    assert "portfolio.reason_passes" in {reason.id for reason in portfolio.systems[1].reasons}


def test_a_target_of_zero_is_legal_and_missing_times_are_not_made_up() -> None:
    portfolio = _portfolio(_plan("a", objectives={"disaster": {"restart": 0}}), _plan("b", needs=("a",)))
    first, second = portfolio.schedule
    assert (first.basis, first.end, first.late) == ("objective", 0, None)
    assert (second.basis, second.target, second.end) == ("unknown", None, None)


def test_a_circle_is_named_once_and_has_no_order() -> None:
    portfolio = _portfolio(
        _plan("a", needs=("b",)), _plan("b", needs=("c",)), _plan("c", needs=("a",)), _plan("d", needs=("a", "gone"))
    )
    circles = [problem for problem in portfolio.problems if problem.kind == "circle"]
    assert [problem.systems for problem in circles] == [("a", "b", "c")]
    assert circles[0].message.values["circle"] == "a -> b -> c -> a"
    assert [problem.message.values["name"] for problem in portfolio.problems if problem.kind == "missing"] == ["gone"]
    assert {slot.system for slot in portfolio.schedule if slot.waits_why == "circle"} == {"a", "b", "c"}


def test_two_plans_of_one_system_are_reported() -> None:
    portfolio = _portfolio(_plan("a"), _plan("a"))
    assert [problem.kind for problem in portfolio.problems] == ["same_id"]
    assert len(portfolio.systems) == 2


def test_hazards_are_shared_whatever_their_spelling() -> None:
    def at(*hazards: str, backup: tuple[str, ...] | None = None) -> dict[str, Any]:
        sites = [{"id": "home", "role": "main", "hazards": hazards}]
        sites += [] if backup is None else [{"id": "far", "role": "backup", "hazards": backup}]
        return {"sites": tuple(sites)}

    portfolio = _portfolio(
        _plan("a", measures=at("Quake", backup=("flood",))),
        _plan("b", measures=at("ｑｕａｋｅ")),
        _plan("c", measures=at("fire")),
    )
    (hazard,) = portfolio.hazards
    assert (hazard.hazard, hazard.struck, hazard.no_way_out) == ("Quake", ("a", "b"), ("b",))


@settings(max_examples=200, deadline=None)
@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 60))
def test_the_last_day_is_the_last_on_which_the_rules_accept_it(day: date, months: int) -> None:
    last = last_day(day, months)
    assert day >= oldest_day(last, months)
    assert day < oldest_day(last + timedelta(days=1), months)


@pytest.mark.parametrize(("day", "level"), [("2027-03-30", 0), ("2027-03-31", 1), ("2028-01-01", 2)])
def test_phases_count_from_their_day_and_never_lower_a_level(day: str, level: int) -> None:
    phases = (
        {"id": "later", "by": "2027-12-31", "levels": {"A.2.1.1": 2, "A.2.1.2": 1}},
        {"id": "sooner", "by": "2027-03-31", "levels": {"A.2.1.1": 1, "A.2.5.1": 1}},
    )
    plan = _plan(
        "a", current={"A.2.1.1": {"level": 0, "note": "n"}, "A.2.1.2": 2, "A.2.5.1": {"not_applicable": "r"}}, phases=phases
    )
    current = plan_at(plan, date.fromisoformat(day), KNOWLEDGE).current
    assert (current["A.2.1.1"].level, current["A.2.1.1"].note) == (level, "n")
    assert current["A.2.1.2"].level == 2
    assert current["A.2.5.1"].not_applicable == "r"
