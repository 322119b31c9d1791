"""The configuration: what a project sets once for all runs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from hrsi_cli.domain.base import Frozen
from hrsi_cli.domain.language import Language
from hrsi_cli.domain.model_system import ModelId
from hrsi_cli.domain.plan import RuleId
from hrsi_cli.domain.policy import FailOn, Floors, Policy, Thresholds, WaiverPolicy, Weight
from hrsi_cli.domain.problem import Position
from hrsi_cli.domain.requirement import MetricId
from hrsi_cli.domain.text import NonEmpty


def _spelled_out(value: Any) -> Any:
    """Turn the short form ``"warning"`` into its long form."""
    return {"severity": value} if isinstance(value, str) else value


How = Literal["none", "found", "flag", "environment"]
Setting = Annotated[Weight, BeforeValidator(_spelled_out)]


class Config(Frozen):
    """Everything that ``hrsi.toml`` may say. Paths are relative to the file that names them."""

    lang: Language | None = None
    knowledge: NonEmpty | None = None
    """An organisation's own knowledge, laid over the shipped one."""
    baseline: NonEmpty | None = None
    """What is known already; only new and worse things fail."""
    fail_on: FailOn = "error"
    fail_under: Annotated[float, Field(ge=0, le=100)] | None = None
    min_model: ModelId | None = None
    only_stated: bool = False
    rules: dict[RuleId, Setting] = {}
    metrics: dict[MetricId, Setting] = {}
    floors: Floors = {}
    waivers: WaiverPolicy = WaiverPolicy()
    thresholds: Thresholds = Thresholds()

    def policy(self) -> Policy:
        """The part that decides between passing and failing."""
        return Policy(
            fail_on=self.fail_on,
            fail_under=self.fail_under,
            min_model=self.min_model,
            only_stated=self.only_stated,
            severities={**self.rules, **self.metrics},
            floors=self.floors,
            waivers=self.waivers,
            thresholds=self.thresholds,
        )


@dataclass(frozen=True, slots=True)
class LoadedConfig:
    """A configuration with the file that it came from."""

    config: Config
    path: str | None = None
    """None: there is no file, and every value is the default."""
    how: How = "none"
    """How the file was chosen."""
    places: Mapping[tuple[str, ...], Position] | None = None
    """Where each key stands in the file, as far as it could be told."""
