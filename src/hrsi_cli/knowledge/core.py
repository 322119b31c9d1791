"""The compiled file that every command reads; it has a module of its own so that they load nothing else."""

from __future__ import annotations

from hrsi_cli.domain.base import Frozen
from hrsi_cli.domain.model_system import ModelSystem
from hrsi_cli.domain.outline import CaseOutline
from hrsi_cli.domain.requirement import Requirement
from hrsi_cli.domain.rule import Rule


class Core(Frozen):
    """What every command needs, compiled into one file."""

    version: str
    requirements: tuple[Requirement, ...]
    model_systems: tuple[ModelSystem, ...]
    rules: tuple[Rule, ...]
    outlines: tuple[CaseOutline, ...]
