"""What the schema of a plan expects at a place."""

from __future__ import annotations

import pytest

from hrsi_cli.domain.plan import Plan
from hrsi_cli.knowledge.shapes import shapes_at


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (("system", "name"), True),
        (("notes",), True),
        (("system", "depends_on", 0), True),
        (("measures", "backups", 0, "name"), True),
        (("current", "A.2.1.1", "note"), True),
        (("objectives", "disaster", "assumes", 3), True),
        (("waivers", 0, "reason"), True),
        (("system", "importance"), False),
        (("current", "A.2.1.1"), False),
        (("measures", "backups", 0, "encrypted"), False),
        (("measures",), False),
        (("no", "such", "place"), False),
        (("costs", "steps", "A.2.1.1", "1"), False),
        (("system", "name", "x"), False),
        (("hrsi",), False),
        ((), False),
    ],
)
def test_where_a_plan_holds_free_text(path: tuple[str | int, ...], text: bool) -> None:
    assert (str in shapes_at(Plan, path)) is text
