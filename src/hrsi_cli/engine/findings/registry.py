"""The rules by id, in the order of the catalogue."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from hrsi_cli.domain.judgement import Finding
from hrsi_cli.engine.findings import lessons_governance, lessons_recovery, logic, physics
from hrsi_cli.engine.findings.subject import Subject

Check = Callable[[Subject], Iterable[Finding]]

RULES: dict[str, Check] = dict(
    sorted({**physics.CHECKS, **logic.CHECKS, **lessons_recovery.CHECKS, **lessons_governance.CHECKS}.items())
)
