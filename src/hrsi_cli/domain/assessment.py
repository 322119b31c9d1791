"""One model system against what was asked for."""

from __future__ import annotations

from typing import Literal, NamedTuple

from hrsi_cli.domain.model_system import Basis
from hrsi_cli.domain.quantity import Duration
from hrsi_cli.domain.text import SHIPPED, Text

Criterion = Literal["rto_failure", "rto_disaster", "rpo", "budget", "redundancy", "backup_site"]
CRITERIA: tuple[Criterion, ...] = ("rto_failure", "rto_disaster", "rpo", "budget", "redundancy", "backup_site")
Met = Literal["yes", "partly", "no"]


class Offer(NamedTuple):
    """One criterion of one model system: what was asked, what it offers, whether that meets the answer."""

    criterion: Criterion
    asked: Duration | str | bool | None
    best: Duration | str | bool
    worst: Duration | str | bool
    met: Met
    basis: Basis
    source: str
    note: Text | None = None
    origin: str = SHIPPED
    """Where what is offered comes from: ``shipped``, or ``overlay:`` and the id of an organisation's overlay."""


class Assessment(NamedTuple):
    """One model system against all answers."""

    model: int
    fit: int
    """0 to 100: met criteria count one, partly met ones a half."""
    meets_all: bool
    offers: tuple[Offer, ...]
