"""Findings without their keys: what a rule says is compared as a whole, and keys have tests of their own (``test_keys.py``)."""

from __future__ import annotations

from collections.abc import Iterable

from hrsi_cli.domain.judgement import Finding


def keyless(findings: Iterable[Finding]) -> list[Finding]:
    """The findings, each with an empty key."""
    return [finding._replace(key="") for finding in findings]
