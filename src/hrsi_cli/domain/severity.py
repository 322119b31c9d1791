"""How much something weighs at the gate, heaviest first."""

from __future__ import annotations

from typing import Literal

Severity = Literal["error", "warning", "note"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")
WEIGHT: dict[Severity | None, int] = {"error": 3, "warning": 2, "note": 1, None: 0}
"""What severities are compared and sorted by; what needs no action weighs nothing."""
