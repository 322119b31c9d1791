"""Keys of findings: places by names, and findings of one place told apart."""

from __future__ import annotations

from datetime import date

import pytest

from hrsi_cli.domain.plan import Plan
from hrsi_cli.domain.policy import Thresholds
from hrsi_cli.domain.problem import NOWHERE, Message
from hrsi_cli.engine.findings.keys import stable_place, told_apart
from hrsi_cli.engine.findings.subject import Subject
from hrsi_cli.knowledge.store import load_knowledge

PLAN = Plan.model_validate(
    {
        "hrsi": 1,
        "system": {"id": "test", "business_functions": ("orders",)},
        "target": {"model": 3},
        "current": {},
        "measures": {
            "backups": ({"name": "nightly"}, {"name": "weekly"}),
            "sites": ({"id": "tokyo", "role": "main", "name": "Tokyo"},),
        },
        "waivers": (
            {
                "metric": "A.2.4.1", "current": 0, "target": 1, "reason": "r", "owner": "o", "approved_by": "a",
                "created": "2026-10-01", "expires": "2027-03-31",
            },
        ),
    }
)  # fmt: skip


@pytest.mark.parametrize(
    ("path", "place"),
    [
        (("measures", "backups", 1, "link"), "measures.backups[weekly].link"),
        (("measures", "sites", 0, "grid"), "measures.sites[tokyo].grid"),
        (("measures", "backups", 2), "measures.backups[3]"),
        (("system", "business_functions", 0), "system.business_functions[orders]"),
        (("waivers", 0, "expires"), "waivers[A.2.4.1].expires"),
        (("current", "A.2.1.1"), "current.A.2.1.1"),
        (("phases", 0, "id"), "phases[1].id"),
        (("measures", "backups", 3, "gone", "deeper", 0), "measures.backups[4].gone.deeper[1]"),
    ],
)
def test_places_are_named_so_that_lines_do_not_matter(path: tuple[str | int, ...], place: str) -> None:
    assert stable_place(PLAN, path) == place


def test_findings_of_one_place_are_told_apart() -> None:
    at = ("measures", "backups", 0)
    subject = Subject.of(PLAN, load_knowledge(), today=date(2026, 11, 23), thresholds=Thresholds(), locate=lambda path: NOWHERE)
    found = [
        subject.finding("HRSI101", at),
        subject.finding("HRSI101", at),
        subject.finding("HRSI102", at),
        subject.finding("HRSI101", at, event=Message("finding.event_failure")),
        subject.finding("HRSI101", at, event=Message("finding.event_disaster")),
        subject.finding("HRSI101", at),
    ]
    place = "measures.backups[nightly]"
    assert [item.key for item in told_apart(found)] == [
        place, f"{place}#2", place, f"{place}:failure", f"{place}:disaster", f"{place}#3",
    ]  # fmt: skip
