"""A plan: a user's file about one system, its target and its state today.

The field names are the keys of ``plan.yaml``. Everything but ``hrsi``, ``system.id`` and
``target.model`` is optional, because a plan grows as its owner learns.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal, get_args

from pydantic import BeforeValidator, Discriminator, Field, PlainValidator, StringConstraints, Tag, model_validator
from pydantic_core import PydanticCustomError

from hrsi_cli.domain.base import Frozen
from hrsi_cli.domain.model_system import ModelId, Strength
from hrsi_cli.domain.quantity import Day, Distance, Duration, Rate, Share, Volume
from hrsi_cli.domain.requirement import LevelNumber, MetricId
from hrsi_cli.domain.text import Identifier, NonEmpty

RuleId = Annotated[str, StringConstraints(pattern=r"^HRSI[0-9]{3}$")]

RecoveryLevel = Literal["system", "specific", "all"]
EvidenceKind = Literal["claim", "document", "drill", "event"]
EVIDENCE_KINDS: tuple[EvidenceKind, ...] = get_args(EvidenceKind)
"""Kinds of evidence, weakest first."""


class System(Frozen):
    """The system under consideration (検討対象)."""

    id: Identifier
    name: NonEmpty | None = None
    business_functions: tuple[NonEmpty, ...] = ()
    """Important business functions (重要業務) that rest on the system."""
    importance: Annotated[int, Field(ge=1, le=999)] | None = None
    """1 is the first to recover."""
    approved_by: NonEmpty | None = None
    """Who confirmed the importance, and when."""
    depends_on: tuple[Identifier, ...] = ()
    """Ids of the systems that must run before this one."""
    notes: str | None = None


class Adjustment(Frozen):
    """A preset changed on purpose (要件調整)."""

    level: LevelNumber
    reason: NonEmpty
    note: str | None = None


class Target(Frozen):
    """What the system is to reach: a model system and the adjustments to its presets."""

    model: ModelId
    adjustments: dict[MetricId, Adjustment] = {}


class FailureObjectives(Frozen):
    """Objectives for a failure (障害時)."""

    rto: Duration | None = None
    rpo: Duration | None = None
    rlo: RecoveryLevel | None = None


class DisasterObjectives(Frozen):
    """Objectives for a large disaster (災害時)."""

    restart: Duration | None = None
    rpo: Duration | None = None
    rlo: RecoveryLevel | None = None
    assumes: tuple[NonEmpty, ...] = ()
    """What must hold for the objectives to hold."""


class Objectives(Frozen):
    """Prerequisite requirements in real units."""

    failure: FailureObjectives = FailureObjectives()
    disaster: DisasterObjectives = DisasterObjectives()
    budget: Strength | None = None


class Evidence(Frozen):
    """What a level rests on."""

    kind: EvidenceKind
    date: Day | None = None
    ref: NonEmpty | None = None
    measured: Duration | None = None
    """The time that the drill or event really took."""


class KnownLevel(Frozen):
    """A level that the system has today."""

    level: LevelNumber
    note: str | None = None
    evidence: Evidence | None = None


class UnknownLevel(Frozen):
    """A level that nobody has determined yet."""

    level: Literal["unknown"]
    note: str | None = None


class NotApplicable(Frozen):
    """A metric that has nothing to measure in this system."""

    not_applicable: NonEmpty
    """The reason."""


def _spelled_out(value: Any) -> Any:
    """Turn the short forms ``2`` and ``unknown`` into their long form."""
    if not isinstance(value, dict):
        return {"level": value}
    if "level" in value and "not_applicable" in value:
        raise PydanticCustomError("level_and_reason", "a level, or the reason why there is none to measure")
    return value


def _kind_of_level(value: Any) -> str:
    given = value if isinstance(value, dict) else vars(value)
    if "not_applicable" in given:
        return "inapplicable"
    return "unknown" if given.get("level") == "unknown" else "known"


CurrentLevel = Annotated[
    Annotated[KnownLevel, Tag("known")] | Annotated[UnknownLevel, Tag("unknown")] | Annotated[NotApplicable, Tag("inapplicable")],
    Discriminator(_kind_of_level),
    BeforeValidator(_spelled_out, json_schema_input_type=Any),
]
"""The state of one metric today."""


class Backup(Frozen):
    """One backup: what is copied, how, how often and to where."""

    name: NonEmpty
    mode: Literal["synchronous", "asynchronous"] | None = None
    interval: Duration | None = None
    volume: Volume | None = None
    """All data that the backup covers."""
    change: Volume | None = None
    """Data that changes in one interval."""
    data_change_interval: Duration | None = None
    """How often the data itself changes."""
    link: Rate | None = None
    efficiency: Annotated[float, Field(gt=0, le=1)] | None = None
    """Share of the line that the copy can use."""
    medium: Literal["disk", "tape", "cloud"] | None = None
    method: Literal["full", "incremental"] | None = None
    site: Identifier | None = None
    """Id of the site that the copy goes to."""
    kept: Literal["same_room", "same_building", "elsewhere"] | None = None
    transport: Literal["line", "road"] | None = None
    encrypted: bool | None = None
    online: bool | None = None
    restore_throughput: Rate | None = None
    restore_tested: Day | None = None
    growth_per_year: Share | None = None
    max_write_latency: Duration | None = None
    note: str | None = None


class Failback(Frozen):
    """Return from the backup site to the main site."""

    procedure: bool | None = None
    time: Duration | None = None


class Site(Frozen):
    """A place with equipment or copies."""

    id: Identifier
    role: Literal["main", "backup", "storage"]
    """``storage`` keeps copies only."""
    name: NonEmpty | None = None
    standby: Literal["hot", "warm", "cold"] | None = None
    distance: Distance | None = None
    """From the main site."""
    hazards: tuple[NonEmpty, ...] = ()
    """Names of the disasters that can strike here; sites that share a name are struck together."""
    grid: NonEmpty | None = None
    ups: Duration | None = None
    generator: Duration | None = None
    switch: Literal["manual", "automatic"] | None = None
    switch_time: Duration | None = None
    activated_from: tuple[Literal["main", "backup"], ...] | None = None
    failback: Failback | None = None
    cloud: bool | None = None
    note: str | None = None


class Vendor(Frozen):
    """The vendor's part in a recovery."""

    needed: bool | None = None
    disaster_agreement: bool | None = None


