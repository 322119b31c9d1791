"""Dependencies between levels: what has to be there before a level can be reached."""

from __future__ import annotations

from hrsi_cli.domain.base import Frozen
from hrsi_cli.domain.model_system import Basis
from hrsi_cli.domain.requirement import LevelNumber, MetricId
from hrsi_cli.domain.text import NonEmpty, Text


class Dependency(Frozen):
    """A level of one metric that needs levels of others first."""

    id: NonEmpty
    """``D`` and a two-digit number."""
    metric: MetricId
    level: LevelNumber
    """The lowest level that has the needs."""
    needs: dict[MetricId, LevelNumber]
    basis: Basis
    rationale: Text
    exceptions: tuple[str, ...] = ()
    """Cases that reach the level without the needs, as our readings have them."""
    source: NonEmpty


class DependenciesFile(Frozen):
    """``dependencies.yaml``"""

    dependencies: tuple[Dependency, ...]
