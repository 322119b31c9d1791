"""Findings: where a plan contradicts itself, physics, or what happened to real organisations.

Each rule of the catalogue (``data/rules.yaml``) is one function here, without I/O. A rule whose inputs
are missing stays silent; it never guesses.
"""

from __future__ import annotations

from hrsi_cli.domain.judgement import Finding
from hrsi_cli.engine.findings.keys import told_apart
from hrsi_cli.engine.findings.registry import RULES
from hrsi_cli.engine.findings.subject import Subject


def find(subject: Subject) -> tuple[Finding, ...]:
    """Every finding about a plan, in the order of the rules and of the file."""
    return told_apart(finding for rule in RULES.values() for finding in rule(subject))
