"""Recovery schedules as a whole: who starts when, what each waited for, and where the times come from."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from hrsi_cli.domain.plan import Plan
from hrsi_cli.domain.portfolio import Limits, Slot
from hrsi_cli.engine.schedule import recovery_schedule

HOUR = 3600.0
NOBODY: dict[str, Any] = {"detect": 0, "decide": 0, "verify": 0}
"""Times of people that are known to be nothing."""


def plan(id: str, *needs: str, takes: str | None = None, at: str = "far", restart: str | None = None, **site: Any) -> Plan:
    """A system that comes back at a warm site in a known time; without ``takes`` it has no measures."""
    measures: dict[str, Any] = {}
    if takes is not None:
        standing = {"id": at, "role": "backup", "standby": "warm", "switch_time": takes, **site}
        measures = {"sites": (standing,), "recovery": NOBODY}
    objectives = {"disaster": {"restart": restart}} if restart else {}
    return Plan.model_validate(
        {
            "hrsi": 1,
            "system": {"id": id, "depends_on": needs},
            "target": {"model": 1},
            "objectives": objectives,
            "measures": measures,
        }
    )


def schedule(*plans: Plan, limits: Limits | None = None, **importance: int) -> tuple[Slot, ...]:
    return recovery_schedule({plan.system.id: plan for plan in plans}, importance, limits or Limits())


def slot(system: str, start: float, end: float, why: str = "nothing", *waits: str, **more: Any) -> Slot:
    """A slot in hours at the far site, from measures; ``without_time`` makes one that has no place in time."""
    told: dict[str, Any] = {"basis": "measures", "site": "far", "target": None, "late": False, **more}
    return Slot(system, start * HOUR, end * HOUR, (end - start) * HOUR, waits_for=waits, waits_why=why, **told)  # type: ignore[arg-type]


def without_time(system: str, hours: float, why: str = "nothing", *waits: str, **more: Any) -> Slot:
    """A slot that nobody knows a start or an end of."""
    return replace(slot(system, 0, hours, why, *waits, **more), start=None, end=None, late=None)


def starts(slots: tuple[Slot, ...]) -> dict[str, float]:
    return {each.system: each.start / HOUR for each in slots}


# where times come from


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (plan("a", takes="3h"), slot("a", 0, 3)),
        (plan("a", takes="3h", restart="3h"), slot("a", 0, 3, target=3 * HOUR)),
        (plan("a", takes="3h", restart="2h"), slot("a", 0, 3, target=2 * HOUR, late=True)),
        (plan("a", restart="2h"), slot("a", 0, 2, basis="objective", site=None, target=2 * HOUR, late=None)),
        (plan("a"), without_time("a", 0, basis="unknown", site=None)),
        (plan("a", restart="0"), slot("a", 0, 0, basis="objective", site=None, target=0.0, late=None)),
        (plan("a", takes="3h", restart="0"), slot("a", 0, 3, target=0.0, late=True)),
    ],
)
def test_a_slot_lasts_as_long_as_its_measures_or_its_target_say(made: Plan, expected: Slot) -> None:
    assert schedule(made) == (expected,)


def test_a_sum_with_unknown_terms_gives_way_to_a_target() -> None:
    def partly(**objectives: Any) -> Plan:
        measures = {"sites": ({"id": "far", "role": "backup", "standby": "cold", "switch_time": "1h"},), "recovery": NOBODY}
        content = {"hrsi": 1, "system": {"id": "a"}, "target": {"model": 1}, "measures": measures}
        return Plan.model_validate({**content, "objectives": objectives})

    assert schedule(partly()) == (without_time("a", 1, basis="unknown"),)
    with_target = schedule(partly(disaster={"restart": "5h"}))
    assert with_target == (slot("a", 0, 5, basis="objective", target=5 * HOUR, late=None),)
    too_late = schedule(partly(disaster={"restart": "30m"}))
    assert too_late == (slot("a", 0, 1, basis="objective", target=HOUR / 2, late=True),)


def test_machines_that_are_provisioned_anew_come_back_at_no_site() -> None:
    measures = {"recovery": {"provision": "4h"}, "backups": ({"name": "n", "volume": "0 TB", "restore_throughput": "1 MB/s"},)}
    made = Plan.model_validate({"hrsi": 1, "system": {"id": "a"}, "target": {"model": 1}, "measures": measures})
    assert schedule(made) == (slot("a", 0, 4, site=None),)


# what a system waits for


def test_what_rests_on_others_starts_after_the_last_of_them() -> None:
    slots = schedule(plan("web", "db", "net", takes="1h"), plan("db", takes="3h"), plan("net", takes="2h"))
    assert slots == (slot("db", 0, 3), slot("net", 0, 2), slot("web", 3, 4, "dependency", "db"))


def test_needs_that_end_together_are_both_named() -> None:
    slots = schedule(plan("web", "net", "db", takes="1h"), plan("db", takes="3h"), plan("net", takes="3h"))
    assert slots[-1] == slot("web", 3, 4, "dependency", "db", "net")


def test_what_rests_on_something_that_takes_no_time_waits_for_nothing() -> None:
    slots = schedule(plan("web", "db", takes="1h"), plan("db", takes="0"), plan("late", "web", takes="0"))
    assert slots == (slot("db", 0, 0), slot("web", 0, 1), slot("late", 1, 1, "dependency", "web"))


def test_a_target_without_measures_is_never_before_what_it_needs() -> None:
    slots = schedule(
        plan("web", "db", restart="2h"), plan("db", takes="3h"), plan("app", "net", restart="4h"), plan("net", takes="1h")
    )
    assert slots == (
        slot("db", 0, 3),
        slot("net", 0, 1),
        slot("app", 1, 4, "dependency", "net", basis="objective", site=None, target=4 * HOUR, late=None),
        slot("web", 3, 3, "dependency", "db", basis="objective", site=None, target=2 * HOUR, late=True),
    )


def test_what_rests_on_a_target_is_neither_in_time_nor_late() -> None:
    slots = schedule(plan("db", restart="2h"), plan("web", "db", takes="1h", restart="4h"), plan("app", "web", takes="1h"))
    assert slots == (
        slot("db", 0, 2, basis="objective", site=None, target=2 * HOUR, late=None),
        slot("web", 2, 3, "dependency", "db", target=4 * HOUR, late=None),
        slot("app", 3, 4, "dependency", "web", late=None),
    )
    early = plan("web", "db", takes="1h", restart="1h")
    assert [each.late for each in schedule(plan("db", restart="2h"), early)] == [None, None], "db may be back before its target"


def test_who_waits_for_people_that_a_target_holds_up_has_no_known_time() -> None:
    plans = (plan("db", restart="2h"), plan("web", "db", takes="2h"), plan("net", takes="3h"), plan("app", "net", takes="1h"))
    slots = {each.system: each for each in schedule(*plans, limits=Limits(staff=1))}
    assert slots["net"] == slot("net", 0, 3)
    assert {name: each.late for name, each in slots.items()} == {"db": None, "net": False, "web": None, "app": False}
    behind = {each.system: each for each in schedule(*plans, limits=Limits(staff=1), web=1, app=2)}
    assert behind["app"] == slot("app", 5, 6, "staff", "web", late=None)


# what has no place in time


def test_a_circle_and_all_that_waits_for_it_have_no_time() -> None:
    slots = schedule(
        plan("app", "web", takes="1h", restart="7d"), plan("web", "a", "net", takes="1h", restart="7d"),
        plan("a", "b", "c", "net", takes="1h"), plan("b", "a", takes="1h"), plan("c", "a", takes="2h"), plan("net", takes="2h"),
    )  # fmt: skip
    assert slots[0] == slot("net", 0, 2)
    assert {each.system: each for each in slots[1:]} == {
        "a": without_time("a", 1, "circle", "b", "c"),
        "b": without_time("b", 1, "circle", "a"),
        "c": without_time("c", 2, "circle", "a"),
        "web": without_time("web", 1, "dependency", "a", target=7 * 24 * HOUR),
        "app": without_time("app", 1, "dependency", "web", target=7 * 24 * HOUR),
    }
    assert schedule(plan("self", "self", takes="1h")) == (without_time("self", 1, "circle", "self"),)


def test_what_rests_on_a_system_without_a_plan_or_without_a_time_has_no_time() -> None:
    slots = schedule(
        plan("web", "gone", "db", takes="1h", restart="2h"), plan("app", "web", restart="5h"),
        plan("db"), plan("mail", "db", "net", takes="1h"), plan("net", takes="1h"),
    )  # fmt: skip
    assert slots == (
        slot("net", 0, 1),
        without_time("db", 0, basis="unknown", site=None),
        without_time("web", 1, "no_plan", "gone", target=2 * HOUR),
        without_time("app", 0, "dependency", "web", basis="objective", site=None, target=5 * HOUR),
        without_time("mail", 1, "dependency", "db"),
    )


def test_what_has_no_time_holds_neither_people_nor_a_site() -> None:
    plans = (plan("a", "gone", takes="9h"), plan("b", takes="1h"))
    slots = schedule(*plans, limits=Limits(1, (("far", 1),)), a=1, b=2)
    assert slots == (slot("b", 0, 1), without_time("a", 9, "no_plan", "gone"))


# staff and sites


def test_the_more_important_starts_first_then_the_more_urgent_then_the_first_by_name() -> None:
    plans = (
        plan("none", takes="1h", restart="1h"),
        plan("b", takes="1h"),
        plan("a", takes="1h"),
        plan("urgent", takes="1h", restart="100h"),
        plan("second", takes="1h"),
        plan("first", takes="1h"),
    )
    importance = {"first": 1, "second": 2, "urgent": 3, "a": 3, "b": 3}
    slots = schedule(*plans, limits=Limits(staff=1), **importance)
    assert [each.system for each in slots] == ["first", "second", "urgent", "a", "b", "none"]
    assert slots[1] == slot("second", 1, 2, "staff", "first")
    assert slots[-1] == slot("none", 5, 6, "staff", "b", target=HOUR, late=True)


def test_the_shortest_wait_is_a_wait() -> None:
    first, second = schedule(plan("a", takes="1s"), plan("b", takes="1s"), limits=Limits(staff=1))
    assert (first.start, first.end, first.waits_why) == (0, 1, "nothing")
    assert (second.start, second.end, second.waits_why, second.waits_for) == (1, 2, "staff", ("a",))


def test_the_shortest_need_is_waited_for() -> None:
    slots = schedule(plan("a", takes="1s"), plan("b", "a", takes="1s"))
    assert [(each.start, each.waits_why, each.waits_for) for each in slots] == [(0, "nothing", ()), (1, "dependency", ("a",))]


def test_staff_are_free_again_when_a_recovery_ends() -> None:
    plans = [plan(name, takes=f"{hours}h") for name, hours in (("a", 1), ("b", 3), ("c", 1), ("d", 1))]
    slots = schedule(*plans, limits=Limits(staff=2))
    assert slots == (
        slot("a", 0, 1),
        slot("b", 0, 3),
        slot("c", 1, 2, "staff", "a"),
        slot("d", 2, 3, "staff", "c"),
    )
    assert starts(schedule(*plans, limits=Limits(staff=3))) == {"a": 0, "b": 0, "c": 0, "d": 1}


@pytest.mark.parametrize(
    ("second", "start"),
    [
        (plan("b", takes="1h", switch="automatic"), 0),
        (plan("b", takes="1h", switch="manual"), 2),
        (plan("b", takes="1h"), 2),
        (plan("b", restart="1h"), 0),
    ],
)
def test_only_what_people_carry_waits_for_people(second: Plan, start: float) -> None:
    found = starts(schedule(plan("a", takes="2h"), second, limits=Limits(staff=1), a=1, b=2))
    assert found == {"a": 0, "b": start}


def test_what_switches_by_itself_leaves_the_people_to_others() -> None:
    slots = schedule(plan("a", takes="2h", switch="automatic"), plan("b", takes="1h"), limits=Limits(staff=1), a=1)
    assert starts(slots) == {"a": 0, "b": 0}


def test_a_full_site_is_waited_for_with_or_without_people() -> None:
    plans = (
        plan("a", takes="2h", at="east"),
        plan("b", takes="1h", at="east"),
        plan("c", takes="1h", at="east", switch="automatic"),
        plan("d", takes="1h", at="west"),
    )
    limits = Limits(sites=(("east", 1), ("north", 1)))
    slots = schedule(*plans, limits=limits)
    assert slots == (
        slot("a", 0, 2, site="east"),
        slot("d", 0, 1, site="west"),
        slot("b", 2, 3, "site", "a", site="east"),
        slot("c", 3, 4, "site", "b", site="east"),
    )
    assert starts(schedule(*plans, limits=Limits(sites=(("east", 2),)))) == {"a": 0, "b": 0, "c": 1, "d": 0}


def test_what_only_means_to_be_back_takes_no_room() -> None:
    vague = Plan.model_validate(
        {
            "hrsi": 1,
            "system": {"id": "b"},
            "target": {"model": 1},
            "objectives": {"disaster": {"restart": "1h"}},
            "measures": {"sites": ({"id": "far", "role": "backup", "standby": "cold", "switch_time": "1h"},)},
        }
    )
    slots = schedule(plan("a", takes="2h"), vague, limits=Limits(sites=(("far", 1),)), a=1)
    assert slots[1] == slot("b", 0, 1, basis="objective", target=HOUR, late=None)


def test_the_last_thing_that_was_missing_is_named() -> None:
    plans = (
        plan("a", takes="1h", at="east"),
        plan("b", takes="2h", at="west"),
        plan("c", takes="1h", at="east"),
        plan("d", takes="1h", at="north"),
    )
    limits = Limits(2, (("east", 1), ("west", 1)))
    slots = schedule(*plans, limits=limits, a=1, b=2, d=3, c=4)
    assert slots == (
        slot("a", 0, 1, site="east"),
        slot("b", 0, 2, site="west"),
        slot("d", 1, 2, "staff", "a", site="north"),
        slot("c", 2, 3, "staff", "d", site="east"),
    )


def test_who_waits_after_its_needs_are_back_waits_for_people() -> None:
    slots = schedule(
        plan("db", takes="1h"), plan("big", takes="4h"), plan("web", "db", takes="1h"), plan("mail", "db", takes="1h"),
        limits=Limits(staff=2), db=1, big=2, web=3, mail=4,
    )  # fmt: skip
    assert slots == (
        slot("db", 0, 1),
        slot("big", 0, 4),
        slot("web", 1, 2, "dependency", "db"),
        slot("mail", 2, 3, "staff", "web"),
    )
