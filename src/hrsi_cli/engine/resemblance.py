"""Which model system a plan looks like, by the rows of table 3.1-1: backup, redundancy, backup site.

The table speaks of backup mode and interval, of redundant equipment and of a backup site. Our reading of
it, fitted to the ten cases and to the four sets of presets:

- with a backup site: model 4 when a copy reaches it synchronously or at most 20 minutes apart
  ("several times an hour" read as three), otherwise model 3; where the plan does not say how often copies reach it,
  model 4 when recovery is automatic throughout, otherwise model 3;
- without one: model 2 when no layer of equipment stands alone, or spares cover all machines;
  otherwise model 1.

What cannot be decided from the plan stays undecided.
"""

from __future__ import annotations

from collections.abc import Mapping

from hrsi_cli.domain.plan import Backup, NotApplicable, Plan
from hrsi_cli.domain.quantity import MINUTE

LONGEST_SYNCHRONOUS_INTERVAL = 20 * MINUTE
_RECOVERY_POLICY, _AUTOMATION, _SPARES = "A.3.1.1", "C.3.2.1", "C.3.4.2"
_LAYERS = ("A.2.1.1", "A.2.3.1", "A.2.5.1")
"""Redundancy of servers, network devices and storage."""
_AT_A_BACKUP_SITE = 3
_ALL_AUTOMATIC = 2
_ALL_SPARE = 2


def resembled_model(plan: Plan, levels: Mapping[str, int]) -> int | None:
    """The model system that the plan's own levels and measures look like; None when undecided."""
    has_site = _has_backup_site(plan, levels)
    if has_site is None:
        return None
    return _with_site(plan, levels) if has_site else _without_site(plan, levels)


def _has_backup_site(plan: Plan, levels: Mapping[str, int]) -> bool | None:
    if _RECOVERY_POLICY in levels:
        return levels[_RECOVERY_POLICY] >= _AT_A_BACKUP_SITE
    if not plan.measures.sites:
        return None
    return any(site.role == "backup" and site.standby is not None for site in plan.measures.sites)


def _with_site(plan: Plan, levels: Mapping[str, int]) -> int | None:
    copies = [backup for backup in plan.measures.backups if _reaches_backup_site(plan, backup)]
    if plan.measures.backups and not copies:
        return 3
    dated = [backup for backup in copies if backup.mode == "synchronous" or backup.interval is not None]
    if dated:
        return 4 if any(_is_close(backup) for backup in dated) else 3
    if _AUTOMATION not in levels:
        return None
    return 4 if levels[_AUTOMATION] == _ALL_AUTOMATIC else 3


def _reaches_backup_site(plan: Plan, backup: Backup) -> bool:
    roles = {site.id: site.role for site in plan.measures.sites}
    return backup.site is not None and roles.get(backup.site) == "backup"


def _is_close(backup: Backup) -> bool:
    if backup.mode == "synchronous":
        return True
    return backup.interval is not None and backup.interval.seconds <= LONGEST_SYNCHRONOUS_INTERVAL


def _without_site(plan: Plan, levels: Mapping[str, int]) -> int | None:
    spares = levels.get(_SPARES)
    if spares == _ALL_SPARE:
        return 2
    layers = [levels.get(metric) for metric in _LAYERS if not isinstance(plan.current.get(metric), NotApplicable)]
    if any(level == 0 for level in layers):
        return 1 if spares is not None else None
    return 2 if layers and None not in layers else None
