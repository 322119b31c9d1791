"""Amounts and times as they are told, at the edges of their units."""

from __future__ import annotations

from typing import Any

import pytest

from hrsi_cli.domain.plan import Backup
from hrsi_cli.domain.policy import Thresholds
from hrsi_cli.domain.problem import Message
from hrsi_cli.domain.quantity import Rate, Volume
from hrsi_cli.engine.findings.transfer import Transfer, capacity, full_transfer, run_transfer, span


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
    assert transfer.sum_in_days == Message("finding.transfer_days", {**amounts, "days": 1 / 6})
    assert [tuple(term) for term in transfer.terms] == [("data", 9, "GB"), ("link", 10, "Mbps"), ("efficiency", 0.5, "ratio")]
