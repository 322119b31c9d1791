"""Amounts and times as they are told, at the edges of their units."""

from __future__ import annotations

from typing import Any

import pytest

from hrsi_cli.domain.plan import Backup
from hrsi_cli.domain.policy import Thresholds
from hrsi_cli.domain.problem import Message
from hrsi_cli.domain.quantity import Duration, Rate, Volume, digits_apart
from hrsi_cli.engine.findings.spans import span, spans_apart
from hrsi_cli.engine.findings.transfer import Transfer, capacity, full_transfer, run_transfer


@pytest.mark.parametrize(
    ("seconds", "kind", "values"),
    [
        (0, "span", {"hours": 0}),
        (1, "span_seconds", {"seconds": 1}),
        (59, "span_seconds", {"seconds": 59}),
        (60, "span_minutes", {"minutes": 1}),
        (3599, "span_minutes", {"minutes": 3599 / 60}),
        (3600, "span", {"hours": 1}),
        (172_799, "span", {"hours": 172_799 / 3600}),
        (172_800, "span_days", {"hours": 48, "days": 2}),
    ],
)
def test_a_time_is_told_in_units_that_fit(seconds: float, kind: str, values: dict[str, float]) -> None:
    assert span(seconds) == Message(f"finding.{kind}", {"hours": seconds / 3600, **values})


def exact(hours: float, digits: int) -> Message:
    return Message("finding.span_exact", {"hours": hours, "digits": digits})


@pytest.mark.parametrize(
    ("seconds", "digits"),
    [
        ((15_900, 15_960), 2),
        ((15_900, 15_901), 4),
        ((172_800, 172_900), 2),
        ((3_600, 3_599), 4),
        ((3_599.9, 3_599.8), 4),
        ((3_600, 3_540), 2),  # an hour, and 59 minutes that are 1.0 h too
        ((71 * 3_600, 72 * 3_600), 1),  # both are 3.0 days
        ((167 * 3_600, 168 * 3_600), 1),
        ((172_800, 172_700), 2),
        ((0, 170), 2),
    ],
)
def test_two_times_that_would_look_alike_get_more_decimals(seconds: tuple[float, float], digits: int) -> None:
    first, second = (exact(each / 3600, digits) for each in seconds)
    assert spans_apart({"total": span(seconds[0]), "limit": span(seconds[1])}) == {"total": first, "limit": second}


@pytest.mark.parametrize(
    "seconds",
    [(15_900, 15_900), (15_900, 15_900.000_000_1), (600, 720), (600, 3_600), (1, 2), (3_600, 7_200), (69 * 3_600, 72 * 3_600)],
)
def test_times_that_are_equal_or_look_different_are_left_alone(seconds: tuple[float, float]) -> None:
    values = {"total": span(seconds[0]), "limit": span(seconds[1]), "name": "x", "count": 3}
    assert spans_apart(values) == values


def test_where_all_is_shorter_than_a_minute_seconds_tell_nothing_from_a_little() -> None:
    in_seconds = [Message("finding.span_seconds", {"hours": seconds / 3600, "seconds": seconds}) for seconds in (0, 36)]
    assert spans_apart({"total": span(0), "limit": span(36)}) == {"total": in_seconds[0], "limit": in_seconds[1]}


def test_all_times_of_a_sentence_get_the_same_decimals_however_deep_they_lie() -> None:
    steps = (Message("finding.step", {"name": Message("term.detect"), "time": span(600)}), span(15_300))
    restore = Message("finding.restore", {"volume": "1 TB", "time": span(15_960)})
    assert spans_apart({"steps": steps, "sum": restore, "limit": span(15_900), "backup": "b"}) == {
        "steps": (Message("finding.step", {"name": Message("term.detect"), "time": exact(1 / 6, 2)}), exact(4.25, 2)),
        "sum": Message("finding.restore", {"volume": "1 TB", "time": exact(15_960 / 3600, 2)}),
        "limit": exact(15_900 / 3600, 2),
        "backup": "b",
    }


@pytest.mark.parametrize(
    ("amounts", "least", "digits"),
    [((), 1, 1), ((1, 1), 1, 1), ((1.04, 1.0), 1, 2), ((1.04, 1.0), 3, 3), ((1, 1 + 1e-9), 1, 1), ((1, 1 + 1e-6), 1, 6)],
)
def test_the_fewest_decimals_that_tell_amounts_apart(amounts: tuple[float, ...], least: int, digits: int) -> None:
    assert digits_apart(*amounts, least=least) == digits


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (1e6, "1.00 TB"),
        (999_990, "999.99 GB"),
        (1e3, "1.00 GB"),
        (999.99, "999.99 MB"),
        (1, "1.00 MB"),
        (0.01, "0.01 MB"),
        (1e10, "10,000.00 TB"),
    ],
)
def test_an_amount_is_told_in_units_that_fit(seconds: float, said: str) -> None:
    assert capacity(seconds, Transfer(Volume.parse("1 TB"), Rate.parse("16 Mbps"), 0.5)) == said


@pytest.mark.parametrize(
    ("backup", "run", "full"),
    [
        ({"volume": "2 TB", "change": "1 GB"}, "1 GB", "2 TB"),
        ({"volume": "2 TB", "change": "1 GB", "method": "incremental"}, "1 GB", "2 TB"),
        ({"volume": "2 TB", "change": "1 GB", "method": "full"}, "2 TB", "2 TB"),
        ({"volume": "2 TB"}, "2 TB", "2 TB"),
        ({"change": "1 GB"}, "1 GB", None),
        ({"change": "1 GB", "method": "full"}, None, None),
        ({"volume": "2 TB", "link": None}, None, None),
        ({"volume": "2 TB", "transport": "road"}, None, None),
        ({"volume": "2 TB", "transport": "line"}, "2 TB", "2 TB"),
    ],
)
def test_what_travels_over_the_line(backup: dict[str, Any], run: str | None, full: str | None) -> None:
    made = Backup.model_validate({"name": "b", "link": "1 Gbps", **backup})
    found = (run_transfer(made, Thresholds()), full_transfer(made, Thresholds()))
    assert tuple(transfer and transfer.amount.text for transfer in found) == (run, full)


def test_a_transfer_is_told_with_its_terms() -> None:
    made = Backup.model_validate({"name": "b", "volume": "9 GB", "link": "10 Mbps", "efficiency": 0.5})
    transfer = full_transfer(made, Thresholds(efficiency=0.9))
    assert transfer is not None
    amounts = {"data": "9 GB", "link": "10 Mbps", "efficiency": 0.5}
    assert transfer.seconds == 14_400
    assert transfer.sum == Message("finding.transfer", {**amounts, "time": span(14_400)})
    assert transfer.sum_in_days(2) == Message("finding.transfer_days", {**amounts, "days": 1 / 6, "digits": 2})
    assert [tuple(term) for term in transfer.terms] == [("data", 9, "GB"), ("link", 10, "Mbps"), ("efficiency", 0.5, "ratio")]


def test_the_same_time_in_other_words_is_the_same_time() -> None:
    assert Duration.parse("1.1h").seconds == Duration.parse("66m").seconds == 3960
    assert Duration.parse("0.1ms").seconds == 0.0001