class Recovery(Frozen):
    """How a recovery runs."""

    detect: Duration | None = None
    decide: Duration | None = None
    provision: Duration | None = None
    """Time until replacement machines stand ready."""
    verify: Duration | None = None
    drilled: Day | None = None
    runbook_copies: tuple[Identifier, ...] | None = None
    """Ids of the sites where the recovery runbook lies."""
    vendor: Vendor | None = None
    note: str | None = None


class CloudChecks(Frozen):
    """The checks of chapter 4 before a cloud service is used: true once done."""

    sla: bool | None = None
    licences: bool | None = None
    transfer_charges: bool | None = None
    administrator_rights: bool | None = None
    switch_and_return: bool | None = None
    disaster_capacity: bool | None = None


class Measures(Frozen):
    """Facts about the system that can be computed with."""

    backups: tuple[Backup, ...] = ()
    sites: tuple[Site, ...] = ()
    recovery: Recovery | None = None
    cloud_checks: CloudChecks | None = None


def _level_or_unknown(value: object) -> object:
    if value == "unknown" or (isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 5):
        return value
    raise PydanticCustomError("level_or_unknown", "a level from 0 to 5, or unknown")


AcceptedLevel = Annotated[int | str, PlainValidator(_level_or_unknown, json_schema_input_type=LevelNumber | Literal["unknown"])]
"""The level that a waiver accepted: a number, or ``unknown``."""


class Waiver(Frozen):
    """A gap or finding left open on purpose (適用除外), bound to what was accepted, until a day."""

    metric: MetricId | None = None
    rule: RuleId | None = None
    current: AcceptedLevel | None = None
    """The level that was accepted; the waiver is void when the plan falls below it."""
    target: LevelNumber | None = None
    """The target at the time; the waiver is void when it moves."""
    reason: NonEmpty
    owner: NonEmpty
    approved_by: NonEmpty
    created: Day
    expires: Day
    """The last day on which the waiver holds."""
    note: str | None = None

    @model_validator(mode="after")
    def _names_one_thing(self) -> Waiver:
        if (self.metric is None) == (self.rule is None):
            raise PydanticCustomError("waiver_subject", "a waiver names a metric or a rule")
        if self.metric is not None and (self.current is None or self.target is None):
            raise PydanticCustomError("waiver_binding", "a waiver of a metric states current and target")
        if self.expires.date < self.created.date:
            raise PydanticCustomError("waiver_dates", "a waiver expires after it was created")
        return self

    @property
    def subject(self) -> str:
        """The metric or rule that the waiver is about."""
        return self.metric or self.rule or ""

    def expired(self, today: date) -> bool:
        """Whether the last day has passed."""
        return today > self.expires.date


LevelKey = Annotated[str, StringConstraints(pattern=r"^[0-5]$")]
Price = Annotated[float, Field(ge=0)]


class Prerequisite(Frozen):
    """A step that needs other levels first."""

    metric: MetricId
    level: LevelNumber
    needs: dict[MetricId, LevelNumber]


class Package(Frozen):
    """Something bought or built as one that raises several levels, for example a move to a backup site."""

    id: Identifier
    name: NonEmpty | None = None
    cost: Price
    levels: dict[MetricId, LevelNumber]
    """Levels that it brings the system to, all at once."""


class Costs(Frozen):
    """The organisation's own prices for raising a level; the program knows none."""

    unit: NonEmpty
    """What the numbers count, for example 万円."""
    steps: dict[MetricId, dict[LevelKey, Price]] = {}
    """Per metric and level: the cost of getting there from the level below."""
    packages: Annotated[tuple[Package, ...], Field(max_length=12)] = ()
    """What raises several levels for one price; every combination of them is tried, hence the limit."""
    requires: tuple[Prerequisite, ...] = ()


class Phase(Frozen):
    """A stage of the road to the target."""

    id: Identifier
    name: NonEmpty | None = None
    by: Day
    levels: dict[MetricId, LevelNumber]
    """Levels that will be reached by that day."""


def _a_number(value: object) -> object:
    """``true`` and ``1.0`` equal 1 in Python, and are no version."""
    if type(value) is not int and value is not None:
        raise PydanticCustomError("literal_error", "not the version of a plan", {"expected": "1"})
    return value


FormatVersion = Annotated[Literal[1], BeforeValidator(_a_number)]


class Plan(Frozen):
    """A plan file, as written."""

    hrsi: FormatVersion
    """Version of the plan format."""
    knowledge: NonEmpty | None = None
    """Knowledge version that the plan was written against; a warning follows when it differs."""
    system: System
    target: Target
    objectives: Objectives = Objectives()
    current: dict[MetricId, CurrentLevel] = {}
    measures: Measures = Measures()
    waivers: tuple[Waiver, ...] = ()
    costs: Costs | None = None
    phases: tuple[Phase, ...] = ()
    notes: str | None = None
