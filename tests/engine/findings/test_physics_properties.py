"""Properties of the physics: what eases a plan never adds a finding, and growth in closed form is growth month by month.

HRSI112 is the forecast of HRSI102 and HRSI104, so the three are counted as one: what fails today may, eased, fail later.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from hrsi_cli.domain.judgement import Finding
from hrsi_cli.domain.plan import Plan
from hrsi_cli.domain.quantity import DAY, HOUR, Distance, Duration, Rate, Share, Volume
from hrsi_cli.engine.findings import physics
from hrsi_cli.engine.findings.growth import first_month_above, grown
from hrsi_cli.engine.findings.subject import Subject

SubjectOf = Callable[..., Subject]
FORECAST = {"HRSI102": "HRSI112", "HRSI104": "HRSI112"}
LONGEST_SIMULATION = 2400


def duration(seconds: float) -> Duration:
    return Duration(text=f"{seconds}s", seconds=seconds)


def volume(amount: float) -> Volume:
    return Volume(text=f"{amount} B", bytes=amount)


def rate(speed: float) -> Rate:
    return Rate(text=f"{speed} bps", bits_per_second=speed)


durations = st.integers(0, 60 * 24).map(lambda hours: duration(hours * HOUR))
volumes = st.integers(0, 50_000).map(lambda gigabytes: volume(gigabytes * 1e9))
rates = st.integers(1, 10_000).map(lambda megabits: rate(megabits * 1e6))
shares = st.integers(0, 300).map(lambda percent: Share(text=f"{percent}%", fraction=percent / 100))
distances = st.integers(0, 20_000).map(lambda kilometres: Distance(text=f"{kilometres} km", kilometres=float(kilometres)))


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


def objects(**keys: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(keys).map(lambda made: {key: value for key, value in made.items() if value is not None})


SITES = ("main", "other", "third")
backups = objects(
    mode=maybe(st.sampled_from(["synchronous", "asynchronous"])),
    interval=maybe(durations),
    volume=maybe(volumes),
    change=maybe(volumes),
    data_change_interval=maybe(durations),
    link=maybe(rates),
    method=maybe(st.sampled_from(["full", "incremental"])),
    site=maybe(st.sampled_from(SITES)),
    transport=maybe(st.sampled_from(["line", "road"])),
    restore_throughput=maybe(rates),
    growth_per_year=maybe(shares),
    max_write_latency=maybe(durations),
)
sites = objects(
    standby=maybe(st.sampled_from(["hot", "warm", "cold"])),
    distance=maybe(distances),
    hazards=st.sampled_from([(), ("quake",), ("quake", "flood")]),
    switch=maybe(st.sampled_from(["manual", "automatic"])),
    switch_time=maybe(durations),
    failback=maybe(objects(time=maybe(durations))),
)
recoveries = objects(**{name: maybe(durations) for name in ("detect", "decide", "provision", "verify")})
objectives = st.fixed_dictionaries(
    {
        "failure": objects(rto=maybe(durations), rpo=maybe(durations)),
        "disaster": objects(restart=maybe(durations), rpo=maybe(durations)),
    }
)


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    copies = draw(st.lists(backups, max_size=3))
    measures = {
        "backups": tuple({"name": f"copy-{index}", **copy} for index, copy in enumerate(copies)),
        "sites": tuple(
            {"id": id, "role": role, **draw(sites)} for id, role in zip(SITES, ("main", "backup", "backup"), strict=True)
        ),
        "recovery": draw(recoveries),
    }
    content = {
        "hrsi": 1,
        "system": {"id": "example"},
        "target": {"model": 3},
        "objectives": draw(objectives),
        "measures": measures,
    }
    return Plan.model_validate(content)


def findings(plan: Plan, subject_of: SubjectOf) -> Iterator[Finding]:
    subject = subject_of(plan)
    return (finding for check in physics.CHECKS.values() for finding in check(subject))


def counted(plan: Plan, subject_of: SubjectOf) -> Counter[str]:
    return Counter(FORECAST.get(finding.rule, finding.rule) for finding in findings(plan, subject_of))


def with_backups(plan: Plan, change: Callable[[Any], dict[str, Any]]) -> Plan:
    eased = tuple(backup.model_copy(update=change(backup)) for backup in plan.measures.backups)
    return plan.model_copy(update={"measures": plan.measures.model_copy(update={"backups": eased})})


def times(quantity: Any, factor: float) -> Any:
    """A quantity multiplied; one that is not known stays unknown."""
    match quantity:
        case Duration():
            return duration(quantity.seconds * factor)
        case Volume():
            return volume(quantity.bytes * factor)
        case Rate():
            return rate(quantity.bits_per_second * factor)
    return None


factors = st.sampled_from([1.0, 1.5, 2.0, 10.0, 1000.0])


@given(plan=plans(), factor=factors)
def test_more_bandwidth_adds_nothing(plan: Plan, factor: float, subject_of: SubjectOf) -> None:
    eased = with_backups(
        plan, lambda backup: {name: times(getattr(backup, name), factor) for name in ("link", "restore_throughput")}
    )
    assert counted(eased, subject_of) <= counted(plan, subject_of)


@given(plan=plans(), factor=factors)
def test_less_data_adds_nothing(plan: Plan, factor: float, subject_of: SubjectOf) -> None:
    eased = with_backups(plan, lambda backup: {name: times(getattr(backup, name), 1 / factor) for name in ("volume", "change")})
    assert counted(eased, subject_of) <= counted(plan, subject_of)


@given(plan=plans(), factor=st.sampled_from([1.0, 2.0, 4.0, 16.0]))
def test_a_shorter_interval_adds_nothing(plan: Plan, factor: float, subject_of: SubjectOf) -> None:
    """In half the time half as much changes; a full copy, which moves everything each time, may outgrow its window."""

    def shortened(backup: Any) -> dict[str, Any]:
        return {name: times(getattr(backup, name), 1 / factor) for name in ("interval", "change")}

    eased, before = counted(with_backups(plan, shortened), subject_of), counted(plan, subject_of)
    if any(backup.method == "full" or backup.change is None for backup in plan.measures.backups):
        del eased["HRSI112"]
    assert eased <= before


@given(plan=plans(), factor=factors, extra=durations)
def test_a_longer_target_adds_nothing(plan: Plan, factor: float, extra: Duration, subject_of: SubjectOf) -> None:
    def longer(time: Duration | None) -> Duration | None:
        return None if time is None else duration(time.seconds * factor + extra.seconds)

    failure, disaster = plan.objectives.failure, plan.objectives.disaster
    relaxed = plan.objectives.model_copy(
        update={
            "failure": failure.model_copy(update={"rto": longer(failure.rto), "rpo": longer(failure.rpo)}),
            "disaster": disaster.model_copy(update={"restart": longer(disaster.restart), "rpo": longer(disaster.rpo)}),
        }
    )
    eased = plan.model_copy(update={"objectives": relaxed})
    assert counted(eased, subject_of) <= counted(plan, subject_of)


@given(plan=plans(), tested=st.booleans(), notes=st.text(max_size=5))
def test_unrelated_input_changes_nothing(plan: Plan, tested: bool, notes: str, subject_of: SubjectOf) -> None:
    fuller = with_backups(plan, lambda backup: {"encrypted": tested, "note": notes})
    system = plan.system.model_copy(update={"importance": 1, "approved_by": "board"})
    fuller = fuller.model_copy(update={"notes": notes, "system": system})
    assert list(findings(fuller, subject_of)) == list(findings(plan, subject_of))


@given(plan=plans())
def test_every_finding_shows_a_sum_that_exceeds_its_limit(plan: Plan, subject_of: SubjectOf) -> None:
    for finding in findings(plan, subject_of):
        assert finding.arithmetic is not None
        result, limit = finding.arithmetic.result, finding.arithmetic.limit
        if limit is not None and finding.rule not in ("HRSI103", "HRSI111") and result.unit == "h":
            assert result.value >= limit.value
            assert result.unit == limit.unit


@settings(max_examples=300)
@given(
    amount=st.floats(1e-3, 1e9),
    headroom=st.floats(1, 50),
    per_year=st.integers(1, 400_000).map(lambda thousandths: thousandths / 100_000),
)
def test_closed_form_is_growth_month_by_month(amount: float, headroom: float, per_year: float) -> None:
    limit = amount * headroom
    simulated = next((month for month in range(LONGEST_SIMULATION) if grown(amount, per_year, month) > limit), None)
    closed = first_month_above(amount, limit, per_year)
    if simulated is None:
        assert closed is None or closed >= LONGEST_SIMULATION
    else:
        assert closed == simulated


@given(per_year=st.integers(1, 300).map(lambda percent: percent / 100))
def test_growth_compounds_by_the_month(per_year: float) -> None:
    """Twelve steps of a month's factor are one year's growth."""
    amount = DAY
    for _ in range(12):
        amount *= (1 + per_year) ** (1 / 12)
    assert abs(amount - grown(DAY, per_year, 12)) < 1e-6 * amount
